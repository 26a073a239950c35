//! [`Allowed`]: proof that this request may do `P`, and the only door to the database.

use std::{marker::PhantomData, ops::Deref, sync::Arc};

use axum::extract::FromRequestParts;
use http::{Method, header::ACCEPT_LANGUAGE, request::Parts};
use kernel::{Error, Language, Permission, PermissionName};

use super::{Problem, caller, idempotency::IdempotencyClaim, request_id};
use crate::{Actor, Admission, Door, Platform, Scope};

/// The first parameter of every handler that is not public.
pub struct Allowed<P> {
    door: Door,
    _permission: PhantomData<P>,
}

/// Browsers don't let a foreign page set this header, so a forged form can't carry it.
pub const FORGERY_GUARD: &str = "x-requested-with";

impl<P> Deref for Allowed<P> {
    type Target = Door;
    fn deref(&self) -> &Door {
        &self.door
    }
}

impl<P: Permission> FromRequestParts<Platform> for Allowed<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, platform: &Platform) -> Result<Self, Problem> {
        let gatekeeper = platform.gatekeeper().ok_or_else(|| Error::internal("no gatekeeper stands at the door"))?;
        let admission = gatekeeper.admit(platform, &parts.headers).await?;
        if admission.session.is_some() && !is_safe(&parts.method) && !parts.headers.contains_key(FORGERY_GUARD) {
            return Err(Error::invalid(
                FORGERY_GUARD,
                "request.forgery_guard_missing",
                "a change made with a session cookie must carry the header X-Requested-With: roadbook",
            )
            .into());
        }
        if let Some(duty) = admission.duty.filter(|duty| !duty.addresses.contains(&parts.uri.path())) {
            return Err(Error::Refused { code: duty.code, detail: duty.detail.to_owned() }.into());
        }
        let language = asked_language(parts).unwrap_or(admission.language);
        let scope =
            Scope::new(Arc::clone(&admission), P::NAME, language).ok_or_else(|| refused(&admission, P::NAME))?;
        caller::is_asking(&scope);
        let claim = parts.extensions.get::<IdempotencyClaim>().cloned();
        Ok(Self { door: Door::new(platform.clone(), scope).claiming(claim), _permission: PhantomData })
    }
}

/// Tells the log who wanted what; the journal is for what happened.
fn refused(admission: &Admission, permission: PermissionName) -> Error {
    let permission = permission.name();
    let (staff, key) = match &admission.actor {
        Actor::Staff { id, .. } => (Some(id.to_string()), None),
        Actor::Key { id, .. } => (None, Some(id.to_string())),
        Actor::System(_) => (None, None),
    };
    tracing::info!(request_id = request_id::current(), staff, key, permission, "not permitted");
    Error::Forbidden { permission }
}

fn is_safe(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD || method == Method::OPTIONS
}

fn asked_language(parts: &Parts) -> Option<Language> {
    parts.headers.get(ACCEPT_LANGUAGE)?.to_str().ok().map(Language::accepted)
}
