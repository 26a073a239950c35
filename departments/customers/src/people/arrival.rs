//! Everything that is written when a customer arrives, made in one place so that a page, the API, an import and the demo
//! world write the same rows.

use chrono::{DateTime, Utc};
use journal::{About, Draft, events::customers::CustomersEvent};
use kernel::{AddressId, ContactId, CustomerId, GroupId, Result, name, time::Calendar};
use platform::{Actor, KeyRing};

use super::{
    customer::Customer,
    draft::{ContactDraft, CustomerDraft},
};
use crate::{
    addresses::address::Address,
    candidates::{keys as match_keys, match_key::MatchKey, particulars::Particulars},
    contacts::contact::{Contact, ContactKind},
    facts::fact::Facts,
    quality::rules::Record,
    search::{
        term::SearchTerm,
        terms::{self, phone_blind},
    },
};

/// The rows of one new customer.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub customer: Customer,
    pub contacts: Vec<Contact>,
    pub address: Option<Address>,
    pub facts: Facts,
    pub terms: Vec<SearchTerm>,
    pub match_keys: Vec<MatchKey>,
    pub event: Draft<CustomersEvent>,
}

impl Arrival {
    /// `number` is the human number taken for it; `now` is when it is written down.
    pub fn new(
        draft: CustomerDraft,
        group: GroupId,
        number: String,
        now: DateTime<Utc>,
        keys: &KeyRing,
    ) -> Result<Self> {
        let created_at = draft.created_at.unwrap_or(now);
        let id = CustomerId::new(created_at);
        let contacts = seal_contacts(&draft.contacts, id, group, now, keys)?;
        let address = draft.address.as_ref().map(|address| seal_address(address, id, group, now, keys)).transpose()?;
        let phone = draft.contacts.iter().find(|contact| contact.kind == ContactKind::Phone);
        let match_keys = match_keys::of(&Particulars::of_draft(&draft, None), id, group, keys);
        let id_number = draft.id_number.as_ref().map(|number| number.reveal().to_owned());
        let customer = Customer {
            id,
            group_id: group,
            store_id: draft.store_id,
            number,
            kind: draft.kind,
            name_pinyin: sorting_pinyin(&draft.name),
            name: draft.name,
            gender: draft.gender,
            birthday: draft.birthday,
            occupation: draft.occupation,
            household_id: None,
            relation: None,
            stage: draft.stage,
            phone_sealed: phone.map(|phone| keys.seal(&phone.value, id.0.as_bytes())).transpose()?,
            city: address.as_ref().and_then(|address| address.city.clone()),
            id_number_sealed: id_number.as_deref().map(|number| keys.seal(number, id.0.as_bytes())).transpose()?,
            id_number_blind: id_number.as_deref().map(|number| keys.blind("id number", group, number)),
            preferred_colour: draft.preferred_colour,
            preferred_slot: draft.preferred_slot,
            preferred_channel: draft.preferred_channel,
            purpose: draft.purpose,
            use_scenario: draft.use_scenario,
            decision_style: draft.decision_style,
            source: draft.source,
            consultant_id: draft.consultant_id,
            advisor_id: draft.advisor_id,
            external_id: draft.external_id,
            created_at,
            changed_at: now,
            deleted_at: None,
            merged_into: None,
            version: 1,
        };
        let mut terms = terms::of_customer(group, id, &customer.name, &customer.number);
        for phone in draft.contacts.iter().filter(|contact| contact.kind == ContactKind::Phone) {
            terms.extend(terms::of_phone(group, id, &phone.value, keys));
        }
        let mut facts = Facts::new(id, group, created_at);
        let record = Record {
            customer: &customer,
            contacts: draft.contacts.iter().map(ContactDraft::reach).collect(),
            id_number: id_number.as_deref(),
            lacks_city: address.as_ref().is_some_and(|address| address.city.is_none()),
            vehicles: facts.vehicles,
            today: Calendar::default().day(now),
        };
        facts.judge(&record);
        let event = CustomersEvent::Created { number: customer.number.clone(), source: customer.source.clone() };
        let about = About::customer(customer.store_id, id).at(created_at);
        Ok(Self { customer, contacts, address, facts, terms, match_keys, event: Draft { about, event, actor: None } })
    }

    /// As written down by somebody else than the caller: the person in a loaded history.
    #[must_use]
    pub fn by(mut self, actor: Actor) -> Self {
        self.event.actor = Some(actor);
        self
    }
}

/// Lower-case pinyin without blanks, by which lists are ordered.
pub fn sorting_pinyin(title: &str) -> String {
    let mut pinyin: String = name::pinyin_of(title).concat().to_lowercase();
    if pinyin.is_empty() {
        pinyin = title.to_lowercase();
    }
    pinyin.chars().take(60).collect()
}

/// Seals one contact into its row.
pub fn seal_contact(
    draft: &ContactDraft,
    customer: CustomerId,
    group: GroupId,
    is_primary: bool,
    now: DateTime<Utc>,
    keys: &KeyRing,
) -> Result<Contact> {
    let id = ContactId::new(now);
    Ok(Contact {
        id,
        group_id: group,
        customer_id: customer,
        kind: draft.kind,
        sealed: keys.seal(&draft.value, id.0.as_bytes())?,
        blind: blind_of(draft.kind, &draft.value, group, keys),
        label: draft.label.clone(),
        is_primary,
        wrong_since: None,
        value_since: None,
        proved_at: None,
        created_at: now,
    })
}

/// The blind index of a contact: equal for equal values of one kind in one group.
pub fn blind_of(kind: ContactKind, value: &str, group: GroupId, keys: &KeyRing) -> String {
    match kind {
        ContactKind::Phone => phone_blind(group, value, keys),
        other => keys.blind(other.word(), group, &value.to_lowercase()),
    }
}

/// Seals the street of an address into its row.
pub fn seal_address(
    address: &kernel::region::Address,
    customer: CustomerId,
    group: GroupId,
    now: DateTime<Utc>,
    keys: &KeyRing,
) -> Result<Address> {
    let id = AddressId::new(now);
    let detail = (!address.rest.is_empty()).then_some(address.rest.as_str());
    Ok(Address {
        id,
        group_id: group,
        customer_id: customer,
        label: None,
        province: address.province.clone(),
        city: address.city.clone(),
        district: address.district.clone(),
        detail_sealed: detail.map(|detail| keys.seal(detail, id.0.as_bytes())).transpose()?,
        is_primary: true,
        created_at: now,
    })
}

fn seal_contacts(
    drafts: &[ContactDraft],
    customer: CustomerId,
    group: GroupId,
    now: DateTime<Utc>,
    keys: &KeyRing,
) -> Result<Vec<Contact>> {
    drafts
        .iter()
        .enumerate()
        .map(|(at, draft)| {
            let is_first_of_kind = !drafts[..at].iter().any(|earlier| earlier.kind == draft.kind);
            seal_contact(draft, customer, group, is_first_of_kind, now, keys)
        })
        .collect()
}
