//! What stands before every route: headers that keep browsers in bounds, changes from foreign pages, and how much one caller may ask.

mod foreign;
mod headers;
pub mod limits;

use access::TrustedProxies;
use axum::{Extension, Router, middleware};
use messaging::PublicAddress;
use platform::Platform;

pub use limits::{Limits, Rates};

/// The routes behind those who may send a request away.
pub fn guarded(routes: Router<Platform>, platform: &Platform) -> Router<Platform> {
    routes
        .layer(middleware::from_fn(foreign::keep_out))
        .layer(middleware::from_fn_with_state(platform.clone(), limits::keep_within))
}

/// Tells every request who is believed when they say for whom they ask.
pub fn proxies(platform: &Platform) -> Extension<TrustedProxies> {
    Extension(platform.provided::<TrustedProxies>().map(|proxies| TrustedProxies::clone(&proxies)).unwrap_or_default())
}

/// The routes with the headers of every answer, whoever gave it.
pub fn headed(routes: Router<Platform>, platform: &Platform) -> Router<Platform> {
    let is_encrypted = platform.provided::<PublicAddress>().is_ok_and(|address| address.0.starts_with("https://"));
    headers::on_every_answer(routes, is_encrypted)
}
