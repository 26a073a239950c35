//! From the code a browser brought back to the claims of an account: token endpoint, ID token, and what else is asked of the provider.

use base64::{Engine, engine::general_purpose::STANDARD};
use platform::{Platform, outside::Targets};
use serde_json::{Map, Value};

use super::{
    Provider, Visit,
    discovery::Metadata,
    provider::Matching,
    rules::IdentityRefusal,
    token::{self, Claims, Expected, TokenFault},
    visit::Purpose,
    wire,
};
use crate::memory::Memory;

/// An account the provider vouches for.
pub(super) struct Account {
    pub subject: String,
    pub claims: Map<String, Value>,
    /// Shown to the provider when its session is to end too.
    pub id_token: String,
}

/// The name of a session there, as long as such names are.
const SID_CHARS_MAX: usize = 255;

impl Account {
    /// Which session there vouches for it; not every provider says.
    pub fn sid(&self) -> Option<String> {
        let said = self.claims.get("sid").and_then(Value::as_str);
        said.filter(|sid| !sid.is_empty() && sid.chars().count() <= SID_CHARS_MAX).map(str::to_owned)
    }
}

/// What the exchange needs in plain text.
pub(super) struct Secrets {
    pub verifier: String,
    pub client_secret: Option<String>,
}

/// The account behind `code`.
pub(super) async fn account(
    platform: &Platform,
    provider: &Provider,
    metadata: &Metadata,
    visit: &Visit,
    secrets: Secrets,
    code: &str,
) -> Result<Account, IdentityRefusal> {
    let (targets, now) = (Targets::of(platform), platform.clock().now());
    let tokens = tokens(&targets, metadata, provider, visit, secrets, code).await?;
    let shown_since = (visit.purpose == Purpose::Prove).then_some(visit.began_at);
    let expected =
        Expected { issuer: &provider.issuer, client_id: &provider.client_id, nonce: &visit.nonce, now, shown_since };
    let claims = verified(platform, metadata, &tokens.id_token, &expected).await?;
    let claims = with_more(&targets, metadata, provider, claims, tokens.access_token.as_deref()).await?;
    Ok(Account { subject: claims.subject, claims: claims.all, id_token: tokens.id_token })
}

struct Tokens {
    id_token: String,
    access_token: Option<String>,
}

async fn tokens(
    targets: &Targets,
    metadata: &Metadata,
    provider: &Provider,
    visit: &Visit,
    secrets: Secrets,
    code: &str,
) -> Result<Tokens, IdentityRefusal> {
    let mut form = vec![
        ("grant_type", "authorization_code".to_owned()),
        ("code", code.to_owned()),
        ("redirect_uri", visit.redirect_address.clone()),
        ("code_verifier", secrets.verifier),
    ];
    let methods = &metadata.token_endpoint_auth_methods_supported;
    let takes_basic = methods.is_empty() || methods.iter().any(|method| method == "client_secret_basic");
    let basic = match secrets.client_secret {
        Some(secret) if takes_basic => Some(basic(&provider.client_id, &secret)),
        Some(secret) => {
            form.push(("client_secret", secret));
            None
        }
        None => None,
    };
    if basic.is_none() {
        form.push(("client_id", provider.client_id.clone()));
    }
    let answer = wire::send_form(targets, &metadata.token_endpoint, &form, basic).await?;
    let text = |name: &str| answer.body[name].as_str().map(str::to_owned);
    match text("id_token") {
        Some(id_token) if answer.status == 200 => Ok(Tokens { id_token, access_token: text("access_token") }),
        _ => {
            let (error, description) = (text("error"), text("error_description"));
            tracing::warn!(
                issuer = provider.issuer,
                status = answer.status,
                error,
                description,
                "no ID token was given for a code"
            );
            Err(IdentityRefusal::RefusedThere)
        }
    }
}

/// Believes the token, with the keys read anew when its own is not among them.
async fn verified(
    platform: &Platform,
    metadata: &Metadata,
    id_token: &str,
    expected: &Expected<'_>,
) -> Result<Claims, IdentityRefusal> {
    let known = &Memory::of(platform).providers;
    let keys = known.keys(platform, metadata).await?;
    let mut checked = token::verified(id_token, &keys, expected);
    if let Err(TokenFault::UnknownKey | TokenFault::Signature) = checked {
        let keys = known.keys_anew(platform, metadata).await?;
        checked = token::verified(id_token, &keys, expected);
    }
    checked.map_err(|fault| {
        tracing::warn!(issuer = expected.issuer, ?fault, "an ID token does not hold");
        IdentityRefusal::TokenInvalid
    })
}

/// With what the userinfo endpoint says, where the token itself does not hold the claim people are known by.
async fn with_more(
    targets: &Targets,
    metadata: &Metadata,
    provider: &Provider,
    claims: Claims,
    access_token: Option<&str>,
) -> Result<Claims, IdentityRefusal> {
    let wanted = match provider.matching {
        Matching::Email => "email",
        Matching::Phone => "phone_number",
        Matching::Login => provider.login_claim.as_str(),
        Matching::Nothing => return Ok(claims),
    };
    let (Some(address), Some(access_token)) = (&metadata.userinfo_endpoint, access_token) else { return Ok(claims) };
    if claims.all.contains_key(wanted) {
        return Ok(claims);
    }
    let answer = wire::fetch(targets, address, Some(access_token)).await?;
    let Value::Object(more) = answer.body else { return Err(IdentityRefusal::Malformed) };
    // Whose claims these are must be said, and must be the same (OpenID Connect Core 1.0 §5.3.2).
    if answer.status != 200 || more.get("sub").and_then(Value::as_str) != Some(&claims.subject) {
        tracing::warn!(issuer = provider.issuer, status = answer.status, "userinfo is about somebody else");
        return Err(IdentityRefusal::TokenInvalid);
    }
    let all = more.into_iter().chain(claims.all).collect();
    Ok(Claims { all, ..claims })
}

/// RFC 6749 §2.3.1: both parts form-encoded before they are put together.
fn basic(client_id: &str, secret: &str) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(client_id), encoded(secret))))
}
