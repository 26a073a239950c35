//! What the rules of merging know of one of the two records.

use std::collections::HashSet;

use chrono::NaiveDate;
use kernel::{Result, resident_id::ResidentId, time::Calendar};
use platform::Db;

use crate::{
    addresses,
    candidates::reading::written_address,
    contacts::{self, contact::ContactKind},
    people::{
        customer::{Customer, Gender},
        draft::gender_of,
    },
    quality::rules::is_doubtful_birthday,
    vehicles::marks::{self, CarMarks},
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
    /// As it is written, unless nobody believes it.
    pub birthday: Option<NaiveDate>,
    /// One line each, province first.
    pub addresses: Vec<String>,
    /// Cars it owns now.
    pub cars: Vec<CarMarks>,
    pub open_tasks: i64,
}

/// Reads it; the customer was found inside the scope before.
pub async fn read(db: &Db<'_>, customer: Customer) -> Result<Record> {
    let contacts = contacts::store::of_customer(db, customer.id).await?;
    let cars = marks::owned_by(db, customer.id).await?;
    let keys = db.platform().keys();
    let addresses = addresses::store::of_customer(db, customer.id).await?.0;
    let addresses = addresses.iter().map(|address| written_address(address, keys)).collect::<Result<_>>()?;
    let today = Calendar::default().day(db.platform().clock().now());
    let number = match &customer.id_number_sealed {
        Some(sealed) => Some(db.platform().keys().open(sealed, customer.id.0.as_bytes())?),
        None => None,
    };
    let number = number.and_then(|number| ResidentId::parse(&number).ok());
    Ok(Record {
        born: number.as_ref().map(ResidentId::birth_date),
        sex: number.as_ref().map(|number| gender_of(number.gender())),
        contacts: contacts.0.into_iter().map(|contact| (contact.kind, contact.blind)).collect(),
        birthday: customer.birthday.filter(|birthday| !is_doubtful_birthday(*birthday, today)),
        addresses,
        cars,
        open_tasks: worklist::open_of_customer(db, customer.id).await?,
        customer,
    })
}
