//! Signing out there too: where the browser goes when a session that a provider opened is closed (OpenID Connect RP-Initiated Logout 1.0).

use http::HeaderMap;
use kernel::{Result, SessionId};
use platform::Db;

use super::{begin::own_address, store};
use crate::memory::Memory;

const AFTERWARDS: &str = "/sign-in";

/// The provider's page that ends its session; nothing when a password opened this one, or the provider offers none.
pub(crate) async fn farewell(db: &Db<'_>, headers: &HeaderMap, session: SessionId) -> Result<Option<String>> {
    let Some((provider, token)) = store::token_of(db, session).await? else { return Ok(None) };
    let platform = db.platform();
    // One that can't be reached must not keep anybody from signing out here.
    let known = Memory::of(platform).providers.document(platform, &provider.issuer).await;
    let Some(page) = known.ok().and_then(|metadata| metadata.end_session_endpoint.clone()) else { return Ok(None) };
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs
        .append_pair("id_token_hint", &token)
        .append_pair("client_id", &provider.client_id)
        .append_pair("post_logout_redirect_uri", &format!("{}{AFTERWARDS}", own_address(platform, headers)));
    let joint = if page.contains('?') { '&' } else { '?' };
    Ok(Some(format!("{page}{joint}{}", pairs.finish())))
}
