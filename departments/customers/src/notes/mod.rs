//! Notes, calls, visits and messages as staff write them down, with their outcome.

pub mod http;
pub mod note;
pub mod rules;
pub mod store;
pub mod view;
