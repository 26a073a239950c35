//! Requests in, views out: notes.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use journal::entry;
use kernel::{CustomerId, Error, NoteId, Result, VehicleId, permission::WriteNotes};
use platform::{
    Allowed, Db, Door, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use worklist::NewTask;

use super::{
    note::{Note, NoteKind, Outcome},
    rules, store,
    view::{NoteView, note_view},
};
use crate::{
    people::{self, change::named},
    timeline::{self, EntryView},
    vehicles::person,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(write_note))
        .routes(routes!(change_note, delete_note))
        .routes(routes!(pin_note, unpin_note))
}

/// Request body of `POST /customers/{id}/notes`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    pub kind: NoteKind,
    #[serde(default)]
    pub text: String,
    pub outcome: Option<Outcome>,
    pub vehicle_id: Option<VehicleId>,
    /// Now, when not given.
    pub happened_at: Option<DateTime<Utc>>,
    /// What follows from it: a task about this customer, made in the same step.
    pub next_task: Option<NewTask>,
}

/// Request body of `PATCH /notes/{id}`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NoteChange {
    pub text: Option<String>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<Outcome>)]
    pub outcome: Option<Option<Outcome>>,
}

/// Write a note, call, visit or message down, with its outcome and the next task.
#[utoipa::path(post, path = "/api/v1/customers/{id}/notes", tag = "notes", params(("id" = CustomerId, Path)), request_body = NewNote,
    responses((status = 201, body = EntryView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn write_note(
    allowed: Allowed<WriteNotes>,
    Path(id): Path<CustomerId>,
    Json(form): Json<NewNote>,
) -> Reply<(StatusCode, Json<EntryView>)> {
    let entry = allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            customer.must_be_there()?;
            if let Some(vehicle) = form.vehicle_id {
                must_be_theirs(&tx.db(), id, vehicle).await?;
            }
            let text = rules::checked_text(&form.text, form.outcome.is_some())?;
            let note = Note {
                vehicle_id: form.vehicle_id,
                kind: form.kind,
                outcome: form.outcome,
                happened_at: rules::checked_time(form.happened_at, tx.now())?,
                ..Note::about(&customer, tx.scope().actor(), text, tx.now())
            };
            let entry = store::add(tx, note).await?;
            if let Some(task) = form.next_task {
                let task = NewTask { customer_id: Some(id), ..task };
                worklist::add_asked(tx, worklist::DEPARTMENT, task).await?;
            }
            Ok(entry)
        })
        .await?;
    let db = allowed.read();
    let entry = db
        .one(db.select::<entry::Entity>().filter(entry::Column::CustomerId.eq(id)).filter(entry::Column::Id.eq(entry)))
        .await?;
    let view = timeline::views_of(&db, vec![entry]).await?.pop().ok_or(Error::NotFound)?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Change one's own note.
#[utoipa::path(patch, path = "/api/v1/notes/{id}", tag = "notes", params(("id" = NoteId, Path)), request_body = NoteChange,
    responses((status = 200, body = NoteView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_note(
    allowed: Allowed<WriteNotes>,
    Path(id): Path<NoteId>,
    version: IfMatch,
    Json(form): Json<NoteChange>,
) -> Reply<Fresh<NoteView>> {
    let done = allowed
        .write(async |tx| {
            let mut note = store::find(&tx.db(), id).await?;
            version.check(note.version, || ())?;
            let has_outcome = form.outcome.unwrap_or(note.outcome).is_some();
            let text = form.text.as_deref().map(|text| rules::checked_text(text, has_outcome)).transpose()?;
            match note.change(text, form.outcome, tx.scope().staff())? {
                Some(event) => store::save(tx, note, event).await,
                None => Ok(note),
            }
        })
        .await;
    let note = told_what_is(&allowed, id, done).await?;
    Ok(Fresh(note_view(&note, allowed.scope())))
}

/// Delete one's own note; the timeline keeps that there was one.
#[utoipa::path(delete, path = "/api/v1/notes/{id}", tag = "notes", params(("id" = NoteId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn delete_note(allowed: Allowed<WriteNotes>, Path(id): Path<NoteId>, version: IfMatch) -> Reply<StatusCode> {
    let done = allowed
        .write(async |tx| {
            let mut note = store::find(&tx.db(), id).await?;
            version.check(note.version, || ())?;
            let event = note.delete(tx.scope().staff(), tx.now())?;
            store::save(tx, note, event).await
        })
        .await;
    told_what_is(&allowed, id, done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pin a note to the top of the profile.
#[utoipa::path(put, path = "/api/v1/notes/{id}/pin", tag = "notes", params(("id" = NoteId, Path)),
    responses((status = 200, body = NoteView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn pin_note(allowed: Allowed<WriteNotes>, Path(id): Path<NoteId>) -> Reply<Fresh<NoteView>> {
    let done = allowed
        .write(async |tx| {
            let mut note = store::find(&tx.db(), id).await?;
            let event = note.pin()?;
            store::save(tx, note, event).await
        })
        .await;
    let note = told_what_is(&allowed, id, done).await?;
    Ok(Fresh(note_view(&note, allowed.scope())))
}

/// Take a pinned note down.
#[utoipa::path(delete, path = "/api/v1/notes/{id}/pin", tag = "notes", params(("id" = NoteId, Path)),
    responses((status = 200, body = NoteView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn unpin_note(allowed: Allowed<WriteNotes>, Path(id): Path<NoteId>) -> Reply<Fresh<NoteView>> {
    let done = allowed
        .write(async |tx| {
            let mut note = store::find(&tx.db(), id).await?;
            let event = note.unpin()?;
            store::save(tx, note, event).await
        })
        .await;
    let note = told_what_is(&allowed, id, done).await?;
    Ok(Fresh(note_view(&note, allowed.scope())))
}

/// Whoever comes second is told how the first left the note.
async fn told_what_is(door: &Door, id: NoteId, done: Result<Note>) -> Result<Note> {
    match done {
        Err(Error::Stale { .. }) => {
            let note = store::find(&door.read(), id).await?;
            Err(Error::Stale { current: serde_json::to_value(note_view(&note, door.scope()))? })
        }
        other => other,
    }
}

/// A note may speak of a car the customer has or had.
async fn must_be_theirs(db: &Db<'_>, customer: CustomerId, vehicle: VehicleId) -> Result<()> {
    let link = db
        .select::<person::Entity>()
        .filter(person::Column::CustomerId.eq(customer))
        .filter(person::Column::VehicleId.eq(vehicle));
    match db.count_up_to(link, 1).await? {
        0 => Err(Error::invalid("vehicle_id", "vehicle.not_theirs", "this customer never had that car")),
        _ => Ok(()),
    }
}
