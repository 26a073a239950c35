//! The 360° profile: everything known of one customer, on one page and in one call.

pub mod http;
pub mod portrait;
pub mod suggestion;
pub mod suggestions;
pub mod view;
