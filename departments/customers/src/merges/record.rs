//! What the rules of merging know of one of the two records.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use kernel::{Result, VehicleId, resident_id::ResidentId};
use platform::Db;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::{
    contacts::{self, contact::ContactKind},
    people::{
        customer::{Customer, Gender},
        draft::gender_of,
    },
    vehicles::person,
};

/// One record with what tells who it is about.
#[derive(Clone, Debug)]
pub struct Record {
    pub customer: Customer,
    /// What the ID number says, when there is one of a person.
    pub born: Option<NaiveDate>,
    pub sex: Option<Gender>,
    /// Kind and blind index.
    pub contacts: HashSet<(ContactKind, String)>,
    /// Cars it owns now.
    pub cars: BTreeSet<VehicleId>,
    pub open_tasks: i64,
}

/// Reads it; the customer was found inside the scope before.
pub async fn read(db: &Db<'_>, customer: Customer) -> Result<Record> {
    let contacts = contacts::store::of_customer(db, customer.id).await?;
    let links = db.select::<person::Entity>().filter(person::Column::CustomerId.eq(customer.id));
    let links = links.filter(person::Column::Until.is_null()).filter(person::Column::Role.eq(person::Role::Owner));
    let cars = db.all(links).await?.into_iter().map(|link| link.vehicle_id).collect();
    let number = match &customer.id_number_sealed {
        Some(sealed) => Some(db.platform().keys().open(sealed, customer.id.0.as_bytes())?),
        None => None,
    };
    let number = number.and_then(|number| ResidentId::parse(&number).ok());
    Ok(Record {
        born: number.as_ref().map(ResidentId::birth_date),
        sex: number.as_ref().map(|number| gender_of(number.gender())),
        contacts: contacts.0.into_iter().map(|contact| (contact.kind, contact.blind)).collect(),
        cars,
        open_tasks: worklist::open_of_customer(db, customer.id).await?,
        customer,
    })
}
