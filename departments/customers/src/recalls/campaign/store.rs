//! Recalls in and out of the database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use journal::{About, events::recalls::RecallsEvent};
use kernel::{Error, RecallId, Result};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    recall::{Column, Entity, Recall, RecallKind, RecallState},
    rules::RecallRefusal,
};
use crate::{
    listing::contains,
    recalls::{criteria::criterion, vins::recall_vin},
};

/// Recalls open at the same time are never so many.
const OPEN_MAX: u64 = 1_000;

/// Which recalls a list has; all that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub state: Option<RecallState>,
    pub kind: Option<RecallKind>,
    /// Part of number, title or brand.
    pub q: Option<String>,
}

pub async fn find(db: &Db<'_>, id: RecallId) -> Result<Recall> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

pub async fn find_all(db: &Db<'_>, ids: BTreeSet<RecallId>) -> Result<BTreeMap<RecallId, Recall>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = db.all(db.select::<Entity>().filter(Column::Id.is_in(ids))).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Those whose cars are looked for.
pub async fn open(db: &Db<'_>) -> Result<Vec<Recall>> {
    let open = db.select::<Entity>().filter(Column::State.eq(RecallState::Open));
    db.all(open.order_by_asc(Column::Id).limit(OPEN_MAX)).await
}

/// A page, the newest first.
pub async fn list(db: &Db<'_>, asked: &Asked, request: &PageRequest) -> Result<Page<Recall>> {
    let limit = request.limit()?;
    let mut all = Condition::all()
        .add_option(asked.state.map(|state| Column::State.eq(state)))
        .add_option(asked.kind.map(|kind| Column::Kind.eq(kind)));
    if let Some(q) = &asked.q {
        let any = [Column::Number, Column::Title, Column::Brand].map(|column| contains(Expr::col(column), q));
        all = all.add(any.into_iter().fold(Condition::any(), Condition::add));
    }
    if let Some((at, id)) = request.after::<(DateTime<Utc>, RecallId)>()? {
        all = all.add(row_before([Expr::col(Column::CreatedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let select = db.select::<Entity>().filter(all).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
    page(db.all(select.limit(limit + 1)).await?, limit, |last| (last.created_at, last.id))
}

pub async fn add(tx: &mut Tx, recall: Recall) -> Result<Recall> {
    check_number(&tx.db(), &recall).await?;
    tx.insert::<Entity>(recall.clone()).await.map_err(in_words)?;
    journal::record(tx, About::default(), recall.drafted()).await?;
    Ok(recall)
}

/// Saves a recall together with what happened to it.
pub async fn save(tx: &mut Tx, recall: Recall, event: RecallsEvent) -> Result<Recall> {
    check_number(&tx.db(), &recall).await?;
    let recall = tx.replace::<Entity>(recall).await.map_err(in_words)?;
    journal::record(tx, About::default(), event).await?;
    Ok(recall)
}

/// Removes a draft with its VINs and criteria.
pub async fn remove(tx: &mut Tx, recall: &Recall) -> Result<()> {
    let event = recall.remove()?;
    tx.delete::<recall_vin::Entity>(recall_vin::Column::RecallId.eq(recall.id)).await?;
    tx.delete::<criterion::Entity>(criterion::Column::RecallId.eq(recall.id)).await?;
    tx.execute_text("delete from recall_works where recall_id = $1", vec![recall.id.into()]).await?;
    tx.delete::<Entity>(Column::Id.eq(recall.id)).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(())
}

async fn check_number(db: &Db<'_>, recall: &Recall) -> Result<()> {
    let same = db.select::<Entity>().filter(Column::Number.eq(recall.number.as_str())).filter(Column::Id.ne(recall.id));
    match db.maybe(same).await? {
        Some(_) => Err(RecallRefusal::NumberTaken.into()),
        None => Ok(()),
    }
}

/// A number that was taken between looking and writing is the caller's to mend.
fn in_words(error: Error) -> Error {
    let is_taken = matches!(&error, Error::Internal(cause)
        if cause.downcast_ref::<sea_orm::DbErr>().is_some_and(|cause| matches!(cause.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))));
    if is_taken { RecallRefusal::NumberTaken.into() } else { error }
}
