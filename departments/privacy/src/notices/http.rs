//! Requests in, views out: telling the people an incident affects, and the report to the authority.

use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use customers::{listing::Asked, people};
use journal::{About, events::privacy::PrivacyEvent};
use kernel::{
    BookEntryId, Error, Language, PermissionName, Result,
    permission::{KeepPrivacy, SeePrivacy},
    time::Calendar,
};
use platform::{
    Actor, Allowed, Db, Platform, Scope,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    jobs::enqueue,
    names::Ref,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    job::TellAffected,
    notice::{BreachNotice, NoticeRefusal, NoticeState, NoticeWords},
    report::{self, Report},
    store,
};
use crate::{
    books::{
        self,
        pages::{BookPage, Incident},
    },
    requests,
};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(show_breach_notice, tell_affected))
        .routes(routes!(list_unreached))
        .routes(routes!(make_breach_report))
}

/// How far the telling has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BreachNotice)]
pub struct NoticeView {
    pub state: NoticeState,
    pub words: NoticeWords,
    /// Affected when it began.
    pub total: i64,
    /// With a message on its way to them.
    pub told: i64,
    /// Who can be reached on no way.
    pub unreached: i64,
    pub begun_by: String,
    pub begun_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// Request body of `POST /book-entries/{id}/notice`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBreachNotice {
    pub words: NoticeWords,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ReportQuery {
    /// That of who asks, when not given.
    language: Option<Language>,
}

/// How far the people an incident affects were told; 404 before it was begun.
#[utoipa::path(get, path = "/api/v1/book-entries/{id}/notice", tag = "privacy", params(("id" = BookEntryId, Path)),
    responses((status = 200, body = NoticeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_breach_notice(allowed: Allowed<SeePrivacy>, Path(id): Path<BookEntryId>) -> Reply<Json<NoticeView>> {
    let notice = store::find(&allowed.read(), id).await?.ok_or(Error::NotFound)?;
    Ok(Json(view(notice)))
}

/// Tell everybody the filters of the incident mean, by SMS or e-mail, in the background. It is a notice the law demands, so that
/// no consent stands in its way.
#[utoipa::path(post, path = "/api/v1/book-entries/{id}/notice", tag = "privacy", params(("id" = BookEntryId, Path)), request_body = NewBreachNotice,
    responses((status = 201, body = NoticeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn tell_affected(
    allowed: Allowed<KeepPrivacy>,
    Path(id): Path<BookEntryId>,
    Json(form): Json<NewBreachNotice>,
) -> Reply<(StatusCode, Json<NoticeView>)> {
    // Everybody is told, whoever looks after them.
    allowed.scope().must_reach_the_group(PermissionName::KeepPrivacy)?;
    let mut words = form.words;
    Error::unless_valid(words.check())?;
    let entry = books::store::find(&allowed.read(), id).await?;
    let BookPage::Incidents(incident) = &entry.page else { return Err(Error::from(NoticeRefusal::NoIncident).into()) };
    if entry.closed_at.is_some() {
        return Err(Error::from(NoticeRefusal::Closed).into());
    }
    let affected = affected(&allowed.read(), incident).await?;
    if affected == 0 {
        return Err(Error::from(NoticeRefusal::NobodyAffected).into());
    }
    let total = i64::try_from(affected).unwrap_or(i64::MAX);
    let notice = allowed
        .write(async |tx| {
            if store::find(&tx.db(), id).await?.is_some() {
                return Err(NoticeRefusal::AlreadyBegun.into());
            }
            let notice = BreachNotice {
                id,
                group_id: tx.scope().group(),
                words,
                state: NoticeState::Running,
                total,
                told: 0,
                unreached: 0,
                walked_to: None,
                begun_by: tx.scope().staff(),
                begun_name: name_of(tx.scope()),
                begun_at: tx.now(),
                finished_at: None,
                version: 1,
            };
            enqueue(tx, &TellAffected { entry: id }, &id.to_string()).await?;
            let event = PrivacyEvent::TellingBegun { entry: id, title: entry.title.clone(), persons: total };
            store::add(tx, notice, event).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(notice))))
}

/// Those no message can reach, to be told by hand or in public.
#[utoipa::path(get, path = "/api/v1/book-entries/{id}/notice/unreached", tag = "privacy", params(("id" = BookEntryId, Path), PageRequest),
    responses((status = 200, body = Page<Ref>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_unreached(
    allowed: Allowed<SeePrivacy>,
    Path(id): Path<BookEntryId>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<Ref>>> {
    let db = allowed.read();
    books::store::find(&db, id).await?;
    let mut page = store::unreached(&db, id, &request).await?;
    let rows = std::mem::take(&mut page.items);
    let seen = db.under(PermissionName::SeeCustomers);
    let known = people::store::find_all(&seen, rows.iter().map(|row| row.customer_id)).await?;
    let name = |id| known.iter().find(|row| row.id == id).map(|row| row.name.clone()).unwrap_or_default();
    let refs = rows.into_iter().map(|row| Ref { id: row.customer_id.0, name: name(row.customer_id) });
    Ok(Json(page.with(refs.collect())))
}

/// The report to the authority as PDF; making one is written into the journal.
#[utoipa::path(get, path = "/api/v1/book-entries/{id}/report", tag = "privacy", params(("id" = BookEntryId, Path), ReportQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn make_breach_report(
    allowed: Allowed<KeepPrivacy>,
    Path(id): Path<BookEntryId>,
    Query(query): Query<ReportQuery>,
) -> Reply<Response> {
    let db = allowed.read();
    let entry = books::store::find(&db, id).await?;
    let BookPage::Incidents(incident) = &entry.page else { return Err(Error::from(NoticeRefusal::NoIncident).into()) };
    let (notice, group) = (store::find(&db, id).await?, requests::store::group_name(&db).await?);
    let affected = affected(&db, incident).await?;
    let made_at = allowed.platform().clock().now();
    let report = Report { group: &group, incident, notice: notice.as_ref(), affected, made_at };
    let pdf = report::paper(&report, query.language.unwrap_or(db.scope().language())).pdf();
    let title = entry.title.clone();
    allowed
        .write(async |tx| {
            journal::record(tx, About::default(), PrivacyEvent::IncidentReported { entry: id, title }).await
        })
        .await?;
    Ok(requests::http::pdf_download(&format!("incident-{}.pdf", id.0.simple()), pdf)?)
}

/// How many the filters of the incident mean, in the sight of the caller.
async fn affected(db: &Db<'_>, incident: &Incident) -> Result<u64> {
    if incident.affected.is_empty() {
        return Ok(0);
    }
    let asked = Asked { filters: incident.affected.clone(), ..Asked::default() };
    let seen = db.under(PermissionName::SeeCustomers);
    people::list::count_among(&seen, &asked, None, Calendar::default()).await
}

fn name_of(scope: &Scope) -> String {
    match scope.actor() {
        Actor::Staff { name, .. } | Actor::Key { name, .. } => name.clone(),
        Actor::System(actor) => actor.name().to_owned(),
    }
}

fn view(notice: BreachNotice) -> NoticeView {
    NoticeView {
        state: notice.state,
        words: notice.words,
        total: notice.total,
        told: notice.told,
        unreached: notice.unreached,
        begun_by: notice.begun_name,
        begun_at: notice.begun_at,
        finished_at: notice.finished_at,
    }
}
