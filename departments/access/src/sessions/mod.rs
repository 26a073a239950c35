//! Signing in, in one step or two, and the sessions that come of it.

pub(crate) mod attempts;
pub mod breached;
pub(crate) mod client;
pub(crate) mod cookie;
pub(crate) mod devices;
pub(crate) mod guessable;
mod http;
pub mod password;
mod patience;
pub(crate) mod proof;
mod second_step;
pub mod session;
mod sign_in;
pub(crate) mod slowly;
pub(crate) mod steps;
pub(crate) mod store;

use kernel::Error;
use platform::{Duty, Platform};
use utoipa_axum::router::OpenApiRouter;

pub(crate) use attempts::{forget_failures, locked_logins};
pub use http::{
    FarewellView, HalfwayView, NewPassword, PasswordChange, SessionRow, SessionView, SignIn, SignedInStaff,
};
pub(crate) use proof::holder_of;
pub use proof::{FreshProof, ProofKind};
pub(crate) use second_step::cookies as session_cookies;
pub use second_step::{EnrolledSession, SecondStep};
pub use session::Session;
pub(crate) use sign_in::{Came, FactorShown, Halfway, Opened, go_halfway, must_be_own_password, open, second_step_of};
pub use steps::Wants;

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().merge(http::routes()).merge(second_step::routes()).merge(proof::routes())
}

pub(crate) fn missing() -> Error {
    refused("session.missing", "Sign in first, or send a key as 'Authorization: Bearer rb_…'.")
}

pub(crate) fn expired() -> Error {
    refused("session.expired", "The session has run out; sign in again.")
}

pub(crate) fn revoked() -> Error {
    refused("session.revoked", "The session was ended; sign in again.")
}

/// What is left to do with a password that somebody else chose.
pub(crate) const OWN_PASSWORD: Duty = Duty {
    code: "session.password_due",
    detail: "Somebody else chose your password: choose one of your own with PUT /api/v1/session/password first.",
    addresses: &["/api/v1/session", "/api/v1/session/password"],
};

/// Says why somebody known must stay outside; only to who proved to be that person.
pub(crate) fn must_be_welcome(is_active: bool, is_locked: bool) -> kernel::Result<()> {
    if !is_active {
        return Err(refused("staff.inactive", "This account was closed; ask whoever manages staff."));
    }
    if is_locked {
        return Err(refused("staff.locked", "This account is locked; ask whoever manages staff."));
    }
    Ok(())
}

fn refused(code: &'static str, detail: &str) -> Error {
    Error::Unauthenticated { code, detail: detail.to_owned() }
}
