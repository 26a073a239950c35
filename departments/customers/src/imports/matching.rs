//! Who a row is about: looked up for a whole chunk at once, never row by row.
//!
//! A row with our own number is about that customer. Else two records are the same customer when their external id or identity number is the same; when a phone, e-mail or messenger
//! account *and* the name are; or when the row's car is known and its owner has the row's name. A phone shared under another
//! name is a household, not a duplicate.

use std::collections::HashSet;

use kernel::{GroupId, phone::Phone};
use platform::KeyRing;

pub use super::base::{Base, Car, Person};
use super::{row::RowDraft, spoken::key};
pub use crate::by_keys::fetch_by;
use crate::{contacts::contact::ContactKind, people::arrival::blind_of};

/// What tells who a row is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Without case, width and blanks.
    pub name: String,
    /// Our own.
    pub number: Option<String>,
    pub vehicle_number: Option<String>,
    pub external_id: Option<String>,
    /// Blind, as are the contacts.
    pub id_number: Option<String>,
    pub contacts: Vec<String>,
    pub vin: Option<String>,
    pub vehicle_external_id: Option<String>,
    pub plate: Option<String>,
    /// Ids of purchases and visits, as the file gives them.
    pub records: Vec<String>,
}

impl Identity {
    pub fn of(draft: &RowDraft, group: GroupId, keys: &KeyRing) -> Self {
        let customer = &draft.customer;
        let vehicle = draft.vehicle.as_ref();
        Self {
            name: name_key(&customer.name),
            number: draft.number.clone(),
            vehicle_number: draft.vehicle_number.clone(),
            external_id: customer.external_id.clone(),
            id_number: customer.id_number.as_ref().map(|number| keys.blind("id number", group, number.reveal())),
            contacts: customer
                .contacts
                .iter()
                .filter(|contact| tells(draft, contact.kind, &contact.value))
                .map(|contact| blind_of(contact.kind, &contact.value, group, keys))
                .collect(),
            vin: vehicle.and_then(|vehicle| vehicle.vin.as_ref()).map(ToString::to_string),
            vehicle_external_id: vehicle.and_then(|vehicle| vehicle.external_id.clone()),
            plate: vehicle.and_then(|vehicle| vehicle.plate.as_ref()).map(ToString::to_string),
            records: draft.records.iter().filter_map(|record| record.external_id.clone()).collect(),
        }
    }

    /// Whether the row would be known again without an external id.
    pub fn is_telling(&self) -> bool {
        self.number.is_some()
            || self.vehicle_number.is_some()
            || self.external_id.is_some()
            || self.id_number.is_some()
            || !self.contacts.is_empty()
            || self.vin.is_some()
            || self.vehicle_external_id.is_some()
            || self.plate.is_some()
    }

    /// Whether the row's car would be known again, and not only its model.
    pub fn tells_car(&self) -> bool {
        self.vehicle_number.is_some()
            || self.vin.is_some()
            || self.vehicle_external_id.is_some()
            || self.plate.is_some()
    }

    /// Two rows that share one of these may be about the same customer or car.
    pub fn keys(&self) -> Vec<String> {
        let one = |sign: char, value: &Option<String>| value.as_ref().map(|value| format!("{sign}{value}"));
        let mut keys: Vec<String> = [
            one('n', &self.number),
            one('m', &self.vehicle_number),
            one('x', &self.external_id),
            one('i', &self.id_number),
            one('v', &self.vin),
            one('e', &self.vehicle_external_id),
            self.plate.as_ref().map(|plate| format!("p{plate}\u{1f}{}", self.name)),
        ]
        .into_iter()
        .flatten()
        .collect();
        keys.extend(self.records.iter().map(|record| format!("r{record}")));
        keys.extend(self.contacts.iter().map(|contact| format!("c{contact}\u{1f}{}", self.name)));
        keys
    }
}

/// Whether a contact tells who somebody is.
pub fn tells(draft: &RowDraft, kind: ContactKind, value: &str) -> bool {
    match kind {
        ContactKind::Phone => {
            let is_odd = draft.odd_phones.iter().any(|odd| odd == value);
            // Relay numbers of platforms pass from one person to the next within days.
            let is_relay = || Phone::parse(value).is_ok_and(|phone| phone.is_mobile() && phone.extension().is_some());
            !is_odd && !is_relay()
        }
        ContactKind::Email | ContactKind::Wechat | ContactKind::Wecom => true,
    }
}

/// A name as names are compared.
pub fn name_key(name: &str) -> String {
    key(name).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Parts rows into those that can be written together and those that must wait for them, because they share a key with one.
pub fn first_wave<T>(rows: Vec<T>, identity: impl Fn(&T) -> &Identity) -> (Vec<T>, Vec<T>) {
    let mut seen: HashSet<String> = HashSet::new();
    rows.into_iter().partition(|row| {
        let keys = identity(row).keys();
        let is_first = keys.iter().all(|key| !seen.contains(key));
        // Those that wait are seen too: a third row with a key of the second must wait as well.
        seen.extend(keys);
        is_first
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(contact: &str, name: &str, vin: Option<&str>) -> Identity {
        Identity {
            name: name_key(name),
            contacts: vec![contact.to_owned()],
            vin: vin.map(str::to_owned),
            ..Identity::default()
        }
    }

    #[test]
    fn names_are_compared_without_case_width_and_blanks() {
        assert_eq!(name_key("Ｊohn  Smith"), name_key("john smith"));
        assert_eq!(name_key("王 小明"), name_key("王小明"));
        assert_ne!(name_key("王小明"), name_key("王小红"));
    }

    #[test]
    fn rows_about_the_same_customer_or_car_wait_for_one_another() {
        let rows = vec![
            row("a", "王小明", None),
            row("a", "李红", None),
            row("a", "王小明", Some("V1")),
            row("b", "赵六", Some("V1")),
        ];
        let (first, later) = first_wave(rows.clone(), |row| row);
        // A phone shared under another name is a household and waits for nobody.
        assert_eq!((first, later), (rows[..2].to_vec(), rows[2..].to_vec()));
    }

    #[test]
    fn a_row_without_phone_id_and_car_tells_nothing() {
        assert!(!Identity { name: "王小明".into(), ..Identity::default() }.is_telling());
        assert!(row("a", "王小明", None).is_telling());
    }
}
