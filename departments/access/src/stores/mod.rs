//! The stores of a group.

pub mod dealer_store;
mod http;
mod rules;
pub(crate) mod store;

pub use dealer_store::{Brands, Store};
pub use http::StoreView;
pub(crate) use http::routes;
pub use rules::{NewStore, StoreChange, StoreRefusal};
pub use store::{add_store, find_store, find_store_by_code};
