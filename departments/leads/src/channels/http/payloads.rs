//! What came over connectors: the list, one opened, mended and taken again, or dismissed.

use journal::events::connectors::ConnectorsEvent;
use kernel::{ConnectorId, Error, PayloadId, StoreId, permission::MendPayloads};
use platform::{
    Allowed, Platform,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::channels::{
    intake::{self, BYTES_MAX},
    payloads::{self, Filter},
    store,
    view::{self, PayloadRow, PayloadView},
    words::PayloadOutcome,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_payloads))
        .routes(routes!(find_payload))
        .routes(routes!(mend_payload))
        .routes(routes!(dismiss_payload))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PayloadsQuery {
    /// What became of them; `quarantined` is what waits.
    #[param(inline)]
    outcome: Option<PayloadOutcome>,
    /// Those of one connector.
    connector: Option<ConnectorId>,
    /// Those of one store.
    store: Option<StoreId>,
}

/// Request body of `POST /payloads/{id}/replays`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayloadMendingForm {
    /// What it should have said, at most 64 KB; as it came when not given, which helps once the connector's mapping was changed.
    pub content: Option<String>,
}

/// Request body of `PUT /payloads/{id}/dismissal`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayloadDismissalForm {
    /// Why nobody need mend it, at most 500 characters.
    pub reason: String,
}

const REASON_CHARACTERS_MAX: usize = 500;

/// What came over connectors, newest first.
#[utoipa::path(get, path = "/api/v1/payloads", tag = "leads", params(PayloadsQuery, PageRequest),
    responses((status = 200, body = Page<PayloadRow>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_payloads(
    allowed: Allowed<MendPayloads>,
    Query(query): Query<PayloadsQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<PayloadRow>>> {
    let db = allowed.read();
    let filter = Filter { outcome: query.outcome, connector: query.connector, store: query.store };
    let mut page = payloads::list(&db, filter, &request).await?;
    let items = view::rows(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// One payload with what it says; whoever may not see phone numbers sees only why it lies here.
#[utoipa::path(get, path = "/api/v1/payloads/{id}", tag = "leads", params(("id" = PayloadId, Path)),
    responses((status = 200, body = PayloadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_payload(allowed: Allowed<MendPayloads>, Path(id): Path<PayloadId>) -> Reply<Fresh<PayloadView>> {
    let db = allowed.read();
    Ok(Fresh(view::payload(&db, payloads::find(&db, id).await?).await?))
}

/// Take a payload out of quarantine: as it was mended, or as it came when the mapping was. What is still wrong is told, and nothing
/// changes.
#[utoipa::path(post, path = "/api/v1/payloads/{id}/replays", tag = "leads", params(("id" = PayloadId, Path)), request_body = PayloadMendingForm,
    responses((status = 200, body = PayloadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn mend_payload(
    allowed: Allowed<MendPayloads>,
    Path(id): Path<PayloadId>,
    seen: IfMatch,
    Json(form): Json<PayloadMendingForm>,
) -> Reply<Fresh<PayloadView>> {
    if form.content.as_ref().is_some_and(|content| content.len() > BYTES_MAX) {
        return Err(Error::invalid("content", "text.too_long", "a message has at most 64 KB").into());
    }
    let payload = allowed
        .write(async |tx| {
            let payload = payloads::find(&tx.db(), id).await?;
            seen.check(payload.version, || ())?;
            payload.must_be_in_quarantine()?;
            let connector = store::find_any(&tx.db(), payload.connector_id).await?;
            let entrance = intake::entrance(&tx.db(), &connector).await?;
            let content = match form.content.clone() {
                Some(content) => content,
                None => payload.open(tx.platform().keys())?.unwrap_or_default(),
            };
            let (enquiry, external) = intake::mended(&connector, &entrance, &content, payload.is_part)?;
            intake::take_from_quarantine(tx, &connector, payload, enquiry, content, external).await
        })
        .await?;
    Ok(Fresh(view::payload(&allowed.read(), payload).await?))
}

/// Dismiss a payload that need not be mended: the reason stays, what it said is wiped.
#[utoipa::path(put, path = "/api/v1/payloads/{id}/dismissal", tag = "leads", params(("id" = PayloadId, Path)), request_body = PayloadDismissalForm,
    responses((status = 200, body = PayloadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn dismiss_payload(
    allowed: Allowed<MendPayloads>,
    Path(id): Path<PayloadId>,
    seen: IfMatch,
    Json(form): Json<PayloadDismissalForm>,
) -> Reply<Fresh<PayloadView>> {
    let reason = form.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::invalid("reason", "text.missing", "say why nobody need mend it").into());
    }
    if reason.chars().count() > REASON_CHARACTERS_MAX {
        let message = format!("at most {REASON_CHARACTERS_MAX} characters fit here");
        return Err(Error::invalid("reason", "text.too_long", message).into());
    }
    let payload = allowed
        .write(async |tx| {
            let mut payload = payloads::find(&tx.db(), id).await?;
            seen.check(payload.version, || ())?;
            payload.dismiss(reason.clone(), tx.scope().staff(), tx.now())?;
            let connector = store::find_any(&tx.db(), payload.connector_id).await?;
            let event = ConnectorsEvent::Dismissed { payload: id, title: connector.name };
            payloads::save(tx, payload, event).await
        })
        .await?;
    Ok(Fresh(view::payload(&allowed.read(), payload).await?))
}
