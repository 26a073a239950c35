//! Tasks that a person or a key asks for: the request is checked, named and put into a store before it is added.

use chrono::{DateTime, SubsecRound, Utc};
use kernel::{
    CustomerId, Error, Fault, PermissionName, Result, StaffId, StoreId, VehicleId,
    permission::{AssignTasks, DoTasks, Permission},
};
use platform::{
    Tx,
    names::{self, Known, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    store::{self, Draft},
    task::{Priority, Task, TaskKind},
};

/// A task to be added. Without an assignee it is for who asks; without a store it falls where the customer or car belongs,
/// else into the store of who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// 1 to 200 characters.
    pub title: String,
    pub kind: TaskKind,
    pub due_at: DateTime<Utc>,
    #[serde(default)]
    pub priority: Priority,
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// One that the customer has or had; any the caller sees when no customer is named.
    #[serde(default)]
    pub vehicle_id: Option<VehicleId>,
    /// Giving a task to somebody else needs `assign_tasks`.
    #[serde(default)]
    pub assignee_id: Option<StaffId>,
    #[serde(default)]
    pub store_id: Option<StoreId>,
    /// At most 4,000 characters.
    #[serde(default)]
    pub note: Option<String>,
}

const TITLE_CHARACTERS_MAX: usize = 200;
const NOTE_CHARACTERS_MAX: usize = 4_000;
const YEARS_FIRST: i64 = 946_684_800; // 2000-01-01 in seconds
const YEARS_LAST: i64 = 4_102_444_800; // 2100-01-01 in seconds

/// Adds the task as the caller of this transaction asks for it; they need `do_tasks` where it falls, whatever permission the
/// transaction was opened under. Departments that take a next task with their own form call this.
pub async fn add_asked(tx: &mut Tx, department: &'static str, form: NewTask) -> Result<Task> {
    let (title, note, due_at) = checked(&form)?;
    let known = pointed_at(tx, &form).await?;
    let assignee = form.assignee_id.or(tx.scope().staff());
    let store = store_of(tx, &form, &known)?;
    let draft = Draft {
        store,
        department,
        title,
        kind: form.kind,
        due_at,
        priority: form.priority,
        customer: form.customer_id,
        vehicle: form.vehicle_id,
        assignee,
        note,
    };
    may_add(tx, &draft, form.store_id)?;
    store::add(tx, draft).await
}

/// A title as it is kept, or what is wrong with it.
pub(crate) fn title(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Fault::new("title", "title.missing", "say in a few words what is to be done")),
        count if count > TITLE_CHARACTERS_MAX => {
            Err(Fault::new("title", "title.too_long", format!("a title has at most {TITLE_CHARACTERS_MAX} characters")))
        }
        _ => Ok(text.to_owned()),
    }
}

/// A note as it is kept, nothing when it is empty.
pub(crate) fn note(text: Option<&str>) -> Result<Option<String>, Fault> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > NOTE_CHARACTERS_MAX) {
        return Err(Fault::new(
            "note",
            "note.too_long",
            format!("a note has at most {NOTE_CHARACTERS_MAX} characters"),
        ));
    }
    Ok(text.map(str::to_owned))
}

/// An instant as it is kept, to the millisecond.
pub(crate) fn instant(field: &str, at: DateTime<Utc>) -> Result<DateTime<Utc>, Fault> {
    if (YEARS_FIRST..YEARS_LAST).contains(&at.timestamp()) {
        Ok(at.trunc_subsecs(3))
    } else {
        Err(Fault::new(field, format!("{field}.out_of_range"), "give a time between the years 2000 and 2100"))
    }
}

/// Customers and cars must be ones the caller sees.
pub(crate) fn unknown_faults(
    known: &Known,
    customer: Option<CustomerId>,
    vehicle: Option<VehicleId>,
    assignee: Option<StaffId>,
) -> Vec<Fault> {
    let missing = [
        (customer.is_some_and(|id| !known.customers.contains_key(&id)), "customer_id", "customer.unknown"),
        (vehicle.is_some_and(|id| !known.vehicles.contains_key(&id)), "vehicle_id", "vehicle.unknown"),
        (assignee.is_some_and(|id| !known.staff.contains_key(&id)), "assignee_id", "staff.unknown"),
    ];
    missing
        .into_iter()
        .filter(|(is_missing, ..)| *is_missing)
        .map(|(_, field, code)| Fault::new(field, code, "there is no such record, or it is not yours to see"))
        .collect()
}

/// A car stands alone, or is one the customer of the task has or had.
pub(crate) async fn must_be_theirs(tx: &Tx, customer: Option<CustomerId>, vehicle: Option<VehicleId>) -> Result<()> {
    let (Some(customer), Some(vehicle)) = (customer, vehicle) else { return Ok(()) };
    if names::has_car(&tx.db(), customer, vehicle).await? {
        Ok(())
    } else {
        Err(Error::invalid("vehicle_id", "vehicle.not_theirs", "this customer never had that car"))
    }
}

fn checked(form: &NewTask) -> Result<(String, Option<String>, DateTime<Utc>)> {
    let mut faults = Vec::new();
    let title = title(&form.title).map_err(|fault| faults.push(fault)).unwrap_or_default();
    let note = note(form.note.as_deref()).map_err(|fault| faults.push(fault)).unwrap_or_default();
    let due_at = instant("due_at", form.due_at).map_err(|fault| faults.push(fault)).unwrap_or_default();
    Error::unless_valid(faults)?;
    Ok((title, note, due_at))
}

async fn pointed_at(tx: &Tx, form: &NewTask) -> Result<Known> {
    let wanted = Wanted {
        customers: form.customer_id.into_iter().collect(),
        vehicles: form.vehicle_id.into_iter().collect(),
        staff: form.assignee_id.into_iter().collect(),
        stores: form.store_id.into_iter().collect(),
    };
    let known = names::within_reach(&tx.db(), wanted).await?;
    let mut faults = unknown_faults(&known, form.customer_id, form.vehicle_id, form.assignee_id);
    if form.store_id.is_some_and(|id| !known.stores.contains_key(&id)) {
        faults.push(Fault::new("store_id", "store.unknown", "there is no such store, or it is closed"));
    }
    Error::unless_valid(faults)?;
    must_be_theirs(tx, form.customer_id, form.vehicle_id).await?;
    Ok(known)
}

fn store_of(tx: &Tx, form: &NewTask, known: &Known) -> Result<StoreId> {
    let of_customer = form.customer_id.and_then(|id| known.customers.get(&id)).map(|customer| customer.store);
    let of_vehicle = form.vehicle_id.and_then(|id| known.vehicles.get(&id)).map(|vehicle| vehicle.store);
    let of_assignee = form.assignee_id.and_then(|id| known.staff.get(&id)).map(|staff| staff.store);
    form.store_id.or(of_customer).or(of_vehicle).or(tx.scope().home()).or(of_assignee).ok_or_else(|| {
        Error::invalid("store_id", "store.missing", "say which store the task is for; yours is not known")
    })
}

/// Adding for somebody else is as good as adding for oneself and handing over. A store may be named only where one may add;
/// the store of a customer one looks after comes by itself, wherever it is.
fn may_add(tx: &Tx, draft: &Draft, named_store: Option<StoreId>) -> Result<()> {
    let scope = tx.scope();
    let welcomes = |permission: PermissionName| {
        scope.span_of(permission).map(|span| {
            span.welcomes(draft.store) || (named_store.is_none() && span.covers(draft.store, &[draft.assignee]))
        })
    };
    match welcomes(DoTasks::NAME) {
        None => return Err(Error::Forbidden { permission: DoTasks::NAME.name() }),
        Some(false) => return Err(Error::NotFound),
        Some(true) => {}
    }
    let is_own = draft.assignee.is_none() || draft.assignee == scope.staff();
    if is_own || welcomes(AssignTasks::NAME) == Some(true) {
        Ok(())
    } else {
        Err(Error::Forbidden { permission: AssignTasks::NAME.name() })
    }
}
