//! What may happen to a second factor.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::Refusal;

/// A secret shown and not confirmed is forgotten after so long.
pub(crate) const PENDING_MAX: TimeDelta = TimeDelta::minutes(15);
pub(crate) const REASON_CHARS_MAX: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorRefusal {
    /// There is none to remove, or to make recovery codes for.
    None,
    /// The group wants everyone like this person to have one.
    Needed,
    /// The enrolment was not begun, or too long ago.
    NotBegun,
    /// Without the factor the password would stand alone, and is too short for that.
    PasswordTooShort,
    /// One's own is removed by oneself, with the password.
    Oneself,
}

impl Refusal for FactorRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::None => "factor.none",
            Self::Needed => "factor.needed",
            Self::NotBegun => "factor.not_begun",
            Self::PasswordTooShort => "factor.password_too_short",
            Self::Oneself => "factor.oneself",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::None => "There is no second factor; set one up first.",
            Self::Needed => "The group wants a second factor here; set up a new one instead of removing this one.",
            Self::NotBegun => "The enrolment was not begun or took longer than 15 minutes; begin again.",
            Self::PasswordTooShort => {
                "Without the second factor the password must have at least 15 characters; change it first."
            }
            Self::Oneself => "Remove your own second factor in your account, with your password.",
        }
        .to_owned()
    }
}

/// What a code typed in is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeVerdict {
    Right,
    /// A recovery code, used up now; so many are left.
    Recovery {
        left: u32,
    },
    /// It was right and has been used: the next one comes within half a minute.
    Used,
    Wrong,
}

/// Whether a secret shown at this time may still be confirmed.
pub(crate) fn is_pending(since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - since <= PENDING_MAX
}
