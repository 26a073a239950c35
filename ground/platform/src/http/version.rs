//! `ETag` and `If-Match`: an answer names the version of its record, a change carries the version it was made from.

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue,
    header::{ETAG, IF_MATCH},
    request::Parts,
};
use kernel::{Error, Result};
use serde::Serialize;

use super::{Json, Problem};

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

/// What one record looks like to its reader.
pub trait HasVersion: Serialize {
    /// Counts up with every change of the record.
    fn version(&self) -> i32;
}

/// One record as JSON, with its version as `ETag`: what `If-Match` takes.
pub struct Fresh<V>(pub V);

impl<V: HasVersion> IntoResponse for Fresh<V> {
    fn into_response(self) -> Response {
        let tag = HeaderValue::try_from(format!("\"{}\"", self.0.version()));
        let mut answer = Json(self.0).into_response();
        if let Ok(tag) = tag {
            answer.headers_mut().insert(ETAG, tag);
        }
        answer
    }
}

/// Names views whose field `version` is that of their record: `has_version!(CustomerView)`.
#[macro_export]
macro_rules! has_version {
    ($($view:ty),+) => {
        $(impl $crate::http::HasVersion for $view {
            fn version(&self) -> i32 {
                self.version
            }
        })+
    };
}
