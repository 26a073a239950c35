//! Absences in and out, and the tasks that change hands because of them.

use chrono::{DateTime, Utc};
use journal::About;
use kernel::{AbsenceId, Result, StaffId};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_after},
    jobs,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    absence::{Absence, Column, Entity},
    jobs::{AbsenceBegins, AbsenceEnds},
    rules::AbsenceRefusal,
};
use crate::{
    store as tasks,
    task::{self, Task, TaskState},
};

/// Tasks that change hands in one transaction.
pub const AT_ONCE: u64 = 200;

pub async fn find(db: &Db<'_>, id: AbsenceId) -> Result<Absence> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// Those that run or are still to come, the next first.
pub async fn coming(db: &Db<'_>, request: &PageRequest) -> Result<Page<Absence>> {
    let limit = request.limit()?;
    let now = db.platform().clock().now();
    let mut select = db.select::<Entity>().filter(Column::EndedAt.is_null()).filter(Column::UntilAt.gt(now));
    if let Some((from, id)) = request.after::<(DateTime<Utc>, AbsenceId)>()? {
        let key = [Expr::col(Column::FromAt), Expr::col(Column::Id)];
        select = select.filter(row_after(key, [from.into(), id.into()]));
    }
    let select = select.order_by_asc(Column::FromAt).order_by_asc(Column::Id);
    page(db.all(select.limit(limit + 1)).await?, limit, |absence| (absence.from_at, absence.id))
}

/// Writes an absence down and leaves the work of its beginning and end.
pub async fn add(tx: &mut Tx, absence: Absence) -> Result<Absence> {
    if overlaps(tx, absence.staff_id, &absence).await? {
        return Err(AbsenceRefusal::AwayAlready.into());
    }
    if overlaps(tx, absence.stand_in_id, &absence).await? {
        return Err(AbsenceRefusal::StandInAway.into());
    }
    tx.insert::<Entity>(absence.clone()).await?;
    let db = tx.db();
    let (staff, stand_in) =
        (tasks::staff_name(&db, absence.staff_id).await?, tasks::staff_name(&db, absence.stand_in_id).await?);
    journal::record(tx, About::store(absence.store_id), absence.begin(staff, stand_in)).await?;
    let key = absence.id.to_string();
    jobs::enqueue_at(tx, &AbsenceBegins { absence: absence.id }, &key, absence.from_at).await?;
    jobs::enqueue_at(tx, &AbsenceEnds { absence: absence.id }, &key, absence.until_at).await?;
    Ok(absence)
}

/// Ends it now; the job of its end gives back what is still open.
pub async fn end(tx: &mut Tx, mut absence: Absence) -> Result<Absence> {
    let staff = tasks::staff_name(&tx.db(), absence.staff_id).await?;
    let event = absence.end(staff, tx.now())?;
    let absence = tx.replace::<Entity>(absence).await?;
    journal::record(tx, About::store(absence.store_id), event).await?;
    jobs::enqueue(tx, &AbsenceEnds { absence: absence.id }, &format!("{}:early", absence.id)).await?;
    Ok(absence)
}

/// Who stands in for a person now, for work due before they are back.
pub async fn stand_in_for(tx: &Tx, staff: StaffId, due_at: DateTime<Utc>) -> Result<Option<StaffId>> {
    platform::record! { struct StandIn { id: StaffId } }
    let rows: Vec<StandIn> = tx
        .db()
        .fetch_text(
            "select stand_in_id from absences where group_id = $1 and staff_id = $2 and ended_at is null \
             and from_at <= $3 and until_at > $3 and until_at > $4",
            vec![tx.scope().group().into(), staff.into(), tx.now().into(), due_at.into()],
        )
        .await?;
    Ok(rows.first().map(|row| row.id))
}

platform::record! {
    /// Somebody of the group who is away now.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Away { pub staff: StaffId, pub until: DateTime<Utc>, pub reason: Option<String> }
}

/// Everybody of the group who is away at this instant, whatever the reach of whoever asks.
pub async fn away_at(db: &Db<'_>, at: DateTime<Utc>) -> Result<Vec<Away>> {
    db.fetch_text(
        "select staff_id, until_at, reason from absences where group_id = $1 and ended_at is null and from_at <= $2 and until_at > $2",
        vec![db.scope().group().into(), at.into()],
    )
    .await
}

/// Gives the next open tasks due during an absence to the stand-in; answers how many.
pub async fn hand_over_some(tx: &mut Tx, absence: &Absence) -> Result<usize> {
    let due = tx
        .db()
        .select::<task::Entity>()
        .filter(task::Column::AssigneeId.eq(absence.staff_id))
        .filter(task::Column::State.eq(TaskState::Open))
        .filter(task::Column::DueAt.lt(absence.until_at))
        .order_by_asc(task::Column::DueAt)
        .limit(AT_ONCE);
    let found = tx.db().all(due).await?;
    give(tx, found, absence.staff_id, absence.stand_in_id, Some(absence.staff_id), absence.reason.as_deref()).await
}

/// Gives back what a stand-in has not done; answers how many.
pub async fn give_back_some(tx: &mut Tx, absence: &Absence) -> Result<usize> {
    let open = tx
        .db()
        .select::<task::Entity>()
        .filter(task::Column::AssigneeId.eq(absence.stand_in_id))
        .filter(task::Column::State.eq(TaskState::Open))
        .filter(task::Column::StandsInFor.eq(absence.staff_id))
        .order_by_asc(task::Column::DueAt)
        .limit(AT_ONCE);
    let found = tx.db().all(open).await?;
    give(tx, found, absence.stand_in_id, absence.staff_id, None, None).await
}

async fn give(
    tx: &mut Tx,
    tasks: Vec<Task>,
    from: StaffId,
    to: StaffId,
    stands_in_for: Option<StaffId>,
    note: Option<&str>,
) -> Result<usize> {
    let count = tasks.len();
    let (from, to) = (tasks::staff_name(&tx.db(), from).await?, tasks::staff_name(&tx.db(), to).await?);
    for mut task in tasks {
        let event = task.hand_over(Some(from.clone()), to.clone(), note.map(str::to_owned), tx.now())?;
        task.stands_in_for = stands_in_for;
        tasks::save(tx, task, event).await?;
    }
    Ok(count)
}

async fn overlaps(tx: &Tx, staff: StaffId, absence: &Absence) -> Result<bool> {
    platform::record! { struct Found { _id: AbsenceId } }
    let found: Vec<Found> = tx
        .db()
        .fetch_text(
            "select id from absences where group_id = $1 and staff_id = $2 and ended_at is null \
             and from_at < $3 and until_at > $4 limit 1",
            vec![absence.group_id.into(), staff.into(), absence.until_at.into(), absence.from_at.into()],
        )
        .await?;
    Ok(!found.is_empty())
}
