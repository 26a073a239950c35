//! Merges: two records of one customer become one, and two again; nothing that pointed at either is lost.

pub mod cars;
pub mod field;
pub mod follow;
pub mod gathering;
pub mod http;
pub mod merge;
pub mod merging;
pub mod part;
pub mod parts;
pub mod preview;
pub mod record;
pub mod rules;
pub mod runs;
pub mod separating;
pub mod store;
pub mod terms;
pub mod view;

use platform::Platform;
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    http::routes().merge(runs::http::routes())
}
