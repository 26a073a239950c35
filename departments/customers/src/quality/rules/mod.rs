//! What is missing or doubtful in a record: pure, from the record with its contacts opened, cheap enough for every row of an import.

mod contacts;
mod names;

use chrono::{Datelike, NaiveDate};
use kernel::{plate::Plate, resident_id::ResidentId, vin::Vin};

pub use contacts::{doubt_of_email, doubt_of_phone};
pub use names::doubt_of_name;

use super::gap::{Doubt, Gaps, MissingField, bits};
use crate::{
    contacts::contact::ContactKind,
    people::{
        customer::{Customer, CustomerKind},
        draft::gender_of,
    },
};

/// One contact with its value opened.
#[derive(Clone, Copy, Debug)]
pub struct Reach<'a> {
    pub kind: ContactKind,
    pub value: &'a str,
    /// Somebody tried it, and it is not theirs.
    pub is_wrong: bool,
}

/// A record as it is judged.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    pub customer: &'a Customer,
    pub contacts: Vec<Reach<'a>>,
    pub id_number: Option<&'a str>,
    /// The primary address says no city.
    pub lacks_city: bool,
    /// Cars the customer has now, in any role.
    pub vehicles: i32,
    pub today: NaiveDate,
}

/// The doubts that are about cars; they come with the cars.
pub const OF_CARS: [Doubt; 3] = [Doubt::VinCheck, Doubt::PlateForm, Doubt::PlateShared];
/// The doubt that takes other records to know; it is marked over the whole base once a day.
pub const OF_THE_BASE: [Doubt; 1] = [Doubt::PhoneShared];

impl Record<'_> {
    /// What is missing, and what is doubtful in the record itself: nothing about its cars or other records.
    pub fn gaps(&self) -> Gaps {
        Gaps { missing: self.missing(), doubts: bits(self.doubts()) }
    }

    fn missing(&self) -> i64 {
        let customer = self.customer;
        let has = |kinds: &[ContactKind]| self.contacts.iter().any(|contact| kinds.contains(&contact.kind));
        let is_company = customer.kind == CustomerKind::Company;
        let known = [
            (MissingField::Phone, has(&[ContactKind::Phone])),
            (MissingField::Messenger, has(&[ContactKind::Email, ContactKind::Wechat, ContactKind::Wecom])),
            (MissingField::Gender, is_company || customer.gender.is_some()),
            (MissingField::Birthday, is_company || customer.birthday.is_some()),
            (MissingField::City, customer.city.is_some()),
            (MissingField::Occupation, is_company || customer.occupation.is_some()),
            (MissingField::Source, customer.source.is_some()),
            (MissingField::Caretaker, customer.consultant_id.is_some() || customer.advisor_id.is_some()),
            (MissingField::Purpose, customer.use_scenario.is_some() || customer.purpose.is_some()),
            (MissingField::Vehicle, self.vehicles > 0),
        ];
        known.iter().filter(|(_, is_known)| !is_known).fold(0, |bits, (field, _)| bits | field.bit())
    }

    fn doubts(&self) -> impl Iterator<Item = Doubt> {
        let customer = self.customer;
        let of_contact = |contact: &Reach<'_>| match contact.kind {
            ContactKind::Phone if contact.is_wrong => Some(Doubt::PhoneWrong),
            ContactKind::Phone => doubt_of_phone(contact.value),
            ContactKind::Email => doubt_of_email(contact.value),
            ContactKind::Wechat | ContactKind::Wecom => None,
        };
        self.contacts
            .iter()
            .filter_map(of_contact)
            .chain(doubt_of_name(customer.kind, &customer.name))
            .chain(self.doubt_of_birthday())
            .chain(self.doubt_of_id_number())
            .chain((self.lacks_city && customer.city.is_none()).then_some(Doubt::AddressWithoutCity))
    }

    fn doubt_of_birthday(&self) -> Option<Doubt> {
        let birthday = self.customer.birthday.filter(|_| self.customer.kind == CustomerKind::Person)?;
        is_doubtful_birthday(birthday, self.today).then_some(Doubt::Birthday)
    }

    /// An identity card says when its holder was born and which sex they have.
    fn doubt_of_id_number(&self) -> Option<Doubt> {
        let customer = self.customer;
        let number = self.id_number.filter(|_| customer.kind == CustomerKind::Person)?;
        let Ok(card) = ResidentId::parse(number) else { return Some(Doubt::IdNumber) };
        let is_other_day = customer.birthday.is_some_and(|birthday| birthday != card.birth_date());
        let is_other_sex = customer.gender.is_some_and(|gender| gender != gender_of(card.gender()));
        (is_other_day || is_other_sex).then_some(Doubt::IdNumber)
    }
}

/// Nobody buys a car younger than this, and hardly anybody drives older than that.
const AGE_MIN: u32 = 16;
const AGE_MAX: u32 = 100;

/// The days that forms fill in by themselves, children at the wheel, and people older than anyone.
pub fn is_doubtful_birthday(birthday: NaiveDate, today: NaiveDate) -> bool {
    let is_filled_in = birthday.ordinal() == 1 && matches!(birthday.year(), 1900 | 1970 | 2000);
    let age = today.years_since(birthday);
    is_filled_in || !age.is_some_and(|age| (AGE_MIN..=AGE_MAX).contains(&age))
}

/// What is doubtful about a car by itself: the check digit of a VIN where it must hold (China and North America), the form of a plate.
pub fn doubts_of_car(vin: Option<&str>, plate: Option<&str>) -> i64 {
    let vin = vin.map(Vin::parse).filter(|vin| match vin {
        Ok(vin) => vin.as_str().starts_with(['L', '1', '2', '3', '4', '5']) && !vin.check_digit_holds(),
        Err(_) => true,
    });
    let plate = plate.map(Plate::parse).filter(Result::is_err);
    bits(vin.map(|_| Doubt::VinCheck).into_iter().chain(plate.map(|_| Doubt::PlateForm)))
}

#[cfg(test)]
mod tests;
