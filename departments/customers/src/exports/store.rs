//! Exports in and out of the database.

use chrono::{DateTime, Utc};
use kernel::{ExportId, Result};
use platform::{
    Db, Scope, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

use super::export::{Column, Entity, Export, ExportAbout};
use crate::caller;

/// One export the caller may see: their own, and all of the group of a kind they export everywhere.
pub async fn find(db: &Db<'_>, id: ExportId) -> Result<Export> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id)).filter(shown(db.scope()))).await
}

/// One export as the job working on it sees it.
pub async fn find_for_work(db: &Db<'_>, id: ExportId) -> Result<Export> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page of the exports the caller may see, newest first.
pub async fn list(db: &Db<'_>, request: &PageRequest) -> Result<Page<Export>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>().filter(shown(db.scope()));
    if let Some((at, id)) = request.after::<(DateTime<Utc>, ExportId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::CreatedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.created_at, row.id))
}

pub async fn add(tx: &mut Tx, export: Export) -> Result<Export> {
    tx.insert::<Entity>(export.clone()).await?;
    Ok(export)
}

/// Writes the whole row; only the one job working on it does.
pub async fn save(tx: &mut Tx, export: Export) -> Result<Export> {
    let update =
        tx.update::<Entity>().set(export.clone().into_active_model().reset_all()).filter(Column::Id.eq(export.id));
    tx.run(update).await?;
    Ok(export)
}

/// One's own, and those of a kind one exports over the whole group.
fn shown(scope: &Scope) -> Condition {
    let reaches_all =
        |about: &ExportAbout| scope.span_of(about.permission()).is_some_and(|span| span.group || span.everywhere);
    let kinds: Vec<ExportAbout> = ExportAbout::ALL.into_iter().filter(reaches_all).collect();
    Condition::any().add(Column::ActorId.eq(caller::id(scope))).add(Column::About.is_in(kinds))
}
