//! Requests about staff.

use axum::http::StatusCode;
use kernel::{
    Result, StaffId, StoreId,
    permission::{ManageStaff, UseRoadbook},
};
use platform::{
    Allowed, Db, Platform,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, Query, Reply},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    NewStaff, Staff, StaffChange, change,
    store::{self, StaffFilter},
    view::{StaffChoice, StaffView, choices, view, views},
};
use crate::{
    memory::changing,
    power,
    sessions::{self, NewPassword, breached::must_be_good, password::PasswordHash},
};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct ChoiceFilter {
    /// Part of the name, or the beginning of the login.
    q: String,
    /// Only those of this store.
    store: Option<StoreId>,
}

const CHOICES_MAX: i64 = 200;

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_staff, add_staff))
        .routes(routes!(list_choices))
        .routes(routes!(see_staff, change_staff))
        .routes(routes!(set_password))
        .routes(routes!(lock_staff, unlock_staff))
        .routes(routes!(sign_out_staff))
}

/// The people one manages, by login.
#[utoipa::path(get, path = "/api/v1/staff", tag = "access", params(StaffFilter, PageRequest),
    responses((status = 200, body = Page<StaffView>)))]
async fn list_staff(
    allowed: Allowed<ManageStaff>,
    Query(filter): Query<StaffFilter>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<StaffView>>> {
    let db = allowed.read();
    let page = store::list(&db, &filter, &request).await?;
    let items = views(&db, &page.items).await?;
    Ok(Json(page.with(items)))
}

/// Adds a person who may do no more than the one who adds them.
#[utoipa::path(post, path = "/api/v1/staff", tag = "access", request_body = NewStaff,
    responses((status = 201, body = StaffView), (status = 409, description = "role.beyond_own_power, session.step_up, staff.login_taken")))]
async fn add_staff(allowed: Allowed<ManageStaff>, Json(form): Json<NewStaff>) -> Reply<(StatusCode, Json<StaffView>)> {
    allowed.must_be_proven_lately().await?;
    let hash = match &form.password {
        Some(new) => {
            let around = store::surroundings_of_new(&allowed.read(), &form).await?;
            must_be_good(allowed.platform(), "password", new, &around).await?;
            Some(PasswordHash::of(new).await?.as_first())
        }
        None => None,
    };
    let staff = changing(&allowed, async |tx| store::add_staff(tx, &form, hash).await).await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), &staff).await?)))
}

/// The active colleagues in the stores one works in, to choose from: at most 200, so search.
#[utoipa::path(get, path = "/api/v1/staff/choices", tag = "access", params(ChoiceFilter),
    responses((status = 200, body = Vec<StaffChoice>)))]
async fn list_choices(
    allowed: Allowed<UseRoadbook>,
    Query(filter): Query<ChoiceFilter>,
) -> Reply<Json<Vec<StaffChoice>>> {
    let db = allowed.read();
    let lines = store::choices(&db, &filter.q, filter.store, CHOICES_MAX).await?;
    Ok(Json(choices(&db, lines).await?))
}

/// One person.
#[utoipa::path(get, path = "/api/v1/staff/{id}", tag = "access", params(("id" = StaffId, Path)),
    responses((status = 200, body = StaffView), (status = 404)))]
async fn see_staff(allowed: Allowed<ManageStaff>, Path(id): Path<StaffId>) -> Reply<Fresh<StaffView>> {
    let db = allowed.read();
    let staff = store::find(&db, id).await?;
    Ok(Fresh(view(&db, &staff).await?))
}

/// Changes a person: what they are called, where they work, what they may do, whether they still work here. All but name, title
/// and language wants a fresh proof.
#[utoipa::path(patch, path = "/api/v1/staff/{id}", tag = "access", request_body = StaffChange,
    params(("id" = StaffId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = StaffView), (status = 404), (status = 412),
        (status = 409, description = "role.beyond_own_power, session.step_up, staff.login_taken, staff.last_administrator, staff.oneself")))]
async fn change_staff(
    allowed: Allowed<ManageStaff>,
    Path(id): Path<StaffId>,
    if_match: IfMatch,
    Json(form): Json<StaffChange>,
) -> Reply<Fresh<StaffView>> {
    if change::is_sensitive(&allowed.read(), id, &form).await? {
        allowed.must_be_proven_lately().await?;
    }
    let staff = changing(&allowed, async |tx| {
        power::store::keeping_an_administrator(tx, async |tx| {
            let staff = find_to_change(&tx.db(), id, if_match).await?;
            change::change(tx, staff, &form).await
        })
        .await
    })
    .await?;
    Ok(Fresh(view(&allowed.read(), &staff).await?))
}

/// Gives somebody a new password, and signs them out everywhere. It holds for 72 hours, in which they replace it by one of their own.
#[utoipa::path(put, path = "/api/v1/staff/{id}/password", tag = "access", request_body = NewPassword,
    params(("id" = StaffId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 204), (status = 404), (status = 409, description = "role.beyond_own_power, session.step_up")))]
async fn set_password(
    allowed: Allowed<ManageStaff>,
    Path(id): Path<StaffId>,
    if_match: IfMatch,
    Json(form): Json<NewPassword>,
) -> Reply<StatusCode> {
    let staff = store::find(&allowed.read(), id).await?;
    allowed.must_be_proven_lately().await?;
    let around = store::surroundings(&allowed.read(), &staff).await?;
    must_be_good(allowed.platform(), "new", &form.new, &around).await?;
    let hash = PasswordHash::of(&form.new).await?;
    let is_own = allowed.scope().staff() == Some(id);
    let hash = if is_own { hash } else { hash.as_first() };
    let current = allowed.scope().session().filter(|_| is_own);
    changing(&allowed, async |tx| {
        let staff = find_to_change(&tx.db(), id, if_match).await?;
        sessions::devices::forget(tx, id).await?;
        store::set_password(tx, staff, hash, current).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Locks a person out until unlocked; sessions under way are refused at once.
#[utoipa::path(put, path = "/api/v1/staff/{id}/lock", tag = "access",
    params(("id" = StaffId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = StaffView), (status = 404),
        (status = 409, description = "role.beyond_own_power, staff.last_administrator, staff.oneself")))]
async fn lock_staff(
    allowed: Allowed<ManageStaff>,
    Path(id): Path<StaffId>,
    if_match: IfMatch,
) -> Reply<Fresh<StaffView>> {
    let staff = changing(&allowed, async |tx| {
        power::store::keeping_an_administrator(tx, async |tx| {
            let staff = find_to_change(&tx.db(), id, if_match).await?;
            change::lock(tx, staff).await
        })
        .await
    })
    .await?;
    Ok(Fresh(view(&allowed.read(), &staff).await?))
}

/// Unlocks a person, whether locked by hand or by wrong passwords.
#[utoipa::path(delete, path = "/api/v1/staff/{id}/lock", tag = "access",
    params(("id" = StaffId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = StaffView), (status = 404), (status = 409, description = "role.beyond_own_power, session.step_up")))]
async fn unlock_staff(
    allowed: Allowed<ManageStaff>,
    Path(id): Path<StaffId>,
    if_match: IfMatch,
) -> Reply<Fresh<StaffView>> {
    store::find(&allowed.read(), id).await?;
    allowed.must_be_proven_lately().await?;
    let staff = changing(&allowed, async |tx| {
        let staff = find_to_change(&tx.db(), id, if_match).await?;
        change::unlock(tx, staff).await
    })
    .await?;
    Ok(Fresh(view(&allowed.read(), &staff).await?))
}

/// Signs a person out everywhere, and makes their browsers strangers: for a device that was lost.
#[utoipa::path(delete, path = "/api/v1/staff/{id}/sessions", tag = "access",
    params(("id" = StaffId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 204), (status = 404), (status = 409, description = "role.beyond_own_power")))]
async fn sign_out_staff(
    allowed: Allowed<ManageStaff>,
    Path(id): Path<StaffId>,
    if_match: IfMatch,
) -> Reply<StatusCode> {
    let current = allowed.scope().session();
    changing(&allowed, async |tx| {
        let staff = find_to_change(&tx.db(), id, if_match).await?;
        sessions::store::revoke_all(tx, &staff, current).await?;
        sessions::devices::forget(tx, id).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A person inside the caller's reach, whose whole power the caller holds too: else a password set or a grant taken would be a
/// way to rise above oneself.
async fn find_to_change(db: &Db<'_>, id: StaffId, if_match: IfMatch) -> Result<Staff> {
    let staff = store::find(db, id).await?;
    let current = view(db, &staff).await?;
    if_match.check(staff.version, || current)?;
    let grants = store::grants_of(db, &[id]).await?;
    power::store::must_cover(db, &staff, &grants).await?;
    Ok(staff)
}
