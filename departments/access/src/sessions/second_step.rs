//! Requests of the second step of a sign-in: a code, or setting up the factor that the group asks for.

use axum::{extract::State, response::AppendHeaders};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{HeaderName, SET_COOKIE},
};
use kernel::Result;
use platform::{
    Platform, SystemActor,
    http::{Json, Reply},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    attempts::Attempt,
    client::Client,
    cookie,
    http::{SessionView, opened_view},
    sign_in::{self, Opened},
    steps::{self, Wants},
};
use crate::{
    factors::{
        self, EnrolmentCode, EnrolmentView, RecoveryCodes,
        http::{Secret, code_used, code_wrong, secret},
        rules::CodeVerdict,
    },
    memory::changing,
};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondStep {
    /// Six digits of the app, or a recovery code.
    pub code: String,
}

/// Signed in with a factor just set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolledSession {
    pub session: SessionView,
    pub recovery: RecoveryCodes,
}

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(send_code)).routes(routes!(begin_step_enrolment, confirm_step_enrolment))
}

/// Cookies of an opened session: the session's own, the browser's, and the end of the step's.
pub(super) type WithCookies<T> = (AppendHeaders<[(HeaderName, HeaderValue); 3]>, T);

/// The second step of a sign-in: a code of the app, or a recovery code. Takes the cookie of the first step.
#[utoipa::path(post, path = "/api/v1/session/code", tag = "access", request_body = SecondStep, security(()),
    responses((status = 201, body = SessionView), (status = 401, description = "sign_in.step_missing"),
        (status = 422, description = "factor.code_wrong, factor.code_used"), (status = 429, description = "sign_in.locked")))]
async fn send_code(
    State(platform): State<Platform>,
    client: Client,
    headers: HeaderMap,
    Json(form): Json<SecondStep>,
) -> Reply<(StatusCode, WithCookies<Json<SessionView>>)> {
    let opened = finish(&platform, &client, &headers, &form.code).await?;
    let view = opened_view(&platform, &opened.session, &headers).await?;
    Ok((StatusCode::CREATED, (cookies(&opened, &headers)?, Json(view))))
}

/// Shows the secret for an authenticator app to somebody whose group asks for a second factor. Takes the cookie of the first step.
#[utoipa::path(post, path = "/api/v1/session/enrolment", tag = "access", security(()),
    responses((status = 201, body = EnrolmentView), (status = 401, description = "sign_in.step_missing")))]
async fn begin_step_enrolment(
    State(platform): State<Platform>,
    headers: HeaderMap,
) -> Reply<(StatusCode, Secret<EnrolmentView>)> {
    let (_, staff) = steps::present(&platform, &headers, Wants::Enrolment).await?;
    let door = platform.system(SystemActor::SignIn, staff.group_id);
    let shown = door.write(async |tx| factors::store::begin(tx, &staff).await).await?;
    Ok((StatusCode::CREATED, secret(factors::http::enrolment(&door.read(), &staff, &shown).await?)))
}

/// Confirms the secret with a code of it, signs in, and out everywhere else; answers the recovery codes too.
#[utoipa::path(put, path = "/api/v1/session/enrolment", tag = "access", request_body = EnrolmentCode, security(()),
    responses((status = 201, body = EnrolledSession), (status = 401, description = "sign_in.step_missing"),
        (status = 409, description = "factor.not_begun"), (status = 422, description = "factor.code_wrong")))]
async fn confirm_step_enrolment(
    State(platform): State<Platform>,
    client: Client,
    headers: HeaderMap,
    Json(form): Json<EnrolmentCode>,
) -> Reply<(StatusCode, WithCookies<Secret<EnrolledSession>>)> {
    let (step, staff) = steps::present(&platform, &headers, Wants::Enrolment).await?;
    let attempt = Attempt::of(&platform, &staff.login, &client).await?;
    let confirmed = changing(&platform.system(SystemActor::SignIn, staff.group_id), async |tx| {
        let Some(codes) = factors::store::confirm(tx, &staff, &form.code).await? else {
            steps::count_try(tx, &step).await?;
            return Ok(None);
        };
        let came = steps::came(&tx.db(), &step).await?;
        let opened = sign_in::open(tx, &staff, &client, &attempt, came).await?;
        steps::end(tx, &step, &opened.session).await?;
        super::store::revoke_all(tx, &staff, Some(opened.session.id)).await?;
        Ok(Some((codes, opened)))
    })
    .await?;
    let (codes, opened) = confirmed.ok_or_else(code_wrong)?;
    let session = opened_view(&platform, &opened.session, &headers).await?;
    let view = EnrolledSession { session, recovery: RecoveryCodes { codes } };
    Ok((StatusCode::CREATED, (cookies(&opened, &headers)?, secret(view))))
}

/// The cookies of a session just opened.
pub(crate) fn cookies(opened: &Opened, headers: &HeaderMap) -> Result<AppendHeaders<[(HeaderName, HeaderValue); 3]>> {
    Ok(AppendHeaders([
        (SET_COOKIE, cookie::SESSION.set(&opened.token, headers)?),
        (SET_COOKIE, cookie::DEVICE.set(&opened.device_token, headers)?),
        (SET_COOKIE, cookie::STEP.unset(headers)?),
    ]))
}

/// Asks the code and opens the session. A wrong one counts like a wrong password, so that a stolen password is no way to guess
/// codes at leisure.
async fn finish(platform: &Platform, client: &Client, headers: &HeaderMap, code: &str) -> Result<Opened> {
    let (step, staff) = steps::present(platform, headers, Wants::Code).await?;
    let attempt = Attempt::of(platform, &staff.login, client).await?;
    let asked = platform
        .system(SystemActor::SignIn, staff.group_id)
        .write(async |tx| {
            attempt.must_be_open(&tx.db(), Some(&staff)).await?;
            match factors::store::verify(tx, &staff, code).await? {
                CodeVerdict::Right | CodeVerdict::Recovery { .. } => {
                    let came = steps::came(&tx.db(), &step).await?;
                    let opened = sign_in::open(tx, &staff, client, &attempt, came).await?;
                    steps::end(tx, &step, &opened.session).await?;
                    Ok(Ok(opened))
                }
                refused => {
                    steps::count_try(tx, &step).await?;
                    Ok(Err(refused))
                }
            }
        })
        .await?;
    match asked {
        Ok(opened) => Ok(opened),
        Err(CodeVerdict::Used) => Err(code_used()),
        Err(_) => {
            attempt.count_failure(platform, Some(&staff)).await?;
            Err(code_wrong())
        }
    }
}
