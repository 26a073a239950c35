//! Contacts: how a customer is reached; sealed, masked, and revealed one by one.

pub mod address_book;
pub mod contact;
pub mod http;
pub mod id_number;
pub mod known;
pub mod listeners;
pub mod reveal;
pub mod reveal_log;
pub mod rules;
pub mod store;

use platform::Platform;
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    http::routes().merge(reveal::routes()).merge(id_number::routes())
}
