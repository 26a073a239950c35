//! Requests in, views out: saved views.

use axum::http::StatusCode;
use kernel::{Error, PermissionName, Result, SavedViewId, StoreId, permission::UseRoadbook};
use platform::{
    Allowed, Platform, Scope,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    rules::{Sharing, ViewChange},
    saved_view::{Definition, SavedView, ViewAbout},
    store,
    view::{SavedViewView, hand, view, views},
};
use crate::{
    caller,
    people::change::named,
    tags::rules::{checked_colour, checked_name},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_views, add_view)).routes(routes!(change_view, delete_view))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct ViewQuery {
    /// Only views of this list.
    about: Option<ViewAbout>,
}

/// Request body of `POST /views`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewView {
    pub about: ViewAbout,
    pub name: String,
    /// `blue`, `teal`, `green`, `lime`, `amber`, `red`, `rose`, `violet` or `slate`.
    pub colour: String,
    #[serde(default)]
    pub is_shared: bool,
    /// Of a shared one: the store whose people see it. Without one it is shared as far as the caller may: with the whole group, else
    /// with their own store.
    #[serde(default)]
    pub store_id: Option<StoreId>,
    pub definition: Definition,
}

/// Request body of `PATCH /views/{id}`: any subset.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ViewPatch {
    pub name: Option<String>,
    pub colour: Option<String>,
    pub is_shared: Option<bool>,
    /// With `is_shared`: the store whose people see it, or null for as far as the caller may share. Left out, a view that is shared already
    /// stays where it is.
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<StoreId>)]
    pub store_id: Option<Option<StoreId>>,
    pub definition: Option<Definition>,
    pub position: Option<i32>,
}

/// One's own views and those shared where one works, in their order.
#[utoipa::path(get, path = "/api/v1/views", tag = "views", params(ViewQuery),
    responses((status = 200, body = Vec<SavedViewView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_views(allowed: Allowed<UseRoadbook>, Query(query): Query<ViewQuery>) -> Reply<Json<Vec<SavedViewView>>> {
    let db = allowed.read();
    let rows = store::list(&db, query.about).await?;
    Ok(Json(views(&db, rows).await?))
}

/// Save what a list asks and shows.
#[utoipa::path(post, path = "/api/v1/views", tag = "views", request_body = NewView,
    responses((status = 201, body = SavedViewView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_view(
    allowed: Allowed<UseRoadbook>,
    Json(form): Json<NewView>,
) -> Reply<(StatusCode, Json<SavedViewView>)> {
    let mut faults = Vec::new();
    let name = checked_name(&form.name, &mut faults);
    let colour = checked_colour(&form.colour, &mut faults);
    form.definition.check(form.about, &mut faults);
    Error::unless_valid(faults)?;
    let sharing = if form.is_shared { shared_in(allowed.scope(), form.store_id)? } else { Sharing::Nobody };
    let (is_shared, store_id) = sharing.columns();
    let saved = allowed
        .write(async |tx| {
            let row = SavedView {
                id: SavedViewId::new(tx.now()),
                group_id: tx.scope().group(),
                owner_id: caller::id(tx.scope()),
                owner_name: caller::name(tx.scope()),
                about: form.about,
                name,
                colour,
                is_shared,
                store_id,
                definition: form.definition,
                position: store::next_place(&tx.db(), form.about).await?,
                created_at: tx.now(),
                version: 1,
            };
            store::add(tx, row).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), saved).await?)))
}

/// Rename, recolour, redefine, move or share a view.
#[utoipa::path(patch, path = "/api/v1/views/{id}", tag = "views", params(("id" = SavedViewId, Path)), request_body = ViewPatch,
    responses((status = 200, body = SavedViewView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_view(
    allowed: Allowed<UseRoadbook>,
    Path(id): Path<SavedViewId>,
    version: IfMatch,
    Json(form): Json<ViewPatch>,
) -> Reply<Fresh<SavedViewView>> {
    let before = store::find(&allowed.read(), id).await?;
    let about = before.about;
    let mut faults = Vec::new();
    if let Some(definition) = &form.definition {
        definition.check(about, &mut faults);
    }
    let mut change = ViewChange {
        name: form.name.map(|name| checked_name(&name, &mut faults)),
        colour: form.colour.map(|colour| checked_colour(&colour, &mut faults)),
        sharing: None,
        definition: form.definition,
        position: form.position,
    };
    Error::unless_valid(faults)?;
    let current = view(&allowed.read(), before).await?;
    let saved = allowed
        .write(async |tx| {
            let mut row = store::find(&tx.db(), id).await?;
            version.check(row.version, || &current)?;
            change.sharing = match (form.is_shared.unwrap_or(row.is_shared), form.store_id) {
                (false, _) => Some(Sharing::Nobody),
                (true, None) if row.is_shared => None,
                (true, named) => Some(shared_in(tx.scope(), named.flatten())?),
            };
            row.change(change, hand(tx.scope()))?;
            store::save(tx, row).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), saved).await?))
}

/// Delete a view; the list itself stays as it is.
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "views", params(("id" = SavedViewId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn delete_view(
    allowed: Allowed<UseRoadbook>,
    Path(id): Path<SavedViewId>,
    version: IfMatch,
) -> Reply<StatusCode> {
    let before = store::find(&allowed.read(), id).await?;
    let current = view(&allowed.read(), before).await?;
    allowed
        .write(async |tx| {
            let row = store::find(&tx.db(), id).await?;
            version.check(row.version, || &current)?;
            row.must_be_open_to(hand(tx.scope()))?;
            store::delete(tx, id).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shared_in(scope: &Scope, named: Option<StoreId>) -> Result<Sharing> {
    Sharing::within(scope.span_of(PermissionName::ShareViews), named, scope.home())
}
