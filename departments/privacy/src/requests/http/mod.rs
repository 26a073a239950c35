//! Requests in, views out: what people ask about their own data.

mod codes;
mod decide;
mod receive;
mod work;

pub(crate) use decide::pdf_download;

use platform::Platform;
use utoipa_axum::router::OpenApiRouter;

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().merge(receive::routes()).merge(work::routes()).merge(codes::routes()).merge(decide::routes())
}
