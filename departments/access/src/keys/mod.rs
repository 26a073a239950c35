//! Keys by which machines use the API.

mod http;
pub mod key;
mod rules;
pub(crate) mod store;

use kernel::Error;

pub(crate) use http::routes;
pub use http::{CreatedKey, KeyView};
pub use key::ApiKey;
pub use rules::NewKey;
pub use store::create_key;

pub(crate) fn unknown() -> Error {
    refused("key.unknown", "This key does not exist or was revoked; send 'Authorization: Bearer rb_…'.")
}

pub(crate) fn expired() -> Error {
    refused("key.expired", "This key has run out; make a new one.")
}

fn refused(code: &'static str, detail: &str) -> Error {
    Error::Unauthenticated { code, detail: detail.to_owned() }
}
