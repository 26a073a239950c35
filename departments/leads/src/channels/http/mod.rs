//! Requests in, views out: connectors, what comes over them, and the quarantine.

mod connectors;
mod intake;
mod payloads;
mod trials;

use platform::Platform;
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .merge(connectors::routes())
        .merge(trials::routes())
        .merge(payloads::routes())
        .merge(intake::routes())
}
