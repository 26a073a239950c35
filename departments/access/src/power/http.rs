//! The request for what a person can see, and why.

use std::sync::Arc;

use kernel::{PermissionName, Result, StaffId, permission::SeePower};
use platform::{
    Allowed, Db, Platform,
    database::paging::Count,
    http::{Json, Path, Reply},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{CustomerCount, PowerView, Records, store};
use crate::{
    directory::{Ref, directory},
    roles,
    staff::{self, Staff},
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
    let whose = Ref { id: staff.id.0, name: staff.name.clone() };
    let role = |reason: &store::Reason| roles.get(&reason.role).cloned().unwrap_or_default();
    let records = records(&db, &staff, &reasons).await?;
    Ok(Json(PowerView::of(whose, &reasons, &directory, role, records)))
}

/// Counts through the door as that person finds it, so that the number is what they would see.
async fn records(db: &Db<'_>, staff: &Staff, reasons: &[store::Reason]) -> Result<Option<Records>> {
    let platform = db.platform();
    let Ok(count) = platform.provided::<CustomerCount>() else { return Ok(None) };
    let admission = store::admission(db, staff, reasons, None).await?;
    let customers = match platform.door_of(Arc::new(admission), PermissionName::SeeCustomers) {
        Some(door) => (count.0)(&door.read()).await?,
        None => Count::exact(0),
    };
    Ok(Some(Records { customers }))
}
