//! The request for what a person can see, and why.

use kernel::{StaffId, permission::SeePower};
use platform::{
    Allowed, Platform,
    http::{Json, Path, Reply},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{PowerView, store};
use crate::{
    directory::{Ref, directory},
    roles, staff,
};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(see_power))
}

/// What a person can see and do, where, and which grants are the reason.
#[utoipa::path(get, path = "/api/v1/staff/{id}/power", tag = "access", params(("id" = StaffId, Path)),
    responses((status = 200, body = PowerView), (status = 404)))]
async fn see_power(allowed: Allowed<SeePower>, Path(id): Path<StaffId>) -> Reply<Json<PowerView>> {
    let db = allowed.read();
    let staff = staff::store::find(&db, id).await?;
    let reasons = store::reasons_of(&db, &staff).await?;
    let (directory, roles) = (directory(&db).await?, roles::store::titles(&db).await?);
    let whose = Ref { id: staff.id.0, name: staff.name };
    let role = |reason: &store::Reason| roles.get(&reason.role).cloned().unwrap_or_default();
    Ok(Json(PowerView::of(whose, &reasons, &directory, role)))
}
