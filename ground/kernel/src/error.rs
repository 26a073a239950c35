//! The one error of the house. It is turned into `application/problem+json` in exactly one place, `platform::http::problem`.
//!
//! Which to use: `NotFound` also for what the caller may not know of; `Invalid` when the request itself is wrong, with a
//! fault per field; `Refused` when the request is fine but the record's state forbids it; `Stale` when someone else was
//! faster. `Internal` is ours to mend and never shows its cause to the caller.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug)]
pub enum Error {
    /// There is no such thing inside the caller's scope.
    NotFound,
    /// Nobody known is asking. The code says why: `session.missing`, `session.expired`, `sign_in.wrong` …
    Unauthenticated { code: &'static str, detail: String },
    /// Somebody known, without the right to do this.
    Forbidden { permission: &'static str },
    /// The request is wrong; each fault names its field and the remedy.
    Invalid(Vec<Fault>),
    /// The state of the record forbids it, for example `customer.deleted`.
    Refused { code: &'static str, detail: String },
    /// Another record holds what can be held by one only: `holder` is that record, as far as the caller may see it.
    Held { code: &'static str, detail: String, holder: Value },
    /// The record lives on in another: `kept` is the id of that one, where the caller may see it.
    Gone { code: &'static str, detail: String, kept: Option<Uuid> },
    /// The record changed since it was read; `current` is the view as it now is.
    Stale { current: Value },
    /// The body is larger than this endpoint takes, in bytes.
    TooLarge { bytes_max: u64 },
    /// The body did not come whole within so many seconds.
    TooSlow { seconds_max: u64 },
    /// Too many tries; try again after so many seconds.
    TooMany { code: &'static str, retry_after_seconds: u64 },
    /// The database or another machine can't be reached now.
    Unavailable { detail: String },
    /// The disk of the data takes nothing more.
    StorageFull,
    /// A fault of ours. Logged with its cause, shown without.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// What is wrong with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fault {
    /// Path of the field in the request, `vehicle.vin`; empty for the body as a whole.
    pub field: String,
    /// Stable code, `phone.too_short`; the page translates it.
    pub code: String,
    /// What is wrong and how to mend it, in plain English.
    pub message: String,
}

impl Fault {
    pub fn new(field: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), message: message.into() }
    }
}

/// A small enum per noun that says why a rule refused.
pub trait Refusal {
    /// Stable code, `<noun>.<reason>`.
    fn code(&self) -> &'static str;
    /// One plain English sentence with the remedy.
    fn detail(&self) -> String;
}

impl Error {
    /// One fault of one field.
    pub fn invalid(field: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Fault::new(field, code, message)])
    }

    /// Wraps a cause that is ours to mend, or whoever keeps the disk's or the database's.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let cause = cause.into();
        match cause.to_string() {
            told if is_full(&told) => Self::StorageFull,
            told if is_cut_off(&told) => Self::database_away(),
            _ => Self::Internal(cause),
        }
    }

    fn database_away() -> Self {
        Self::Unavailable { detail: "The database can't be reached now; try again in a moment.".into() }
    }

    /// `Ok` when there are no faults, else all of them at once.
    pub fn unless_valid(faults: Vec<Fault>) -> Result<()> {
        if faults.is_empty() { Ok(()) } else { Err(Self::Invalid(faults)) }
    }
}

impl<R: Refusal> From<R> for Error {
    fn from(refusal: R) -> Self {
        Self::Refused { code: refusal.code(), detail: refusal.detail() }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        match cause {
            sea_orm::DbErr::ConnectionAcquire(_) | sea_orm::DbErr::Conn(_) => Self::database_away(),
            other => Self::internal(other),
        }
    }
}

/// How the driver, and PostgreSQL as its last word, say that the server went away under a request.
fn is_cut_off(cause: &str) -> bool {
    ["error communicating with database", "terminating connection"].iter().any(|sign| cause.contains(sign))
}

/// How SQLite (code 13), and the system below it and below PostgreSQL, say that nothing more can be written; the drivers hand codes
/// on in different ways, or not at all.
fn is_full(cause: &str) -> bool {
    ["database or disk is full", "No space left on device", "Disk quota exceeded"]
        .iter()
        .any(|sign| cause.contains(sign))
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::internal(cause)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => write!(f, "not found"),
            Self::Unauthenticated { code, .. } => write!(f, "unauthenticated: {code}"),
            Self::Forbidden { permission } => write!(f, "permission {permission} is missing"),
            Self::Invalid(faults) => {
                let all: Vec<String> =
                    faults.iter().map(|fault| format!("{}: {}", fault.field, fault.message)).collect();
                write!(f, "invalid: {}", all.join("; "))
            }
            Self::Held { code, detail, .. } => write!(f, "held by another ({code}): {detail}"),
            Self::Refused { code, detail } => write!(f, "refused ({code}): {detail}"),
            Self::Gone { code, detail, .. } => write!(f, "gone ({code}): {detail}"),
            Self::Stale { .. } => write!(f, "the record changed meanwhile"),
            Self::TooLarge { bytes_max } => write!(f, "the body is larger than {bytes_max} bytes"),
            Self::TooSlow { seconds_max } => write!(f, "the body did not come within {seconds_max} seconds"),
            Self::TooMany { code, .. } => write!(f, "too many: {code}"),
            Self::Unavailable { detail } => write!(f, "unavailable: {detail}"),
            Self::StorageFull => write!(f, "the disk of the data is full"),
            Self::Internal(cause) => write!(f, "internal: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_what_it_is() {
        for cause in [
            "error returned from database: (code: 13) database or disk is full",
            "could not extend file \"base/5/1\": No space left on device",
            "No space left on device (os error 28)",
        ] {
            assert!(matches!(Error::internal(cause), Error::StorageFull), "{cause}");
        }
        assert!(matches!(Error::internal("no such table"), Error::Internal(_)));
    }

    #[test]
    fn a_database_that_goes_away_under_a_request_is_not_our_fault() {
        for cause in [
            "Execution Error: error communicating with database: expected to read 5 bytes, got 0 bytes at EOF",
            "error returned from database: terminating connection due to administrator command",
        ] {
            assert!(matches!(Error::internal(cause), Error::Unavailable { .. }), "{cause}");
        }
    }
}
