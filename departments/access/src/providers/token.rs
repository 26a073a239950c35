//! ID tokens: what must hold before their claims are believed (OpenID Connect Core 1.0 §3.1.3.7). Pure.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, decode_header,
    jwk::{AlgorithmParameters, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::jws::is_signature;

/// What we asked for, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub now: DateTime<Utc>,
    /// They must have shown there who they are at this time or later.
    pub shown_since: Option<DateTime<Utc>>,
}

/// Why a token is not believed; for the log, not for whoever sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenFault {
    Malformed,
    Algorithm,
    /// None of the keys has its name: they may have been changed.
    UnknownKey,
    Signature,
    Issuer,
    Audience,
    Expired,
    Early,
    Nonce,
    Subject,
    NotShown,
    /// Not about signing out.
    Event,
    /// No number, or one that was shown before.
    Number,
}

/// Of an account at the provider.
#[derive(Clone, Debug)]
pub(super) struct Claims {
    pub subject: String,
    pub all: Map<String, Value>,
}

#[derive(Deserialize)]
struct Payload {
    iss: String,
    aud: OneOrMany,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    sub: String,
    auth_time: Option<i64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// Clocks of two machines differ by so much at most.
pub(super) const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(2);
/// A token made for us is fresh from the oven.
pub(super) const AGE_MAX: TimeDelta = TimeDelta::minutes(10);
pub(super) const SUBJECT_CHARS_MAX: usize = 255;

/// The claims of a token that holds.
pub(super) fn verified(token: &str, keys: &JwkSet, expected: &Expected<'_>) -> Result<Claims, TokenFault> {
    let payload = signed_payload(token, keys)?;
    let all: Map<String, Value> = serde_json::from_slice(&payload).map_err(|_| TokenFault::Malformed)?;
    let said: Payload = serde_json::from_slice(&payload).map_err(|_| TokenFault::Malformed)?;
    let Expected { issuer, client_id, nonce, now, shown_since } = *expected;
    if said.iss != issuer {
        return Err(TokenFault::Issuer);
    }
    if !is_for(&said, client_id) {
        return Err(TokenFault::Audience);
    }
    let (expires, made) = (instant(said.exp)?, instant(said.iat)?);
    if expires + CLOCKS_DIFFER <= now || made + AGE_MAX <= now {
        return Err(TokenFault::Expired);
    }
    if made > now + CLOCKS_DIFFER {
        return Err(TokenFault::Early);
    }
    if said.nonce.as_deref() != Some(nonce) {
        return Err(TokenFault::Nonce);
    }
    if said.sub.is_empty() || said.sub.chars().count() > SUBJECT_CHARS_MAX {
        return Err(TokenFault::Subject);
    }
    if let Some(since) = shown_since {
        let shown = said.auth_time.ok_or(TokenFault::NotShown)?;
        if instant(shown)? + CLOCKS_DIFFER < since {
            return Err(TokenFault::NotShown);
        }
    }
    Ok(Claims { subject: said.sub, all })
}

/// The payload, once a key of the provider has signed for it.
pub(super) fn signed_payload(token: &str, keys: &JwkSet) -> Result<Vec<u8>, TokenFault> {
    let (message, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
    let (_, payload) = message.split_once('.').ok_or(TokenFault::Malformed)?;
    // `none` and whatever else is unknown is no algorithm to its reader.
    let header = decode_header(token).map_err(|_| TokenFault::Algorithm)?;
    if header.alg.family() == AlgorithmFamily::Hmac || header.crit.is_some() {
        return Err(TokenFault::Algorithm);
    }
    let mut fitting = keys.keys.iter().filter(|key| fits(key, header.alg, header.kid.as_deref())).peekable();
    if fitting.peek().is_none() {
        return Err(TokenFault::UnknownKey);
    }
    let is_signed = fitting
        .filter_map(|key| DecodingKey::from_jwk(key).ok())
        .any(|key| is_signature(signature, message.as_bytes(), &key, header.alg));
    if !is_signed {
        return Err(TokenFault::Signature);
    }
    decoded(payload).ok_or(TokenFault::Malformed)
}

fn fits(key: &Jwk, algorithm: Algorithm, name: Option<&str>) -> bool {
    let family = match &key.algorithm {
        AlgorithmParameters::RSA(_) => AlgorithmFamily::Rsa,
        AlgorithmParameters::EllipticCurve(_) => AlgorithmFamily::Ec,
        AlgorithmParameters::OctetKeyPair(_) => AlgorithmFamily::Ed,
        _ => return false,
    };
    let common = &key.common;
    family == algorithm.family()
        && common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature)
        && common.key_algorithm.as_ref().is_none_or(|only| is_named(only, algorithm))
        && name.is_none_or(|name| common.key_id.as_deref() == Some(name))
}

/// Both are written as the standard names them, `RS256`.
fn is_named(only: &KeyAlgorithm, algorithm: Algorithm) -> bool {
    let name = serde_json::to_value(algorithm).ok();
    name.is_some() && serde_json::to_value(only).ok() == name
}

/// Meant for us, and for us alone unless we are the party it was given to.
fn is_for(said: &Payload, client_id: &str) -> bool {
    let (is_meant, is_alone) = match &said.aud {
        OneOrMany::One(one) => (one == client_id, true),
        OneOrMany::Many(many) => (many.iter().any(|one| one == client_id), many.len() == 1),
    };
    is_meant && said.azp.as_deref().map_or(is_alone, |party| party == client_id)
}

pub(super) fn instant(seconds: i64) -> Result<DateTime<Utc>, TokenFault> {
    DateTime::from_timestamp(seconds, 0).ok_or(TokenFault::Malformed)
}

pub(super) fn decoded(part: &str) -> Option<Vec<u8>> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.decode(part).ok()
}
