//! Requests in, views out.

mod bulk;
mod change;
mod list;

use platform::Platform;
use utoipa_axum::{router::OpenApiRouter, routes};

/// All endpoints of the worklist.
pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list::list_tasks, change::add_task))
        .routes(routes!(list::task_summary))
        .routes(routes!(bulk::change_tasks))
        .routes(routes!(list::get_task, change::edit_task))
        .routes(routes!(change::complete_task, change::reopen_task))
        .routes(routes!(change::cancel_task))
        .routes(routes!(change::snooze_task, change::wake_task))
        .routes(routes!(change::hand_task_over))
}
