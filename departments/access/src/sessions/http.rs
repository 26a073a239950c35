//! Requests about one's own session and password.

use axum::{extract::State, response::AppendHeaders};
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

use super::{Session, client::Client, cookie, password, sign_in, store};
use crate::{
    directory::{Ref, StoreRef, directory},
    groups,
    memory::changing,
    roles,
    sessions::password::PasswordHash,
    staff,
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
    /// Every permission held anywhere.
    pub permissions: Vec<&'static str>,
    /// Names of the roles held, in the language of the request.
    pub roles: Vec<String>,
    /// Moves on while the session is used.
    pub expires_at: DateTime<Utc>,
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
        .routes(routes!(list_sessions))
        .routes(routes!(revoke_session))
        .routes(routes!(change_password))
}

type WithCookie<T> = (AppendHeaders<[(HeaderName, http::HeaderValue); 1]>, T);

/// Signs in: sets the session cookie. The only request that needs neither cookie nor key.
#[utoipa::path(post, path = "/api/v1/session", tag = "access", request_body = SignIn, security(()),
    responses((status = 201, body = SessionView), (status = 401, description = "sign_in.wrong, staff.inactive, staff.locked"),
        (status = 429, description = "sign_in.locked, sign_in.too_many")))]
async fn open_session(
    State(platform): State<Platform>,
    client: Client,
    headers: HeaderMap,
    Json(form): Json<SignIn>,
) -> Reply<(StatusCode, WithCookie<Json<SessionView>>)> {
    let (session, token) = sign_in::sign_in(&platform, &form, &client).await?;
    let asked = headers.get(http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let door = platform.system(SystemActor::SignIn, session.group_id);
    let view = view(&door.read(), &session, asked.map(Language::accepted)).await?;
    let cookie = AppendHeaders([(SET_COOKIE, cookie::set(&token, &headers)?)]);
    Ok((StatusCode::CREATED, (cookie, Json(view))))
}

/// Who is signed in, and what they may do.
#[utoipa::path(get, path = "/api/v1/session", tag = "access", responses((status = 200, body = SessionView)))]
async fn see_session(allowed: Allowed<UseRoadbook>) -> Reply<Json<SessionView>> {
    let db = allowed.read();
    let session = store::current(&db).await?;
    Ok(Json(view(&db, &session, Some(db.scope().language())).await?))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "access", responses((status = 204)))]
async fn close_session(allowed: Allowed<UseRoadbook>, headers: HeaderMap) -> Reply<WithCookie<StatusCode>> {
    let id = allowed.scope().session().ok_or(Error::NotFound)?;
    revoke(&allowed, id).await?;
    Ok((AppendHeaders([(SET_COOKIE, cookie::unset(&headers)?)]), StatusCode::NO_CONTENT))
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

/// Signs out on one of one's devices.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "access", params(("id" = SessionId, Path)),
    responses((status = 204), (status = 404)))]
async fn revoke_session(allowed: Allowed<UseRoadbook>, Path(id): Path<SessionId>) -> Reply<StatusCode> {
    revoke(&allowed, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes one's own password, and signs out everywhere else.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "access", request_body = PasswordChange,
    responses((status = 204), (status = 422, description = "password.wrong, password.too_short, password.common …")))]
async fn change_password(
    allowed: Allowed<UseRoadbook>,
    client: Client,
    Json(form): Json<PasswordChange>,
) -> Reply<StatusCode> {
    let id = allowed.scope().staff().ok_or(Error::NotFound)?;
    let me = staff::store::find(&allowed.read(), id).await?;
    let checked = sign_in::check_password(allowed.platform(), &me.login, &form.current, &client).await;
    checked.map_err(|error| match error {
        Error::Unauthenticated { .. } => {
            Error::invalid("current", "password.wrong", "this is not your password of now")
        }
        other => other,
    })?;
    Error::unless_valid(password::faults_of("new", &form.new, &me.login))?;
    let hash = PasswordHash::of(&form.new).await?;
    let current = allowed.scope().session();
    changing(&allowed, async |tx| staff::store::set_password(tx, me, hash, current).await).await?;
    Ok(StatusCode::NO_CONTENT)
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
    Ok(SessionView {
        id: session.id,
        staff: SignedInStaff {
            id: staff.id,
            name: staff.name,
            login: staff.login,
            title: staff.title,
            language: staff.language,
        },
        group: Ref { id: group.id.0, name: group.name },
        stores: directory.stores(|store| spans.values().any(|span| span.welcomes(store))),
        permissions: spans.keys().map(|permission| permission.name()).collect(),
        roles: roles::store::titles_of(db, session.staff_id, language).await?,
        expires_at: session.expires_at,
    })
}
