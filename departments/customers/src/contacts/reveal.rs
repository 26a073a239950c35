//! Requests in, views out: one contact shown whole, with a line in the journal for it.

use journal::{About, events::customers::CustomersEvent};
use kernel::{ContactId, CustomerId, Error, Fault, Result, name, permission::RevealContacts};
use platform::{
    Allowed, Platform, Tx,
    http::{Json, Path, ProblemView, Reply},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{reveal_log, store};
use crate::people::{self, customer::Customer, draft::shown};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(reveal_contact))
}

/// Request body of every reveal.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RevealReason {
    /// Why, for the journal; at most 200 characters.
    pub reason: Option<String>,
}

/// What was revealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Revealed {
    pub value: String,
}

/// One contact, whole. Each is written down in the journal, and a person reveals at most 60 in an hour.
#[utoipa::path(post, path = "/api/v1/customers/{id}/contacts/{contact_id}/reveal", tag = "customers",
    params(("id" = CustomerId, Path), ("contact_id" = ContactId, Path)), request_body = RevealReason,
    responses((status = 200, body = Revealed), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn reveal_contact(
    allowed: Allowed<RevealContacts>,
    Path((id, contact_id)): Path<(CustomerId, ContactId)>,
    Json(form): Json<RevealReason>,
) -> Reply<Json<Revealed>> {
    let value = allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            let contacts = store::of_customer(&tx.db(), id).await?;
            let contact = contacts.find(contact_id)?;
            write_down(tx, &customer, contact.kind.word(), form).await?;
            Ok(shown(contact.kind, store::open(contact, tx.platform().keys())?))
        })
        .await?;
    Ok(Json(Revealed { value }))
}

/// Counts a reveal and writes it into the journal, in the transaction that opens the value.
pub(super) async fn write_down(tx: &mut Tx, customer: &Customer, kind: &str, form: RevealReason) -> Result<()> {
    let reason = checked_reason(form.reason.as_deref())?;
    reveal_log::count(tx).await?;
    let event = CustomersEvent::ContactRevealed { kind: kind.into(), reason };
    journal::record(tx, About::customer(customer.store_id, customer.id), event).await?;
    Ok(())
}

/// A reason as the journal keeps it; nothing when it is empty.
pub(crate) fn checked_reason(raw: Option<&str>) -> Result<Option<String>> {
    let reason = name::clean(raw.unwrap_or_default());
    if reason.chars().count() > REASON_CHARACTERS_MAX {
        let message = format!("a reason has at most {REASON_CHARACTERS_MAX} characters");
        return Err(Error::Invalid(vec![Fault::new("reason", "text.too_long", message)]));
    }
    Ok((!reason.is_empty()).then_some(reason))
}

const REASON_CHARACTERS_MAX: usize = 200;
