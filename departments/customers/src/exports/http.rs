//! Requests in, views out: exports and their files.

use std::collections::BTreeSet;

use axum::{http::StatusCode, response::Response};
use kernel::{Error, ExportId, PermissionName, Result, permission::UseRoadbook};
use platform::{
    Allowed, Platform, Scope, Span,
    crypto::random,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    jobs::{enqueue, enqueue_at},
};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    columns::Reader,
    deciding::{self, LetLapse},
    export::{Export, ExportAbout, ExportState, FileFormat, Lent, Sheet},
    export_many::ExportMany,
    export_rules, file, mark, rows, store,
    view::{ExportView, view, views},
};
use crate::{caller, contacts::reveal::checked_reason, listing::Asked, people::http::calendar};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_exports, begin_export))
        .routes(routes!(find_export))
        .routes(routes!(fetch_file))
}

/// Request body of `POST /exports`: which list, which columns, into what kind of file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExport {
    pub about: ExportAbout,
    /// `field:operator:value,value`; all must hold. Those of tasks are the parameters of `GET /tasks`, `state:is:done`.
    #[serde(default)]
    pub filters: Vec<String>,
    /// Not for tasks.
    pub q: Option<String>,
    /// The chosen rows, in place of `filters` and `q`: at most 10,000, of which those in the caller's reach come.
    #[schema(max_items = 10000)]
    pub ids: Option<BTreeSet<Uuid>>,
    /// A sortable field, with `-` for the other way round; tasks are sorted by `due`.
    pub sort: Option<String>,
    /// Names of columns in their order; the usual ones when none are given.
    #[serde(default)]
    pub columns: Vec<String>,
    pub format: FileFormat,
    /// What the file is for; kept in the journal and in the workbook.
    pub reason: Option<String>,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct ExportQuery {
    /// `held` are those that wait for approval.
    state: Option<ExportState>,
}

const IDS_MAX: usize = 10_000;
/// The columns that are whole or masked.
const CONTACTS: [&str; 6] = ["phone", "phone2", "email", "wechat", "id_number", "address"];

/// Write a list of customers, cars or tasks into a file in the background; each kind has its own permission. Phone numbers stand in it whole only if the caller sees them so in lists.
#[utoipa::path(post, path = "/api/v1/exports", tag = "exports", request_body = NewExport,
    responses((status = 201, body = ExportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn begin_export(
    allowed: Allowed<UseRoadbook>,
    Json(form): Json<NewExport>,
) -> Reply<(StatusCode, Json<ExportView>)> {
    must_export(allowed.scope(), form.about)?;
    allowed.must_be_proven_lately().await?;
    let (about, format) = (form.about, form.format);
    let sheet = sheet(form)?;
    let columns = rows::checked(&allowed.read(), about, &sheet).await?;
    let shows_phones = allowed.scope().may(PermissionName::SeePhone)
        && about == ExportAbout::Customers
        && columns.iter().any(|column| CONTACTS.contains(&column.as_str()));
    let asked = Sheet { columns, ..sheet };
    let mandate = allowed.scope().mandate(&[
        about.permission(),
        PermissionName::SeeCustomers,
        PermissionName::SeePhone,
        PermissionName::SeeVehicles,
        PermissionName::SeeIdNumber,
    ]);
    let rules = export_rules::of_group(&allowed.read()).await?;
    let reader = Reader { language: allowed.scope().language(), calendar: calendar(&allowed).await? };
    let rows = rows::counted(&allowed.under(about.permission()).read(), about, &asked, reader).await?;
    let needs_approval = rules.wants_approval(shows_phones, rows);
    if needs_approval && asked.reason.is_none() {
        let message = "say what the file is for: this export must be approved by somebody else";
        return Err(Error::invalid("reason", "export.reason_needed", message).into());
    }
    let export = allowed
        .write(async |tx| {
            let mut export = Export {
                id: ExportId::new(tx.now()),
                group_id: tx.scope().group(),
                actor_id: caller::id(tx.scope()),
                actor_name: caller::name(tx.scope()),
                about,
                format,
                asked,
                shows_phones,
                state: ExportState::Waiting,
                rows: 0,
                total: 0,
                file_name: None,
                size: None,
                fault: None,
                created_at: tx.now(),
                finished_at: None,
                mark: Some(mark::of(random()?)),
                mandate: None,
                needs_approval: false,
                approve_until: None,
                decided_by: None,
                decided_name: None,
                decided_at: None,
                decision_reason: None,
                downloads: 0,
                downloads_max: None,
            };
            if needs_approval {
                let held = export.hold(&rules, rows, tx.now());
                export.mandate = Some(Lent(mandate));
                let until = export.approve_until.unwrap_or(tx.now());
                enqueue_at(tx, &LetLapse { export: export.id }, &export.id.to_string(), until).await?;
                return store::add_held(tx, export, held).await;
            }
            enqueue(tx, &ExportMany { export: export.id, mandate }, &export.id.to_string()).await?;
            store::add(tx, export).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), export).await?)))
}

/// One's own exports, newest first; all of the group of a kind one may export everywhere, and those that need approval for who approves.
#[utoipa::path(get, path = "/api/v1/exports", tag = "exports", params(ExportQuery, PageRequest),
    responses((status = 200, body = Page<ExportView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_exports(
    allowed: Allowed<UseRoadbook>,
    Query(query): Query<ExportQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<ExportView>>> {
    let db = allowed.read();
    let mut page = store::list(&db, query.state, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// How far an export has come.
#[utoipa::path(get, path = "/api/v1/exports/{id}", tag = "exports", params(("id" = ExportId, Path)),
    responses((status = 200, body = ExportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_export(allowed: Allowed<UseRoadbook>, Path(id): Path<ExportId>) -> Reply<Json<ExportView>> {
    let db = allowed.read();
    let export = store::find(&db, id).await?;
    Ok(Json(view(&db, export).await?))
}

/// The file. That of somebody else with whole phone numbers is only for who sees those everywhere.
#[utoipa::path(get, path = "/api/v1/exports/{id}/file", tag = "exports", params(("id" = ExportId, Path)),
    responses((status = 200, content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn fetch_file(allowed: Allowed<UseRoadbook>, Path(id): Path<ExportId>) -> Reply<Response> {
    let export = store::find(&allowed.read(), id).await?;
    must_export(allowed.scope(), export.about)?;
    must_not_see_more(allowed.scope(), &export)?;
    allowed.must_be_proven_lately().await?;
    let response = file::download(allowed.platform(), &export).await?;
    allowed
        .write(async |tx| {
            store::count_download(tx, &export).await?;
            if export.needs_approval { deciding::record_fetched(tx, &export).await } else { Ok(()) }
        })
        .await?;
    Ok(response)
}

/// Each kind of list has its own permission.
fn must_export(scope: &Scope, about: ExportAbout) -> Result<()> {
    let permission = about.permission();
    if scope.may(permission) { Ok(()) } else { Err(Error::Forbidden { permission: permission.name() }) }
}

fn sheet(form: NewExport) -> Result<Sheet> {
    let q = form.q.filter(|q| !q.trim().is_empty());
    let sort = form.sort.filter(|sort| !sort.is_empty());
    let ids: Option<Vec<Uuid>> = form.ids.map(|ids| ids.into_iter().collect());
    match &ids {
        Some(ids) if ids.is_empty() || ids.len() > IDS_MAX => {
            return Err(Error::invalid("ids", "ids.count", format!("name 1 to {IDS_MAX} rows")));
        }
        Some(_) if q.is_some() || !form.filters.is_empty() => {
            return Err(Error::invalid(
                "ids",
                "ids.with_filters",
                "choose rows by ids, or by filters and q, not by both",
            ));
        }
        _ => {}
    }
    let reason = checked_reason(form.reason.as_deref())?;
    Ok(Sheet { list: Asked { filters: form.filters, q, sort, ..Asked::default() }, ids, columns: form.columns, reason })
}

fn must_not_see_more(scope: &Scope, export: &Export) -> Result<()> {
    let is_own = export.actor_id == caller::id(scope);
    let sees_phones = scope.span_of(PermissionName::SeePhone).is_some_and(Span::is_whole);
    if export.shows_phones && !is_own && !sees_phones {
        return Err(Error::Forbidden { permission: PermissionName::SeePhone.name() });
    }
    Ok(())
}
