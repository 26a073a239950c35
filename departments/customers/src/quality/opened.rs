//! A record with its sealed parts opened, to be judged.

use chrono::NaiveDate;
use kernel::Result;
use platform::KeyRing;

use super::rules::{Reach, Record};
use crate::{
    contacts::contact::{Contact, ContactKind},
    people::customer::Customer,
};

/// The sealed parts of a record.
pub struct Opened {
    contacts: Vec<(ContactKind, String, bool)>,
    id_number: Option<String>,
}

impl Opened {
    pub fn of(customer: &Customer, contacts: &[Contact], keys: &KeyRing) -> Result<Self> {
        let open = |contact: &Contact| {
            let value = keys.open(&contact.sealed, contact.id.0.as_bytes())?;
            Ok((contact.kind, value, contact.wrong_since.is_some()))
        };
        let id_number = customer.id_number_sealed.as_ref();
        Ok(Self {
            contacts: contacts.iter().map(open).collect::<Result<_>>()?,
            id_number: id_number.map(|sealed| keys.open(sealed, customer.id.0.as_bytes())).transpose()?,
        })
    }

    /// The record as rules judge it; `vehicles` are those the customer has now.
    pub fn record<'a>(
        &'a self,
        customer: &'a Customer,
        lacks_city: bool,
        vehicles: i32,
        today: NaiveDate,
    ) -> Record<'a> {
        let reach = |(kind, value, is_wrong): &'a (ContactKind, String, bool)| Reach {
            kind: *kind,
            value,
            is_wrong: *is_wrong,
        };
        Record {
            customer,
            contacts: self.contacts.iter().map(reach).collect(),
            id_number: self.id_number.as_deref(),
            lacks_city,
            vehicles,
            today,
        }
    }
}
