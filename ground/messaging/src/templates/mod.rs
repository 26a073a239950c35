//! Templates: what the house says again and again, written once per channel and language, in editions that never change once
//! they were published.

mod edition;
mod http;
mod preview;
pub(crate) mod render;
mod rules;
mod shipped;
pub(crate) mod store;
mod template;
mod trial;
mod variables;
mod view;
mod wording;

pub use http::routes;
pub use preview::measured;
pub use store::stock;
pub use template::Template;
pub(crate) use variables::UNSUBSCRIBE_LINK;
pub use variables::{COMMON, Given, Values, Variable, VariableKind};
pub use wording::{ProviderTemplate, Wording, Words};
