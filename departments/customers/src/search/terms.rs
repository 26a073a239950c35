//! Under which terms customers and cars are found. Pure but for the key ring: phone numbers are kept as blind indexes of the
//! whole, of their first seven and of their last four digits.

use std::collections::BTreeSet;

use kernel::{CustomerId, GroupId, VehicleId, name, phone::Phone};
use platform::KeyRing;

use super::term::{NIL, SearchTerm, TermKind};

/// Blind terms begin with a character no name begins with.
const PHONE: char = '#';
pub(super) const HEAD_DIGITS: usize = 7;
pub(super) const MOBILE_DIGITS: usize = 11;

/// The terms of a name and a human number.
pub fn of_customer(group: GroupId, customer: CustomerId, title: &str, number: &str) -> Vec<SearchTerm> {
    let mut terms: Vec<SearchTerm> = name::search_terms(title)
        .into_iter()
        .map(|term| row(group, term.text, term.kind.into(), customer, VehicleId(NIL)))
        .collect();
    terms.extend(number_terms(number).map(|text| row(group, text, TermKind::Number, customer, VehicleId(NIL))));
    terms
}

/// The blind terms of a phone number: the whole, its first seven and its last four digits; a landline without its area code
/// and any number without its extension, too; of what is no number by the book the digits alone.
pub fn of_phone(group: GroupId, customer: CustomerId, phone: &str, keys: &KeyRing) -> Vec<SearchTerm> {
    let mut texts = vec![whole_phone(group, phone, keys)];
    if let Some(tail) = last_four(phone) {
        texts.push(phone_tail(group, &tail, keys));
    }
    if let Some(head) = first_seven(phone) {
        texts.push(phone_head(group, &head, keys));
    }
    match Phone::parse(phone) {
        Ok(phone) => {
            texts.extend(phone.extension().map(|_| whole_phone(group, phone.without_extension(), keys)));
            texts.extend(phone.subscriber().map(|subscriber| subscriber_number(group, subscriber, keys)));
        }
        Err(_) => texts.push(whole_phone(group, &digits_of(phone), keys)),
    }
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    texts.into_iter().map(|text| row(group, text, TermKind::Phone, customer, VehicleId(NIL))).collect()
}

/// The terms of a car: plate with and without its province, VIN and its last six, human number.
pub fn of_vehicle(
    group: GroupId,
    vehicle: VehicleId,
    owner: Option<CustomerId>,
    plate: Option<&str>,
    vin: Option<&str>,
    number: &str,
) -> Vec<SearchTerm> {
    let owner = owner.unwrap_or(CustomerId(NIL));
    let mut terms = Vec::new();
    let mut add = |text: String, kind| terms.push(row(group, text, kind, owner, vehicle));
    if let Some(plate) = plate {
        let plate = name::search_key(plate);
        // From each place on, down to the last four: 沪A12345 is found by A12345, 12345 and 2345 too.
        for (start, _) in plate.char_indices().take(plate.chars().count().saturating_sub(3)) {
            add(plate[start..].to_owned(), TermKind::Plate);
        }
    }
    if let Some(vin) = vin {
        let vin = vin.to_lowercase();
        if let Some(tail) = vin.len().checked_sub(6).and_then(|start| vin.get(start..)) {
            add(tail.to_owned(), TermKind::Vin);
        }
        add(vin, TermKind::Vin);
    }
    for text in number_terms(number) {
        add(text, TermKind::Number);
    }
    terms
}

/// The blind index of a whole phone number, also kept with the contact to find equal ones.
pub fn phone_blind(group: GroupId, phone: &str, keys: &KeyRing) -> String {
    keys.blind("phone", group, phone)
}

pub(super) fn whole_phone(group: GroupId, phone: &str, keys: &KeyRing) -> String {
    format!("{PHONE}{}", phone_blind(group, phone, keys))
}

pub(super) fn phone_tail(group: GroupId, digits: &str, keys: &KeyRing) -> String {
    format!("{PHONE}{}", keys.blind("phone tail", group, digits))
}

pub(super) fn phone_head(group: GroupId, digits: &str, keys: &KeyRing) -> String {
    format!("{PHONE}{}", keys.blind("phone head", group, digits))
}

/// A landline as it is dialled within its area, apart from local numbers kept without any area code.
pub(super) fn subscriber_number(group: GroupId, digits: &str, keys: &KeyRing) -> String {
    format!("{PHONE}{}", keys.blind("phone subscriber", group, digits))
}

pub(super) fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Of a mobile number of mainland China, without the country's code.
fn first_seven(phone: &str) -> Option<String> {
    let number = phone.strip_prefix("+86").filter(|number| number.len() >= MOBILE_DIGITS && number.starts_with('1'))?;
    number.get(..HEAD_DIGITS).map(str::to_owned)
}

fn last_four(phone: &str) -> Option<String> {
    let digits: Vec<char> = phone.chars().take_while(|c| *c != ';').filter(char::is_ascii_digit).collect();
    (digits.len() >= 7).then(|| digits[digits.len() - 4..].iter().collect())
}

/// `CU-SH01-26-000123` is found by `cush0126000123` and by `123`.
fn number_terms(number: &str) -> impl Iterator<Item = String> {
    let count = number.rsplit('-').next().unwrap_or_default().trim_start_matches('0').to_owned();
    [name::search_key(number), count].into_iter().filter(|text| !text.is_empty())
}

fn row(group_id: GroupId, term: String, kind: TermKind, customer_id: CustomerId, vehicle_id: VehicleId) -> SearchTerm {
    SearchTerm { group_id, term, kind, customer_id, vehicle_id }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(terms: &[SearchTerm]) -> Vec<&str> {
        terms.iter().map(|term| term.term.as_str()).collect()
    }

    #[test]
    fn a_plate_is_found_from_each_of_its_places() {
        let terms = of_vehicle(GroupId(NIL), VehicleId(NIL), None, Some("沪A12345"), None, "VE-SH01-26-000007");
        assert_eq!(texts(&terms), ["沪a12345", "a12345", "12345", "2345", "vesh0126000007", "7"]);
    }

    #[test]
    fn a_vin_is_found_by_its_last_six() {
        let terms =
            of_vehicle(GroupId(NIL), VehicleId(NIL), None, None, Some("LRW3E7FS5PC695355"), "VE-SH01-26-123456");
        assert_eq!(texts(&terms), ["695355", "lrw3e7fs5pc695355", "vesh0126123456", "123456"]);
    }
}
