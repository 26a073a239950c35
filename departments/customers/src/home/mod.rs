//! The home page: what is due today, and how the customer base stands.

pub mod figures;
pub mod http;
