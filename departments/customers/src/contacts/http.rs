//! Requests in, views out: adding, changing and removing contacts.

use axum::http::StatusCode;
use kernel::{ContactId, CustomerId, Error, Result, permission::EditCustomers};
use platform::{
    Allowed, Platform, Tx,
    http::{IfMatch, Json, Path, ProblemView, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    contact::ContactKind,
    rules::{ContactChange, Contacts, LearnedBy, NewValue},
    store,
};
use crate::{
    opening,
    people::{
        arrival::{blind_of, seal_contact},
        change::named,
        draft::{ContactDraft, checked_text, contact_value},
        view::{ContactView, contact_view},
    },
    verified,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(add_contact)).routes(routes!(change_contact, remove_contact))
}

/// Request body of `POST /customers/{id}/contacts`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    pub kind: ContactKind,
    pub value: String,
    /// Whose it is or when to use it: `配偶`, `上班时间`.
    pub label: Option<String>,
    /// The first of its kind is the primary one in any case.
    #[serde(default)]
    pub is_primary: bool,
}

/// Request body of `PATCH /customers/{id}/contacts/{contact_id}`: any subset; null empties the label.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContactPatch {
    pub value: Option<String>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub label: Option<Option<String>>,
    pub is_primary: Option<bool>,
    /// Whether it is known to reach nobody, or somebody else: no message goes there.
    pub is_wrong: Option<bool>,
}

/// A new way to reach a customer. `If-Match` takes the version of the customer.
#[utoipa::path(post, path = "/api/v1/customers/{id}/contacts", tag = "customers", params(("id" = CustomerId, Path)), request_body = NewContact,
    responses((status = 201, body = ContactView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_contact(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<CustomerId>,
    version: IfMatch,
    Json(form): Json<NewContact>,
) -> Reply<(StatusCode, Json<ContactView>)> {
    let mut faults = Vec::new();
    let label = checked_text("label", form.label.as_deref(), &mut faults);
    let value = contact_value(form.kind, &form.value, "value").map_err(|fault| faults.push(fault));
    Error::unless_valid(faults)?;
    let draft = ContactDraft { kind: form.kind, value: value.unwrap_or_default(), label };
    let view = allowed
        .write(async |tx| {
            let customer = opening::open(tx, id, version).await?;
            let before = store::of_customer(&tx.db(), id).await?;
            let keys = tx.platform().keys().clone();
            let contact = seal_contact(&draft, id, customer.group_id, form.is_primary, tx.now(), &keys)?;
            let contact_id = contact.id;
            let (mut after, kind) = (before.clone(), contact.kind);
            let event = after.add(contact)?;
            guard_primary(tx, &before, &after, kind).await?;
            let customer = store::save(tx, customer, &before, &after, event).await?;
            contact_view(after.find(contact_id)?, &customer, tx.scope(), &keys)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Change a contact, or make it the primary one of its kind. `If-Match` takes the version of the customer.
#[utoipa::path(patch, path = "/api/v1/customers/{id}/contacts/{contact_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("contact_id" = ContactId, Path)), request_body = ContactPatch,
    responses((status = 200, body = ContactView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_contact(
    allowed: Allowed<EditCustomers>,
    Path((id, contact_id)): Path<(CustomerId, ContactId)>,
    version: IfMatch,
    Json(form): Json<ContactPatch>,
) -> Reply<Json<ContactView>> {
    let mut faults = Vec::new();
    let label = form.label.map(|label| checked_text("label", label.as_deref(), &mut faults));
    Error::unless_valid(faults)?;
    let view = allowed
        .write(async |tx| {
            let customer = opening::open(tx, id, version).await?;
            let before = store::of_customer(&tx.db(), id).await?;
            let keys = tx.platform().keys().clone();
            let kind = before.find(contact_id)?.kind;
            let value = match &form.value {
                Some(raw) => {
                    let value = contact_value(kind, raw, "value").map_err(|fault| Error::Invalid(vec![fault]))?;
                    let blind = blind_of(kind, &value, customer.group_id, &keys);
                    Some(NewValue { sealed: keys.seal(&value, contact_id.0.as_bytes())?, blind, since: tx.now() })
                }
                None => None,
            };
            let mut after = before.clone();
            let change = ContactChange { value, label, is_primary: form.is_primary, proved_at: None };
            let event = after.change(contact_id, change)?;
            guard_primary(tx, &before, &after, kind).await?;
            let customer = match event {
                Some(event) => store::save(tx, customer, &before, &after, event).await?,
                None => customer,
            };
            let before = after.clone();
            let judged = match form.is_wrong {
                Some(true) => after.find_wrong(contact_id, LearnedBy::Staff, tx.now())?,
                Some(false) => after.find_right(contact_id, LearnedBy::Staff, tx.now())?,
                None => None,
            };
            if let Some(event) = judged {
                store::save_judged(tx, &customer, &before, &after, event).await?;
            }
            contact_view(after.find(contact_id)?, &customer, tx.scope(), &keys)
        })
        .await?;
    Ok(Json(view))
}

/// Remove a contact; the oldest of its kind follows a primary one. `If-Match` takes the version of the customer.
#[utoipa::path(delete, path = "/api/v1/customers/{id}/contacts/{contact_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("contact_id" = ContactId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_contact(
    allowed: Allowed<EditCustomers>,
    Path((id, contact_id)): Path<(CustomerId, ContactId)>,
    version: IfMatch,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let customer = opening::open(tx, id, version).await?;
            let before = store::of_customer(&tx.db(), id).await?;
            let mut after = before.clone();
            let kind = before.find(contact_id)?.kind;
            let event = after.remove(contact_id)?;
            guard_primary(tx, &before, &after, kind).await?;
            store::save(tx, customer, &before, &after, event).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Another primary phone or e-mail, however it comes about, is another answer to the question who this is.
async fn guard_primary(tx: &Tx, before: &Contacts, after: &Contacts, kind: ContactKind) -> Result<()> {
    let told_by = |contacts: &Contacts| contacts.primary(kind).map(|contact| contact.blind.clone());
    if told_by(before) == told_by(after) { Ok(()) } else { verified::guard_contact(tx, before, kind).await }
}
