//! The work done in the background, for whoever looks after the house: what waits, what runs, what is dead and why.

use kernel::{Error, Permission, Result, permission::SeeJobs};
use platform::{
    Allowed, Platform, Scope,
    database::paging::{Page, PageRequest},
    http::{Json, Query, Reply},
    jobs::{self, JobLine, JobState},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_jobs))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct JobsQuery {
    /// `dead` when not given.
    #[serde(default = "dead")]
    #[param(required = false)]
    state: JobState,
}

/// Jobs of the group in one state, those due or given up last first.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "jobs", params(JobsQuery, PageRequest),
    responses((status = 200, body = Page<JobLine>)))]
async fn list_jobs(
    allowed: Allowed<SeeJobs>,
    Query(query): Query<JobsQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<JobLine>>> {
    must_reach_the_group(allowed.scope())?;
    Ok(Json(jobs::find_lines(&allowed.read(), query.state, &request).await?))
}

fn dead() -> JobState {
    JobState::Dead
}

/// A job belongs to no store.
fn must_reach_the_group(scope: &Scope) -> Result<()> {
    if scope.span().group { Ok(()) } else { Err(Error::Forbidden { permission: SeeJobs::NAME.name() }) }
}
