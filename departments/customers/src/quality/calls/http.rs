//! Requests in, views out: what a verifying call found, written where it belongs in one go.

use axum::http::StatusCode;
use journal::{About, events::quality::QualityEvent};
use kernel::{ContactId, CustomerId, Error, PermissionName, Result, TaskId, VehicleId, permission::WriteNotes};
use platform::{
    Allowed, Platform, Tx,
    http::{Json, Path, ProblemView, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    contacts::{self, contact::ContactKind, rules::LearnedBy},
    notes::{
        self,
        note::{Note, NoteKind, Outcome},
    },
    people::{self, customer::Customer},
    vehicles::{self, parts, person::Role, rules::LinkChange},
    words::words,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(write_verifying_call))
}

words! {
    /// What a verifying call found.
    CallFinding {
        Confirmed "confirmed", Corrected "corrected", Unreachable "unreachable", WrongNumber "wrong_number",
        SoldCar "sold_car",
    }
}

/// Request body of `POST /customers/{id}/verifying-calls`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyingCall {
    pub finding: CallFinding,
    pub note: Option<String>,
    /// The task it was called for; it is done with this.
    pub task_id: Option<TaskId>,
    /// The number that is wrong; the primary phone when not given.
    pub contact_id: Option<ContactId>,
    /// The car that was sold; the only one owned when not given.
    pub vehicle_id: Option<VehicleId>,
}

/// Write down what a verifying call found: the call itself, that the record is right, that a number is wrong, that a car was
/// sold; and tick its task off.
#[utoipa::path(post, path = "/api/v1/customers/{id}/verifying-calls", tag = "quality", params(("id" = CustomerId, Path)), request_body = VerifyingCall,
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn write_verifying_call(
    allowed: Allowed<WriteNotes>,
    Path(id): Path<CustomerId>,
    Json(form): Json<VerifyingCall>,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            customer.must_be_there()?;
            write_call(tx, &customer, &form).await?;
            match form.finding {
                CallFinding::Confirmed => confirm(tx, &customer, false).await?,
                CallFinding::Corrected => confirm(tx, &customer, true).await?,
                CallFinding::Unreachable => {}
                CallFinding::WrongNumber => mark_wrong(tx, &customer, form.contact_id).await?,
                CallFinding::SoldCar => end_ownership(tx, &customer, form.vehicle_id).await?,
            }
            match form.task_id {
                Some(task) => worklist::complete(tx, task, id, form.finding.word(), form.note.as_deref()).await,
                None => Ok(()),
            }
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn write_call(tx: &mut Tx, customer: &Customer, form: &VerifyingCall) -> Result<()> {
    let outcome = match form.finding {
        CallFinding::Unreachable => Outcome::NoAnswer,
        CallFinding::WrongNumber => Outcome::WrongNumber,
        CallFinding::Confirmed | CallFinding::Corrected | CallFinding::SoldCar => Outcome::Reached,
    };
    let text = notes::rules::checked_text(form.note.as_deref().unwrap_or_default(), true)?;
    let said = Note::about(customer, tx.scope().actor(), text, tx.now());
    let note = Note { kind: NoteKind::Call, outcome: Some(outcome), ..said };
    notes::store::add(tx, note).await?;
    Ok(())
}

async fn confirm(tx: &mut Tx, customer: &Customer, corrected: bool) -> Result<()> {
    let event = QualityEvent::RecordConfirmed { way: "call".into(), corrected };
    journal::record(tx, About::customer(customer.store_id, customer.id), event).await?;
    Ok(())
}

/// The contact stays, so that nobody enters it again, and nothing is sent to it any more.
async fn mark_wrong(tx: &mut Tx, customer: &Customer, named: Option<ContactId>) -> Result<()> {
    must_be_allowed(tx, customer, PermissionName::EditCustomers)?;
    let before = contacts::store::of_customer(&tx.db(), customer.id).await?;
    let contact = match named {
        Some(id) => before.find(id)?,
        None => before.primary(ContactKind::Phone).ok_or(Error::NotFound)?,
    };
    let mut after = before.clone();
    match after.find_wrong(contact.id, LearnedBy::Call, tx.now())? {
        Some(event) => contacts::store::save_judged(tx, customer, &before, &after, event).await,
        None => Ok(()),
    }
}

async fn end_ownership(tx: &mut Tx, customer: &Customer, named: Option<VehicleId>) -> Result<()> {
    must_be_allowed(tx, customer, PermissionName::EditVehicles)?;
    let owned = vehicles::store::owned_by(&tx.db(), customer.id).await?;
    let vehicle = match (named, owned.as_slice()) {
        (Some(id), _) => owned.iter().find(|vehicle| vehicle.id == id).ok_or(Error::NotFound)?,
        (None, [only]) => only,
        (None, _) => {
            return Err(Error::invalid("vehicle_id", "vehicle.which", "say which of the customer's cars was sold"));
        }
    };
    let mut vehicle = vehicle.clone();
    let links = parts::people_of(&tx.db(), vehicle.id).await?;
    let link = links
        .iter()
        .find(|link| link.customer_id == customer.id && link.role == Role::Owner && link.until.is_none())
        .ok_or(Error::NotFound)?;
    let today = vehicles::store::calendar_of(&tx.db(), vehicle.store_id).await?.day(tx.now());
    let until = link.since.map_or(today, |since| since.max(today));
    let change = LinkChange { until: Some(Some(until)), ..LinkChange::default() };
    if let Some(happened) = vehicle.change_link(&links, link, customer.people(), change, tx.now())? {
        vehicles::store::save(tx, vehicle, happened).await?;
    }
    Ok(())
}

fn must_be_allowed(tx: &Tx, customer: &Customer, permission: PermissionName) -> Result<()> {
    if tx.scope().may_for(permission, customer.store_id, &customer.people()) {
        Ok(())
    } else {
        Err(Error::Forbidden { permission: permission.name() })
    }
}
