//! Proving once more who one is, for what a device left alone must not do.

use http::StatusCode;
use journal::{About, events::sign_in::SignInEvent};
use kernel::{Error, Result, SessionId, permission::UseRoadbook};
use platform::{
    Allowed, Db, Platform, Scope, SystemActor,
    http::{Json, Reply},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    attempts::Attempt,
    client::Client,
    session::{Column, Entity},
    sign_in, store,
};
use crate::{
    factors::{
        self,
        http::{code_used, code_wrong},
        rules::CodeVerdict,
    },
    providers, settings,
    staff::{self, Staff},
};

/// A way to prove who one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    Password,
    /// A code of one's authenticator app.
    Code,
    /// An account at an identity provider: `POST /session/visits`.
    Provider,
}

/// The password or a code, one of the two.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FreshProof {
    pub password: Option<String>,
    /// Six digits of the app, or a recovery code.
    pub code: Option<String>,
}

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(see_proof, prove))
}

/// Whether whoever holds the session of this scope proved lately who they are.
pub(crate) async fn must_be_proven(platform: &Platform, scope: &Scope) -> Result<()> {
    let id = scope.session().ok_or(Error::NotFound)?;
    let door = platform.system(SystemActor::SignIn, scope.group());
    let db = door.read();
    let session = db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await?;
    let (policy, _) = settings::store::find(&db).await?;
    let now = platform.clock().now();
    if session.proven_at.is_some_and(|at| now - at <= policy.proof_max()) {
        return Ok(());
    }
    Err(Error::Refused {
        code: "session.step_up",
        detail: "This needs a fresh proof of who you are: PUT /api/v1/session/proof, then send the request again."
            .to_owned(),
    })
}

/// The ways this person can prove who they are.
pub(super) async fn kinds_of(db: &Db<'_>, staff: &Staff, has_factor: bool) -> Result<Vec<ProofKind>> {
    let code = has_factor.then_some(ProofKind::Code);
    let password = staff.password_hash.as_ref().map(|_| ProofKind::Password);
    let linked = !providers::store::of_staff(db, staff.id).await?.is_empty();
    Ok(code.into_iter().chain(password).chain(linked.then_some(ProofKind::Provider)).collect())
}

/// Whose session this is, as long as it holds: for who left for an identity provider with it.
pub(crate) async fn holder_of(db: &Db<'_>, session: Option<SessionId>) -> Result<Staff> {
    let id = session.ok_or_else(super::expired)?;
    let now = db.platform().clock().now();
    let holding = db.select::<Entity>().filter(Column::Id.eq(id)).filter(Column::RevokedAt.is_null());
    let session = db.maybe(holding.filter(Column::ExpiresAt.gt(now))).await?.ok_or_else(super::expired)?;
    let staff = staff::store::find(db, session.staff_id).await?;
    super::must_be_welcome(staff.is_active, staff.locked_at.is_some())?;
    Ok(staff)
}

/// Whether one proved lately who one is: for pages, before they follow a link to what asks for it.
#[utoipa::path(get, path = "/api/v1/session/proof", tag = "access",
    responses((status = 204), (status = 409, description = "session.step_up")))]
async fn see_proof(allowed: Allowed<UseRoadbook>) -> Reply<StatusCode> {
    allowed.must_be_proven_lately().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Proves once more who one is, with the password or a code. Wrong ones count like wrong passwords at the door.
#[utoipa::path(put, path = "/api/v1/session/proof", tag = "access", request_body = FreshProof,
    responses((status = 204), (status = 422, description = "password.wrong, factor.code_wrong, factor.code_used, proof.one_needed"),
        (status = 429, description = "sign_in.locked")))]
async fn prove(allowed: Allowed<UseRoadbook>, client: Client, Json(form): Json<FreshProof>) -> Reply<StatusCode> {
    let session = allowed.scope().session().ok_or(Error::NotFound)?;
    let id = allowed.scope().staff().ok_or(Error::NotFound)?;
    let me = staff::store::find(&allowed.read(), id).await?;
    let attempt = Attempt::of(allowed.platform(), &me.login, &client).await?;
    match (&form.password, &form.code) {
        (Some(password), None) => sign_in::must_be_own_password(&allowed, &attempt, "password", password).await?,
        (None, Some(code)) => must_be_own_code(&allowed, &me, &attempt, code).await?,
        _ => {
            let message = "send the password or a code, one of the two";
            return Err(Error::invalid("", "proof.one_needed", message).into());
        }
    }
    allowed
        .write(async |tx| {
            attempt.forget_failures(tx).await?;
            store::write_proof(tx, session).await?;
            journal::record(tx, About::store(me.store_id), SignInEvent::SessionProven { staff: id }).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn must_be_own_code(allowed: &Allowed<UseRoadbook>, me: &Staff, attempt: &Attempt, code: &str) -> Result<()> {
    attempt.must_be_open(&allowed.read(), Some(me)).await?;
    match allowed.write(async |tx| factors::store::verify(tx, me, code).await).await? {
        CodeVerdict::Right | CodeVerdict::Recovery { .. } => Ok(()),
        CodeVerdict::Used => Err(code_used()),
        CodeVerdict::Wrong => {
            attempt.count_failure(allowed.platform(), Some(me)).await?;
            Err(code_wrong())
        }
    }
}
