//! The home page: what is due today, and how the customer base stands.

pub mod http;
pub mod figures;
