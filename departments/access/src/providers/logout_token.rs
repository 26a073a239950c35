//! Logout tokens: what must hold before sessions end for them (OpenID Connect Back-Channel Logout 1.0 §2.6). Pure.

use chrono::{DateTime, Utc};
use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::token::{
    AGE_MAX, CLOCKS_DIFFER, OneOrMany, SUBJECT_CHARS_MAX, TokenFault, decoded, instant, signed_payload,
};

/// Whose sessions are to end, in the provider's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaving {
    pub subject: Option<String>,
    /// Of one session there alone.
    pub sid: Option<String>,
    /// No token counts twice.
    pub number: String,
    /// After that it counts no more anyway.
    pub counts_until: DateTime<Utc>,
}

/// Who says so, before anybody has looked whether it is true: tells only whose keys to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sender {
    pub issuer: String,
    pub clients: Vec<String>,
}

#[derive(Deserialize)]
struct Payload {
    iss: String,
    aud: OneOrMany,
    iat: i64,
    exp: Option<i64>,
    jti: String,
    sub: Option<String>,
    sid: Option<String>,
    events: Map<String, Value>,
    nonce: Option<Value>,
}

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Who a token says it is from and for.
pub(super) fn sender(token: &str) -> Result<Sender, TokenFault> {
    #[derive(Deserialize)]
    struct Said {
        iss: String,
        aud: OneOrMany,
    }
    let payload = token.split('.').nth(1).and_then(decoded).ok_or(TokenFault::Malformed)?;
    let said: Said = serde_json::from_slice(&payload).map_err(|_| TokenFault::Malformed)?;
    let clients = match said.aud {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    };
    Ok(Sender { issuer: said.iss, clients })
}

/// Whose sessions end by a token that holds for this client of this issuer.
pub(super) fn verified(
    token: &str,
    keys: &JwkSet,
    issuer: &str,
    client_id: &str,
    now: DateTime<Utc>,
) -> Result<Leaving, TokenFault> {
    let payload = signed_payload(token, keys)?;
    let said: Payload = serde_json::from_slice(&payload).map_err(|_| TokenFault::Malformed)?;
    if said.iss != issuer {
        return Err(TokenFault::Issuer);
    }
    let is_meant = match &said.aud {
        OneOrMany::One(one) => one == client_id,
        OneOrMany::Many(many) => many.iter().any(|one| one == client_id),
    };
    if !is_meant {
        return Err(TokenFault::Audience);
    }
    let made = instant(said.iat)?;
    let counts_until = made + AGE_MAX;
    let is_over = said.exp.map(instant).transpose()?.is_some_and(|end| end + CLOCKS_DIFFER <= now);
    if is_over || counts_until <= now {
        return Err(TokenFault::Expired);
    }
    if made > now + CLOCKS_DIFFER {
        return Err(TokenFault::Early);
    }
    // An ID token must not be taken for one, nor the other way round.
    if said.nonce.is_some() {
        return Err(TokenFault::Nonce);
    }
    if !said.events.get(EVENT).is_some_and(Value::is_object) {
        return Err(TokenFault::Event);
    }
    let is_name = |name: &String| !name.is_empty() && name.chars().count() <= SUBJECT_CHARS_MAX;
    if !is_name(&said.jti) {
        return Err(TokenFault::Number);
    }
    let names = [&said.sub, &said.sid];
    if names.iter().all(|name| name.is_none()) || !names.into_iter().flatten().all(is_name) {
        return Err(TokenFault::Subject);
    }
    Ok(Leaving { subject: said.sub, sid: said.sid, number: said.jti, counts_until })
}
