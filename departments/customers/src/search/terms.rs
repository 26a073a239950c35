//! Under which terms customers and cars are found, and what is looked up for something typed. Pure but for the key ring:
//! phone numbers are kept as blind indexes of the whole and of the last four digits.

use kernel::{CustomerId, GroupId, VehicleId, name, phone::Phone, plate::Plate, vin::Vin};
use platform::KeyRing;

use super::term::{NIL, SearchTerm, TermKind};

/// Blind terms begin with a character no name begins with.
const PHONE: char = '#';
const HEAD_DIGITS: usize = 7;
const MOBILE_DIGITS: usize = 11;

/// The terms of a name and a human number.
pub fn of_customer(group: GroupId, customer: CustomerId, title: &str, number: &str) -> Vec<SearchTerm> {
    let mut terms: Vec<SearchTerm> = name::search_terms(title)
        .into_iter()
        .map(|term| row(group, term.text, kind_of(term.kind), customer, VehicleId(NIL)))
        .collect();
    terms.extend(number_terms(number).map(|text| row(group, text, TermKind::Number, customer, VehicleId(NIL))));
    terms
}

/// The blind terms of a phone number: the whole, its first seven and its last four digits.
pub fn of_phone(group: GroupId, customer: CustomerId, phone: &str, keys: &KeyRing) -> Vec<SearchTerm> {
    let mut texts = vec![whole_phone(group, phone, keys)];
    if let Some(tail) = last_four(phone) {
        texts.push(phone_tail(group, &tail, keys));
    }
    if let Some(head) = first_seven(phone) {
        texts.push(phone_head(group, &head, keys));
    }
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

/// What to look up for something typed, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Terms that begin with this.
    Prefix(String),
    /// This very term.
    Exact(String),
}

/// Reads what was typed: a phone number or its last four digits, and in any case the beginning of a term.
pub fn wanted(typed: &str, group: GroupId, keys: &KeyRing) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 4 && digits == typed.trim() {
        wanted.push(Wanted::Exact(phone_tail(group, &digits, keys)));
    }
    // From the seventh digit on, as a number is typed: those that begin with these seven.
    if (HEAD_DIGITS..MOBILE_DIGITS).contains(&digits.len())
        && typed.chars().all(|c| c.is_ascii_digit() || " -".contains(c))
    {
        wanted.push(Wanted::Exact(phone_head(group, &digits[..HEAD_DIGITS], keys)));
    }
    if digits.len() >= 7
        && let Ok(phone) = Phone::parse(typed)
    {
        wanted.push(Wanted::Exact(whole_phone(group, phone.as_str(), keys)));
    }
    let key = match (Vin::parse(typed), Plate::parse(typed)) {
        (Ok(vin), _) => vin.as_str().to_lowercase(),
        (_, Ok(plate)) => name::search_key(plate.as_str()),
        _ => name::search_key(typed),
    };
    if !key.is_empty() {
        wanted.push(Wanted::Prefix(key));
    }
    wanted
}

/// The blind index of a whole phone number, also kept with the contact to find equal ones.
pub fn phone_blind(group: GroupId, phone: &str, keys: &KeyRing) -> String {
    keys.blind("phone", group, phone)
}

fn whole_phone(group: GroupId, phone: &str, keys: &KeyRing) -> String {
    format!("{PHONE}{}", phone_blind(group, phone, keys))
}

fn phone_tail(group: GroupId, digits: &str, keys: &KeyRing) -> String {
    format!("{PHONE}{}", keys.blind("phone tail", group, digits))
}

fn phone_head(group: GroupId, digits: &str, keys: &KeyRing) -> String {
    format!("{PHONE}{}", keys.blind("phone head", group, digits))
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

fn kind_of(kind: name::TermKind) -> TermKind {
    match kind {
        name::TermKind::Name => TermKind::Name,
        name::TermKind::Pinyin => TermKind::Pinyin,
        name::TermKind::Initials => TermKind::Initials,
    }
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

    #[test]
    fn a_whole_phone_its_first_seven_and_its_last_four_are_looked_up_blind() {
        let keys = KeyRing::from_secret(b"test");
        let phone = Phone::parse("138 0000 1234").expect("a phone");
        let kept = of_phone(GroupId(NIL), CustomerId(NIL), phone.as_str(), &keys);
        let Some(Wanted::Exact(whole)) = wanted("13800001234", GroupId(NIL), &keys).first().cloned() else {
            panic!("a whole phone is looked up exactly")
        };
        let Some(Wanted::Exact(tail)) = wanted("1234", GroupId(NIL), &keys).first().cloned() else {
            panic!("four digits are looked up exactly")
        };
        let Some(Wanted::Exact(head)) = wanted("1380000", GroupId(NIL), &keys).first().cloned() else {
            panic!("seven digits are looked up exactly")
        };
        assert_eq!(texts(&kept), [whole, tail, head]);
    }
}
