//! Requests in, views out: the days off and the weekends worked of a year.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use chrono::{DateTime, Datelike, Utc};
use kernel::{
    Error, HolidayYearId, PermissionName, Result, name,
    permission::{ManageStores, UseRoadbook},
};
use platform::{
    Allowed, Db, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
    names::{self, Ref, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    reading,
    rules::{self, SOURCE_CHARACTERS_MAX, YEARS},
    store,
    year::{AnnouncedDay, AnnouncedDays, HolidayYear},
};
use crate::people::http::calendar;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(show_holidays))
        .routes(routes!(set_holidays, forget_holidays))
        .routes(routes!(read_holidays))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct HolidaysQuery {
    /// The present one when not given.
    year: Option<i32>,
}

/// The days of a year that are not as their weekday would have them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Holidays {
    pub year: i32,
    pub days: Vec<AnnouncedDay>,
    /// Where they are announced; null of a year nobody has announced yet, whose days are counted by weekends alone.
    pub source: Option<String>,
    /// Written down by the group itself, rather than shipped.
    pub is_own: bool,
    pub changed_at: Option<DateTime<Utc>>,
    pub changed_by: Option<Ref>,
    /// 0 while it is as shipped.
    pub version: i32,
    /// The years that are known.
    pub years: Vec<i32>,
    /// `set`, `forget`.
    pub can: Vec<&'static str>,
}

platform::has_version!(Holidays);

/// Request body of `PUT /holidays/{year}`: the whole year.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidaysForm {
    pub days: Vec<AnnouncedDay>,
    /// Where it is announced; 1 to 300 characters.
    pub source: String,
}

/// A pasted table or notice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidaysText {
    pub year: i32,
    /// At most 20,000 characters.
    pub text: String,
}

/// What was found in a pasted text; nothing is kept of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolidaysReading {
    pub days: Vec<AnnouncedDay>,
    pub unread: Vec<UnreadLine>,
}

/// A line nothing was made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnreadLine {
    /// From 1.
    pub line: usize,
    pub words: String,
}

const TEXT_CHARACTERS_MAX: usize = 20_000;

/// The holidays of a year, as all clocks count that go by working days.
#[utoipa::path(get, path = "/api/v1/holidays", tag = "holidays", params(HolidaysQuery),
    responses((status = 200, body = Holidays), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_holidays(allowed: Allowed<UseRoadbook>, Query(query): Query<HolidaysQuery>) -> Reply<Fresh<Holidays>> {
    let today = calendar(&allowed).await?.day(allowed.platform().clock().now());
    Ok(Fresh(view(&allowed.read(), known(query.year.unwrap_or(today.year()))?).await?))
}

/// Write a whole year down, instead of what is known of it. Open clocks are counted anew.
#[utoipa::path(put, path = "/api/v1/holidays/{year}", tag = "holidays", params(("year" = i32, Path)), request_body = HolidaysForm,
    responses((status = 200, body = Holidays), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn set_holidays(
    allowed: Allowed<ManageStores>,
    Path(year): Path<i32>,
    version: IfMatch,
    Json(form): Json<HolidaysForm>,
) -> Reply<Fresh<Holidays>> {
    allowed.scope().must_reach_the_group(PermissionName::ManageStores)?;
    let source = name::clean(&form.source);
    let days = rules::checked(year, form.days).map_err(Error::Invalid)?;
    if source.is_empty() || source.chars().count() > SOURCE_CHARACTERS_MAX {
        let message = format!("say where it is announced, in 1 to {SOURCE_CHARACTERS_MAX} characters");
        return Err(Error::invalid("source", "text.missing", message).into());
    }
    allowed
        .write(async |tx| {
            let before = store::find(&tx.db(), year).await?;
            let current = view(&tx.db(), year).await?;
            version.check(current.version, || current)?;
            let (id, version) =
                before.map_or_else(|| (HolidayYearId::new(tx.now()), 0), |before| (before.id, before.version));
            let kept = HolidayYear {
                id,
                group_id: tx.scope().group(),
                year,
                days: AnnouncedDays(days),
                source,
                changed_by: tx.scope().staff(),
                changed_at: tx.now(),
                version,
            };
            store::save(tx, kept).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), year).await?))
}

/// Take back what the group wrote down: the year is as shipped again, or unknown.
#[utoipa::path(delete, path = "/api/v1/holidays/{year}", tag = "holidays", params(("year" = i32, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn forget_holidays(allowed: Allowed<ManageStores>, Path(year): Path<i32>, version: IfMatch) -> Reply<StatusCode> {
    allowed.scope().must_reach_the_group(PermissionName::ManageStores)?;
    allowed
        .write(async |tx| {
            let year = store::find(&tx.db(), known(year)?).await?.ok_or(Error::NotFound)?;
            let current = view(&tx.db(), year.year).await?;
            version.check(year.version, || current)?;
            store::forget(tx, &year).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Read a pasted table, or the notice of the State Council, as days: to be looked at and written down then.
#[utoipa::path(post, path = "/api/v1/holidays/readings", tag = "holidays", request_body = HolidaysText,
    responses((status = 200, body = HolidaysReading), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn read_holidays(
    _allowed: Allowed<ManageStores>,
    Json(form): Json<HolidaysText>,
) -> Reply<Json<HolidaysReading>> {
    let year = known(form.year)?;
    if form.text.chars().count() > TEXT_CHARACTERS_MAX {
        let message = format!("at most {TEXT_CHARACTERS_MAX} characters");
        return Err(Error::invalid("text", "text.too_long", message).into());
    }
    let found = reading::read(&form.text, year);
    let unread = found.unread.into_iter().map(|(line, words)| UnreadLine { line, words });
    Ok(Json(HolidaysReading { days: found.days, unread: unread.collect() }))
}

fn known(year: i32) -> Result<i32> {
    if YEARS.contains(&year) {
        return Ok(year);
    }
    let message = format!("a year from {} to {}", YEARS.start(), YEARS.end());
    Err(Error::invalid("year", "holiday.year_out_of_range", message))
}

async fn view(db: &Db<'_>, year: i32) -> Result<Holidays> {
    let own = store::all(db).await?;
    let shipped: BTreeSet<i32> = store::shipped(db).await?.into_iter().map(|one| one.day.year()).collect();
    let years = shipped.into_iter().chain(own.iter().map(|one| one.year)).collect::<BTreeSet<i32>>();
    let may_set = db.scope().may(PermissionName::ManageStores);
    let own = own.into_iter().find(|one| one.year == year);
    let wanted = Wanted { staff: own.iter().filter_map(|one| one.changed_by).collect(), ..Wanted::default() };
    let names = names::of(db, wanted).await?;
    let (days, source) = match &own {
        Some(own) => (own.days.0.clone(), Some(own.source.clone())),
        None => store::shipped_of(db, year).await?,
    };
    let can = [("set", may_set), ("forget", may_set && own.is_some())];
    Ok(Holidays {
        year,
        days,
        source,
        is_own: own.is_some(),
        changed_at: own.as_ref().map(|own| own.changed_at),
        changed_by: own.as_ref().and_then(|own| own.changed_by).map(|id| names.staff(id)),
        version: own.map_or(0, |own| own.version),
        years: years.into_iter().collect(),
        can: can.into_iter().filter(|(_, may)| *may).map(|(deed, _)| deed).collect(),
    })
}
