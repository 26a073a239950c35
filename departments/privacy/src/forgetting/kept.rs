//! What the law wants kept although its person is forgotten: sealed apart, opened for nothing but the law, gone when its time is over.

use chrono::{Months, NaiveDate};
use kernel::{CustomerId, DeletionId, GroupId, KeptRecordId, Result, VehicleId};
use platform::{Owned, Scope, Tx};
use sea_orm::{Condition, entity::prelude::*};
use serde_json::json;

use super::{deletion, proof::KeptProof};
use crate::retention::{self, Terms};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kept_records")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KeptRecordId,
    pub group_id: GroupId,
    pub deletion_id: DeletionId,
    /// `repair`, `sale` or `recall`.
    pub kind: String,
    /// The law that wants it kept.
    pub basis: String,
    /// The last day it is kept.
    pub until: NaiveDate,
    /// The record as JSON, bound to this row.
    pub sealed: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, deletion::Entity>(Column::DeletionId, deletion::Column::Id)
    }
}

platform::record! {
    struct Past {
        kind: String, happened_on: NaiveDate, amount: Option<i64>, mileage_km: Option<i32>, summary: String,
        vin: Option<String>, plate: Option<String>, brand: Option<String>, series: Option<String>,
    }
}

platform::record! {
    struct Car { vin: Option<String>, brand: String, series: String, began_on: Option<NaiveDate> }
}

/// Seals apart what must be kept of a person, before they are forgotten; answers what the proof says of it.
pub async fn set_apart(
    tx: &mut Tx,
    deletion: DeletionId,
    customer: (CustomerId, &str),
    cars: &[VehicleId],
    today: NaiveDate,
) -> Result<Vec<KeptProof>> {
    let terms = retention::terms(&tx.db()).await?;
    let mut rows = Vec::new();
    for past in past_records(tx, customer.0).await? {
        let rule = if past.kind == "purchase" { Terms::SALES } else { Terms::REPAIRS };
        if !["purchase", "maintenance", "repair", "accident"].contains(&past.kind.as_str()) {
            continue;
        }
        let Some(until) = end(past.happened_on, terms.years(rule)).filter(|until| *until >= today) else { continue };
        let record = json!({
            "customer": customer.1, "kind": past.kind, "happened_on": past.happened_on, "amount_minor": past.amount,
            "mileage_km": past.mileage_km, "summary": past.summary, "vin": past.vin, "plate": past.plate, "brand": past.brand,
            "series": past.series,
        });
        rows.push((rule, until, record));
    }
    for car in cars {
        let Some(car) = car_of(tx, *car).await? else { continue };
        let began_on = car.began_on.unwrap_or(today);
        let Some(until) = end(began_on, terms.years(Terms::RECALLS)).filter(|until| *until >= today) else { continue };
        let record = json!({ "vin": car.vin, "brand": car.brand, "series": car.series, "began_on": began_on });
        rows.push((Terms::RECALLS, until, record));
    }
    seal_all(tx, deletion, rows).await
}

/// What a sealed record is bound to.
pub fn context(id: KeptRecordId) -> Vec<u8> {
    format!("kept_records/{id}").into_bytes()
}

async fn seal_all(
    tx: &mut Tx,
    deletion: DeletionId,
    rows: Vec<(retention::Rule, NaiveDate, serde_json::Value)>,
) -> Result<Vec<KeptProof>> {
    let mut proofs: Vec<KeptProof> = Vec::new();
    for (rule, until, record) in rows {
        let id = KeptRecordId::new(tx.now());
        let sealed = tx.platform().keys().seal(&record.to_string(), &context(id))?;
        let kept = Model {
            id,
            group_id: tx.scope().group(),
            deletion_id: deletion,
            kind: rule.kept_as.to_owned(),
            basis: rule.basis_zh.to_owned(),
            until,
            sealed,
        };
        tx.insert::<Entity>(kept).await?;
        match proofs.iter_mut().find(|proof| proof.kind == rule.kept_as) {
            Some(proof) => {
                proof.records += 1;
                proof.until = proof.until.max(until);
            }
            None => proofs.push(KeptProof {
                kind: rule.kept_as.to_owned(),
                records: 1,
                until,
                basis: rule.basis_zh.to_owned(),
            }),
        }
    }
    Ok(proofs)
}

fn end(from: NaiveDate, years: u32) -> Option<NaiveDate> {
    from.checked_add_months(Months::new(years * 12))
}

async fn past_records(tx: &Tx, customer: CustomerId) -> Result<Vec<Past>> {
    tx.db()
        .fetch_text(
            "select p.kind, p.happened_on, p.amount, p.mileage_km, p.summary, v.vin, v.plate, v.brand, v.series
             from past_records p left join vehicles v on v.id = p.vehicle_id
             where p.group_id = $1 and p.customer_id = $2 order by p.happened_on, p.id",
            vec![tx.scope().group().into(), customer.into()],
        )
        .await
}

async fn car_of(tx: &Tx, id: VehicleId) -> Result<Option<Car>> {
    let cars: Vec<Car> = tx
        .db()
        .fetch_text(
            "select vin, brand, series, coalesce(purchased_on, in_service_on) from vehicles
             where group_id = $1 and id = $2 and vin is not null",
            vec![tx.scope().group().into(), id.into()],
        )
        .await?;
    Ok(cars.into_iter().next())
}
