//! What every endpoint shares: the door, requests in, problems out, versions and repeated requests.

pub mod allowed;
pub mod caller;
pub mod extract;
pub mod idempotency;
pub mod problem;
pub mod request_id;
pub mod upload;
pub mod version;

pub use allowed::Allowed;
pub use extract::{Json, Pairs, Path, Query};
pub use problem::{Problem, ProblemView, Reply};
pub use upload::{broken_form, save_part};
pub use version::{Fresh, HasVersion, IfMatch};
