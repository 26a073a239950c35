//! Second factors: one-time codes of an app on a phone, and recovery codes for when the phone is gone.

pub(crate) mod codes;
pub mod factor;
pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod store;

pub use factor::Factor;
pub(crate) use http::routes;
pub use http::{EnrolmentCode, EnrolmentView, FactorRemoval, FactorTakeOff, FactorView, RecoveryCodes};
