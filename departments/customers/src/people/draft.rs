//! A new customer as it comes in, read and put in order: pages, the API and imports all pass through here.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    Error, Fault, Result, StaffId, StoreId, email::Email, name, phone::Phone, region, resident_id::ResidentId,
    text::TextFault,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::customer::{CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario};
use crate::{contacts::contact::ContactKind, quality::rules::Reach};

/// Request body of `POST /customers`.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    /// The caller's own store when not given.
    pub store_id: Option<StoreId>,
    #[serde(default)]
    pub kind: Option<CustomerKind>,
    pub name: String,
    pub gender: Option<Gender>,
    pub birthday: Option<NaiveDate>,
    pub occupation: Option<String>,
    /// The first is the primary one.
    #[serde(default)]
    pub phones: Vec<String>,
    pub email: Option<String>,
    pub wechat: Option<String>,
    pub wecom: Option<String>,
    pub id_number: Option<String>,
    /// One line, `上海市浦东新区张江路 1 号`; province, city and district are read from it.
    pub address: Option<String>,
    pub city: Option<String>,
    pub stage: Option<Stage>,
    pub source: Option<String>,
    pub consultant_id: Option<StaffId>,
    pub advisor_id: Option<StaffId>,
    pub purpose: Option<Purpose>,
    pub use_scenario: Option<UseScenario>,
    pub decision_style: Option<DecisionStyle>,
    pub preferred_colour: Option<String>,
    pub preferred_slot: Option<String>,
    pub preferred_channel: Option<String>,
    /// The record's id in the system it comes from; one that is there already is refused.
    pub external_id: Option<String>,
    /// A first note on the timeline.
    pub note: Option<String>,
    /// A car to register with it, owned by this customer.
    pub vehicle: Option<crate::vehicles::draft::NewVehicle>,
}

/// A new customer whose every field is in order.
#[derive(Clone, Debug)]
pub struct CustomerDraft {
    pub store_id: StoreId,
    pub kind: CustomerKind,
    pub name: String,
    pub gender: Option<Gender>,
    pub birthday: Option<NaiveDate>,
    pub occupation: Option<String>,
    pub contacts: Vec<ContactDraft>,
    pub id_number: Option<ResidentId>,
    pub address: Option<region::Address>,
    pub stage: Stage,
    pub source: Option<String>,
    pub consultant_id: Option<StaffId>,
    pub advisor_id: Option<StaffId>,
    pub purpose: Option<Purpose>,
    pub use_scenario: Option<UseScenario>,
    pub decision_style: Option<DecisionStyle>,
    pub preferred_colour: Option<String>,
    pub preferred_slot: Option<String>,
    pub preferred_channel: Option<String>,
    pub external_id: Option<String>,
    /// When the customer was first known, for records that come from elsewhere.
    pub created_at: Option<DateTime<Utc>>,
}

/// One way to reach somebody, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactDraft {
    pub kind: ContactKind,
    pub value: String,
    pub label: Option<String>,
}

impl ContactDraft {
    /// As it is judged: nobody has tried it yet.
    pub fn reach(&self) -> Reach<'_> {
        Reach { kind: self.kind, value: &self.value, is_wrong: false }
    }
}

pub const NAME_CHARACTERS_MAX: usize = 100;
pub const TEXT_CHARACTERS_MAX: usize = 200;

impl NewCustomer {
    /// Puts every field in order, or says what is wrong with each at once.
    pub fn draft(&self, home: Option<StoreId>, today: NaiveDate) -> Result<CustomerDraft> {
        let mut faults = Vec::new();
        let store_id = self.store_id.or(home);
        if store_id.is_none() {
            faults.push(Fault::new("store_id", "store.missing", "say which store the customer belongs to"));
        }
        let name = checked_name(&self.name, &mut faults);
        let id_number = self.id_number.as_deref().and_then(|raw| match ResidentId::parse(raw) {
            Ok(id) => Some(id),
            Err(fault) => {
                faults.push(fault.in_field("id_number"));
                None
            }
        });
        check_birthday(self.birthday, today, &mut faults);
        let contacts = self.contacts(&mut faults);
        let mut text = |field: &str, value: &Option<String>| checked_text(field, value.as_deref(), &mut faults);
        let (occupation, source) = (text("occupation", &self.occupation), text("source", &self.source));
        let preferred_colour = text("preferred_colour", &self.preferred_colour);
        let preferred_slot = text("preferred_slot", &self.preferred_slot);
        let preferred_channel = text("preferred_channel", &self.preferred_channel);
        let external_id = text("external_id", &self.external_id);
        let address = text("address", &self.address).or_else(|| text("city", &self.city));
        Error::unless_valid(faults)?;
        let store_id = store_id.ok_or(Error::NotFound)?;
        Ok(CustomerDraft {
            store_id,
            kind: self.kind.unwrap_or(CustomerKind::Person),
            name,
            gender: self.gender.or_else(|| id_number.as_ref().map(|id| gender_of(id.gender()))),
            birthday: self.birthday.or_else(|| id_number.as_ref().map(ResidentId::birth_date)),
            occupation,
            contacts,
            id_number,
            address: address.map(|text| region::Address::parse(&text)),
            stage: self.stage.unwrap_or(Stage::Lead),
            source,
            consultant_id: self.consultant_id,
            advisor_id: self.advisor_id,
            purpose: self.purpose,
            use_scenario: self.use_scenario,
            decision_style: self.decision_style,
            preferred_colour,
            preferred_slot,
            preferred_channel,
            external_id,
            created_at: None,
        })
    }

    fn contacts(&self, faults: &mut Vec<Fault>) -> Vec<ContactDraft> {
        let phones = self.phones.iter().enumerate().map(|(at, raw)| (format!("phones[{at}]"), ContactKind::Phone, raw));
        let others = [
            ("email", ContactKind::Email, &self.email),
            ("wechat", ContactKind::Wechat, &self.wechat),
            ("wecom", ContactKind::Wecom, &self.wecom),
        ];
        let others = others.into_iter().filter_map(|(field, kind, raw)| Some((field.to_owned(), kind, raw.as_ref()?)));
        let mut contacts: Vec<ContactDraft> = Vec::new();
        for (field, kind, raw) in phones.chain(others).filter(|(_, _, raw)| !raw.trim().is_empty()) {
            match contact_value(kind, raw, &field) {
                Ok(value) if contacts.iter().any(|known| known.kind == kind && known.value == value) => {}
                Ok(value) => contacts.push(ContactDraft { kind, value, label: None }),
                Err(fault) => faults.push(fault),
            }
        }
        contacts
    }
}

/// The normal form of a contact, or what is wrong with it.
pub fn contact_value(kind: ContactKind, raw: &str, field: &str) -> Result<String, Fault> {
    match kind {
        ContactKind::Phone => Phone::parse(raw).map(|phone| phone.to_string()).map_err(|fault| fault.in_field(field)),
        ContactKind::Email => Email::parse(raw).map(|email| email.to_string()).map_err(|fault| fault.in_field(field)),
        ContactKind::Wechat | ContactKind::Wecom => {
            let account = name::clean(raw);
            if account.is_empty() || account.chars().count() > 64 {
                return Err(Fault::new(field, "account.length", "an account is 1 to 64 characters"));
            }
            Ok(account)
        }
    }
}

/// A contact as it may be shown to somebody who may not see it whole.
pub fn masked(kind: ContactKind, value: &str) -> String {
    match kind {
        ContactKind::Phone => Phone::parse(value).map_or_else(|_| mask_middle(value), |phone| phone.masked()),
        ContactKind::Email => Email::parse(value).map_or_else(|_| mask_middle(value), |email| email.masked()),
        ContactKind::Wechat | ContactKind::Wecom => mask_middle(value),
    }
}

/// A contact as it is read out and dialled: a phone of the country without its prefix.
pub fn shown(kind: ContactKind, value: String) -> String {
    match kind {
        ContactKind::Phone => Phone::parse(&value).map_or(value, |phone| phone.display()),
        _ => value,
    }
}

/// A name that is there, cleaned and not too long.
pub fn checked_name(raw: &str, faults: &mut Vec<Fault>) -> String {
    let name = name::clean(raw);
    if name.is_empty() {
        faults.push(Fault::new(
            "name",
            "name.empty",
            "a customer needs a name; write 先生 or 女士 after the surname if that is all you know",
        ));
    } else if name.chars().count() > NAME_CHARACTERS_MAX {
        faults.push(Fault::new(
            "name",
            "name.too_long",
            format!("a name has at most {NAME_CHARACTERS_MAX} characters"),
        ));
    }
    name
}

/// A text without blanks around it, nothing when it is empty, a fault when it is too long.
pub fn checked_text(field: &str, raw: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let text = name::clean(raw?);
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        faults.push(Fault::new(field, "text.too_long", format!("at most {TEXT_CHARACTERS_MAX} characters")));
    }
    (!text.is_empty()).then_some(text)
}

/// Nobody is born tomorrow, or more than 130 years ago.
pub fn check_birthday(birthday: Option<NaiveDate>, today: NaiveDate, faults: &mut Vec<Fault>) {
    let Some(birthday) = birthday else { return };
    if birthday > today || birthday.years_before(today) > 130 {
        faults.push(Fault::new(
            "birthday",
            "birthday.impossible",
            "a birthday lies in the past, at most 130 years ago",
        ));
    }
}

pub(crate) fn gender_of(gender: kernel::resident_id::Gender) -> Gender {
    match gender {
        kernel::resident_id::Gender::Female => Gender::Female,
        kernel::resident_id::Gender::Male => Gender::Male,
    }
}

trait YearsBefore {
    fn years_before(self, later: NaiveDate) -> i64;
}

impl YearsBefore for NaiveDate {
    fn years_before(self, later: NaiveDate) -> i64 {
        later.years_since(self).map_or(0, i64::from)
    }
}

fn mask_middle(value: &str) -> String {
    let characters: Vec<char> = value.chars().collect();
    match characters.len() {
        0..=2 => "*".repeat(characters.len()),
        length => {
            let shown = (length / 4).max(1);
            let start: String = characters[..shown].iter().collect();
            let end: String = characters[length - shown..].iter().collect();
            format!("{start}****{end}")
        }
    }
}
