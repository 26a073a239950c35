//! Searches of the base in and out of the database.

use chrono::{DateTime, Utc};
use kernel::{DuplicateScanId, Error, Result};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::scan::{Column, DuplicateScan, Entity, ScanRefusal};

pub async fn find(db: &Db<'_>, id: DuplicateScanId) -> Result<DuplicateScan> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// The latest search of the group.
pub async fn latest(db: &Db<'_>) -> Result<Option<DuplicateScan>> {
    db.maybe(db.select::<Entity>().order_by_desc(Column::CreatedAt).order_by_desc(Column::Id)).await
}

/// A page of searches, newest first.
pub async fn list(db: &Db<'_>, request: &PageRequest) -> Result<Page<DuplicateScan>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some((at, id)) = request.after::<(DateTime<Utc>, DuplicateScanId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::CreatedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.created_at, row.id))
}

/// A new search; refused while another is under way.
pub async fn add(tx: &mut Tx, scan: DuplicateScan) -> Result<DuplicateScan> {
    if latest(&tx.db()).await?.is_some_and(|latest| latest.is_under_way()) {
        return Err(ScanRefusal::UnderWay.into());
    }
    tx.insert::<Entity>(scan.clone()).await.map_err(in_words)?;
    Ok(scan)
}

/// Two who begin at the same moment: the index lets one through.
fn in_words(error: Error) -> Error {
    let is_taken = matches!(&error, Error::Internal(cause)
        if cause.downcast_ref::<sea_orm::DbErr>().is_some_and(|cause| matches!(cause.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))));
    if is_taken { ScanRefusal::UnderWay.into() } else { error }
}

/// Writes the whole row; only the one job working on it does.
pub async fn save(tx: &mut Tx, scan: DuplicateScan) -> Result<DuplicateScan> {
    let update = tx.update::<Entity>().set(scan.clone().into_active_model().reset_all()).filter(Column::Id.eq(scan.id));
    tx.run(update).await?;
    Ok(scan)
}
