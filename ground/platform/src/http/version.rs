//! `If-Match`: a change carries the version it was made from.

use axum::extract::FromRequestParts;
use http::{header::IF_MATCH, request::Parts};
use kernel::{Error, Result};
use serde::Serialize;

use super::Problem;

/// The version the caller has seen; absent when the caller does not care.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(Option<i32>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Some(header) = parts.headers.get(IF_MATCH) else { return Ok(Self(None)) };
        let text = header.to_str().unwrap_or_default().trim_start_matches("W/").trim_matches('"');
        match text {
            "*" => Ok(Self(None)),
            _ => text.parse().map(|version| Self(Some(version))).map_err(|_| {
                Error::invalid("If-Match", "version.malformed", "If-Match takes the version of the record, \"3\"")
                    .into()
            }),
        }
    }
}

impl IfMatch {
    /// Refuses a change made from another version than `version`, with the record as it now is.
    pub fn check<V: Serialize>(self, version: i32, current: impl FnOnce() -> V) -> Result<()> {
        match self.0 {
            Some(seen) if seen != version => Err(Error::Stale { current: serde_json::to_value(current())? }),
            _ => Ok(()),
        }
    }
}
