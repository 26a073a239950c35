//! What may happen to the contacts of a customer: pure, on the whole list of them, so that one of each kind is the primary.

use chrono::{DateTime, TimeDelta, Utc};
use journal::events::{customers::CustomersEvent, quality::QualityEvent};
use kernel::{ContactId, Error, Refusal};
use serde::{Deserialize, Serialize};

use super::contact::{Contact, ContactKind};

pub const CONTACTS_MAX: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactRefusal {
    AlreadyThere,
    TooMany,
    PrimaryNeeded,
}

impl Refusal for ContactRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AlreadyThere => "contact.already_there",
            Self::TooMany => "contact.too_many",
            Self::PrimaryNeeded => "contact.primary_needed",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::AlreadyThere => "This customer has this contact already.".into(),
            Self::TooMany => format!("A customer has at most {CONTACTS_MAX} contacts; remove one that is out of use."),
            Self::PrimaryNeeded => {
                "One contact of each kind is the primary one; make another one primary instead.".into()
            }
        }
    }
}

/// A change of one contact; `None` leaves a part as it is.
#[derive(Clone, Debug, Default)]
pub struct ContactChange {
    pub value: Option<NewValue>,
    pub label: Option<Option<String>>,
    pub is_primary: Option<bool>,
    /// When it was made sure that it is the customer's.
    pub proved_at: Option<DateTime<Utc>>,
}

/// Another value for a contact.
#[derive(Clone, Debug)]
pub struct NewValue {
    pub sealed: Vec<u8>,
    /// Its blind index.
    pub blind: String,
    pub since: DateTime<Utc>,
}

/// How one learned whether a contact reaches its customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LearnedBy {
    Message,
    Call,
    Staff,
}

impl LearnedBy {
    fn word(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Call => "call",
            Self::Staff => "staff",
        }
    }
}

/// All contacts of one customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contacts(pub Vec<Contact>);

impl Contacts {
    /// Adds one; the first of its kind is the primary one whether that was asked for or not.
    pub fn add(&mut self, contact: Contact) -> Result<CustomersEvent, ContactRefusal> {
        if self.has(contact.kind, &contact.blind, None) {
            return Err(ContactRefusal::AlreadyThere);
        }
        if self.0.len() >= CONTACTS_MAX {
            return Err(ContactRefusal::TooMany);
        }
        let (id, kind) = (contact.id, contact.kind);
        let becomes_primary = contact.is_primary || self.primary(kind).is_none();
        self.0.push(contact);
        if becomes_primary {
            self.make_primary(id, kind);
        }
        Ok(CustomersEvent::ContactAdded { kind: kind.word().into() })
    }

    /// Changes one; nothing happens when all is as it was.
    pub fn change(&mut self, id: ContactId, change: ContactChange) -> Result<Option<CustomersEvent>, Error> {
        let before = self.clone();
        let kind = self.find(id)?.kind;
        if let Some(value) = &change.value
            && self.has(kind, &value.blind, Some(id))
        {
            return Err(ContactRefusal::AlreadyThere.into());
        }
        let contact = self.0.iter_mut().find(|contact| contact.id == id).ok_or(Error::NotFound)?;
        // A value sealed anew differs in every byte; whether it is another one, its blind index tells.
        if let Some(value) = change.value.filter(|value| value.blind != contact.blind) {
            (contact.sealed, contact.blind, contact.wrong_since) = (value.sealed, value.blind, None);
            (contact.value_since, contact.proved_at) = (Some(value.since), None);
        }
        contact.proved_at = change.proved_at.or(contact.proved_at);
        if let Some(label) = change.label {
            contact.label = label;
        }
        match change.is_primary {
            Some(true) => self.make_primary(id, kind),
            Some(false) if contact.is_primary => return Err(ContactRefusal::PrimaryNeeded.into()),
            _ => {}
        }
        Ok((*self != before).then(|| CustomersEvent::ContactChanged { kind: kind.word().into() }))
    }

    /// Removes one; the oldest of its kind follows a primary one.
    pub fn remove(&mut self, id: ContactId) -> Result<CustomersEvent, Error> {
        let gone = self.find(id)?.clone();
        self.0.retain(|contact| contact.id != id);
        let heir = self.0.iter().filter(|contact| contact.kind == gone.kind).min_by_key(|contact| contact.created_at);
        if let Some(heir) = heir.map(|heir| heir.id).filter(|_| gone.is_primary) {
            self.make_primary(heir, gone.kind);
        }
        Ok(CustomersEvent::ContactRemoved { kind: gone.kind.word().into() })
    }

    /// This one reaches nobody, or somebody else; nothing when that was known, or it is younger than the news.
    pub fn find_wrong(
        &mut self,
        id: ContactId,
        by: LearnedBy,
        at: DateTime<Utc>,
    ) -> Result<Option<QualityEvent>, Error> {
        let contact = self.0.iter_mut().find(|contact| contact.id == id).ok_or(Error::NotFound)?;
        if contact.wrong_since.is_some() || at < contact.created_at {
            return Ok(None);
        }
        contact.wrong_since = Some(at);
        Ok(Some(QualityEvent::ContactFoundWrong { kind: contact.kind.word().into(), by: by.word().into() }))
    }

    /// This one reaches the customer after all; nothing when nobody doubted it, or the doubt is younger.
    pub fn find_right(
        &mut self,
        id: ContactId,
        by: LearnedBy,
        at: DateTime<Utc>,
    ) -> Result<Option<QualityEvent>, Error> {
        let contact = self.0.iter_mut().find(|contact| contact.id == id).ok_or(Error::NotFound)?;
        if contact.wrong_since.is_none_or(|since| at < since) {
            return Ok(None);
        }
        contact.wrong_since = None;
        Ok(Some(QualityEvent::ContactFoundRight { kind: contact.kind.word().into(), by: by.word().into() }))
    }

    /// The phone a call at this instant went to that names none: of those not known to be wrong the primary one, else the
    /// oldest; none when somebody has said since which one it was.
    pub fn called(&self, at: DateTime<Utc>) -> Option<&Contact> {
        if self.phones().any(|phone| phone.wrong_since.is_some_and(|since| since >= at)) {
            return None;
        }
        let phones = self.phones().filter(|phone| phone.wrong_since.is_none());
        phones.min_by_key(|phone| (!phone.is_primary, phone.created_at))
    }

    /// The phone, when there is no other.
    pub fn only_phone(&self) -> Option<&Contact> {
        let mut phones = self.phones();
        phones.next().filter(|_| phones.next().is_none())
    }

    fn phones(&self) -> impl Iterator<Item = &Contact> {
        self.0.iter().filter(|contact| contact.kind == ContactKind::Phone)
    }

    pub fn find(&self, id: ContactId) -> Result<&Contact, Error> {
        self.0.iter().find(|contact| contact.id == id).ok_or(Error::NotFound)
    }

    pub fn primary(&self, kind: ContactKind) -> Option<&Contact> {
        self.0.iter().find(|contact| contact.kind == kind && contact.is_primary)
    }

    fn has(&self, kind: ContactKind, blind: &str, but: Option<ContactId>) -> bool {
        self.0.iter().any(|contact| contact.kind == kind && contact.blind == blind && Some(contact.id) != but)
    }

    fn make_primary(&mut self, id: ContactId, kind: ContactKind) {
        for contact in self.0.iter_mut().filter(|contact| contact.kind == kind) {
            contact.is_primary = contact.id == id;
        }
    }
}

/// One person reveals at most so many contacts and ID numbers in any hour.
pub const REVEALS_PER_HOUR_MAX: usize = 60;

/// When one person revealed something within the last hour, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveals(pub Vec<DateTime<Utc>>);

impl Reveals {
    /// Counts one more, or says when the next one is free.
    pub fn count(&mut self, now: DateTime<Utc>) -> Result<(), Error> {
        let hour = TimeDelta::hours(1);
        self.0.retain(|at| now - at < hour);
        match self.0.first() {
            Some(first) if self.0.len() >= REVEALS_PER_HOUR_MAX => {
                let seconds = (hour - (now - first)).num_seconds().max(1);
                let retry_after_seconds = u64::try_from(seconds).unwrap_or(1);
                Err(Error::TooMany { code: "reveal.too_many", retry_after_seconds })
            }
            _ => {
                self.0.push(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{CustomerId, GroupId};
    use sea_orm::prelude::Uuid;

    fn contact(number: u128, kind: ContactKind, blind: &str) -> Contact {
        Contact {
            id: ContactId(Uuid::from_u128(number)),
            group_id: GroupId(Uuid::nil()),
            customer_id: CustomerId(Uuid::nil()),
            kind,
            sealed: blind.as_bytes().to_vec(),
            blind: blind.into(),
            label: None,
            is_primary: false,
            wrong_since: None,
            value_since: None,
            proved_at: None,
            created_at: DateTime::UNIX_EPOCH + TimeDelta::seconds(i64::try_from(number).unwrap()),
        }
    }

    fn value(sealed: Vec<u8>) -> NewValue {
        NewValue { sealed, blind: "a".into(), since: DateTime::UNIX_EPOCH + TimeDelta::days(1) }
    }

    fn two_phones() -> Contacts {
        let mut contacts = Contacts::default();
        contacts.add(contact(1, ContactKind::Phone, "a")).unwrap();
        contacts.add(contact(2, ContactKind::Phone, "b")).unwrap();
        contacts
    }

    fn primary(contacts: &Contacts) -> u128 {
        let primaries: Vec<&Contact> = contacts.0.iter().filter(|contact| contact.is_primary).collect();
        assert_eq!(primaries.len(), 1);
        primaries[0].id.0.as_u128()
    }

    #[test]
    fn the_first_of_a_kind_is_the_primary_one() {
        let mut contacts = two_phones();
        assert_eq!(primary(&contacts), 1);
        contacts.add(contact(3, ContactKind::Email, "c")).unwrap();
        assert!(contacts.0[2].is_primary);
    }

    #[test]
    fn the_same_number_is_refused_twice_on_one_customer() {
        let mut contacts = two_phones();
        assert_eq!(contacts.add(contact(3, ContactKind::Phone, "a")), Err(ContactRefusal::AlreadyThere));
        let change = ContactChange { value: Some(value(vec![9])), ..ContactChange::default() };
        let refused = contacts.change(ContactId(Uuid::from_u128(2)), change).unwrap_err();
        assert!(matches!(refused, Error::Refused { code: "contact.already_there", .. }));
    }

    #[test]
    fn making_one_primary_unmakes_the_other() {
        let mut contacts = two_phones();
        let change = ContactChange { is_primary: Some(true), ..ContactChange::default() };
        assert!(contacts.change(ContactId(Uuid::from_u128(2)), change.clone()).unwrap().is_some());
        assert_eq!(primary(&contacts), 2);
        assert_eq!(contacts.change(ContactId(Uuid::from_u128(2)), change).unwrap(), None);
    }

    #[test]
    fn the_primary_flag_is_given_on_never_dropped() {
        let mut contacts = two_phones();
        let change = ContactChange { is_primary: Some(false), ..ContactChange::default() };
        let refused = contacts.change(ContactId(Uuid::from_u128(1)), change).unwrap_err();
        assert!(matches!(refused, Error::Refused { code: "contact.primary_needed", .. }));
        contacts.remove(ContactId(Uuid::from_u128(1))).unwrap();
        assert_eq!(primary(&contacts), 2);
    }

    #[test]
    fn a_value_sealed_anew_is_no_change() {
        let mut contacts = two_phones();
        let change = ContactChange { value: Some(value(vec![1, 2])), ..ContactChange::default() };
        assert_eq!(contacts.change(ContactId(Uuid::from_u128(1)), change).unwrap(), None);
    }

    #[test]
    fn a_customer_has_no_endless_list_of_contacts() {
        let mut contacts = Contacts::default();
        for number in 0..CONTACTS_MAX as u128 {
            contacts.add(contact(number, ContactKind::Phone, &number.to_string())).unwrap();
        }
        assert_eq!(contacts.add(contact(99, ContactKind::Phone, "x")), Err(ContactRefusal::TooMany));
    }

    #[test]
    fn the_sixty_first_reveal_within_an_hour_waits_for_the_first_to_age() {
        let begin = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let mut reveals = Reveals::default();
        for minute in 0..60 {
            reveals.count(begin + TimeDelta::seconds(minute * 10)).unwrap();
        }
        let refused = reveals.count(begin + TimeDelta::minutes(50)).unwrap_err();
        assert!(matches!(refused, Error::TooMany { code: "reveal.too_many", retry_after_seconds: 600 }));
        assert!(reveals.count(begin + TimeDelta::minutes(60)).is_ok());
        assert!(reveals.count(begin + TimeDelta::minutes(60)).is_err());
    }
}
