//! The departments of the stores.

pub mod department;
mod rules;
pub(crate) mod store;

pub use department::{Department, DepartmentKind};
pub use rules::{DepartmentChange, DepartmentRefusal, NewDepartment};
pub use store::add_department;
