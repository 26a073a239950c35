//! Requests in, views out: pairs that may be one customer, what is decided about them, and how many there are.

use chrono::{DateTime, NaiveDate, Utc};
use journal::events::duplicates::DuplicatesEvent;
use kernel::{DuplicatePairId, Error, PermissionName, Result, StoreId, permission::FindDuplicates};
use platform::{
    Allowed, Db, Platform,
    database::paging::{COUNT_MAX, Count, Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    pair::{DuplicatePair, PairState},
    rate::{self, Rate},
    scan_http::{self, ScanView},
    scan_store,
    store::{self, Wanted},
    view::{PairView, view, views},
};
use crate::{
    caller,
    candidates::verdict::MatchBand,
    contacts::reveal::checked_reason,
    people::{self, customer::Customer, http::calendar},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_pairs))
        .routes(routes!(find_pair))
        .routes(routes!(decide_pair))
        .routes(routes!(sum_up))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct PairsQuery {
    /// `open` when not given.
    state: Option<PairState>,
    band: Option<MatchBand>,
    /// Pairs of which at least one stands in this store.
    store_id: Option<StoreId>,
}

/// Request body of `PUT /duplicate-pairs/{id}/verdict`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewVerdict {
    verdict: PairVerdict,
    /// Why they are different, for whoever looks at the two again.
    reason: Option<String>,
}

/// `different`: two people after all, never asked again; `open`: that is taken back.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PairVerdict {
    Different,
    Open,
}

/// How many customers of the group are in the base more than once, now and month by month.
#[derive(Debug, Serialize, ToSchema)]
pub struct DuplicateSummary {
    /// Null until the base has been searched once.
    pub rate: Option<Rate>,
    /// When the customers were last counted.
    pub measured_at: Option<DateTime<Utc>>,
    /// Open pairs of which the caller may see both.
    pub open_same: Count,
    pub open_ask: Count,
    /// The last measurement of each of the last months, oldest first.
    pub months: Vec<MonthRate>,
    /// The latest search.
    pub latest_scan: Option<ScanView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MonthRate {
    /// The day it was measured.
    pub day: NaiveDate,
    pub rate: Rate,
}

/// Pairs of which the caller may see both records, the surest first.
#[utoipa::path(get, path = "/api/v1/duplicate-pairs", tag = "duplicates", params(PairsQuery, PageRequest),
    responses((status = 200, body = Page<PairView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_pairs(
    allowed: Allowed<FindDuplicates>,
    Query(query): Query<PairsQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<PairView>>> {
    let db = allowed.read();
    let wanted = Wanted { state: query.state, band: query.band, store: query.store_id };
    let mut page = store::list(&db, wanted, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// One pair with both records.
#[utoipa::path(get, path = "/api/v1/duplicate-pairs/{id}", tag = "duplicates", params(("id" = DuplicatePairId, Path)),
    responses((status = 200, body = PairView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_pair(allowed: Allowed<FindDuplicates>, Path(id): Path<DuplicatePairId>) -> Reply<Fresh<PairView>> {
    let db = allowed.read();
    let pair = store::find(&db, id).await?;
    Ok(Fresh(view(&db, pair).await?))
}

/// Say that the two are different people, or take that back. `If-Match` takes the version of the pair.
#[utoipa::path(put, path = "/api/v1/duplicate-pairs/{id}/verdict", tag = "duplicates", params(("id" = DuplicatePairId, Path)), request_body = NewVerdict,
    responses((status = 200, body = PairView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn decide_pair(
    allowed: Allowed<FindDuplicates>,
    Path(id): Path<DuplicatePairId>,
    version: IfMatch,
    Json(form): Json<NewVerdict>,
) -> Reply<Fresh<PairView>> {
    let reason = checked_reason(form.reason.as_deref())?;
    let pair = allowed
        .write(async |tx| {
            let mut pair = store::find(&tx.db(), id).await?;
            version.check(pair.version, || ())?;
            match form.verdict {
                PairVerdict::Different => {
                    let (by, by_name) = (caller::id(tx.scope()), caller::name(tx.scope()));
                    pair.set_apart(by, by_name, reason.clone(), tx.now())?;
                }
                PairVerdict::Open => pair.reopen()?,
            }
            let (left, right) = both(&tx.db(), &pair).await?;
            let event = |other: &Customer| match form.verdict {
                PairVerdict::Different => {
                    DuplicatesEvent::SetApart { other: other.id, other_number: other.number.clone() }
                }
                PairVerdict::Open => DuplicatesEvent::Reopened { other: other.id, other_number: other.number.clone() },
            };
            store::save(tx, pair, [&left, &right], event).await
        })
        .await;
    let db = allowed.read();
    match pair {
        Ok(pair) => Ok(Fresh(view(&db, pair).await?)),
        // Whoever comes second is told what the first decided.
        Err(Error::Stale { .. }) => {
            let current = view(&db, store::find(&db, id).await?).await?;
            Err(Error::Stale { current: serde_json::to_value(current)? }.into())
        }
        Err(other) => Err(other.into()),
    }
}

/// How the base stands: rate, open pairs, trend, and the latest search. Rate and trend are the whole group's, and told to those who see
/// all of it.
#[utoipa::path(get, path = "/api/v1/duplicate-pairs/summary", tag = "duplicates",
    responses((status = 200, body = DuplicateSummary), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn sum_up(allowed: Allowed<FindDuplicates>) -> Reply<Json<DuplicateSummary>> {
    let db = allowed.read();
    let today = calendar(&allowed).await?.day(allowed.platform().clock().now());
    let sees_group = db.scope().span().is_whole();
    let now = if sees_group { rate::now(&db).await? } else { None };
    let months = if sees_group { rate::by_month(&db, today).await? } else { Vec::new() };
    let latest = if sees_group { scan_store::latest(&db).await? } else { None };
    let month = |row: rate::Model| MonthRate {
        day: row.day,
        rate: Rate { customers: row.customers, in_same: row.in_same, in_ask: row.in_ask },
    };
    Ok(Json(DuplicateSummary {
        rate: now.map(|(rate, _)| rate),
        measured_at: now.map(|(_, at)| at),
        open_same: open(&db, MatchBand::Same).await?,
        open_ask: open(&db, MatchBand::Ask).await?,
        months: months.into_iter().map(month).collect(),
        latest_scan: scan_http::views(&db, latest.into_iter().collect()).await?.pop(),
    }))
}

async fn open(db: &Db<'_>, band: MatchBand) -> Result<Count> {
    let wanted = Wanted { band: Some(band), ..Wanted::default() };
    Ok(Count::capped(store::count_up_to(db, wanted, COUNT_MAX + 1).await?))
}

async fn both(db: &Db<'_>, pair: &DuplicatePair) -> Result<(Customer, Customer)> {
    let db = db.under(PermissionName::SeeCustomers);
    Ok((people::store::find(&db, pair.left_id).await?, people::store::find(&db, pair.right_id).await?))
}
