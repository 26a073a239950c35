//! Doing something to one task inside a transaction: found in scope, ruled, saved. One path for single requests and for bulk.

use chrono::{DateTime, Utc};
use kernel::{
    CustomerId, Error, Result, StaffId, TaskId,
    permission::{DoTasks, Permission},
};
use platform::{
    Tx,
    names::{self, Wanted},
};

use crate::{
    asked::{self, must_be_theirs, unknown_faults},
    rules::Changes,
    store,
    task::Task,
};

/// A deed with its particulars.
#[derive(Clone, Debug)]
pub enum Act {
    Edit(Box<Changes>),
    Complete { outcome: Option<String>, note: Option<String> },
    Reopen,
    Cancel,
    Snooze { until: DateTime<Utc> },
    Wake,
    HandOver { to: StaffId, note: Option<String> },
}

/// Does it to the task with this id; `check` may refuse after the task was found and before anything happens.
pub async fn act_on(tx: &mut Tx, id: TaskId, act: Act, check: impl FnOnce(&Task) -> Result<()>) -> Result<Task> {
    let mut task = store::find(&tx.db(), id).await?;
    check(&task)?;
    let now = tx.now();
    let event = match act {
        Act::Complete { outcome, note } => task.complete(outcome, note, now)?,
        Act::Reopen => task.reopen(now)?,
        Act::Cancel => task.cancel(now)?,
        Act::Snooze { until } => task.snooze(until, now)?,
        Act::Wake => task.wake(now)?,
        Act::HandOver { to, note } => {
            can_be_given_to(tx, to).await?;
            let from = match task.assignee_id {
                Some(from) => Some(store::staff_name(&tx.db(), from).await?),
                None => None,
            };
            let to = store::staff_name(&tx.db(), to).await?;
            task.hand_over(from, to, note, now)?
        }
        Act::Edit(changes) => {
            can_point_at(tx, &task, &changes).await?;
            match task.edit(*changes, now)? {
                Some(event) => event,
                None => return Ok(task),
            }
        }
    };
    store::save(tx, task, event).await
}

/// Ticks off the task that another department's deed was the work of; it must be about this customer, and the caller's to do.
pub async fn complete(tx: &mut Tx, id: TaskId, customer: CustomerId, outcome: &str, note: Option<&str>) -> Result<()> {
    let scope = tx.scope().clone();
    let note = asked::note(note).map_err(|fault| Error::Invalid(vec![fault]))?;
    let act = Act::Complete { outcome: Some(outcome.to_owned()), note };
    let check = |task: &Task| {
        let is_theirs = scope.may_for(DoTasks::NAME, task.store_id, &[task.assignee_id]);
        if task.customer_id == Some(customer) && is_theirs { Ok(()) } else { Err(Error::NotFound) }
    };
    act_on(tx, id, act, check).await.map(drop)
}

async fn can_be_given_to(tx: &Tx, to: StaffId) -> Result<()> {
    let known = names::within_reach(&tx.db(), Wanted { staff: [to].into(), ..Wanted::default() }).await?;
    if known.staff.contains_key(&to) {
        Ok(())
    } else {
        Err(Error::invalid("staff_id", "staff.unknown", "nobody who works here has this id"))
    }
}

async fn can_point_at(tx: &Tx, task: &Task, changes: &Changes) -> Result<()> {
    let (customer, vehicle) = (changes.customer.flatten(), changes.vehicle.flatten());
    let wanted = Wanted {
        customers: customer.into_iter().collect(),
        vehicles: vehicle.into_iter().collect(),
        ..Wanted::default()
    };
    let known = names::within_reach(&tx.db(), wanted).await?;
    Error::unless_valid(unknown_faults(&known, customer, vehicle, None))?;
    if changes.customer.is_none() && changes.vehicle.is_none() {
        return Ok(());
    }
    must_be_theirs(tx, changes.customer.unwrap_or(task.customer_id), changes.vehicle.unwrap_or(task.vehicle_id)).await
}
