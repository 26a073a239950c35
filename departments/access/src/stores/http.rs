//! Requests about stores.

use axum::http::StatusCode;
use kernel::{
    Error, PermissionName, Result, StoreId,
    permission::{ManageStores, UseRoadbook},
};
use platform::{
    Allowed, Platform, Scope,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, Query, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{NewStore, Store, StoreChange, store};
use crate::memory::changing;

#[derive(Debug, Serialize, ToSchema)]
pub struct StoreView {
    pub id: StoreId,
    pub code: String,
    pub name: String,
    pub short_name: Option<String>,
    pub city: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    /// IANA name; the days of the store are counted in it.
    pub time_zone: String,
    pub brands: Vec<String>,
    pub is_open: bool,
    pub version: i32,
    /// `edit`.
    pub can: Vec<&'static str>,
}

platform::has_version!(StoreView);

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_stores, add_store)).routes(routes!(see_store, change_store))
}

/// The stores one works in, by code; all of them for who reaches over the group.
#[utoipa::path(get, path = "/api/v1/stores", tag = "access", params(PageRequest),
    responses((status = 200, body = Page<StoreView>)))]
async fn list_stores(
    allowed: Allowed<UseRoadbook>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<StoreView>>> {
    let stores = store::list(&allowed.read(), &request).await?;
    Ok(Json(stores.map(|store| view(allowed.scope(), store))))
}

/// Adds a store to the group.
#[utoipa::path(post, path = "/api/v1/stores", tag = "access", request_body = NewStore,
    responses((status = 201, body = StoreView), (status = 409, description = "store.code_taken")))]
async fn add_store(allowed: Allowed<ManageStores>, Json(form): Json<NewStore>) -> Reply<(StatusCode, Json<StoreView>)> {
    let span = allowed.scope().span();
    if !span.group && !span.everywhere {
        return Err(forbidden().into());
    }
    let store = changing(&allowed, async |tx| store::add_store(tx, &form).await).await?;
    Ok((StatusCode::CREATED, Json(view(allowed.scope(), store))))
}

/// One store.
#[utoipa::path(get, path = "/api/v1/stores/{id}", tag = "access", params(("id" = StoreId, Path)),
    responses((status = 200, body = StoreView), (status = 404)))]
async fn see_store(allowed: Allowed<UseRoadbook>, Path(id): Path<StoreId>) -> Reply<Fresh<StoreView>> {
    let store = store::find(&allowed.read(), id).await?;
    Ok(Fresh(view(allowed.scope(), store)))
}

/// Changes a store, or closes and reopens it.
#[utoipa::path(patch, path = "/api/v1/stores/{id}", tag = "access", request_body = StoreChange,
    params(("id" = StoreId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = StoreView), (status = 404), (status = 412)))]
async fn change_store(
    allowed: Allowed<ManageStores>,
    Path(id): Path<StoreId>,
    if_match: IfMatch,
    Json(form): Json<StoreChange>,
) -> Reply<Fresh<StoreView>> {
    let changed: Result<Store> = changing(&allowed, async |tx| {
        let mut store = store::find(&tx.db(), id).await?;
        if !tx.scope().span().covers(id, &[]) {
            return Err(forbidden());
        }
        if_match.check(store.version, || view(tx.scope(), store.clone()))?;
        match store.change(&form, tx.now())? {
            Some(event) => store::save(tx, store, event).await,
            None => Ok(store),
        }
    })
    .await;
    Ok(Fresh(view(allowed.scope(), changed?)))
}

fn view(scope: &Scope, store: Store) -> StoreView {
    let can = if scope.may_for(PermissionName::ManageStores, store.id, &[]) { vec!["edit"] } else { Vec::new() };
    StoreView {
        id: store.id,
        code: store.code,
        name: store.name,
        short_name: store.short_name,
        city: store.city,
        address: store.address,
        phone: store.phone,
        time_zone: store.time_zone,
        brands: store.brands.0,
        is_open: store.is_open,
        version: store.version,
        can,
    }
}

fn forbidden() -> Error {
    Error::Forbidden { permission: PermissionName::ManageStores.name() }
}
