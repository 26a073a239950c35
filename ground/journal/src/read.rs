//! Reading the journal back: the timeline of a customer or a car, newest first.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kernel::{CustomerId, Result, StaffId, StoreId, VehicleId};
use platform::{
    Db,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    Entry, Kind,
    entry::{Column, Entity},
    listen::Cursor,
};

/// Whose timeline. The caller has found the customer or the car inside the scope before.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    Customer(CustomerId),
    Vehicle(VehicleId),
}

/// A page of a timeline, newest first; with `kind`, only that side of the business.
pub async fn timeline(db: &Db<'_>, whose: Whose, kind: Option<Kind>, request: &PageRequest) -> Result<Page<Entry>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>().filter(match whose {
        Whose::Customer(id) => Column::CustomerId.eq(id),
        Whose::Vehicle(id) => Column::VehicleId.eq(id),
    });
    if let Some(kind) = kind {
        select = select.filter(Column::Kind.eq(kind));
    }
    if let Some((at, position)) = request.after::<(DateTime<Utc>, i64)>()? {
        select = select.filter(row_before(
            [Expr::col(Column::HappenedAt), Expr::col(Column::Position)],
            [at.into(), position.into()],
        ));
    }
    let rows =
        db.all(select.order_by_desc(Column::HappenedAt).order_by_desc(Column::Position).limit(limit + 1)).await?;
    page(rows, limit, |entry| (entry.happened_at, entry.position))
}

/// Everything written about these customers up to and with the entry a cursor stands on, in the order listeners hear it.
pub async fn all_of(db: &Db<'_>, customers: &BTreeSet<CustomerId>, until: Cursor) -> Result<Vec<Entry>> {
    let select = db.select::<Entity>().filter(Column::CustomerId.is_in(customers.iter().copied()));
    let mut entries = db.all(select.order_by_asc(Column::TransactionId).order_by_asc(Column::Position)).await?;
    entries.retain(|entry| Cursor::of(entry) <= until);
    Ok(entries)
}

/// The newest entries of these stores, `None` for the whole group.
pub async fn newest(db: &Db<'_>, stores: Option<&[StoreId]>, limit: u64) -> Result<Vec<Entry>> {
    let mut select = db.select::<Entity>().filter(Expr::col(Column::CustomerId).is_not_null());
    if let Some(stores) = stores {
        select = select.filter(Column::StoreId.is_in(stores.iter().copied()));
    }
    db.all(select.order_by_desc(Column::Position).limit(limit)).await
}

/// The newest entries about customers that this person wrote, in one store or anywhere; none for a machine.
pub async fn newest_by(db: &Db<'_>, staff: Option<StaffId>, store: Option<StoreId>, limit: u64) -> Result<Vec<Entry>> {
    let Some(staff) = staff else { return Ok(Vec::new()) };
    let mut select =
        db.select::<Entity>().filter(Column::ActorId.eq(staff.0)).filter(Expr::col(Column::CustomerId).is_not_null());
    if let Some(store) = store {
        select = select.filter(Column::StoreId.eq(store));
    }
    db.all(select.order_by_desc(Column::Position).limit(limit)).await
}
