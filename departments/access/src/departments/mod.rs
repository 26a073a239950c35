//! The departments of the stores.

pub mod department;
mod http;
mod rules;
pub(crate) mod store;

pub use department::{Department, DepartmentKind};
pub use http::DepartmentView;
pub(crate) use http::routes;
pub use rules::{DepartmentChange, DepartmentRefusal, NewDepartment};
pub use store::{add_department, find_department};
