//! The people who work here, and what they may do.

mod change;
mod http;
pub mod member;
mod rules;
pub(crate) mod store;
mod view;

pub(crate) use http::routes;
pub use member::Staff;
pub(crate) use rules::login_of;
pub use rules::{NewGrant, NewStaff, StaffChange, StaffRefusal};
pub use store::{add_staff, find_staff_by_login, set_password_by_hand};
pub use view::{GrantView, StaffChoice, StaffView};
