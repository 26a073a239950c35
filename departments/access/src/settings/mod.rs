//! How a group lets its people in: who must have a second factor, how long proofs and sessions hold.

pub(crate) mod http;
pub(crate) mod policy;
pub(crate) mod store;

pub use http::SignInSettingsView;
pub(crate) use http::routes;
pub use policy::SignInSettingsChange;
