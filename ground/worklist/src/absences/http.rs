//! Requests in, views out: who is away, and who stands in.

use chrono::{DateTime, Utc};
use http::StatusCode;
use kernel::{
    AbsenceId, Error, Result, StaffId,
    permission::{AssignTasks, DoTasks, Permission, SeeTasks},
};
use platform::{
    Allowed, Db, Platform, Scope,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    names::{self, Known, Ref, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{absence::Absence, rules, store};
use crate::asked;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_absences, add_absence)).routes(routes!(end_absence))
}

/// Somebody will be away.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    /// Who; oneself when not given. Another's absence needs `assign_tasks` over them.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// Who does their work meanwhile.
    pub stand_in_id: StaffId,
    pub from: DateTime<Utc>,
    /// At most 366 days later.
    pub until: DateTime<Utc>,
    /// Stands with each task that is handed over.
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AbsenceView {
    pub id: AbsenceId,
    pub staff: Ref,
    pub stand_in: Ref,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub reason: Option<String>,
    /// Whether they are away now.
    pub is_running: bool,
    pub ended_at: Option<DateTime<Utc>>,
    /// The deeds allowed now: end.
    pub can: Vec<&'static str>,
}

/// Absences that run or are to come, the next first.
#[utoipa::path(get, path = "/api/v1/absences", tag = "tasks", operation_id = "list_absences", params(PageRequest),
    responses((status = 200, body = Page<AbsenceView>)))]
async fn list_absences(
    allowed: Allowed<SeeTasks>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<AbsenceView>>> {
    let db = allowed.read();
    let Page { items, next } = store::coming(&db, &request).await?;
    Ok(Json(Page { items: views(&db, items).await?, next }))
}

/// Says that somebody will be away. Their open tasks due in that time go to the stand-in when it begins, new ones at once;
/// what is still open at the end comes back.
#[utoipa::path(post, path = "/api/v1/absences", tag = "tasks", operation_id = "add_absence", request_body = NewAbsence,
    responses((status = 201, body = AbsenceView),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn add_absence(
    allowed: Allowed<DoTasks>,
    Json(form): Json<NewAbsence>,
) -> Reply<(StatusCode, Json<AbsenceView>)> {
    let door = match form.staff_id.filter(|id| Some(*id) != allowed.scope().staff()) {
        Some(_) if !allowed.scope().may(AssignTasks::NAME) => {
            return Err(Error::Forbidden { permission: AssignTasks::NAME.name() }.into());
        }
        Some(_) => allowed.under(AssignTasks::NAME),
        None => allowed.under(DoTasks::NAME),
    };
    let absence = door
        .write(async |tx| {
            let absence = checked(&tx.db(), form).await?;
            store::add(tx, absence).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view_of(&allowed.read(), absence).await?)))
}

/// Ends an absence now, or calls it off; open tasks come back.
#[utoipa::path(put, path = "/api/v1/absences/{id}/end", tag = "tasks", operation_id = "end_absence",
    params(("id" = AbsenceId, Path)),
    responses((status = 200, body = AbsenceView),
              (status = 404, body = ProblemView, content_type = "application/problem+json"),
              (status = 409, body = ProblemView, content_type = "application/problem+json")))]
async fn end_absence(allowed: Allowed<DoTasks>, Path(id): Path<AbsenceId>) -> Reply<Json<AbsenceView>> {
    let absence = allowed
        .write(async |tx| {
            let absence = store::find(&tx.db(), id).await?;
            if !may_change(tx.scope(), &absence) {
                return Err(Error::Forbidden { permission: AssignTasks::NAME.name() });
            }
            store::end(tx, absence).await
        })
        .await?;
    Ok(Json(view_of(&allowed.read(), absence).await?))
}

/// The absence as asked for, or what is wrong with it. Who is away must be somebody of the caller's reach; the stand-in somebody
/// who works here.
async fn checked(db: &Db<'_>, form: NewAbsence) -> Result<Absence> {
    let scope = db.scope();
    let staff = form.staff_id.or(scope.staff()).ok_or_else(|| {
        Error::invalid("staff_id", "staff.missing", "say who will be away; a key is never away itself")
    })?;
    let known =
        names::within_reach(db, Wanted { staff: [staff, form.stand_in_id].into(), ..Wanted::default() }).await?;
    let now = db.platform().clock().now();
    let mut faults = Vec::new();
    let mut moment = |field, at| asked::instant(field, at).map_err(|fault| faults.push(fault)).unwrap_or_default();
    let (from, until) = (moment("from", form.from), moment("until", form.until));
    let reason = asked::note(form.reason.as_deref()).map_err(|fault| faults.push(fault)).unwrap_or_default();
    faults.extend(rules::span_faults(from, until, now));
    let unknown = |field: &str| kernel::Fault::new(field, "staff.unknown", "nobody who works here has this id");
    let Some(person) = known.staff.get(&staff) else {
        faults.push(unknown("staff_id"));
        return Err(Error::Invalid(faults));
    };
    if !known.staff.contains_key(&form.stand_in_id) {
        faults.push(unknown("stand_in_id"));
    } else if form.stand_in_id == staff {
        faults.push(kernel::Fault::new("stand_in_id", "stand_in.oneself", "nobody stands in for themselves"));
    }
    Error::unless_valid(faults)?;
    Ok(Absence {
        id: AbsenceId::new(now),
        group_id: scope.group(),
        store_id: person.store,
        staff_id: staff,
        stand_in_id: form.stand_in_id,
        from_at: from,
        until_at: until,
        reason,
        ended_at: None,
        created_by: scope.staff(),
        created_at: now,
        version: 1,
    })
}

async fn view_of(db: &Db<'_>, absence: Absence) -> Result<AbsenceView> {
    views(db, vec![absence]).await?.pop().ok_or(Error::NotFound)
}

async fn views(db: &Db<'_>, absences: Vec<Absence>) -> Result<Vec<AbsenceView>> {
    let staff = absences.iter().flat_map(|absence| [absence.staff_id, absence.stand_in_id]).collect();
    let known = names::of(db, Wanted { staff, ..Wanted::default() }).await?;
    let now = db.platform().clock().now();
    Ok(absences.into_iter().map(|absence| view(db.scope(), absence, &known, now)).collect())
}

fn view(scope: &Scope, absence: Absence, known: &Known, now: DateTime<Utc>) -> AbsenceView {
    let can = if absence.ended_at.is_none() && may_change(scope, &absence) { vec!["end"] } else { Vec::new() };
    AbsenceView {
        id: absence.id,
        staff: known.staff(absence.staff_id),
        stand_in: known.staff(absence.stand_in_id),
        from: absence.from_at,
        until: absence.until_at,
        is_running: absence.is_running(now),
        reason: absence.reason,
        ended_at: absence.ended_at,
        can,
    }
}

/// One's own, or that of somebody whose tasks one hands over.
fn may_change(scope: &Scope, absence: &Absence) -> bool {
    scope.staff() == Some(absence.staff_id)
        || scope.may_for(AssignTasks::NAME, absence.store_id, &[Some(absence.staff_id)])
}
