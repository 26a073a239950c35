//! Rules of tags: a tag with a rule keeps itself. Customers who change are followed one by one, the days that pass are followed
//! every night, and a new rule is asked of the whole base at once.

pub mod http;
pub mod keeping;
pub mod pass;
pub mod store;
mod tag_rule;
pub mod templates;

pub use http::routes;
pub use pass::jobs;
pub use tag_rule::{Column, Entity, Model, RuleState, TagRule};
