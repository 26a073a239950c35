//! Requests in, views out: how the stores stand.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    Result, StaffId, StoreId,
    permission::{ManageDataQuality, SeeDataQuality},
    time::Calendar,
};
use platform::{
    Allowed, Db, Platform,
    http::{Json, ProblemView, Query, Reply},
    jobs::enqueue,
    names::{self, Ref, StoreRef},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    figure::{Axis, BANDS, Figure},
    month::Month,
    store,
};
use crate::quality::{
    gap::{Doubt, MissingField},
    recount::Recount,
    settings,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(show_quality)).routes(routes!(count_quality))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct QualityQuery {
    /// One store; all the caller oversees when not given.
    store: Option<StoreId>,
}

/// Customers and their average scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualityAverage {
    pub customers: i64,
    /// 0 to 100, as are the next two.
    pub quality: i64,
    pub completeness: i64,
    pub validity: i64,
}

/// How the stores stand, as counted at `counted_at`.
#[derive(Debug, Serialize, ToSchema)]
pub struct QualityView {
    /// Null while it was never counted.
    pub counted_at: Option<DateTime<Utc>>,
    pub all: QualityAverage,
    pub stores: Vec<QualityOfStore>,
    pub bands: Vec<QualityBand>,
    pub missing: Vec<QualityMissing>,
    pub doubtful: Vec<QualityDoubt>,
    pub sources: Vec<QualityOfSource>,
    pub consultants: Vec<QualityOfPerson>,
    pub advisors: Vec<QualityOfPerson>,
    /// The last two years, the first month first.
    pub months: Vec<QualityMonth>,
    /// `count`, for those who may have it counted now.
    pub can: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QualityOfStore {
    pub store: StoreRef,
    pub average: QualityAverage,
}

/// Customers who score from `from` up to `to`.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualityBand {
    pub from: i32,
    pub to: i32,
    pub customers: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QualityMissing {
    pub field: MissingField,
    pub customers: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QualityDoubt {
    pub doubt: Doubt,
    pub customers: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QualityOfSource {
    /// Null for customers of whom no source is known.
    pub source: Option<String>,
    pub average: QualityAverage,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QualityOfPerson {
    /// Null for customers nobody looks after.
    pub person: Option<Ref>,
    pub average: QualityAverage,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QualityMonth {
    pub month: NaiveDate,
    pub average: QualityAverage,
    /// Customers with anything doubtful.
    pub doubtful: i64,
}

/// How complete and believable the records of the stores are; each figure has a filter of the customers' list behind it.
#[utoipa::path(get, path = "/api/v1/quality", tag = "quality", params(QualityQuery),
    responses((status = 200, body = QualityView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_quality(allowed: Allowed<SeeDataQuality>, Query(query): Query<QualityQuery>) -> Reply<Json<QualityView>> {
    let db = allowed.read();
    let figures = store::figures(&db, query.store).await?;
    let today = Calendar::default().day(allowed.platform().clock().now());
    let months = store::months(&db, query.store, today).await?;
    let counted_at = settings::store::find(&db).await?.counted_at;
    let may_count = allowed.scope().may(kernel::PermissionName::ManageDataQuality);
    Ok(Json(view(&db, &figures, &months, counted_at, may_count).await?))
}

/// Have everything counted now, in the background; asked for again within ten minutes it is counted once.
#[utoipa::path(post, path = "/api/v1/quality/count", tag = "quality",
    responses((status = 202), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn count_quality(allowed: Allowed<ManageDataQuality>) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let ten_minutes = tx.now().timestamp() / 600;
            enqueue(tx, &Recount {}, &format!("{}:asked:{ten_minutes}", tx.scope().group())).await
        })
        .await?;
    Ok(StatusCode::ACCEPTED)
}

async fn view(
    db: &Db<'_>,
    figures: &[Figure],
    months: &[Month],
    counted_at: Option<DateTime<Utc>>,
    may_count: bool,
) -> Result<QualityView> {
    let people = figures.iter().filter(|row| matches!(row.axis, Axis::Consultant | Axis::Advisor));
    let staff: BTreeSet<StaffId> = people.filter_map(|row| row.word.parse().ok()).collect();
    let stores: BTreeSet<StoreId> = figures.iter().map(|row| row.store_id).collect();
    let known = names::of(db, names::Wanted { stores, staff, ..names::Wanted::default() }).await?;
    let on = |axis: Axis| averages(figures.iter().filter(move |row| row.axis == axis));
    let persons = |axis: Axis| {
        let person = |(word, average): (String, QualityAverage)| QualityOfPerson {
            person: word.parse().ok().map(|id: StaffId| known.staff(id)),
            average,
        };
        worst_first(on(axis)).into_iter().map(person).collect()
    };
    let of_store = |row: &Figure| QualityOfStore { store: known.store(row.store_id), average: average([row]) };
    let all = || figures.iter().filter(|row| row.axis == Axis::All);
    let mut stores: Vec<QualityOfStore> = all().map(of_store).collect();
    stores.sort_by_key(|one| (one.average.quality, one.store.code.clone()));
    let (missing, doubtful) = (on(Axis::Missing), on(Axis::Doubtful));
    let counted = |found: &BTreeMap<String, QualityAverage>, word| found.get(word).map_or(0, |of| of.customers);
    Ok(QualityView {
        counted_at,
        all: average(all()),
        stores,
        bands: bands(&on(Axis::Band)),
        missing: MissingField::ALL
            .map(|field| QualityMissing { field, customers: counted(&missing, field.word()) })
            .into(),
        doubtful: Doubt::ALL.map(|doubt| QualityDoubt { doubt, customers: counted(&doubtful, doubt.word()) }).into(),
        sources: worst_first(on(Axis::Source))
            .into_iter()
            .map(|(word, average)| QualityOfSource { source: Some(word).filter(|word| !word.is_empty()), average })
            .collect(),
        consultants: persons(Axis::Consultant),
        advisors: persons(Axis::Advisor),
        months: by_month(months),
        can: if may_count { vec!["count"] } else { Vec::new() },
    })
}

fn bands(found: &BTreeMap<String, QualityAverage>) -> Vec<QualityBand> {
    let ends = BANDS.iter().skip(1).map(|begin| begin - 1).chain([100]);
    let band = |(from, to): (i32, i32)| QualityBand {
        from,
        to,
        customers: found.get(&from.to_string()).map_or(0, |average| average.customers),
    };
    BANDS.into_iter().zip(ends).map(band).collect()
}

fn by_month(rows: &[Month]) -> Vec<QualityMonth> {
    let mut months: BTreeMap<NaiveDate, (Vec<&Month>, i64)> = BTreeMap::new();
    for row in rows {
        let (of_month, doubtful) = months.entry(row.month).or_default();
        of_month.push(row);
        *doubtful += row.doubtful;
    }
    let added = |rows: &[&Month], of: fn(&Month) -> i64| rows.iter().map(|row| of(row)).sum::<i64>();
    months
        .into_iter()
        .map(|(month, (rows, doubtful))| QualityMonth {
            month,
            average: divided(
                added(&rows, |row| row.customers),
                [
                    added(&rows, |row| row.quality_sum),
                    added(&rows, |row| row.completeness_sum),
                    added(&rows, |row| row.validity_sum),
                ],
            ),
            doubtful,
        })
        .collect()
}

fn averages<'a>(rows: impl Iterator<Item = &'a Figure>) -> BTreeMap<String, QualityAverage> {
    let mut of_word: BTreeMap<String, Vec<&Figure>> = BTreeMap::new();
    for row in rows {
        of_word.entry(row.word.clone()).or_default().push(row);
    }
    of_word.into_iter().map(|(word, rows)| (word, average(rows))).collect()
}

fn average<'a>(rows: impl IntoIterator<Item = &'a Figure>) -> QualityAverage {
    let rows: Vec<&Figure> = rows.into_iter().collect();
    let added = |of: fn(&Figure) -> i64| rows.iter().map(|row| of(row)).sum::<i64>();
    let sums = [added(|row| row.quality_sum), added(|row| row.completeness_sum), added(|row| row.validity_sum)];
    divided(added(|row| row.customers), sums)
}

fn divided(customers: i64, [quality, completeness, validity]: [i64; 3]) -> QualityAverage {
    let of_each = |sum: i64| if customers == 0 { 0 } else { (sum + customers / 2) / customers };
    QualityAverage {
        customers,
        quality: of_each(quality),
        completeness: of_each(completeness),
        validity: of_each(validity),
    }
}

fn worst_first(found: BTreeMap<String, QualityAverage>) -> Vec<(String, QualityAverage)> {
    let mut rows: Vec<_> = found.into_iter().collect();
    rows.sort_by_key(|(word, average)| (word.is_empty(), average.quality, -average.customers));
    rows.truncate(WORDS_MAX);
    rows
}

/// A table of sources that nobody looks through is cut.
const WORDS_MAX: usize = 200;
