//! Whether the house has done what a request asks it to do itself.

use super::request::RequestKind;

/// A correction or an explanation is people's work, of which the one who answers is the judge.
pub fn is_done(kind: RequestKind) -> bool {
    !matches!(kind, RequestKind::Delete | RequestKind::Restrict)
}
