//! Who might be the same: exact on phone, e-mail, plate and VIN, and on the whole name.

use std::collections::BTreeMap;

use kernel::{CustomerId, PermissionName, Result, email::Email, name, phone::Phone, plate::Plate, vin::Vin};
use platform::{Db, names, names::StoreRef};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    arrival::blind_of,
    customer::{self, Customer},
    draft::masked,
    store,
};
use crate::{contacts::contact::ContactKind, vehicles::vehicle, words::words};

/// What is known of the new one so far; parts that can't be read yet are left out.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct MatchQuery {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub plate: Option<String>,
    pub vin: Option<String>,
}

/// A customer who is there already and might be meant.
#[derive(Debug, Serialize, ToSchema)]
pub struct Match {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
    pub phone: Option<String>,
    pub store: StoreRef,
    /// Strongest first.
    pub reasons: Vec<MatchReason>,
}

words! {
    /// What two customers have in common.
    MatchReason { Phone "phone", Email "email", Plate "plate", Vin "vin", Name "name" }
}

const MATCHES_MAX: u64 = 20;
/// A name alone says something only when it is whole.
const NAME_CHARACTERS_MIN: usize = 2;

/// Matches inside what the caller may see, strongest first.
pub async fn find(db: &Db<'_>, query: &MatchQuery) -> Result<Vec<Match>> {
    let db = db.under(PermissionName::SeeCustomers);
    let mut reasons: BTreeMap<CustomerId, Vec<MatchReason>> = BTreeMap::new();
    by_contact(&db, query, &mut reasons).await?;
    by_car(&db, query, &mut reasons).await?;
    by_name(&db, query, &mut reasons).await?;
    let mut customers = store::find_all(&db, reasons.keys().copied()).await?;
    customers.retain(|customer| !customer.is_deleted());
    let mut matches = views(&db, customers, &reasons).await?;
    matches.sort_by_key(|found| std::cmp::Reverse((found.reasons != [MatchReason::Name], found.reasons.len())));
    Ok(matches)
}

async fn by_contact(
    db: &Db<'_>,
    query: &MatchQuery,
    reasons: &mut BTreeMap<CustomerId, Vec<MatchReason>>,
) -> Result<()> {
    let (group, keys) = (db.scope().group(), db.platform().keys());
    let phone = query.phone.as_deref().and_then(|raw| Phone::parse(raw).ok());
    let email = query.email.as_deref().and_then(|raw| Email::parse(raw).ok());
    let mut wanted = Vec::new();
    if let Some(phone) = &phone {
        wanted.push((blind_of(ContactKind::Phone, phone.as_str(), group, keys), MatchReason::Phone));
    }
    if let Some(email) = &email {
        wanted.push((blind_of(ContactKind::Email, email.as_str(), group, keys), MatchReason::Email));
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let blind: Vec<String> = wanted.iter().map(|(blind, _)| blind.clone()).collect();
    for (customer, contacts) in store::with_contacts(db, &blind, MATCHES_MAX).await? {
        let found = wanted.iter().filter(|(blind, _)| contacts.iter().any(|contact| contact.blind == *blind));
        reasons.entry(customer).or_default().extend(found.map(|(_, reason)| reason));
    }
    Ok(())
}

async fn by_car(db: &Db<'_>, query: &MatchQuery, reasons: &mut BTreeMap<CustomerId, Vec<MatchReason>>) -> Result<()> {
    let plate = query.plate.as_deref().and_then(|raw| Plate::parse(raw).ok()).map(|plate| plate.to_string());
    let vin = query.vin.as_deref().and_then(|raw| Vin::parse(raw).ok()).map(|vin| vin.to_string());
    for (reason, column, value) in
        [(MatchReason::Plate, vehicle::Column::Plate, plate), (MatchReason::Vin, vehicle::Column::Vin, vin)]
    {
        let Some(value) = value else { continue };
        let cars = db
            .all(
                db.select::<vehicle::Entity>()
                    .filter(vehicle::Column::GroupId.eq(db.scope().group()))
                    .filter(column.eq(value))
                    .filter(vehicle::Column::DeletedAt.is_null())
                    .limit(MATCHES_MAX),
            )
            .await?;
        for owner in cars.into_iter().filter_map(|car| car.owner_id) {
            reasons.entry(owner).or_default().push(reason);
        }
    }
    Ok(())
}

async fn by_name(db: &Db<'_>, query: &MatchQuery, reasons: &mut BTreeMap<CustomerId, Vec<MatchReason>>) -> Result<()> {
    let name = query.name.as_deref().map(name::clean).unwrap_or_default();
    if name.chars().count() < NAME_CHARACTERS_MIN {
        return Ok(());
    }
    let select = db
        .select::<customer::Entity>()
        .filter(customer::Column::NamePinyin.eq(super::arrival::sorting_pinyin(&name)))
        .filter(customer::Column::Name.eq(name))
        .filter(customer::Column::DeletedAt.is_null());
    for row in db.all(select.limit(MATCHES_MAX)).await? {
        reasons.entry(row.id).or_default().push(MatchReason::Name);
    }
    Ok(())
}

async fn views(
    db: &Db<'_>,
    customers: Vec<Customer>,
    reasons: &BTreeMap<CustomerId, Vec<MatchReason>>,
) -> Result<Vec<Match>> {
    let wanted = names::Wanted { stores: customers.iter().map(|row| row.store_id).collect(), ..Default::default() };
    let known = names::of(db, wanted).await?;
    customers
        .into_iter()
        .map(|customer| {
            let phone = match &customer.phone_sealed {
                Some(sealed) => {
                    Some(masked(ContactKind::Phone, &db.platform().keys().open(sealed, customer.id.0.as_bytes())?))
                }
                None => None,
            };
            Ok(Match {
                id: customer.id,
                number: customer.number,
                name: customer.name,
                phone,
                store: known.store(customer.store_id),
                reasons: reasons.get(&customer.id).cloned().unwrap_or_default(),
            })
        })
        .collect()
}
