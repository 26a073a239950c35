//! Requests in, views out: work on the cars of a recall.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use chrono::NaiveDate;
use kernel::{
    Error, PermissionName, RecallId, RecallWorkId, Result, StaffId, StoreId, VehicleId, permission::ManageRecalls,
};
use platform::{
    Allowed, Door, Platform,
    http::{Json, Path, ProblemView, Reply},
    jobs::enqueue,
    names::{self, Wanted},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    make_tasks::{MakeTasks, usual_due_day},
    move_cars::MoveCars,
    recall_work::{AskedWork, AssignTo, RecallDeed, RecallWork},
    store,
    view::{RecallWorkView, view, views},
};
use crate::{
    people::http::calendar,
    recalls::{
        campaign::{self, draft},
        cars::{list::Which, recall_car::RecallCarState},
    },
    vehicles::checks::Checks,
};

const IDS_MAX: usize = 10_000;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_recall_works))
        .routes(routes!(find_recall_work))
        .routes(routes!(search_recall_cars))
        .routes(routes!(move_recall_cars))
        .routes(routes!(make_recall_tasks))
}

/// Request body of `POST /recalls/{id}/moves`: which cars come to which state. Those in it already are left alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRecallMove {
    /// Only cars in this state.
    state: Option<RecallCarState>,
    /// Only cars of this store.
    store_id: Option<StoreId>,
    /// Part of a plate, VIN or number, or of the owner's name, phone or number.
    q: Option<String>,
    /// These cars and no others, at most 10,000.
    ids: Option<BTreeSet<VehicleId>>,
    to: RecallCarState,
    /// Today, when not given.
    on: Option<NaiveDate>,
    note: Option<String>,
}

/// Request body of `POST /recalls/{id}/tasks`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRecallTasks {
    /// `advisor`, when not given.
    assign_to: Option<AssignTo>,
    /// Who gets them all, or those of customers nobody looks after. Without one the latter are nobody's until somebody takes them.
    staff_id: Option<StaffId>,
    /// In a week, when not given.
    due_on: Option<NaiveDate>,
    /// Only for cars of this store.
    store_id: Option<StoreId>,
}

/// The latest work on a recall, the latest first.
#[utoipa::path(get, path = "/api/v1/recalls/{id}/works", tag = "recalls", params(("id" = RecallId, Path)),
    responses((status = 200, body = Vec<RecallWorkView>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_recall_works(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
) -> Reply<Json<Vec<RecallWorkView>>> {
    let db = allowed.read();
    campaign::store::find(&db, id).await?;
    let works = store::latest(&db, id).await?;
    Ok(Json(views(&db, works).await?))
}

/// How far work on a recall has come.
#[utoipa::path(get, path = "/api/v1/recalls/{id}/works/{work_id}", tag = "recalls",
    params(("id" = RecallId, Path), ("work_id" = RecallWorkId, Path)),
    responses((status = 200, body = RecallWorkView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_recall_work(
    allowed: Allowed<ManageRecalls>,
    Path((id, work_id)): Path<(RecallId, RecallWorkId)>,
) -> Reply<Json<RecallWorkView>> {
    let db = allowed.read();
    let work = store::find(&db, work_id).await?;
    if work.recall_id != id {
        return Err(Error::NotFound.into());
    }
    Ok(Json(view(&db, work).await?))
}

/// Look for the cars of an open recall once more, in the background.
#[utoipa::path(post, path = "/api/v1/recalls/{id}/searches", tag = "recalls", params(("id" = RecallId, Path)),
    responses((status = 201, body = RecallWorkView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn search_recall_cars(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
) -> Reply<(StatusCode, Json<RecallWorkView>)> {
    let work = allowed
        .write(async |tx| {
            let recall = campaign::store::find(&tx.db(), id).await?;
            recall.must_be_open()?;
            let actor = tx.scope().actor().clone();
            store::look_for_cars_as(tx, &recall, actor).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), work).await?)))
}

/// Move many cars to a state, in the background: each passes the same rule as alone.
#[utoipa::path(post, path = "/api/v1/recalls/{id}/moves", tag = "recalls", params(("id" = RecallId, Path)),
    request_body = NewRecallMove,
    responses((status = 201, body = RecallWorkView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn move_recall_cars(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    Json(form): Json<NewRecallMove>,
) -> Reply<(StatusCode, Json<RecallWorkView>)> {
    let today = calendar(&allowed).await?.day(allowed.platform().clock().now());
    let asked = form.checked(today)?;
    let mandate = allowed.scope().mandate(&[PermissionName::ManageRecalls, PermissionName::SeeVehicles]);
    let work = allowed
        .write(async |tx| {
            let recall = campaign::store::find(&tx.db(), id).await?;
            recall.must_be_open()?;
            let work = store::begun(tx, &recall, RecallDeed::MoveCars, asked.clone());
            enqueue(tx, &MoveCars { work: work.id, mandate: mandate.clone() }, &work.id.to_string()).await?;
            store::add(tx, work).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), work).await?)))
}

/// Make a task for each customer with cars that want a call, in the background; never twice for the same car. Giving tasks to
/// others needs `assign_tasks`.
#[utoipa::path(post, path = "/api/v1/recalls/{id}/tasks", tag = "recalls", params(("id" = RecallId, Path)),
    request_body = NewRecallTasks,
    responses((status = 201, body = RecallWorkView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn make_recall_tasks(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    Json(form): Json<NewRecallTasks>,
) -> Reply<(StatusCode, Json<RecallWorkView>)> {
    let needed = [PermissionName::SeeVehicles, PermissionName::SeeCustomers, PermissionName::AssignTasks];
    if let Some(missing) = needed.into_iter().find(|permission| !allowed.scope().may(*permission)) {
        return Err(Error::Forbidden { permission: missing.name() }.into());
    }
    let today = calendar(&allowed).await?.day(allowed.platform().clock().now());
    let asked = form.checked(&allowed, today).await?;
    let mandate = allowed.scope().mandate(&[PermissionName::ManageRecalls, needed[0], needed[1], needed[2]]);
    let work = allowed
        .write(async |tx| {
            let recall = campaign::store::find(&tx.db(), id).await?;
            recall.must_be_open()?;
            let work: RecallWork = store::begun(tx, &recall, RecallDeed::MakeTasks, asked.clone());
            enqueue(tx, &MakeTasks { work: work.id, mandate: mandate.clone() }, &work.id.to_string()).await?;
            store::add(tx, work).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), work).await?)))
}

impl NewRecallMove {
    fn checked(self, today: NaiveDate) -> Result<AskedWork> {
        let mut checks = Checks::default();
        checks.past_day("on", self.on, today);
        let note = draft::long(&mut checks, "note", self.note.as_deref());
        let ids: Option<Vec<VehicleId>> = self.ids.map(|ids| ids.into_iter().collect());
        if ids.as_ref().is_some_and(|ids| ids.is_empty() || ids.len() > IDS_MAX) {
            checks.fault(
                "ids",
                "ids.count",
                format!("name 1 to {IDS_MAX} cars; for more, say in which state they are"),
            );
        }
        checks.finish()?;
        let q = self.q.filter(|q| !q.trim().is_empty());
        let which = Which { state: self.state, store: self.store_id, q, ids };
        Ok(AskedWork::Move { which, to: self.to, on: self.on.unwrap_or(today), note })
    }
}

impl NewRecallTasks {
    async fn checked(&self, door: &Door, today: NaiveDate) -> Result<AskedWork> {
        let mut checks = Checks::default();
        checks.due_day("due_on", self.due_on, today);
        if self.due_on.is_some_and(|due| due < today) {
            checks.fault("due_on", "date.past", "tasks are due today or later");
        }
        let assign_to = self.assign_to.unwrap_or(AssignTo::Advisor);
        if assign_to == AssignTo::Person && self.staff_id.is_none() {
            checks.fault("staff_id", "staff.missing", "say who gets the tasks");
        }
        if let Some(person) = self.staff_id {
            let known =
                names::within_reach(&door.read(), Wanted { staff: [person].into(), ..Wanted::default() }).await?;
            if !known.staff.contains_key(&person) {
                checks.fault("staff_id", "staff.unknown", "nobody who works here has this id");
            }
        }
        checks.finish()?;
        let due_on = self.due_on.unwrap_or_else(|| usual_due_day(today));
        Ok(AskedWork::Tasks { store: self.store_id, assign_to, person: self.staff_id, due_on })
    }
}
