//! Requests about one's own session and password.

use axum::{
    extract::State,
    response::{AppendHeaders, IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use http::{
    HeaderMap, StatusCode,
    header::{HeaderName, SET_COOKIE},
};
use kernel::{Error, Language, Result, SessionId, StaffId, permission::UseRoadbook};
use platform::{
    Allowed, Db, Door, Platform, SystemActor,
    database::paging::Page,
    http::{Json, Path, Reply},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Session,
    attempts::Attempt,
    breached::must_be_good,
    client::Client,
    cookie,
    password::PasswordHash,
    proof::{self, ProofKind},
    second_step,
    sign_in::{self, Halfway, SignedIn},
    steps::Wants,
    store,
};
use crate::{
    directory::{Ref, StoreRef, directory},
    factors, groups,
    memory::changing,
    providers, roles, settings, staff,
};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub login: String,
    pub password: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    pub id: SessionId,
    pub staff: SignedInStaff,
    pub group: Ref,
    /// The stores in which anything is permitted.
    pub stores: Vec<StoreRef>,
    /// The zone of the own store, in which its days are counted: an IANA name.
    pub time_zone: &'static str,
    /// Every permission held anywhere.
    pub permissions: Vec<&'static str>,
    /// Those of them that hold in the whole group.
    pub group_permissions: Vec<&'static str>,
    /// Names of the roles held, in the language of the request.
    pub roles: Vec<String>,
    /// Moves on while the session is used.
    pub expires_at: DateTime<Utc>,
    pub has_second_factor: bool,
    /// Until when one must set up a second factor; none when there is one, or nobody asks for it.
    pub factor_due_at: Option<DateTime<Utc>>,
    /// Until when one must choose a password of one's own, and can do nothing else; none when one has.
    pub password_due_at: Option<DateTime<Utc>>,
    /// The ways to prove once more who one is, the stronger first.
    pub proofs: Vec<ProofKind>,
}

/// The password was right, and there is a second step.
#[derive(Debug, Serialize, ToSchema)]
pub struct HalfwayView {
    pub wants: Wants,
}

/// Where the browser goes to be signed out there too.
#[derive(Debug, Serialize, ToSchema)]
pub struct FarewellView {
    pub leave_at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SignedInStaff {
    pub id: StaffId,
    pub name: String,
    pub login: String,
    pub title: Option<String>,
    pub language: Language,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SessionRow {
    pub id: SessionId,
    /// The browser as it named itself.
    pub device: String,
    pub address: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub is_current: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    pub current: String,
    pub new: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    pub new: String,
}

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(open_session, see_session, close_session))
        .routes(routes!(list_sessions, close_other_sessions))
        .routes(routes!(revoke_session))
        .routes(routes!(change_password))
}

/// Signs in: sets the session cookie, or that of the second step where a second factor is wanted.
#[utoipa::path(post, path = "/api/v1/session", tag = "access", request_body = SignIn, security(()),
    responses((status = 201, body = SessionView), (status = 202, body = HalfwayView),
        (status = 401, description = "sign_in.wrong, sign_in.password_expired, sign_in.provider_only, staff.inactive, staff.locked"),
        (status = 429, description = "sign_in.locked, sign_in.too_many")))]
async fn open_session(
    State(platform): State<Platform>,
    client: Client,
    headers: HeaderMap,
    Json(form): Json<SignIn>,
) -> Reply<Response> {
    match sign_in::sign_in(&platform, &form, &client).await? {
        SignedIn::Wholly(opened) => {
            let view = opened_view(&platform, &opened.session, &headers).await?;
            Ok((StatusCode::CREATED, second_step::cookies(&opened, &headers)?, Json(view)).into_response())
        }
        SignedIn::Halfway(Halfway { token, wants }) => {
            let cookie = AppendHeaders([(SET_COOKIE, cookie::STEP.set(&token, &headers)?)]);
            Ok((StatusCode::ACCEPTED, cookie, Json(HalfwayView { wants })).into_response())
        }
    }
}

/// Who is signed in, and what they may do.
#[utoipa::path(get, path = "/api/v1/session", tag = "access", responses((status = 200, body = SessionView)))]
async fn see_session(allowed: Allowed<UseRoadbook>) -> Reply<Json<SessionView>> {
    let db = allowed.read();
    let session = store::current(&db).await?;
    Ok(Json(view(&db, &session, Some(db.scope().language())).await?))
}

type WithCookie<T> = (AppendHeaders<[(HeaderName, http::HeaderValue); 1]>, T);

/// Signs out; answers where to go when the service one signed in with ends its session too.
#[utoipa::path(delete, path = "/api/v1/session", tag = "access",
    responses((status = 204), (status = 200, body = FarewellView)))]
async fn close_session(allowed: Allowed<UseRoadbook>, headers: HeaderMap) -> Reply<WithCookie<Response>> {
    let id = allowed.scope().session().ok_or(Error::NotFound)?;
    let leave_at = providers::farewell(&allowed.read(), &headers, id).await?;
    revoke(&allowed, id).await?;
    let answer = match leave_at {
        Some(leave_at) => Json(FarewellView { leave_at }).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    };
    Ok((AppendHeaders([(SET_COOKIE, cookie::SESSION.unset(&headers)?)]), answer))
}

/// The devices on which one is signed in, the last used first.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "access", responses((status = 200, body = Page<SessionRow>)))]
async fn list_sessions(allowed: Allowed<UseRoadbook>) -> Reply<Json<Page<SessionRow>>> {
    let db = allowed.read();
    let staff = db.scope().staff().ok_or(Error::NotFound)?;
    let sessions = store::open_sessions(&db, staff, allowed.platform().clock().now()).await?;
    let current = db.scope().session();
    let rows = sessions.into_iter().map(|session| row(session, current)).collect();
    Ok(Json(Page { items: rows, next: None }))
}

/// Signs out everywhere but here.
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "access", responses((status = 204)))]
async fn close_other_sessions(allowed: Allowed<UseRoadbook>) -> Reply<StatusCode> {
    let me = allowed.scope().staff().ok_or(Error::NotFound)?;
    let current = allowed.scope().session();
    changing(&allowed, async |tx| {
        let me = staff::store::find(&tx.db(), me).await?;
        store::revoke_all(tx, &me, current).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs out on one of one's devices.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "access", params(("id" = SessionId, Path)),
    responses((status = 204), (status = 404)))]
async fn revoke_session(allowed: Allowed<UseRoadbook>, Path(id): Path<SessionId>) -> Reply<StatusCode> {
    revoke(&allowed, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes one's own password, and signs out everywhere else. After a first password this is what one does before anything else.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "access", request_body = PasswordChange,
    responses((status = 204), (status = 422, description = "password.wrong, password.too_short_alone, password.common, password.breached …")))]
async fn change_password(
    allowed: Allowed<UseRoadbook>,
    client: Client,
    Json(form): Json<PasswordChange>,
) -> Reply<StatusCode> {
    let id = allowed.scope().staff().ok_or(Error::NotFound)?;
    let me = staff::store::find(&allowed.read(), id).await?;
    let attempt = Attempt::of(allowed.platform(), &me.login, &client).await?;
    sign_in::must_be_own_password(&allowed, &attempt, "current", &form.current).await?;
    let around = staff::store::surroundings(&allowed.read(), &me).await?;
    must_be_good(allowed.platform(), "new", &form.new, &around).await?;
    let hash = PasswordHash::of(&form.new).await?;
    let current = allowed.scope().session();
    changing(&allowed, async |tx| {
        let me = staff::store::set_password(tx, me, hash, current).await?;
        match current {
            Some(session) => store::lift_duty(tx, &me, session).await,
            None => Ok(()),
        }
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The view of a session just opened, in the language the browser asks for.
pub(super) async fn opened_view(platform: &Platform, session: &Session, headers: &HeaderMap) -> Result<SessionView> {
    let asked = headers.get(http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let door = platform.system(SystemActor::SignIn, session.group_id);
    view(&door.read(), session, asked.map(Language::accepted)).await
}

async fn revoke(door: &Door, session: SessionId) -> Result<()> {
    let me = door.scope().staff().ok_or(Error::NotFound)?;
    changing(door, async |tx| {
        let me = staff::store::find(&tx.db(), me).await?;
        store::revoke(tx, &me, session).await
    })
    .await
}

fn row(session: Session, current: Option<SessionId>) -> SessionRow {
    SessionRow {
        is_current: current == Some(session.id),
        id: session.id,
        device: session.device,
        address: session.address,
        created_at: session.created_at,
        seen_at: session.seen_at,
    }
}

/// The view of a session, in its holder's language unless another was asked for.
async fn view(db: &Db<'_>, session: &Session, asked: Option<Language>) -> Result<SessionView> {
    let staff = staff::store::find(db, session.staff_id).await?;
    let language = asked.unwrap_or(staff.language);
    let group = groups::store::find(db, session.group_id).await?;
    let spans = crate::power::store::spans_of(&crate::power::store::reasons_of(db, &staff).await?);
    let directory = directory(db).await?;
    let has_second_factor = factors::store::is_on(db, staff.id).await?;
    let (policy, _) = settings::store::find(db).await?;
    let due = settings::store::factor_due(db, &policy, &staff).await?;
    Ok(SessionView {
        id: session.id,
        has_second_factor,
        factor_due_at: due.filter(|_| !has_second_factor),
        password_due_at: session.password_until,
        proofs: proof::kinds_of(db, &staff, has_second_factor).await?,
        staff: SignedInStaff {
            id: staff.id,
            name: staff.name,
            login: staff.login,
            title: staff.title,
            language: staff.language,
        },
        group: Ref { id: group.id.0, name: group.name },
        time_zone: directory.calendar(staff.store_id).zone(),
        stores: directory.stores(|store| spans.values().any(|span| span.welcomes(store))),
        permissions: spans.keys().map(|permission| permission.name()).collect(),
        group_permissions: spans.iter().filter(|(_, span)| span.is_whole()).map(|(one, _)| one.name()).collect(),
        roles: roles::store::titles_of(db, session.staff_id, language).await?,
        expires_at: session.expires_at,
    })
}
