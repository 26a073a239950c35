//! Requests in, views out: the books.

use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use customers::{listing::Asked, people};
use kernel::{
    BookEntryId, Error, PermissionName, Result,
    permission::{KeepPrivacy, SeePrivacy},
    time::Calendar,
};
use platform::{
    Allowed, Db, Platform,
    database::paging::{Count, Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
    names::{self, Known, Ref, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    entry::BookEntry,
    pages::{Book, BookPage},
    store,
};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_book_entries, add_book_entry))
        .routes(routes!(find_book_entry, change_book_entry))
        .routes(routes!(close_book_entry, reopen_book_entry))
        .routes(routes!(count_affected))
        .routes(routes!(show_duties))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BookEntryView {
    pub id: BookEntryId,
    pub title: String,
    pub page: BookPage,
    /// When a contract ends.
    pub until: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub by: Option<Ref>,
    pub version: i32,
    /// `edit`, `close` or `reopen`.
    pub can: Vec<&'static str>,
}

platform::has_version!(BookEntryView);

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct BookQuery {
    /// All books when not given.
    #[param(inline)]
    book: Option<Book>,
}

/// Request body of `POST /book-entries` and `PUT /book-entries/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookForm {
    pub page: BookPage,
}

/// What the number of people known to the group demands.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutiesView {
    /// Customers of the whole group.
    pub persons: u64,
    /// From here on personal data of a car dealer is important data: stored in the country, risks reported, a yearly report by
    /// 15 December (Several Provisions on Automotive Data Security, 2021).
    pub important_data_from: u64,
    /// From here on the duties of handlers of important data apply (Network Data Security Regulations, article 28).
    pub great_handler_from: u64,
}

/// The lines of the books, newest first.
#[utoipa::path(get, path = "/api/v1/book-entries", tag = "privacy", params(BookQuery, PageRequest),
    responses((status = 200, body = Page<BookEntryView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_book_entries(
    allowed: Allowed<SeePrivacy>,
    Query(query): Query<BookQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<BookEntryView>>> {
    let db = allowed.read();
    let mut page = store::list(&db, query.book, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// Add a line to a book.
#[utoipa::path(post, path = "/api/v1/book-entries", tag = "privacy", request_body = BookForm,
    responses((status = 201, body = BookEntryView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_book_entry(
    allowed: Allowed<KeepPrivacy>,
    Json(form): Json<BookForm>,
) -> Reply<(StatusCode, Json<BookEntryView>)> {
    let page = checked(&allowed.read(), form)?;
    let entry = allowed.write(async |tx| store::add(tx, page).await).await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), entry).await?)))
}

/// One line.
#[utoipa::path(get, path = "/api/v1/book-entries/{id}", tag = "privacy", params(("id" = BookEntryId, Path)),
    responses((status = 200, body = BookEntryView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_book_entry(allowed: Allowed<SeePrivacy>, Path(id): Path<BookEntryId>) -> Reply<Fresh<BookEntryView>> {
    let db = allowed.read();
    let entry = store::find(&db, id).await?;
    Ok(Fresh(view(&db, entry).await?))
}

/// Put another page in its place.
#[utoipa::path(put, path = "/api/v1/book-entries/{id}", tag = "privacy", params(("id" = BookEntryId, Path)), request_body = BookForm,
    responses((status = 200, body = BookEntryView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_book_entry(
    allowed: Allowed<KeepPrivacy>,
    Path(id): Path<BookEntryId>,
    version: IfMatch,
    Json(form): Json<BookForm>,
) -> Reply<Fresh<BookEntryView>> {
    let current = view(&allowed.read(), store::find(&allowed.read(), id).await?).await?;
    let page = checked(&allowed.read(), form)?;
    let entry = allowed
        .write(async |tx| {
            let mut entry = store::find(&tx.db(), id).await?;
            version.check(entry.version, || &current)?;
            match entry.change(page, tx.now())? {
                Some(event) => store::save(tx, entry, event).await,
                None => Ok(entry),
            }
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), entry).await?))
}

/// Close a line: the contract ended, the incident was dealt with. It is kept; the law wants assessments kept for three years.
#[utoipa::path(put, path = "/api/v1/book-entries/{id}/closure", tag = "privacy", params(("id" = BookEntryId, Path)),
    responses((status = 200, body = BookEntryView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn close_book_entry(allowed: Allowed<KeepPrivacy>, Path(id): Path<BookEntryId>) -> Reply<Fresh<BookEntryView>> {
    let entry = allowed
        .write(async |tx| {
            let mut entry = store::find(&tx.db(), id).await?;
            let closed = entry.close(tx.now())?;
            store::save(tx, entry, closed).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), entry).await?))
}

/// Open a closed line again.
#[utoipa::path(delete, path = "/api/v1/book-entries/{id}/closure", tag = "privacy", params(("id" = BookEntryId, Path)),
    responses((status = 200, body = BookEntryView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn reopen_book_entry(allowed: Allowed<KeepPrivacy>, Path(id): Path<BookEntryId>) -> Reply<Fresh<BookEntryView>> {
    let entry = allowed
        .write(async |tx| {
            let mut entry = store::find(&tx.db(), id).await?;
            let reopened = entry.reopen(tx.now())?;
            store::save(tx, entry, reopened).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), entry).await?))
}

/// How many customers an incident affects, by the filters on its page.
#[utoipa::path(get, path = "/api/v1/book-entries/{id}/affected", tag = "privacy", params(("id" = BookEntryId, Path)),
    responses((status = 200, body = Count), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn count_affected(allowed: Allowed<SeePrivacy>, Path(id): Path<BookEntryId>) -> Reply<Json<Count>> {
    let db = allowed.read();
    let entry = store::find(&db, id).await?;
    let BookPage::Incidents(incident) = entry.page else { return Ok(Json(Count::exact(0))) };
    if incident.affected.is_empty() {
        return Ok(Json(Count::exact(0)));
    }
    let asked = Asked { filters: incident.affected, ..Asked::default() };
    let seen = db.under(PermissionName::SeeCustomers);
    Ok(Json(people::list::count(&seen, &asked, true, Calendar::default()).await?))
}

/// How many persons the group knows, and what the law demands from which number on.
#[utoipa::path(get, path = "/api/v1/privacy-duties", tag = "privacy",
    responses((status = 200, body = DutiesView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_duties(allowed: Allowed<SeePrivacy>) -> Reply<Json<DutiesView>> {
    let persons = store::persons(&allowed.read()).await?;
    Ok(Json(DutiesView { persons, important_data_from: 100_000, great_handler_from: 10_000_000 }))
}

fn checked(db: &Db<'_>, form: BookForm) -> Result<BookPage> {
    let mut page = form.page;
    Error::unless_valid(page.check(db.platform().clock().now()))?;
    if let BookPage::Incidents(incident) = &page {
        Asked { filters: incident.affected.clone(), ..Asked::default() }.check()?;
    }
    Ok(page)
}

async fn views(db: &Db<'_>, entries: Vec<BookEntry>) -> Result<Vec<BookEntryView>> {
    let staff = entries.iter().filter_map(|entry| entry.created_by).collect();
    let known = names::of(db, Wanted { staff, ..Wanted::default() }).await?;
    let keeps = db.scope().may(PermissionName::KeepPrivacy);
    Ok(entries.into_iter().map(|entry| view_of(entry, &known, keeps)).collect())
}

async fn view(db: &Db<'_>, entry: BookEntry) -> Result<BookEntryView> {
    views(db, vec![entry]).await?.pop().ok_or(Error::NotFound)
}

fn view_of(entry: BookEntry, known: &Known, keeps: bool) -> BookEntryView {
    let can = match (keeps, entry.closed_at) {
        (false, _) => vec![],
        (true, None) => vec!["edit", "close"],
        (true, Some(_)) => vec!["reopen"],
    };
    BookEntryView {
        id: entry.id,
        title: entry.title,
        page: entry.page,
        until: entry.until,
        created_at: entry.created_at,
        changed_at: entry.changed_at,
        closed_at: entry.closed_at,
        by: entry.created_by.map(|id| known.staff(id)),
        version: entry.version,
        can,
    }
}
