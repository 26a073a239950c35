//! Connectors of a store: set up, changed, given a new secret, taken away.

use axum::{
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderName},
    },
    response::AppendHeaders,
};
use kernel::{ConnectorId, Error, Result, StoreId, permission::ManageConnectors};
use platform::{
    Allowed, Db, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::channels::{
    connector::Connector,
    draft::{ConnectorChange, NewConnector, checked_secret},
    store,
    view::{self, ConnectorView, ConnectorWithSecret},
    words::SignatureKind,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_connectors, add_connector))
        .routes(routes!(find_connector, change_connector, remove_connector))
        .routes(routes!(renew_connector_secret))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ConnectorsQuery {
    /// Those of one store.
    store: Option<StoreId>,
}

/// Request body of `POST /connectors/{id}/secrets`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectorSecretForm {
    /// The secret the platform has given you; one is made when not given.
    pub secret: Option<String>,
}

/// No cache and no kept answer of a repeated request may hold the secret.
type ShownOnce = (StatusCode, AppendHeaders<[(HeaderName, &'static str); 1]>, Json<ConnectorWithSecret>);

/// Connectors and how they do, newest first; at most 200.
#[utoipa::path(get, path = "/api/v1/connectors", tag = "leads", params(ConnectorsQuery),
    responses((status = 200, body = Vec<ConnectorView>)))]
async fn list_connectors(
    allowed: Allowed<ManageConnectors>,
    Query(query): Query<ConnectorsQuery>,
) -> Reply<Json<Vec<ConnectorView>>> {
    let db = allowed.read();
    Ok(Json(view::connectors(&db, store::list(&db, query.store).await?).await?))
}

/// Add a connector: an address another system sends enquiries to, and how they are read.
#[utoipa::path(post, path = "/api/v1/connectors", tag = "leads", request_body = NewConnector,
    responses((status = 201, body = ConnectorWithSecret), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_connector(allowed: Allowed<ManageConnectors>, Json(form): Json<NewConnector>) -> Reply<ShownOnce> {
    allowed.must_be_proven_lately().await?;
    let form = form.checked()?;
    let store = form
        .store_id
        .or(allowed.scope().home())
        .ok_or_else(|| Error::invalid("store_id", "store.missing", "say for which store leads come in"))?;
    let (connector, secret) = allowed.write(async |tx| store::add(tx, form.clone(), store).await).await?;
    shown_once(&allowed.read(), connector, secret, StatusCode::CREATED).await
}

/// One connector.
#[utoipa::path(get, path = "/api/v1/connectors/{id}", tag = "leads", params(("id" = ConnectorId, Path)),
    responses((status = 200, body = ConnectorView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_connector(
    allowed: Allowed<ManageConnectors>,
    Path(id): Path<ConnectorId>,
) -> Reply<Fresh<ConnectorView>> {
    let db = allowed.read();
    Ok(Fresh(view::connector(&db, store::find(&db, id).await?).await?))
}

/// Change a connector, or switch it off and on.
#[utoipa::path(patch, path = "/api/v1/connectors/{id}", tag = "leads", params(("id" = ConnectorId, Path)), request_body = ConnectorChange,
    responses((status = 200, body = ConnectorView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_connector(
    allowed: Allowed<ManageConnectors>,
    Path(id): Path<ConnectorId>,
    seen: IfMatch,
    Json(form): Json<ConnectorChange>,
) -> Reply<Fresh<ConnectorView>> {
    allowed.must_be_proven_lately().await?;
    let db = allowed.read();
    let before = store::find(&db, id).await?;
    let form = form.checked(before.format)?;
    let current = view::connector(&db, before).await?;
    let connector = allowed
        .write(async |tx| {
            let mut connector = store::find(&tx.db(), id).await?;
            seen.check(connector.version, || &current)?;
            match connector.change(form.clone(), tx.now()) {
                Some(event) => store::save(tx, connector, event).await,
                None => Ok(connector),
            }
        })
        .await?;
    Ok(Fresh(view::connector(&db, connector).await?))
}

/// Remove a connector: nothing comes over it any more. What came stays.
#[utoipa::path(delete, path = "/api/v1/connectors/{id}", tag = "leads", params(("id" = ConnectorId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_connector(allowed: Allowed<ManageConnectors>, Path(id): Path<ConnectorId>) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let mut connector = store::find(&tx.db(), id).await?;
            let removed = connector.remove(tx.now());
            store::save(tx, connector, removed).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a connector a new secret; where the address is all that proves the sender, it has a new address too. The former is worth
/// nothing from then on.
#[utoipa::path(post, path = "/api/v1/connectors/{id}/secrets", tag = "leads", params(("id" = ConnectorId, Path)), request_body = ConnectorSecretForm,
    responses((status = 201, body = ConnectorWithSecret), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn renew_connector_secret(
    allowed: Allowed<ManageConnectors>,
    Path(id): Path<ConnectorId>,
    Json(form): Json<ConnectorSecretForm>,
) -> Reply<ShownOnce> {
    allowed.must_be_proven_lately().await?;
    let mut faults = Vec::new();
    let given = checked_secret(form.secret.as_deref(), &mut faults);
    Error::unless_valid(faults)?;
    let secret = given.map_or_else(store::new_secret, Ok)?;
    let connector = allowed
        .write(async |tx| {
            let mut connector = store::find(&tx.db(), id).await?;
            let sealed = tx.platform().keys().seal(&secret, &Connector::seal_context(id))?;
            let renewed = connector.renew_secret(sealed, tx.now());
            store::save(tx, connector, renewed).await
        })
        .await?;
    shown_once(&allowed.read(), connector, secret, StatusCode::CREATED).await
}

async fn shown_once(db: &Db<'_>, connector: Connector, secret: String, status: StatusCode) -> Reply<ShownOnce> {
    let secret = (connector.signature != SignatureKind::None).then_some(secret);
    let connector = view::connector(db, connector).await?;
    let told = ConnectorWithSecret { connector, secret };
    let answer: Result<ShownOnce> = Ok((status, AppendHeaders([(CACHE_CONTROL, "no-store")]), Json(told)));
    Ok(answer?)
}
