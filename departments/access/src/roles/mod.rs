//! Roles, what they permit, and who was given which.

pub mod built_in;
pub mod grant;
pub mod role;
mod role_permission;
pub mod store;

pub use grant::Grant;
pub use role::Role;
pub use store::find_role;
