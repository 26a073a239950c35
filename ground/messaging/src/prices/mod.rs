//! What messages cost: prices that hold from a day on, and sums over stores.

mod http;
mod price;
mod store;

pub use http::routes;
pub(crate) use store::charge;
