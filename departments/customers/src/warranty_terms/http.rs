//! Requests in, views out: terms.

use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    GroupId, Result, WarrantyTermId,
    permission::{ManageRecalls, SeeVehicles},
};
use platform::{
    Allowed, Platform,
    http::{IfMatch, Json, Path, ProblemView, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    store,
    view::WarrantyTermView,
    warranty_term::{ClockKind, WarrantyTerm},
};
use crate::{
    people::http::calendar,
    vehicles::{checks::Checks, vehicle::Energy},
};

const MONTHS_MAX: i32 = 360;
const DAYS_MAX: i32 = 3_660;
/// Warned of so long before the end when nothing else is said.
const WARN_DAYS: i32 = 60;
const WARN_KM: i32 = 2_000;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_warranty_terms, add_warranty_term))
        .routes(routes!(remove_warranty_term))
        .routes(routes!(end_warranty_term))
}

/// Request body of `POST /warranty-terms`: time as `months` or as `days`, and kilometres unless there is no such limit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWarrantyTerm {
    pub clock: ClockKind,
    /// Any name of it; all brands when not given.
    pub brand: Option<String>,
    /// All cars when not given.
    pub energy: Option<Energy>,
    pub months: Option<i32>,
    pub days: Option<i32>,
    pub km: Option<i32>,
    /// 60 when not given.
    pub warn_days: Option<i32>,
    /// 2,000 when not given.
    pub warn_km: Option<i32>,
    /// Where it is promised: the handbook, a letter of the maker.
    pub source: String,
    /// Cars sold from this day on.
    pub since: NaiveDate,
    /// Cars sold up to this day; still sold when not given.
    pub until: Option<NaiveDate>,
}

/// Request body of `PUT /warranty-terms/{id}/end`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WarrantyTermEnd {
    /// The last day of sale for which it holds.
    pub until: NaiveDate,
}

/// What the law and the makers promise: the law first, then the group's own terms, each the latest first.
#[utoipa::path(get, path = "/api/v1/warranty-terms", tag = "vehicles",
    responses((status = 200, body = Vec<WarrantyTermView>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_warranty_terms(allowed: Allowed<SeeVehicles>) -> Reply<Json<Vec<WarrantyTermView>>> {
    let db = allowed.read();
    let law = store::of_law(&db).await?.into_iter().map(Into::into);
    let own = store::of_group(&db).await?.into_iter().map(Into::into);
    Ok(Json(law.chain(own).collect()))
}

/// Write down what a maker promises. Where it is less than the law gives, the law holds.
#[utoipa::path(post, path = "/api/v1/warranty-terms", tag = "vehicles", request_body = NewWarrantyTerm,
    responses((status = 201, body = WarrantyTermView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_warranty_term(
    allowed: Allowed<ManageRecalls>,
    Json(form): Json<NewWarrantyTerm>,
) -> Reply<(StatusCode, Json<WarrantyTermView>)> {
    let now = allowed.platform().clock().now();
    let today = calendar(&allowed).await?.day(now);
    let term = form.checked(allowed.scope().group(), today, now)?;
    let term = allowed.write(async |tx| store::add(tx, term.clone()).await).await?;
    Ok((StatusCode::CREATED, Json(term.into())))
}

/// End a term of the group's own: cars sold later don't have it any more, those sold before keep it.
#[utoipa::path(put, path = "/api/v1/warranty-terms/{id}/end", tag = "vehicles",
    params(("id" = WarrantyTermId, Path)), request_body = WarrantyTermEnd,
    responses((status = 200, body = WarrantyTermView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn end_warranty_term(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<WarrantyTermId>,
    version: IfMatch,
    Json(form): Json<WarrantyTermEnd>,
) -> Reply<Json<WarrantyTermView>> {
    let today = calendar(&allowed).await?.day(allowed.platform().clock().now());
    let mut checks = Checks::default();
    checks.due_day("until", Some(form.until), today);
    checks.finish()?;
    let term = allowed
        .write(async |tx| {
            let mut term = store::find(&tx.db(), id).await?;
            version.check(term.version, || WarrantyTermView::from(term.clone()))?;
            match term.end(form.until, &store::of_group(&tx.db()).await?)? {
                Some(event) => store::save(tx, term, event).await,
                None => Ok(term),
            }
        })
        .await?;
    Ok(Json(term.into()))
}

/// Remove a term of the group's own that was entered by mistake.
#[utoipa::path(delete, path = "/api/v1/warranty-terms/{id}", tag = "vehicles", params(("id" = WarrantyTermId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_warranty_term(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<WarrantyTermId>,
    version: IfMatch,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let term = store::find(&tx.db(), id).await?;
            version.check(term.version, || WarrantyTermView::from(term.clone()))?;
            store::remove(tx, &term).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

impl NewWarrantyTerm {
    /// Puts every field in order, or says what is wrong with each at once.
    fn checked(&self, group: GroupId, today: NaiveDate, now: DateTime<Utc>) -> Result<WarrantyTerm> {
        let mut checks = Checks::default();
        let named = self.brand.as_deref().filter(|brand| !brand.trim().is_empty());
        let brand = named.map(|brand| checks.brand(brand));
        let source = checks.text("source", Some(&self.source));
        if source.is_none() {
            checks.fault("source", "text.missing", "say where it is promised: the handbook, a letter of the maker");
        }
        self.check_lengths(&mut checks);
        checks.due_day("since", Some(self.since), today);
        checks.due_day("until", self.until, today);
        checks.finish()?;
        Ok(WarrantyTerm {
            id: WarrantyTermId::new(now),
            group_id: group,
            clock: self.clock,
            brand,
            energy: self.energy,
            months: self.months,
            days: self.days,
            km: self.km,
            warn_days: self.warn_days.unwrap_or(WARN_DAYS),
            warn_km: self.warn_km.unwrap_or(WARN_KM),
            source: source.unwrap_or_default(),
            since: self.since,
            until: self.until,
            created_at: now,
            version: 1,
        })
    }

    fn check_lengths(&self, checks: &mut Checks) {
        if self.months.is_some() == self.days.is_some() {
            checks.fault("months", "warranty_term.time", "give its time as months or as days, one of the two");
        }
        let mut within = |field: &str, value: Option<i32>, least: i32, most: i32| {
            if value.is_some_and(|value| !(least..=most).contains(&value)) {
                checks.fault(field, "number.out_of_range", format!("a whole number from {least} to {most}"));
            }
        };
        within("months", self.months, 1, MONTHS_MAX);
        within("days", self.days, 1, DAYS_MAX);
        within("warn_days", self.warn_days, 0, DAYS_MAX);
        within("warn_km", self.warn_km, 0, crate::vehicles::checks::KM_LIMIT);
        within("km", self.km, 1, crate::vehicles::checks::KM_LIMIT - 1);
    }
}
