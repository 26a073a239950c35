//! Conditions: what can be asked of a record, one by one or as a tree of all, any and none. Pure: a department brings its
//! fields, and asks the questions of its tables or of what it holds in memory.
//!
//! A list filter is one [`Condition`], a segment or the rule of a tag is a [`Rule`] of them; both are read, checked and spoken here.

mod condition;
mod fault;
mod field;
mod question;
mod reading;
mod rule;
mod sentence;

pub use condition::Condition;
pub use fault::{Part, Wrong};
pub use field::{FieldKind, Operator, Sense, Shape, Unit};
pub use question::{Moment, Question, Worth};
pub use reading::{CONDITIONS_MAX, DEPTH_MAX, VALUES_MAX, read};
pub use rule::{Rule, Together};
