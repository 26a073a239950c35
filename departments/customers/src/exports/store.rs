//! Exports in and out of the database.

use chrono::{DateTime, Utc};
use journal::{About, events::privacy::PrivacyEvent};
use kernel::{ExportId, PermissionName, Result};
use platform::{
    Db, Scope, Span, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use super::{
    export::{Column, Entity, Export, ExportAbout, ExportRefusal, ExportState},
    export_rules::{self, ExportRules},
};
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
pub async fn list(db: &Db<'_>, state: Option<ExportState>, request: &PageRequest) -> Result<Page<Export>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>().filter(shown(db.scope()));
    if let Some(state) = state {
        select = select.filter(Column::State.eq(state));
    }
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

/// One export as somebody who decides sees it: any of the group.
pub async fn find_to_decide(db: &Db<'_>, id: ExportId) -> Result<Export> {
    find_for_work(db, id).await
}

/// The exports with these marks, newest first.
pub async fn find_marked(db: &Db<'_>, marks: Vec<String>) -> Result<Vec<Export>> {
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    db.all(db.select::<Entity>().filter(Column::Mark.is_in(marks)).order_by_desc(Column::CreatedAt)).await
}

/// Saves what was decided, if nobody else has decided meanwhile.
pub async fn save_decided(tx: &mut Tx, export: Export, event: PrivacyEvent) -> Result<Export> {
    let update = tx
        .update::<Entity>()
        .set(export.clone().into_active_model().reset_all())
        .filter(Column::Id.eq(export.id))
        .filter(Column::State.eq(ExportState::Held));
    if tx.run(update).await? == 0 {
        return Err(ExportRefusal::NotHeld.into());
    }
    record(tx, event).await?;
    Ok(export)
}

/// Adds an export that waits for somebody else.
pub async fn add_held(tx: &mut Tx, export: Export, event: PrivacyEvent) -> Result<Export> {
    record(tx, event).await?;
    add(tx, export).await
}

/// Counts one more download; refused when the file was fetched as often as it may be.
pub async fn count_download(tx: &mut Tx, export: &Export) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::Downloads, Expr::col(Column::Downloads).add(1))
        .filter(Column::Id.eq(export.id))
        .filter(
            Condition::any()
                .add(Column::DownloadsMax.is_null())
                .add(Expr::col(Column::Downloads).lt(Expr::col(Column::DownloadsMax))),
        );
    if tx.run(update).await? == 0 {
        return Err(ExportRefusal::FetchedOut.into());
    }
    Ok(())
}

/// Saves the rules of the group.
pub async fn save_rules(tx: &mut Tx, rules: ExportRules, event: PrivacyEvent) -> Result<ExportRules> {
    let rules = if rules.version == 0 {
        let rules = ExportRules { version: 1, ..rules };
        tx.insert::<export_rules::Entity>(rules.clone()).await?;
        rules
    } else {
        tx.replace::<export_rules::Entity>(rules).await?
    };
    record(tx, event).await?;
    Ok(rules)
}

/// Writes the whole row; only the one job working on it does.
pub async fn save(tx: &mut Tx, export: Export) -> Result<Export> {
    let update =
        tx.update::<Entity>().set(export.clone().into_active_model().reset_all()).filter(Column::Id.eq(export.id));
    tx.run(update).await?;
    Ok(export)
}

async fn record(tx: &mut Tx, event: PrivacyEvent) -> Result<()> {
    let about = About { store: tx.scope().home(), ..About::default() };
    journal::record(tx, about, event).await.map(drop)
}

/// One's own, those of a kind one exports over the whole group, and those that need approval for who approves.
fn shown(scope: &Scope) -> Condition {
    let reaches_all = |about: &ExportAbout| scope.span_of(about.permission()).is_some_and(Span::is_whole);
    let kinds: Vec<ExportAbout> = ExportAbout::ALL.into_iter().filter(reaches_all).collect();
    let approves = scope.may(PermissionName::ApproveExports);
    Condition::any()
        .add(Column::ActorId.eq(caller::id(scope)))
        .add(Column::About.is_in(kinds))
        .add_option(approves.then(|| Column::NeedsApproval.eq(true)))
}
