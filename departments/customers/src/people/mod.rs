//! People and companies: the record, its rules, its lists.

pub mod arrival;
pub mod assemble;
pub mod change;
pub mod consented;
pub mod customer;
pub mod draft;
pub mod fields;
pub mod http;
pub mod list;
mod narrowing;
pub mod rules;
pub mod store;
pub mod view;
