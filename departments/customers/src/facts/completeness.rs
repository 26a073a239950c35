//! How complete a profile is: the fields that make a customer reachable and known, each with a weight.

use crate::{
    contacts::contact::ContactKind,
    people::customer::{Customer, CustomerKind},
};

/// Per cent of what should be known: a way to call comes first, then who it is, then what they want.
pub fn of(customer: &Customer, contacts: impl IntoIterator<Item = ContactKind>, vehicles: i32) -> i32 {
    let contacts: Vec<ContactKind> = contacts.into_iter().collect();
    let has = |kinds: &[ContactKind]| contacts.iter().any(|kind| kinds.contains(kind));
    let is_company = customer.kind == CustomerKind::Company;
    let fields = [
        (25, has(&[ContactKind::Phone])),
        (10, has(&[ContactKind::Email, ContactKind::Wechat, ContactKind::Wecom])),
        (10, is_company || customer.gender.is_some()),
        (10, is_company || customer.birthday.is_some()),
        (10, customer.city.is_some()),
        (5, is_company || customer.occupation.is_some()),
        (5, customer.source.is_some()),
        (10, customer.consultant_id.is_some() || customer.advisor_id.is_some()),
        (5, customer.use_scenario.is_some() || customer.purpose.is_some()),
        (10, vehicles > 0),
    ];
    fields.iter().filter(|(_, is_known)| *is_known).map(|(weight, _)| weight).sum()
}
