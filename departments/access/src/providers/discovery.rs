//! What a provider says about itself, and its keys: kept for a while, read anew when a key is not among them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::jwk::JwkSet;
use platform::{
    Platform,
    outside::{Targets, TypedAddress},
};
use serde::Deserialize;

use super::{rules::IdentityRefusal, wire};

/// The part of the discovery document (OpenID Connect Discovery 1.0 §3) that we need.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Metadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub jwks_uri: String,
    pub userinfo_endpoint: Option<String>,
    pub end_session_endpoint: Option<String>,
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// It says in each answer who sent it (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

/// What this node remembers of providers.
#[derive(Default)]
pub(crate) struct Discoveries {
    documents: Shelf<Metadata>,
    keys: Shelf<JwkSet>,
}

const KEPT: TimeDelta = TimeDelta::hours(1);
/// Whoever sends tokens with made-up key names, or many to a provider that is down, must not make us ask again and again.
const ASKED_AGAIN_AFTER: TimeDelta = TimeDelta::seconds(10);
const ENTRIES_MAX: usize = 1_000;

impl Discoveries {
    /// The document of this issuer.
    pub(super) async fn document(&self, platform: &Platform, issuer: &str) -> Result<Arc<Metadata>, IdentityRefusal> {
        let targets = Targets::of(platform);
        self.documents.read(issuer, platform.clock().now(), KEPT, async || document(&targets, issuer).await).await
    }

    /// The keys of this provider.
    pub(super) async fn keys(&self, platform: &Platform, metadata: &Metadata) -> Result<Arc<JwkSet>, IdentityRefusal> {
        self.keys_at_most(KEPT, platform, metadata).await
    }

    /// The same read anew, for a token whose key is not among those known.
    pub(super) async fn keys_anew(
        &self,
        platform: &Platform,
        metadata: &Metadata,
    ) -> Result<Arc<JwkSet>, IdentityRefusal> {
        self.keys_at_most(ASKED_AGAIN_AFTER, platform, metadata).await
    }

    /// Forgets all, after a provider was changed.
    pub fn forget(&self) {
        self.documents.clear();
        self.keys.clear();
    }

    async fn keys_at_most(
        &self,
        age_max: TimeDelta,
        platform: &Platform,
        metadata: &Metadata,
    ) -> Result<Arc<JwkSet>, IdentityRefusal> {
        let (targets, address) = (Targets::of(platform), &metadata.jwks_uri);
        self.keys.read(address, platform.clock().now(), age_max, async || keys(&targets, address).await).await
    }
}

async fn document(targets: &Targets, issuer: &str) -> Result<Metadata, IdentityRefusal> {
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let answer = wire::fetch(targets, &address, None).await?;
    let read: Metadata = serde_json::from_value(answer.body).map_err(|cause| {
        tracing::warn!(%cause, issuer, status = answer.status, "a discovery document is none");
        IdentityRefusal::Malformed
    })?;
    if read.issuer != issuer {
        tracing::warn!(issuer, says = read.issuer, "a discovery document names another issuer");
        return Err(IdentityRefusal::Malformed);
    }
    // Those the browser is sent to as well: nothing but http and https, and secrets by https alone.
    let always = [&read.authorization_endpoint, &read.token_endpoint, &read.jwks_uri];
    let perhaps = [&read.userinfo_endpoint, &read.end_session_endpoint];
    for endpoint in always.into_iter().chain(perhaps.into_iter().flatten()) {
        if let Err(fault) = TypedAddress::parse(endpoint, "endpoint", targets) {
            tracing::warn!(issuer, endpoint, fault = fault.code, "a discovery document names an unsafe address");
            return Err(IdentityRefusal::Malformed);
        }
    }
    Ok(read)
}

async fn keys(targets: &Targets, address: &str) -> Result<JwkSet, IdentityRefusal> {
    let answer = wire::fetch(targets, address, None).await?;
    serde_json::from_value(answer.body).map_err(|cause| {
        tracing::warn!(%cause, address, "a key set is none");
        IdentityRefusal::Malformed
    })
}

/// Things read at addresses, each by one at a time: whoever comes meanwhile waits and takes what was found, or that nothing was.
struct Shelf<T>(Mutex<HashMap<String, Place<T>>>);

type Place<T> = Arc<tokio::sync::Mutex<Option<Found<T>>>>;

struct Found<T> {
    at: DateTime<Utc>,
    outcome: Result<Arc<T>, IdentityRefusal>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Shelf<T> {
    /// What stands under `name`, read when it is older than `age_max`.
    async fn read(
        &self,
        name: &str,
        now: DateTime<Utc>,
        age_max: TimeDelta,
        fetch: impl AsyncFnOnce() -> Result<T, IdentityRefusal>,
    ) -> Result<Arc<T>, IdentityRefusal> {
        let place = self.place(name);
        let mut found = place.lock().await;
        if let Some(Found { at, outcome }) = &*found {
            let age_max = if outcome.is_ok() { age_max } else { ASKED_AGAIN_AFTER };
            if now - *at < age_max {
                return outcome.clone();
            }
        }
        let outcome = fetch().await.map(Arc::new);
        *found = Some(Found { at: now, outcome: outcome.clone() });
        outcome
    }

    fn place(&self, name: &str) -> Place<T> {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if places.len() >= ENTRIES_MAX && !places.contains_key(name) {
            places.clear();
        }
        Arc::clone(places.entry(name.to_owned()).or_default())
    }

    fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
