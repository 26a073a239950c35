//! The work done in the background, for whoever looks after the house: what waits, what runs, what is dead and why.

use journal::{About, events::jobs::JobsEvent};
use kernel::{JobId, Permission, permission::SeeJobs};
use platform::{
    Allowed, Platform,
    database::paging::{Page, PageRequest},
    http::{Json, Path, Query, Reply},
    jobs::{self, JobLine, JobState},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_jobs)).routes(routes!(retry_job))
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
    // A job belongs to no store.
    allowed.scope().must_reach_the_group(SeeJobs::NAME)?;
    Ok(Json(jobs::find_lines(&allowed.read(), query.state, &request).await?))
}

/// Begins a job that was given up anew: it is due at once, with all its tries before it.
#[utoipa::path(put, path = "/api/v1/jobs/{id}/retry", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = 200, body = JobLine), (status = 404), (status = 409, description = "job.not_dead")))]
async fn retry_job(allowed: Allowed<SeeJobs>, Path(id): Path<JobId>) -> Reply<Json<JobLine>> {
    allowed.scope().must_reach_the_group(SeeJobs::NAME)?;
    let job = allowed
        .write(async |tx| {
            let job = jobs::revive(tx, id).await?;
            journal::record(tx, About::default(), JobsEvent::Retried { job: job.id, title: job.name.clone() }).await?;
            Ok(job)
        })
        .await?;
    Ok(Json(job))
}

fn dead() -> JobState {
    JobState::Dead
}
