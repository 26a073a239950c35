//! Candidates: who of the base might be the same as somebody typed, imported or changed, how sure that is, and why.
//!
//! A customer is compared by their [`particulars`]; those worth comparing are found by contacts, cars and the keys of
//! [`keys`] (`search`), and weighed by the group's [`model`] into a [`verdict`].

pub mod field;
pub mod http;
pub mod keys;
pub mod match_key;
pub mod match_model;
pub mod model;
pub mod particulars;
pub mod reading;
pub mod search;
pub mod search_many;
pub mod verdict;
pub mod view;
