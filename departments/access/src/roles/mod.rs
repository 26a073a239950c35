//! Roles, what they permit, and who was given which.

pub mod built_in;
pub mod grant;
mod http;
pub mod role;
mod role_permission;
mod rules;
pub mod store;

pub use grant::Grant;
pub(crate) use http::routes;
pub use http::{PermissionView, RoleView};
pub use role::Role;
pub use rules::{NewRole, RoleChange, RoleRefusal};
pub use store::find_role;
