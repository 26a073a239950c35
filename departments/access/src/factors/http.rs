//! Requests about one's own second factor, and about one somebody lost.

use axum::{
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderName},
    },
    response::AppendHeaders,
};
use chrono::{DateTime, Utc};
use journal::events::sign_in::SignInEvent;
use kernel::{
    Error, Result, StaffId,
    permission::{TakeOffFactors, UseRoadbook},
};
use platform::{
    Allowed, Db, Door, Platform,
    http::{Json, Path, Reply},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    codes,
    rules::{FactorRefusal, REASON_CHARS_MAX},
    store,
};
use crate::{
    groups,
    memory::changing,
    power,
    sessions::{self, attempts::Attempt, client::Client, guessable},
    settings,
    staff::{self, Staff},
    text::required,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct FactorView {
    pub is_on: bool,
    pub enrolled_at: Option<DateTime<Utc>>,
    /// Recovery codes not used up.
    pub codes_left: u32,
    /// Until when one may sign in without; none when nobody asks for a second factor.
    pub due_at: Option<DateTime<Utc>>,
    /// `enrol`, `remove`, `make_codes`.
    pub can: Vec<&'static str>,
}

/// What an authenticator app needs, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentView {
    /// `otpauth://…`, for a QR code.
    pub address: String,
    /// The secret for typing it in, in groups of four letters.
    pub secret: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentCode {
    /// Six digits, as the app shows them now.
    pub code: String,
}

/// Ten codes, each good for one sign-in without the app; shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorRemoval {
    /// One's own, of now.
    pub password: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorTakeOff {
    /// How one made sure that it is lost and who asks; kept in the journal. At most 200 characters.
    pub reason: String,
}

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(see_factor))
        .routes(routes!(begin_enrolment, confirm_enrolment))
        .routes(routes!(make_recovery_codes))
        .routes(routes!(remove_factor))
        .routes(routes!(take_off_factor))
}

/// No cache and no kept answer of a repeated request may hold a secret.
pub(crate) type Secret<T> = (AppendHeaders<[(HeaderName, &'static str); 1]>, Json<T>);

pub(crate) fn secret<T>(view: T) -> Secret<T> {
    (AppendHeaders([(CACHE_CONTROL, "no-store")]), Json(view))
}

/// One's own second factor.
#[utoipa::path(get, path = "/api/v1/session/factor", tag = "access", responses((status = 200, body = FactorView)))]
async fn see_factor(allowed: Allowed<UseRoadbook>) -> Reply<Json<FactorView>> {
    let db = allowed.read();
    let me = me(&allowed).await?;
    Ok(Json(view(&db, &me).await?))
}

/// Shows a new secret for an authenticator app; it holds once a code of it was sent back.
#[utoipa::path(post, path = "/api/v1/session/factor/enrolment", tag = "access",
    responses((status = 201, body = EnrolmentView), (status = 409, description = "session.step_up")))]
async fn begin_enrolment(allowed: Allowed<UseRoadbook>) -> Reply<(StatusCode, Secret<EnrolmentView>)> {
    let me = me(&allowed).await?;
    allowed.must_be_proven_lately().await?;
    let shown = allowed.write(async |tx| store::begin(tx, &me).await).await?;
    Ok((StatusCode::CREATED, secret(enrolment(&allowed.read(), &me, &shown).await?)))
}

/// Confirms the secret shown last with a code of it, and signs out everywhere else; answers the recovery codes.
#[utoipa::path(put, path = "/api/v1/session/factor/enrolment", tag = "access", request_body = EnrolmentCode,
    responses((status = 200, body = RecoveryCodes), (status = 409, description = "factor.not_begun"),
        (status = 422, description = "factor.code_wrong")))]
async fn confirm_enrolment(
    allowed: Allowed<UseRoadbook>,
    Json(form): Json<EnrolmentCode>,
) -> Reply<Secret<RecoveryCodes>> {
    let me = me(&allowed).await?;
    let session = allowed.scope().session().ok_or(Error::NotFound)?;
    let codes = changing(&allowed, async |tx| {
        let codes = store::confirm(tx, &me, &form.code).await?;
        if codes.is_some() {
            sessions::store::lift_grace(tx, session).await?;
            sessions::store::revoke_all(tx, &me, Some(session)).await?;
        }
        Ok(codes)
    })
    .await?;
    Ok(secret(RecoveryCodes { codes: codes.ok_or_else(code_wrong)? }))
}

/// Ten new recovery codes; those before hold no longer.
#[utoipa::path(post, path = "/api/v1/session/factor/recovery-codes", tag = "access",
    responses((status = 201, body = RecoveryCodes), (status = 409, description = "factor.none, session.step_up")))]
async fn make_recovery_codes(allowed: Allowed<UseRoadbook>) -> Reply<(StatusCode, Secret<RecoveryCodes>)> {
    let me = me(&allowed).await?;
    allowed.must_be_proven_lately().await?;
    let codes = allowed.write(async |tx| store::make_codes(tx, &me).await).await?;
    Ok((StatusCode::CREATED, secret(RecoveryCodes { codes })))
}

/// Removes one's own second factor, where the group does not ask for one and the password is long enough to stand alone; signs out
/// everywhere else.
#[utoipa::path(put, path = "/api/v1/session/factor/removal", tag = "access", request_body = FactorRemoval,
    responses((status = 204), (status = 409, description = "factor.none, factor.needed, factor.password_too_short"),
        (status = 422, description = "password.wrong")))]
async fn remove_factor(
    allowed: Allowed<UseRoadbook>,
    client: Client,
    Json(form): Json<FactorRemoval>,
) -> Reply<StatusCode> {
    let me = me(&allowed).await?;
    let seen = view(&allowed.read(), &me).await?;
    if !seen.is_on {
        return Err(FactorRefusal::None.into());
    }
    if seen.due_at.is_some() {
        return Err(FactorRefusal::Needed.into());
    }
    let attempt = Attempt::of(allowed.platform(), &me.login, &client).await?;
    sessions::must_be_own_password(&allowed, &attempt, "password", &form.password).await?;
    if !guessable::can_stand_alone(&form.password) {
        return Err(FactorRefusal::PasswordTooShort.into());
    }
    let session = allowed.scope().session();
    changing(&allowed, async |tx| {
        store::remove(tx, &me, SignInEvent::FactorRemoved { staff: me.id }).await?;
        sessions::store::revoke_all(tx, &me, session).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a lost second factor off somebody and signs them out everywhere; the reason is written down.
#[utoipa::path(post, path = "/api/v1/staff/{id}/factor-removals", tag = "access", params(("id" = StaffId, Path)),
    request_body = FactorTakeOff,
    responses((status = 204), (status = 404),
        (status = 409, description = "factor.none, factor.oneself, role.beyond_own_power, session.step_up")))]
async fn take_off_factor(
    allowed: Allowed<TakeOffFactors>,
    Path(id): Path<StaffId>,
    Json(form): Json<FactorTakeOff>,
) -> Reply<StatusCode> {
    let staff = staff::store::find(&allowed.read(), id).await?;
    let mut faults = Vec::new();
    let reason = required("reason", &form.reason, REASON_CHARS_MAX, &mut faults);
    Error::unless_valid(faults)?;
    if allowed.scope().staff() == Some(id) {
        return Err(FactorRefusal::Oneself.into());
    }
    allowed.must_be_proven_lately().await?;
    changing(&allowed, async |tx| {
        let grants = staff::store::grants_of(&tx.db(), &[id]).await?;
        power::store::must_cover(&tx.db(), &staff, &grants).await?;
        let event = SignInEvent::FactorTakenOff { staff: id, title: staff.name.clone(), reason };
        store::remove(tx, &staff, event).await?;
        sessions::store::revoke_all(tx, &staff, None).await?;
        sessions::devices::forget(tx, id).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the app of this person needs to know.
pub(crate) async fn enrolment(db: &Db<'_>, staff: &Staff, secret: &[u8]) -> Result<EnrolmentView> {
    let issuer = groups::store::find(db, staff.group_id).await?.name;
    Ok(EnrolmentView { address: codes::address(secret, &issuer, &staff.login), secret: codes::spelled(secret) })
}

pub(crate) fn code_wrong() -> Error {
    Error::invalid("code", "factor.code_wrong", "this is not the code the app shows now; look at the phone's clock too")
}

pub(crate) fn code_used() -> Error {
    Error::invalid("code", "factor.code_used", "this code was used already; wait for the next one")
}

async fn me(door: &Door) -> Result<Staff> {
    let id = door.scope().staff().ok_or(Error::NotFound)?;
    staff::store::find(&door.read(), id).await
}

async fn view(db: &Db<'_>, me: &Staff) -> Result<FactorView> {
    let factor = store::find(db, me.id).await?.filter(|factor| factor.is_on());
    let (policy, _) = settings::store::find(db).await?;
    let due_at = settings::store::factor_due(db, &policy, me).await?;
    let mut can = vec!["enrol"];
    if factor.is_some() {
        can.push("make_codes");
        if due_at.is_none() {
            can.push("remove");
        }
    }
    Ok(FactorView {
        is_on: factor.is_some(),
        enrolled_at: factor.and_then(|factor| factor.enrolled_at),
        codes_left: store::codes_left(db, me.id).await?,
        due_at,
        can,
    })
}
