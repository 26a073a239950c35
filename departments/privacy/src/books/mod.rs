//! The books the law demands: who processes data for us, what was assessed, what went wrong.

pub mod entry;
mod http;
pub mod pages;
pub mod rules;
pub(crate) mod store;

pub(crate) use http::routes;
