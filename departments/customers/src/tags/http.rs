//! Requests in, views out: the library of tags, and tags on customers.

use axum::http::StatusCode;
use kernel::{
    CustomerId, Error, TagGroupId, TagId,
    permission::{ManageTags, SeeCustomers, TagCustomers},
};
use platform::{
    Allowed, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    rules::{TagChange, checked_colour, checked_name},
    store,
    view::{TagGroupView, TagView},
};
use crate::people;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_tags, add_tag))
        .routes(routes!(change_tag, delete_tag))
        .routes(routes!(add_tag_group))
        .routes(routes!(change_tag_group, delete_tag_group))
        .routes(routes!(tag_customer, untag_customer))
}

/// Request body of `POST /tags`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTag {
    pub group_id: TagGroupId,
    pub name: String,
    /// `blue`, `teal`, `green`, `lime`, `amber`, `red`, `rose`, `violet` or `slate`.
    pub colour: String,
}

/// Request body of `PATCH /tags/{id}`: any subset.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TagPatch {
    pub name: Option<String>,
    pub colour: Option<String>,
    /// Moves the tag into another group.
    pub group_id: Option<TagGroupId>,
    pub position: Option<i32>,
}

/// Request body of `POST /tag-groups`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTagGroup {
    pub name: String,
}

/// Request body of `PATCH /tag-groups/{id}`: any subset.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TagGroupPatch {
    pub name: Option<String>,
    pub position: Option<i32>,
}

/// All groups of tags in their order, with how many customers carry each tag.
#[utoipa::path(get, path = "/api/v1/tags", tag = "tags",
    responses((status = 200, body = Vec<TagGroupView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_tags(allowed: Allowed<SeeCustomers>) -> Reply<Json<Vec<TagGroupView>>> {
    Ok(Json(store::library(&allowed.read()).await?))
}

/// A new tag at the end of its group.
#[utoipa::path(post, path = "/api/v1/tags", tag = "tags", request_body = NewTag,
    responses((status = 201, body = TagView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_tag(allowed: Allowed<ManageTags>, Json(form): Json<NewTag>) -> Reply<(StatusCode, Json<TagView>)> {
    let mut faults = Vec::new();
    let name = checked_name(&form.name, &mut faults);
    let colour = checked_colour(&form.colour, &mut faults);
    Error::unless_valid(faults)?;
    let tag = allowed.write(async |tx| store::add(tx, form.group_id, name, colour).await).await?;
    Ok((StatusCode::CREATED, Json(store::tag_view(&allowed.read(), tag.id).await?)))
}

/// Rename, recolour or move a tag.
#[utoipa::path(patch, path = "/api/v1/tags/{id}", tag = "tags", params(("id" = TagId, Path)), request_body = TagPatch,
    responses((status = 200, body = TagView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_tag(
    allowed: Allowed<ManageTags>,
    Path(id): Path<TagId>,
    version: IfMatch,
    Json(form): Json<TagPatch>,
) -> Reply<Fresh<TagView>> {
    let mut faults = Vec::new();
    let change = TagChange {
        name: form.name.map(|name| checked_name(&name, &mut faults)),
        colour: form.colour.map(|colour| checked_colour(&colour, &mut faults)),
        group: form.group_id,
        position: form.position,
    };
    Error::unless_valid(faults)?;
    let current = store::tag_view(&allowed.read(), id).await?;
    allowed
        .write(async |tx| {
            let mut tag = store::find(&tx.db(), id).await?;
            version.check(tag.version, || &current)?;
            match tag.change(change) {
                Some(event) => store::save(tx, tag, event).await,
                None => Ok(tag),
            }
        })
        .await?;
    Ok(Fresh(store::tag_view(&allowed.read(), id).await?))
}

/// Delete a tag nobody carries, or one that a rule keeps, with its rule.
#[utoipa::path(delete, path = "/api/v1/tags/{id}", tag = "tags", params(("id" = TagId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn delete_tag(allowed: Allowed<ManageTags>, Path(id): Path<TagId>, version: IfMatch) -> Reply<StatusCode> {
    let current = store::tag_view(&allowed.read(), id).await?;
    allowed
        .write(async |tx| {
            let tag = store::find(&tx.db(), id).await?;
            version.check(tag.version, || &current)?;
            store::delete(tx, &tag).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new group of tags, after the others.
#[utoipa::path(post, path = "/api/v1/tag-groups", tag = "tags", request_body = NewTagGroup,
    responses((status = 201, body = TagGroupView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_tag_group(
    allowed: Allowed<ManageTags>,
    Json(form): Json<NewTagGroup>,
) -> Reply<(StatusCode, Json<TagGroupView>)> {
    let mut faults = Vec::new();
    let name = checked_name(&form.name, &mut faults);
    Error::unless_valid(faults)?;
    let group = allowed.write(async |tx| store::add_group(tx, name).await).await?;
    Ok((StatusCode::CREATED, Json(TagGroupView::new(group, Vec::new()))))
}

/// Rename or move a group of tags.
#[utoipa::path(patch, path = "/api/v1/tag-groups/{id}", tag = "tags", params(("id" = TagGroupId, Path)), request_body = TagGroupPatch,
    responses((status = 200, body = TagGroupView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_tag_group(
    allowed: Allowed<ManageTags>,
    Path(id): Path<TagGroupId>,
    version: IfMatch,
    Json(form): Json<TagGroupPatch>,
) -> Reply<Fresh<TagGroupView>> {
    let mut faults = Vec::new();
    let name = form.name.map(|name| checked_name(&name, &mut faults));
    Error::unless_valid(faults)?;
    let current = store::group_view(&allowed.read(), id).await?;
    allowed
        .write(async |tx| {
            let mut group = store::find_group(&tx.db(), id).await?;
            version.check(group.version, || &current)?;
            match group.change(name, form.position) {
                Some(event) => store::save_group(tx, group, event).await,
                None => Ok(group),
            }
        })
        .await?;
    Ok(Fresh(store::group_view(&allowed.read(), id).await?))
}

/// Delete a group without tags.
#[utoipa::path(delete, path = "/api/v1/tag-groups/{id}", tag = "tags", params(("id" = TagGroupId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn delete_tag_group(
    allowed: Allowed<ManageTags>,
    Path(id): Path<TagGroupId>,
    version: IfMatch,
) -> Reply<StatusCode> {
    let current = store::group_view(&allowed.read(), id).await?;
    allowed
        .write(async |tx| {
            let group = store::find_group(&tx.db(), id).await?;
            version.check(group.version, || &current)?;
            store::delete_group(tx, &group).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a tag on a customer.
#[utoipa::path(put, path = "/api/v1/customers/{id}/tags/{tag_id}", tag = "tags",
    params(("id" = CustomerId, Path), ("tag_id" = TagId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn tag_customer(
    allowed: Allowed<TagCustomers>,
    Path((id, tag_id)): Path<(CustomerId, TagId)>,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            customer.must_be_there()?;
            let tag = store::find(&tx.db(), tag_id).await?;
            store::put_on(tx, &customer, &tag).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a tag off a customer.
#[utoipa::path(delete, path = "/api/v1/customers/{id}/tags/{tag_id}", tag = "tags",
    params(("id" = CustomerId, Path), ("tag_id" = TagId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn untag_customer(
    allowed: Allowed<TagCustomers>,
    Path((id, tag_id)): Path<(CustomerId, TagId)>,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            customer.must_be_there()?;
            let tag = store::find(&tx.db(), tag_id).await?;
            store::take_off(tx, &customer, &tag).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
