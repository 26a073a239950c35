//! Requests that send a browser to an identity provider: to sign in, to link an account, or to prove who one is.

use axum::{extract::State, response::AppendHeaders};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{HOST, HeaderName, SET_COOKIE},
};
use kernel::{Error, IdentityProviderId, IdentityVisitId, permission::UseRoadbook};
use messaging::PublicAddress;
use platform::{
    Allowed, Platform, SystemActor, crypto,
    http::{Json, Reply},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    FactorRule, Provider, Visit,
    discovery::Metadata,
    provider::Matching,
    rules::{IdentityRefusal, page_of_ours},
    store,
    visit::Purpose,
};
use crate::{memory::Memory, sessions::cookie};

/// A service one may sign in with, as the sign-in page shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferedProvider {
    pub id: IdentityProviderId,
    /// What its button says.
    pub name: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    pub provider_id: IdentityProviderId,
    /// The page to go on with, below this server: `/customers`.
    pub return_to: Option<String>,
}

/// What somebody signed in goes there for.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// To link their account there with the one here.
    Link,
    /// To prove once more who they are.
    Prove,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnDeparture {
    pub provider_id: IdentityProviderId,
    pub errand: Errand,
    /// The page to go on with, below this server.
    pub return_to: Option<String>,
}

/// Where the browser goes now.
#[derive(Debug, Serialize, ToSchema)]
pub struct DepartureView {
    pub address: String,
}

pub(super) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_offered)).routes(routes!(depart)).routes(routes!(depart_signed_in))
}

type WithCookie<T> = (AppendHeaders<[(HeaderName, HeaderValue); 1]>, T);

/// The services one may sign in with.
#[utoipa::path(get, path = "/api/v1/sign-in/providers", tag = "access", security(()),
    responses((status = 200, body = Vec<OfferedProvider>)))]
async fn list_offered(State(platform): State<Platform>) -> Reply<Json<Vec<OfferedProvider>>> {
    let offered = store::offered(&platform.house(SystemActor::SignIn).read()).await?;
    Ok(Json(offered.into_iter().map(|one| OfferedProvider { id: one.id, name: one.name }).collect()))
}

/// Begins to sign in with a service: answers where to send the browser, and sets the cookie by which it is known again.
#[utoipa::path(post, path = "/api/v1/sign-in/visits", tag = "access", request_body = Departure, security(()),
    responses((status = 201, body = DepartureView), (status = 404), (status = 409, description = "identity.off, identity.unreachable")))]
async fn depart(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Json(form): Json<Departure>,
) -> Reply<(StatusCode, WithCookie<Json<DepartureView>>)> {
    let provider = store::find(&platform.house(SystemActor::SignIn).read(), form.provider_id).await?;
    let plan = Plan { purpose: Purpose::SignIn, session: None, return_to: page_of_ours(form.return_to.as_deref()) };
    go(&platform, &provider, plan, &headers).await
}

/// Goes to a service to link one's account there, or to prove with it who one is.
#[utoipa::path(post, path = "/api/v1/session/visits", tag = "access", request_body = OwnDeparture,
    responses((status = 201, body = DepartureView), (status = 404),
        (status = 409, description = "identity.off, identity.unreachable, session.step_up")))]
async fn depart_signed_in(
    allowed: Allowed<UseRoadbook>,
    headers: HeaderMap,
    Json(form): Json<OwnDeparture>,
) -> Reply<(StatusCode, WithCookie<Json<DepartureView>>)> {
    let session = allowed.scope().session().ok_or(Error::NotFound)?;
    let purpose = match form.errand {
        Errand::Link => {
            allowed.must_be_proven_lately().await?;
            Purpose::Link
        }
        Errand::Prove => Purpose::Prove,
    };
    let provider = store::find(&allowed.read(), form.provider_id).await?;
    let plan = Plan { purpose, session: Some(session), return_to: page_of_ours(form.return_to.as_deref()) };
    go(allowed.platform(), &provider, plan, &headers).await
}

struct Plan {
    purpose: Purpose,
    session: Option<kernel::SessionId>,
    return_to: String,
}

async fn go(
    platform: &Platform,
    provider: &Provider,
    plan: Plan,
    headers: &HeaderMap,
) -> Reply<(StatusCode, WithCookie<Json<DepartureView>>)> {
    if !provider.is_on {
        return Err(IdentityRefusal::Off.into());
    }
    let now = platform.clock().now();
    let metadata = Memory::of(platform).providers.document(platform, &provider.issuer).await?;
    let (state, nonce, browser) = (crypto::random_token()?, crypto::random_token()?, crypto::random_token()?);
    let (verifier, id) = (crypto::random_token()?, IdentityVisitId::new(now));
    let visit = Visit {
        id,
        digest: crypto::digest(&state),
        verifier: platform.keys().seal(&verifier, &store::verifier_context(id))?,
        group_id: provider.group_id,
        provider_id: provider.id,
        browser: crypto::digest(&browser),
        nonce,
        redirect_address: format!("{}{CALLBACK}", own_address(platform, headers)),
        purpose: plan.purpose,
        session_id: plan.session,
        return_to: plan.return_to,
        began_at: now,
    };
    let address = address(&metadata, provider, &visit, &state, &verifier);
    let door = platform.system(SystemActor::SignIn, provider.group_id);
    door.write(async |tx| store::depart(tx, visit).await).await?;
    let cookie = AppendHeaders([(SET_COOKIE, cookie::VISIT.set(&browser, headers)?)]);
    Ok((StatusCode::CREATED, (cookie, Json(DepartureView { address }))))
}

pub(super) const CALLBACK: &str = "/api/v1/sign-in/callback";

/// The authentication request (OpenID Connect Core 1.0 §3.1.2.1, RFC 7636 §4.3).
fn address(metadata: &Metadata, provider: &Provider, visit: &Visit, state: &str, verifier: &str) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let scope = match provider.matching {
        Matching::Email => "openid profile email",
        Matching::Phone => "openid profile phone",
        Matching::Login | Matching::Nothing => "openid profile email",
    };
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs
        .append_pair("response_type", "code")
        .append_pair("client_id", &provider.client_id)
        .append_pair("redirect_uri", &visit.redirect_address)
        .append_pair("scope", scope)
        .append_pair("state", state)
        .append_pair("nonce", &visit.nonce)
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256");
    if provider.factor == FactorRule::Shown && !provider.factor_levels.is_empty() {
        pairs.append_pair("acr_values", &provider.factor_levels);
    }
    if visit.purpose == Purpose::Prove {
        pairs.append_pair("prompt", "login").append_pair("max_age", "0");
    }
    let joint = if metadata.authorization_endpoint.contains('?') { '&' } else { '?' };
    format!("{}{joint}{}", metadata.authorization_endpoint, pairs.finish())
}

/// Under which address the browser reaches us: the one that was configured, else the one it asked at. A wrong one is refused by the
/// provider, which knows where it may send people.
pub(super) fn own_address(platform: &Platform, headers: &HeaderMap) -> String {
    if let Ok(known) = platform.provided::<PublicAddress>() {
        return known.followed_by("");
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if cookie::came_by_https(headers) { "https" } else { "http" };
    format!("{scheme}://{host}")
}
