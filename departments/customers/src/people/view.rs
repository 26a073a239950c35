//! What a customer looks like from outside; masks are applied here.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{AddressId, ContactId, CustomerId, HouseholdId, Money, PermissionName, Result, VehicleId};
use platform::{
    Db, KeyRing, Scope,
    names::{Known, Ref, StoreRef},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    customer::{Customer, CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario},
    draft::{masked, shown},
    list::ListRow,
};
use crate::{
    addresses::address::Address,
    contacts::contact::{Contact, ContactKind},
    facts::fact::{known, known_day},
    tags::view::TagRef,
};

/// One line of the customers' list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerRow {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
    pub kind: CustomerKind,
    pub gender: Option<Gender>,
    pub stage: Stage,
    pub store: StoreRef,
    /// Masked, `138****1234`, unless the caller may see phones.
    pub phone: Option<String>,
    pub vehicle: Option<RowVehicle>,
    pub vehicles: i32,
    pub consultant: Option<Ref>,
    pub advisor: Option<Ref>,
    pub tags: Vec<TagRef>,
    pub source: Option<String>,
    pub city: Option<String>,
    pub last_contact_at: Option<DateTime<Utc>>,
    pub last_visit_at: Option<DateTime<Utc>>,
    pub next_service_on: Option<NaiveDate>,
    pub insurance_until: Option<NaiveDate>,
    pub spend: Money,
    pub visits: i32,
    pub completeness: i32,
    /// How complete and believable the record is, 0 to 100.
    pub quality: i32,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub is_starred: bool,
    pub version: i32,
}

/// The main car of a line.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowVehicle {
    pub id: VehicleId,
    pub brand: String,
    pub series: String,
    pub plate: Option<String>,
}

/// The record of one customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerView {
    pub id: CustomerId,
    pub number: String,
    pub kind: CustomerKind,
    pub name: String,
    pub gender: Option<Gender>,
    pub birthday: Option<NaiveDate>,
    pub occupation: Option<String>,
    pub stage: Stage,
    pub store: StoreRef,
    pub household: Option<HouseholdView>,
    pub contacts: Vec<ContactView>,
    pub addresses: Vec<AddressView>,
    /// Masked unless the caller may see ID numbers.
    pub id_number: Option<String>,
    pub preferred_colour: Option<String>,
    pub preferred_slot: Option<String>,
    pub preferred_channel: Option<String>,
    pub purpose: Option<Purpose>,
    pub use_scenario: Option<UseScenario>,
    pub decision_style: Option<DecisionStyle>,
    pub source: Option<String>,
    pub consultant: Option<Ref>,
    pub advisor: Option<Ref>,
    pub tags: Vec<TagRef>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub is_starred: bool,
    pub version: i32,
    /// What the caller may do with it now: `edit`, `assign`, `delete`, `merge`, `restore`, `reveal`, `tag`, `note`, `message`, `task`.
    pub can: Vec<&'static str>,
}

platform::has_version!(CustomerView);

#[derive(Debug, Serialize, ToSchema)]
pub struct HouseholdView {
    pub id: HouseholdId,
    pub name: String,
    pub members: Vec<MemberView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    pub id: CustomerId,
    pub name: String,
    pub relation: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ContactView {
    pub id: ContactId,
    pub kind: ContactKind,
    /// Masked unless the caller may see phones.
    pub value: String,
    pub label: Option<String>,
    pub is_primary: bool,
    /// Since when it is known to reach nobody, or somebody else.
    pub wrong_since: Option<DateTime<Utc>>,
    pub can: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AddressView {
    pub id: AddressId,
    pub label: Option<String>,
    pub province: Option<String>,
    pub city: Option<String>,
    pub district: Option<String>,
    pub detail: Option<String>,
    pub is_primary: bool,
}

/// What a caller may do with this customer now.
pub fn deeds(scope: &Scope, customer: &Customer) -> Vec<&'static str> {
    let may = |permission| scope.may_for(permission, customer.store_id, &customer.people());
    let deeds = if customer.is_deleted() {
        vec![("restore", PermissionName::DeleteCustomers)]
    } else {
        vec![
            ("edit", PermissionName::EditCustomers),
            ("assign", PermissionName::AssignCustomers),
            ("delete", PermissionName::DeleteCustomers),
            ("merge", PermissionName::MergeCustomers),
            ("reveal", PermissionName::RevealContacts),
            ("tag", PermissionName::TagCustomers),
            ("note", PermissionName::WriteNotes),
            ("message", PermissionName::SendMessages),
            ("task", PermissionName::DoTasks),
            ("add_vehicle", PermissionName::EditVehicles),
        ]
    };
    deeds.into_iter().filter(|(_, permission)| may(*permission)).map(|(deed, _)| deed).collect()
}

/// Opens a contact for a view: whole for those who may see phones, masked for all others.
pub fn contact_view(contact: &Contact, customer: &Customer, scope: &Scope, keys: &KeyRing) -> Result<ContactView> {
    let value = keys.open(&contact.sealed, contact.id.0.as_bytes())?;
    let sees = scope.may_for(PermissionName::SeePhone, customer.store_id, &customer.people());
    let mut can = Vec::new();
    if !customer.is_deleted() && scope.may_for(PermissionName::EditCustomers, customer.store_id, &customer.people()) {
        can.extend(["edit", "remove"]);
    }
    if !sees && scope.may_for(PermissionName::RevealContacts, customer.store_id, &customer.people()) {
        can.push("reveal");
    }
    Ok(ContactView {
        id: contact.id,
        kind: contact.kind,
        value: if sees { shown(contact.kind, value) } else { masked(contact.kind, &value) },
        label: contact.label.clone(),
        is_primary: contact.is_primary,
        wrong_since: contact.wrong_since,
        can,
    })
}

/// Opens an address; the street is for those who may see contacts whole.
pub fn address_view(address: &Address, customer: &Customer, scope: &Scope, keys: &KeyRing) -> Result<AddressView> {
    let sees = scope.may_for(PermissionName::SeePhone, customer.store_id, &customer.people());
    let detail = match &address.detail_sealed {
        Some(sealed) if sees => Some(keys.open(sealed, address.id.0.as_bytes())?),
        Some(_) => Some("****".to_owned()),
        None => None,
    };
    Ok(AddressView {
        id: address.id,
        label: address.label.clone(),
        province: address.province.clone(),
        city: address.city.clone(),
        district: address.district.clone(),
        detail,
        is_primary: address.is_primary,
    })
}

/// Lines of a list from what was read, in the same order.
pub fn rows(
    db: &Db<'_>,
    lines: Vec<ListRow>,
    known: &Known,
    tags: &mut HashMap<CustomerId, Vec<TagRef>>,
    starred: &[CustomerId],
) -> Result<Vec<CustomerRow>> {
    lines.into_iter().map(|line| row(db, line, known, tags, starred)).collect()
}

fn row(
    db: &Db<'_>,
    line: ListRow,
    known: &Known,
    tags: &mut HashMap<CustomerId, Vec<TagRef>>,
    starred: &[CustomerId],
) -> Result<CustomerRow> {
    let phone = match &line.phone_sealed {
        Some(sealed) => {
            let value = db.platform().keys().open(sealed, line.id.0.as_bytes())?;
            let people = [line.consultant_id, line.advisor_id];
            let sees = db.scope().may_for(PermissionName::SeePhone, line.store_id, &people);
            Some(if sees { shown(ContactKind::Phone, value) } else { masked(ContactKind::Phone, &value) })
        }
        None => None,
    };
    let vehicle = match (line.vehicle_id, line.vehicle_brand, line.vehicle_series) {
        (Some(id), Some(brand), Some(series)) => Some(RowVehicle { id, brand, series, plate: line.vehicle_plate }),
        _ => None,
    };
    Ok(CustomerRow {
        id: line.id,
        number: line.number,
        name: line.name,
        kind: line.kind,
        gender: line.gender,
        stage: line.stage,
        store: known.store(line.store_id),
        phone,
        vehicle,
        vehicles: line.vehicles.unwrap_or_default(),
        consultant: line.consultant_id.map(|id| known.staff(id)),
        advisor: line.advisor_id.map(|id| known.staff(id)),
        tags: tags.remove(&line.id).unwrap_or_default(),
        source: line.source,
        city: line.city,
        last_contact_at: line.last_contact_at.and_then(known_at),
        last_visit_at: line.last_visit_at.and_then(known_at),
        next_service_on: line.next_service_on.and_then(known_day),
        insurance_until: line.insurance_until.and_then(known_day),
        spend: Money::cny(line.spend.unwrap_or_default()),
        visits: line.visits.unwrap_or_default(),
        completeness: line.completeness.unwrap_or_default(),
        quality: line.quality.unwrap_or_default(),
        created_at: line.created_at,
        changed_at: line.changed_at,
        is_starred: starred.contains(&line.id),
        version: line.version,
    })
}

fn known_at(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    known(at)
}
