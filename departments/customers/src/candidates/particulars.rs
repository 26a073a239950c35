//! What is known of somebody that tells them from others, as it is written; opened for comparing and never kept so.

use chrono::NaiveDate;
use kernel::{phone::Phone, region};
use matching::Record;

use super::field::{MatchField, schema};
use crate::{
    contacts::contact::ContactKind,
    people::{customer::Gender, draft::CustomerDraft},
    vehicles::draft::VehicleDraft,
};

/// What tells one customer from another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Particulars {
    pub name: String,
    pub contacts: Vec<(ContactKind, String)>,
    pub birthday: Option<NaiveDate>,
    pub gender: Option<Gender>,
    /// One line, province first.
    pub addresses: Vec<String>,
    pub city: Option<String>,
    pub plates: Vec<String>,
    pub vins: Vec<String>,
    pub id_number: Option<String>,
}

impl Particulars {
    pub fn of_draft(draft: &CustomerDraft, vehicle: Option<&VehicleDraft>) -> Self {
        let address = draft.address.as_ref();
        Self {
            name: draft.name.clone(),
            contacts: draft.contacts.iter().map(|contact| (contact.kind, contact.value.clone())).collect(),
            birthday: draft.birthday,
            gender: draft.gender,
            addresses: address.map(in_one_line).into_iter().collect(),
            city: address.and_then(|address| address.city.clone()),
            plates: vehicle.and_then(|car| car.plate.as_ref()).map(ToString::to_string).into_iter().collect(),
            vins: vehicle.and_then(|car| car.vin.as_ref()).map(ToString::to_string).into_iter().collect(),
            id_number: draft.id_number.as_ref().map(|number| number.reveal().to_owned()),
        }
    }

    /// In the form in which records are compared.
    pub fn record(&self) -> Record {
        let schema = schema();
        let mut record = schema.blank();
        let mut write = |field: MatchField, raw: &str| record.write(schema, field.place(), raw);
        write(MatchField::Name, &self.name);
        for (kind, value) in self.contacts.iter().filter(|contact| !is_phone_again(contact)) {
            write(field_of(*kind), value);
        }
        if let Some(birthday) = self.birthday {
            write(MatchField::Birthday, &birthday.to_string());
        }
        if let Some(gender) = self.gender {
            write(MatchField::Gender, gender.word());
        }
        self.addresses.iter().take(ADDRESSES_COMPARED).for_each(|address| write(MatchField::Address, address));
        self.city.iter().for_each(|city| write(MatchField::City, city));
        self.plates.iter().for_each(|plate| write(MatchField::Plate, plate));
        self.vins.iter().for_each(|vin| write(MatchField::Vin, vin));
        self.id_number.iter().for_each(|number| write(MatchField::IdNumber, number));
        record
    }
}

/// More addresses than these tell nobody apart.
const ADDRESSES_COMPARED: usize = 3;

/// Province, city, district and the rest behind one another, as an address is written.
pub fn written(province: Option<&str>, city: Option<&str>, district: Option<&str>, rest: &str) -> String {
    let city = city.filter(|city| Some(*city) != province);
    [province, city, district, Some(rest)].into_iter().flatten().collect()
}

fn in_one_line(address: &region::Address) -> String {
    written(address.province.as_deref(), address.city.as_deref(), address.district.as_deref(), &address.rest)
}

/// Many messenger accounts are called like the phone; such a one says nothing the phone doesn't.
fn is_phone_again((kind, value): &(ContactKind, String)) -> bool {
    let is_account = matches!(kind, ContactKind::Wechat | ContactKind::Wecom);
    is_account && Phone::parse(value).is_ok_and(|phone| phone.is_mobile())
}

fn field_of(kind: ContactKind) -> MatchField {
    match kind {
        ContactKind::Phone => MatchField::Phone,
        ContactKind::Email => MatchField::Email,
        ContactKind::Wechat => MatchField::Wechat,
        ContactKind::Wecom => MatchField::Wecom,
    }
}
