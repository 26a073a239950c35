//! The request with which a browser comes back from an identity provider. It is answered with an address of ours, whatever happened.

use axum::{
    extract::State,
    response::{AppendHeaders, IntoResponse, Response},
};
use http::{
    HeaderMap, StatusCode,
    header::{LOCATION, SET_COOKIE},
};
use kernel::{Error, Result};
use platform::{Platform, SystemActor, crypto, http::Query};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Visit,
    arrival::{self, Arrived},
    discovery::Metadata,
    exchange::{self, Secrets},
    rules::IdentityRefusal,
    store,
    visit::{LIFE_MAX, Purpose},
};
use crate::{
    memory::Memory,
    sessions::{Halfway, client::Client, cookie, session_cookies},
};

/// What the provider appends (RFC 6749 §4.1.2, RFC 9207).
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct Returned {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    /// Who sent it.
    iss: Option<String>,
}

pub(super) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(come_back))
}

/// Where identity providers send browsers back to; answers with the page to go on with. Register it there as redirect address.
#[utoipa::path(get, path = "/api/v1/sign-in/callback", tag = "access", params(Returned), security(()),
    responses((status = 303, description = "to the page asked for, or to /sign-in with the code of the problem")))]
async fn come_back(
    State(platform): State<Platform>,
    client: Client,
    headers: HeaderMap,
    Query(returned): Query<Returned>,
) -> Response {
    let visit = match visit_of(&platform, &headers, &returned).await {
        Ok(visit) => visit,
        Err(error) => return gone("/sign-in", &error),
    };
    match arrive(&platform, &client, &headers, &visit, &returned).await {
        Ok(response) => response,
        // Whoever was signed in before still is: they are told where they came from.
        Err(error) if visit.purpose == Purpose::SignIn => gone("/sign-in", &error),
        Err(error) => gone(&visit.return_to, &error),
    }
}

/// The visit this is the end of: it is used up, and was begun by this browser, not long ago.
async fn visit_of(platform: &Platform, headers: &HeaderMap, returned: &Returned) -> Result<Visit> {
    let state = returned.state.as_ref().ok_or(IdentityRefusal::VisitGone)?;
    // Used up whoever brings it: a state that another browser knows is no secret any more.
    let visit = store::take_visit(platform, &crypto::digest(state)).await?;
    let browser = cookie::VISIT.token(headers).map(crypto::digest);
    let now = platform.clock().now();
    let holds = |visit: &Visit| browser.as_ref() == Some(&visit.browser) && now - visit.began_at <= LIFE_MAX;
    visit.filter(holds).ok_or_else(|| IdentityRefusal::VisitGone.into())
}

async fn arrive(
    platform: &Platform,
    client: &Client,
    headers: &HeaderMap,
    visit: &Visit,
    returned: &Returned,
) -> Result<Response> {
    let door = platform.system(SystemActor::SignIn, visit.group_id);
    let provider = store::find(&door.read(), visit.provider_id).await?;
    if !provider.is_on {
        return Err(IdentityRefusal::Off.into());
    }
    let memory = Memory::of(platform);
    let metadata = memory.providers.document(platform, &provider.issuer).await?;
    let code = code_of(&metadata, returned)?;
    let secrets = Secrets {
        verifier: platform.keys().open(&visit.verifier, &store::verifier_context(visit.id))?,
        client_secret: store::client_secret(platform, &provider)?,
    };
    let account = exchange::account(platform, &provider, &metadata, visit, secrets, code).await?;
    Ok(match arrival::of(&door, client, &provider, visit, account).await? {
        Arrived::SignedIn(opened) => {
            memory.forget();
            (StatusCode::SEE_OTHER, session_cookies(&opened, headers)?, away(), [(LOCATION, visit.return_to.clone())])
                .into_response()
        }
        Arrived::Halfway(Halfway { token, wants }) => {
            let to = form_urlencoded::byte_serialize(visit.return_to.as_bytes()).collect::<String>();
            let wants = serde_json::to_value(wants)?;
            let address = format!("/sign-in?step={}&to={to}", wants.as_str().unwrap_or_default());
            let cookies = AppendHeaders([(SET_COOKIE, cookie::STEP.set(&token, headers)?)]);
            (StatusCode::SEE_OTHER, cookies, away(), [(LOCATION, address)]).into_response()
        }
        Arrived::Done => {
            memory.forget();
            (StatusCode::SEE_OTHER, away(), [(LOCATION, visit.return_to.clone())]).into_response()
        }
    })
}

/// The code, once the answer is no refusal and comes from where the browser was sent.
fn code_of<'a>(metadata: &Metadata, returned: &'a Returned) -> Result<&'a str, IdentityRefusal> {
    let issuer = &metadata.issuer;
    let is_theirs = match &returned.iss {
        Some(says) => says == issuer,
        None => !metadata.authorization_response_iss_parameter_supported,
    };
    if !is_theirs {
        tracing::warn!(issuer, says = returned.iss, "another provider answered");
        return Err(IdentityRefusal::TokenInvalid);
    }
    match (&returned.error, &returned.code) {
        (Some(error), _) if error == "access_denied" => Err(IdentityRefusal::Cancelled),
        (Some(error), _) => {
            let description = &returned.error_description;
            tracing::warn!(issuer, error, description, "an identity provider refused");
            Err(IdentityRefusal::RefusedThere)
        }
        (None, Some(code)) => Ok(code),
        (None, None) => Err(IdentityRefusal::Malformed),
    }
}

/// The way back to a page, with the code of what went wrong.
fn gone(page: &str, error: &Error) -> Response {
    let code = match error {
        Error::Refused { code, .. } | Error::Unauthenticated { code, .. } | Error::TooMany { code, .. } => *code,
        Error::NotFound => "not_found",
        other => {
            tracing::error!(cause = %other, "a sign-in by an identity provider failed");
            "internal"
        }
    };
    let joint = if page.contains('?') { '&' } else { '?' };
    (StatusCode::SEE_OTHER, away(), [(LOCATION, format!("{page}{joint}problem={code}"))]).into_response()
}

/// Neither the code in the address nor what came of it may lie in a cache.
fn away() -> AppendHeaders<[(http::HeaderName, &'static str); 1]> {
    AppendHeaders([(http::header::CACHE_CONTROL, "no-store")])
}
