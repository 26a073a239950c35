//! Single sign-on by OpenID Connect: services of the group's own that say who somebody is, and whose accounts there are whose here.

mod arrival;
mod back_channel;
mod begin;
mod callback;
mod discovery;
mod exchange;
mod farewell;
mod http;
pub mod identity;
mod jws;
mod logout_token;
mod own;
pub mod provider;
mod rules;
pub(crate) mod store;
mod token;
pub mod visit;
mod wire;

use platform::Platform;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use discovery::Discoveries;
pub(crate) use farewell::farewell;
pub use http::ProviderView;
pub use identity::Identity;
pub use provider::{FactorRule, Matching, Provider};
pub use rules::{NewProvider, ProviderChange};
pub use visit::Visit;

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .merge(http::routes())
        .merge(begin::routes())
        .merge(callback::routes())
        .merge(back_channel::routes())
        .merge(own::routes())
}
