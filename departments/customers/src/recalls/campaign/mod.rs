//! The campaign itself: what is wrong, what is done about it, from when to when.

pub mod change;
pub mod draft;
#[cfg(test)]
pub(crate) mod example;
pub mod figures;
pub mod http;
pub mod recall;
pub mod rules;
pub mod store;
pub mod view;
