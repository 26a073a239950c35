//! Requests in, views out: imports.

mod change;
mod errors;
mod read;
mod rows;
mod upload;
mod work;

use platform::Platform;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .merge(upload::routes())
        .routes(routes!(read::list_imports))
        .routes(routes!(read::find_import, change::change_import, change::delete_import))
        .routes(routes!(work::check_import))
        .routes(routes!(work::run_import))
        .routes(routes!(work::stop_import))
        .routes(routes!(work::undo_import))
        .routes(routes!(rows::list_rows))
        .routes(routes!(rows::mend_row))
        .routes(routes!(errors::download_errors))
}
