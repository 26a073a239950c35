//! Who may do what, where, and why: spans of grants, at which desk somebody works, the rules against rising above oneself, and the view of it.

mod desk;
mod http;
mod machine;
mod rules;
mod span;
pub(crate) mod store;
mod view;

pub(crate) use http::routes;
pub use machine::{must_lend, permissions_of_roles, role_titles};
pub use rules::PowerRefusal;
pub(crate) use span::{places, reach_word, span_of};
pub use store::{Holder, holders_over_the_group};
pub use view::{Because, CustomerCount, Mask, PowerLine, PowerView, Records};
