//! Web push: browsers that let themselves be written to, those of staff and those of customers.

mod http;
mod store;
mod subscription;

pub(crate) use http::routes;
pub use store::address_of;
pub(crate) use store::forget_gone;
