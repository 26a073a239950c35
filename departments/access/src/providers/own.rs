//! Requests about one's own accounts at identity providers.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::{Error, IdentityId, Result, permission::UseRoadbook};
use platform::{
    Allowed, Db, Platform,
    http::{Json, Path, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store;
use crate::{directory::Ref, staff};

/// A service of the group, and one's account there.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnIdentityView {
    pub provider: Ref,
    /// The link, when there is one.
    pub id: Option<IdentityId>,
    pub linked_at: Option<DateTime<Utc>>,
    pub seen_at: Option<DateTime<Utc>>,
    /// `link`, `unlink`.
    pub can: Vec<&'static str>,
}

pub(super) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_own)).routes(routes!(unlink_own))
}

/// The services of one's group that are switched on, and whether one's account there is linked.
#[utoipa::path(get, path = "/api/v1/session/identities", tag = "access",
    responses((status = 200, body = Vec<OwnIdentityView>)))]
async fn list_own(allowed: Allowed<UseRoadbook>) -> Reply<Json<Vec<OwnIdentityView>>> {
    let db = allowed.read();
    let me = allowed.scope().staff().ok_or(Error::NotFound)?;
    Ok(Json(views(&db, me).await?))
}

/// Unlinks one's account at a service; refused when it is one's only way in.
#[utoipa::path(delete, path = "/api/v1/session/identities/{id}", tag = "access", params(("id" = IdentityId, Path)),
    responses((status = 204), (status = 404), (status = 409, description = "identity.only_way, session.step_up")))]
async fn unlink_own(allowed: Allowed<UseRoadbook>, Path(id): Path<IdentityId>) -> Reply<StatusCode> {
    let me = allowed.scope().staff().ok_or(Error::NotFound)?;
    if !store::of_staff(&allowed.read(), me).await?.iter().any(|linked| linked.id == id) {
        return Err(Error::NotFound.into());
    }
    allowed.must_be_proven_lately().await?;
    allowed
        .write(async |tx| {
            let me = staff::store::find(&tx.db(), me).await?;
            store::unlink(tx, &me, id).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn views(db: &Db<'_>, me: kernel::StaffId) -> Result<Vec<OwnIdentityView>> {
    let linked = store::of_staff(db, me).await?;
    let providers = store::list(db).await?;
    let shown = providers.into_iter().filter_map(|provider| {
        let link = linked.iter().find(|link| link.provider_id == provider.id);
        // One that was switched off is shown as long as there is something to unlink.
        (provider.is_on || link.is_some()).then(|| OwnIdentityView {
            provider: Ref { id: provider.id.0, name: provider.name },
            id: link.map(|link| link.id),
            linked_at: link.map(|link| link.linked_at),
            seen_at: link.map(|link| link.seen_at),
            can: vec![if link.is_some() { "unlink" } else { "link" }],
        })
    });
    Ok(shown.collect())
}
