//! VINs of recalls in and out of the database.

use std::collections::BTreeSet;

use journal::{About, events::recalls::RecallsEvent};
use kernel::{Error, RecallId, Result};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Value,
    sea_query::{Expr, ExprTrait},
};

use super::{
    reading::ListedVin,
    recall_vin::{Column, Entity, RecallVin},
    view::RecallVinFigures,
};
use crate::{
    by_keys::fetch_by,
    recalls::{campaign::recall::Recall, cars::found::Candidate},
    vehicles::vehicle,
    words::words,
};

/// The most one recall has.
pub const VINS_MAX: u64 = 1_000_000;

words! {
    /// Which VINs of a list: those with a car in the base, those without, those whose check digit fails.
    VinsShown { Matched "matched", Unmatched "unmatched", Doubtful "doubtful" }
}

platform::record! {
    struct Known { recall_id: RecallId, vin: String }
}

/// Adds those that are not there yet; answers how many.
pub async fn add(tx: &mut Tx, recall: &Recall, vins: &[ListedVin]) -> Result<usize> {
    let keys: Vec<Value> = vins.iter().map(|one| one.vin.as_str().into()).collect();
    let select = "select recall_id, vin from recall_vins where group_id = $1 and vin in";
    let known: Vec<Known> = fetch_by(&tx.db(), select, "", keys).await?;
    let known: BTreeSet<String> =
        known.into_iter().filter(|row| row.recall_id == recall.id).map(|row| row.vin).collect();
    let now = tx.now();
    let rows: Vec<RecallVin> = vins
        .iter()
        .filter(|one| !known.contains(one.vin.as_str()))
        .map(|one| RecallVin {
            recall_id: recall.id,
            vin: one.vin.as_str().to_owned(),
            group_id: recall.group_id,
            is_doubtful: one.is_doubtful,
            vehicle_id: None,
            created_at: now,
        })
        .collect();
    let added = rows.len();
    tx.insert_all::<Entity>(rows).await?;
    Ok(added)
}

/// Tells that so many were added.
pub async fn tell_added(tx: &mut Tx, recall: &Recall, added: usize) -> Result<()> {
    if added == 0 {
        return Ok(());
    }
    let (recall, number, title) = recall.named();
    let count = i64::try_from(added).unwrap_or(i64::MAX);
    journal::record(tx, About::default(), RecallsEvent::VinsAdded { recall, number, title, count }).await?;
    Ok(())
}

/// Takes a VIN without a car out of the list.
pub async fn remove(tx: &mut Tx, recall: &Recall, vin: &str) -> Result<()> {
    recall.must_not_be_closed()?;
    let this = Condition::all().add(Column::RecallId.eq(recall.id)).add(Column::Vin.eq(vin));
    let row = tx.db().one(tx.db().select::<Entity>().filter(this.clone())).await?;
    if row.vehicle_id.is_some() {
        return Err(Error::Refused {
            code: "recall_vin.matched",
            detail: "The car of this VIN is in the recall; say of the car that it is not affected.".into(),
        });
    }
    tx.delete::<Entity>(this).await?;
    let (recall, number, title) = recall.named();
    let last_six = vin.chars().skip(vin.chars().count().saturating_sub(6)).collect();
    journal::record(tx, About::default(), RecallsEvent::VinRemoved { recall, number, title, last_six }).await?;
    Ok(())
}

pub async fn has_any(db: &Db<'_>, recall: RecallId) -> Result<bool> {
    Ok(db.maybe(db.select::<Entity>().filter(Column::RecallId.eq(recall))).await?.is_some())
}

pub async fn figures(db: &Db<'_>, recall: RecallId) -> Result<RecallVinFigures> {
    let count = async |condition: Condition| {
        let select = db.select::<Entity>().filter(Column::RecallId.eq(recall)).filter(condition);
        Ok::<i64, Error>(i64::try_from(db.count_up_to(select, VINS_MAX).await?).unwrap_or(i64::MAX))
    };
    Ok(RecallVinFigures {
        total: count(Condition::all()).await?,
        unmatched: count(Condition::all().add(Column::VehicleId.is_null())).await?,
        doubtful: count(Condition::all().add(Expr::col(Column::IsDoubtful))).await?,
    })
}

/// A page in the order of the VINs; those that begin with `begins`, when it is given.
pub async fn list(
    db: &Db<'_>,
    recall: RecallId,
    shown: Option<VinsShown>,
    begins: Option<&str>,
    request: &PageRequest,
) -> Result<Page<RecallVin>> {
    let limit = request.limit()?;
    let mut all = Condition::all().add(Column::RecallId.eq(recall));
    all = match shown {
        Some(VinsShown::Matched) => all.add(Column::VehicleId.is_not_null()),
        Some(VinsShown::Unmatched) => all.add(Column::VehicleId.is_null()),
        Some(VinsShown::Doubtful) => all.add(Expr::col(Column::IsDoubtful)),
        None => all,
    };
    if let Some(begins) = begins {
        all = all.add(Column::Vin.gte(begins)).add(Column::Vin.lte(format!("{begins:Z<17}")));
    }
    if let Some(last) = request.after::<String>()? {
        all = all.add(Column::Vin.gt(last));
    }
    let rows = db.all(db.select::<Entity>().filter(all).order_by_asc(Column::Vin).limit(limit + 1)).await?;
    page(rows, limit, |last| last.vin.clone())
}

/// The next cars whose VIN the list has and which are not marked in it yet, in the order of the VINs.
pub async fn cars_after(db: &Db<'_>, recall: RecallId, after: Option<&str>, most: u64) -> Result<Vec<Candidate>> {
    use vehicle::Column as Car;
    let its_car = Expr::col((Entity, Column::Vin)).equals((vehicle::Entity, Car::Vin));
    let there = db.select::<vehicle::Entity>().filter(Car::DeletedAt.is_null()).filter(Car::Vin.is_not_null());
    let mut statement = there.select_only().columns([Car::Id, Car::StoreId, Car::OwnerId, Car::Vin]).into_query();
    statement
        .inner_join(Entity, its_car)
        .and_where(Column::RecallId.eq(recall))
        .and_where(Column::VehicleId.is_null())
        .order_by((Entity, Column::Vin), sea_orm::Order::Asc)
        .limit(most);
    if let Some(after) = after {
        statement.and_where(Column::Vin.gt(after));
    }
    db.fetch(&statement).await
}
