//! Under whom an entry is filed: the one thing of an entry that may change, when two customers, or two records of a car, become one or two again. What
//! happened, when and by whom never does.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, Result, VehicleId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

use crate::{
    Entry,
    entry::{Column, Entity},
};

/// Everything filed under a customer that was written down after an instant, oldest first.
pub async fn filed_after(db: &Db<'_>, customer: CustomerId, after: DateTime<Utc>) -> Result<Vec<Entry>> {
    use sea_orm::QueryOrder;
    let select = db.select::<Entity>().filter(Column::CustomerId.eq(customer)).filter(Column::RecordedAt.gt(after));
    db.all(select.order_by_asc(Column::Position)).await
}

const AT_ONCE: usize = 500;

/// Files entries under another customer.
pub async fn file_under(tx: &mut Tx, entries: &[Entry], customer: CustomerId) -> Result<()> {
    for some in entries.chunks(AT_ONCE) {
        let update = tx
            .update::<Entity>()
            .col_expr(Column::CustomerId, Expr::val(Some(customer)))
            .filter(Column::Position.is_in(some.iter().map(|entry| entry.position)));
        tx.run(update).await?;
    }
    Ok(())
}

/// Everything filed under a car that was written down after an instant, oldest first.
pub async fn filed_under_car_after(db: &Db<'_>, car: VehicleId, after: DateTime<Utc>) -> Result<Vec<Entry>> {
    use sea_orm::QueryOrder;
    let select = db.select::<Entity>().filter(Column::VehicleId.eq(car)).filter(Column::RecordedAt.gt(after));
    db.all(select.order_by_asc(Column::Position)).await
}

/// Files entries under another car.
pub async fn file_under_car(tx: &mut Tx, entries: &[Entry], car: VehicleId) -> Result<()> {
    for some in entries.chunks(AT_ONCE) {
        let update = tx
            .update::<Entity>()
            .col_expr(Column::VehicleId, Expr::val(Some(car)))
            .filter(Column::Position.is_in(some.iter().map(|entry| entry.position)));
        tx.run(update).await?;
    }
    Ok(())
}
