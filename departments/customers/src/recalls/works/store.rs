//! Work on recalls in and out of the database.

use std::path::PathBuf;

use kernel::{Error, RecallId, RecallWorkId, Result};
use platform::{Actor, Db, Platform, Tx, jobs::enqueue};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::{
    find_cars::FindCars,
    recall_work::{AskedWork, Column, Entity, RecallDeed, RecallWork, RecallWorkRefusal, RecallWorkState},
    take_vins::TakeVins,
};
use crate::{
    caller,
    recalls::{
        campaign::recall::{Recall, RecallState},
        vins::reading::{RowFaults, VinList},
    },
};

/// What of the past is shown.
const SHOWN: u64 = 20;

pub async fn find(db: &Db<'_>, id: RecallWorkId) -> Result<RecallWork> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// The latest work on a recall, the latest first.
pub async fn latest(db: &Db<'_>, recall: RecallId) -> Result<Vec<RecallWork>> {
    let select = db.select::<Entity>().filter(Column::RecallId.eq(recall));
    db.all(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(SHOWN)).await
}

/// Where the file of a list lies while it is taken in.
pub fn file(platform: &Platform, id: RecallWorkId) -> Result<PathBuf> {
    platform.files().path("recall-vins", id)
}

/// Work that waits for its job.
pub fn begun(tx: &Tx, recall: &Recall, deed: RecallDeed, asked: AskedWork) -> RecallWork {
    RecallWork {
        id: RecallWorkId::new(tx.now()),
        group_id: recall.group_id,
        recall_id: recall.id,
        deed,
        asked,
        state: RecallWorkState::Waiting,
        total: 0,
        passed: 0,
        done: 0,
        failed: 0,
        skipped: 0,
        last_id: None,
        row_faults: RowFaults::default(),
        fault: None,
        actor_id: caller::id(tx.scope()),
        actor_name: caller::name(tx.scope()),
        created_at: tx.now(),
        finished_at: None,
    }
}

/// Refused while the same is under way; two who begin at the same moment are told apart by the index.
pub async fn add(tx: &mut Tx, work: RecallWork) -> Result<RecallWork> {
    let same = [RecallWorkState::Waiting, RecallWorkState::Running];
    let db = tx.db();
    let under_way = db
        .select::<Entity>()
        .filter(Column::RecallId.eq(work.recall_id))
        .filter(Column::Deed.eq(work.deed))
        .filter(Column::State.is_in(same));
    if work.deed != RecallDeed::FindCars && db.maybe(under_way).await?.is_some() {
        return Err(RecallWorkRefusal::UnderWay.into());
    }
    tx.insert::<Entity>(work.clone()).await.map_err(in_words)?;
    Ok(work)
}

/// Leaves the search for the cars of a recall, when it is open.
pub async fn look_for_cars(tx: &mut Tx, recall: &Recall) -> Result<()> {
    if recall.state == RecallState::Open {
        let actor = tx.scope().actor().clone();
        look_for_cars_as(tx, recall, actor).await?;
    }
    Ok(())
}

/// The same in the name of somebody.
pub async fn look_for_cars_as(tx: &mut Tx, recall: &Recall, actor: Actor) -> Result<RecallWork> {
    let work = begun(tx, recall, RecallDeed::FindCars, AskedWork::Plain);
    enqueue(tx, &FindCars { work: work.id, actor }, &work.id.to_string()).await?;
    add(tx, work).await
}

/// Leaves the taking-in of a file that was read and lies at [`file`].
pub async fn take_file(tx: &mut Tx, recall: &Recall, id: RecallWorkId, list: &VinList) -> Result<RecallWork> {
    let begun = begun(tx, recall, RecallDeed::TakeVins, AskedWork::Plain);
    let total = i64::try_from(list.vins.len()).unwrap_or(i64::MAX);
    let work = RecallWork { id, total, row_faults: list.faults.clone(), ..begun };
    let actor = tx.scope().actor().clone();
    enqueue(tx, &TakeVins { work: work.id, actor }, &work.id.to_string()).await?;
    add(tx, work).await
}

/// Writes the whole row; only the one job working on it does.
pub async fn save(tx: &mut Tx, work: RecallWork) -> Result<RecallWork> {
    let update = tx.update::<Entity>().set(work.clone().into_active_model().reset_all()).filter(Column::Id.eq(work.id));
    tx.run(update).await?;
    Ok(work)
}

fn in_words(error: Error) -> Error {
    let is_taken = matches!(&error, Error::Internal(cause)
        if cause.downcast_ref::<sea_orm::DbErr>().is_some_and(|cause| matches!(cause.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))));
    if is_taken { RecallWorkRefusal::UnderWay.into() } else { error }
}
