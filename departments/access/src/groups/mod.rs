//! Dealer groups: the outermost wall.

pub mod group;
pub(crate) mod store;

pub use group::Group;
pub use store::{found_group, found_group_with, list_groups};
