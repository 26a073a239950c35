//! Tasks that a department has added under a key and keeps in step with its own record: moved, given to another, done or withdrawn with
//! it. Whoever changes the record may not see the task: a stand-in may hold it.

use chrono::{DateTime, Utc};
use journal::events::worklist::WorklistEvent;
use kernel::{Result, StaffId};
use platform::Tx;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::{
    rules::{Changes, TaskRefusal},
    store,
    task::{Column, Entity, Task, TaskState},
};

/// Moves the open task under this key to another due time and another person; nothing happens when it is as it should be, or
/// somebody has closed it.
pub async fn steer(tx: &mut Tx, key: &str, due_at: DateTime<Utc>, assignee: Option<StaffId>) -> Result<()> {
    tx.over_the_group(async |tx| steer_open(tx, key, due_at, assignee).await).await
}

async fn steer_open(tx: &mut Tx, key: &str, due_at: DateTime<Utc>, assignee: Option<StaffId>) -> Result<()> {
    let Some(mut task) = open_under(tx, key).await? else { return Ok(()) };
    let now = tx.now();
    if let Some(event) = task.edit(Changes { due_at: Some(due_at), ..Changes::default() }, now)? {
        task = store::save(tx, task, event).await?;
    }
    let Some(to) = assignee.filter(|to| task.assignee_id != Some(*to)) else { return Ok(()) };
    let from = match task.assignee_id {
        Some(from) => Some(store::staff_name(&tx.db(), from).await?),
        None => None,
    };
    let to = store::staff_name(&tx.db(), to).await?;
    let event = task.hand_over(from, to, None, now)?;
    store::save(tx, task, event).await?;
    Ok(())
}

/// Closes the open task under this key as done, with what came of it.
pub async fn settle(tx: &mut Tx, key: &str, outcome: Option<String>) -> Result<()> {
    close(tx, key, |task, now| task.complete(outcome, None, now)).await
}

/// Cancels the open task under this key: what it was for is not theirs any more.
pub async fn withdraw(tx: &mut Tx, key: &str) -> Result<()> {
    close(tx, key, Task::cancel).await
}

async fn close(
    tx: &mut Tx,
    key: &str,
    how: impl FnOnce(&mut Task, DateTime<Utc>) -> Result<WorklistEvent, TaskRefusal>,
) -> Result<()> {
    tx.over_the_group(async |tx| {
        let Some(mut task) = open_under(tx, key).await? else { return Ok(()) };
        let event = how(&mut task, tx.now())?;
        store::save(tx, task, event).await?;
        Ok(())
    })
    .await
}

async fn open_under(tx: &Tx, key: &str) -> Result<Option<Task>> {
    let db = tx.db();
    let select = db
        .select::<Entity>()
        .filter(Column::GroupId.eq(db.scope().group()))
        .filter(Column::UniqueKey.eq(key))
        .filter(Column::State.eq(TaskState::Open));
    db.maybe(select).await
}
