//! Requests in, views out: what good data are to the group.

use journal::events::quality::QualityEvent;
use kernel::{
    PermissionName, Result,
    permission::{ManageDataQuality, SeeDataQuality},
};
use platform::{
    Allowed, Platform, Scope,
    http::{Fresh, IfMatch, Json, ProblemView, Reply},
    jobs::enqueue,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    rules::{Settings, SettingsChange},
    store::{self, Standing},
};
use crate::quality::{
    gap::{Doubt, MissingField},
    recount::Recount,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(find_quality_settings, change_quality_settings))
}

/// What a missing field takes from completeness.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingWeight {
    pub field: MissingField,
    /// 0 to 100; 0 leaves the field out of account.
    pub weight: i32,
}

/// What a doubt takes from validity.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoubtWeight {
    pub doubt: Doubt,
    /// 0 to 100; 0 leaves the doubt out of account.
    pub weight: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QualitySettingsView {
    pub missing: Vec<MissingWeight>,
    pub doubts: Vec<DoubtWeight>,
    /// How much of the whole score is completeness, in per cent.
    pub completeness_share: i32,
    /// A phone on more customers than this is doubted on all of them.
    pub customers_per_phone_max: i32,
    /// Whether each store has an audit in the first week of every quarter.
    pub audits_begin_by_themselves: bool,
    /// Records with a lower score are audited.
    pub audit_score_below: i32,
    pub audit_per_person_per_day: i32,
    /// Whether customers nobody heard of for long are queued to be called, each working day.
    pub calls_are_queued: bool,
    /// Without contact, visit, change or confirmation for so long.
    pub stale_months: i32,
    /// Verifying calls one person has open at most.
    pub calls_per_person_max: i32,
    /// Whether owners are asked now and then if their record is still right.
    pub confirmations_are_asked: bool,
    /// 1 to 60.
    pub confirm_months: i32,
    /// So many are asked in a store on a working day at most, 1 to 10,000.
    pub confirmations_per_day: i32,
    pub version: i32,
    /// `change`, for those who may.
    pub can: Vec<&'static str>,
}

platform::has_version!(QualitySettingsView);

/// Request body of `PATCH /quality/settings`: any subset; fields a list does not name keep their weight.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QualitySettingsChange {
    pub missing: Option<Vec<MissingWeight>>,
    pub doubts: Option<Vec<DoubtWeight>>,
    pub completeness_share: Option<i32>,
    pub customers_per_phone_max: Option<i32>,
    /// Whether each store has an audit in the first week of every quarter.
    pub audits_begin_by_themselves: Option<bool>,
    /// Records with a lower score are audited.
    pub audit_score_below: Option<i32>,
    pub audit_per_person_per_day: Option<i32>,
    /// Whether customers nobody heard of for long are queued to be called, each working day.
    pub calls_are_queued: Option<bool>,
    /// Without contact, visit, change or confirmation for so long.
    pub stale_months: Option<i32>,
    /// Verifying calls one person has open at most.
    pub calls_per_person_max: Option<i32>,
    pub confirmations_are_asked: Option<bool>,
    /// 1 to 60.
    pub confirm_months: Option<i32>,
    /// 1 to 10,000.
    pub confirmations_per_day: Option<i32>,
}

/// How the group weighs what is missing or doubtful.
#[utoipa::path(get, path = "/api/v1/quality/settings", tag = "quality",
    responses((status = 200, body = QualitySettingsView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_quality_settings(allowed: Allowed<SeeDataQuality>) -> Reply<Fresh<QualitySettingsView>> {
    let standing = store::find(&allowed.read()).await?;
    Ok(Fresh(view(&standing, allowed.scope())))
}

/// Change some of it; every record is scored anew in the background.
#[utoipa::path(patch, path = "/api/v1/quality/settings", tag = "quality", request_body = QualitySettingsChange,
    responses((status = 200, body = QualitySettingsView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_quality_settings(
    allowed: Allowed<ManageDataQuality>,
    version: IfMatch,
    Json(form): Json<QualitySettingsChange>,
) -> Reply<Fresh<QualitySettingsView>> {
    let change = SettingsChange {
        missing: form.missing.map(|list| list.into_iter().map(|one| (one.field, one.weight)).collect()),
        doubts: form.doubts.map(|list| list.into_iter().map(|one| (one.doubt, one.weight)).collect()),
        completeness_share: form.completeness_share,
        customers_per_phone_max: form.customers_per_phone_max,
        audits_begin_by_themselves: form.audits_begin_by_themselves,
        audit_score_below: form.audit_score_below,
        audit_per_person_per_day: form.audit_per_person_per_day,
        calls_are_queued: form.calls_are_queued,
        stale_months: form.stale_months,
        calls_per_person_max: form.calls_per_person_max,
        confirmations_are_asked: form.confirmations_are_asked,
        confirm_months: form.confirm_months,
        confirmations_per_day: form.confirmations_per_day,
    };
    let scope = allowed.scope().clone();
    let standing = allowed
        .write(async |tx| {
            let seen = store::find(&tx.db()).await?;
            version.check(seen.version, || view(&seen, &scope))?;
            let mut settings = seen.settings.clone();
            settings.change(change)?;
            if settings == seen.settings {
                return Ok(seen);
            }
            store::save(tx, &seen, &settings, changed(&seen.settings, &settings)?).await?;
            let version = seen.version + 1;
            enqueue(tx, &Recount {}, &format!("{}:{version}", tx.scope().group())).await?;
            store::find(&tx.db()).await
        })
        .await?;
    Ok(Fresh(view(&standing, &scope)))
}

fn view(standing: &Standing, scope: &Scope) -> QualitySettingsView {
    let settings = &standing.settings;
    let weights = standing.weights();
    let missing = MissingField::ALL.map(|field| MissingWeight { field, weight: weights.of_missing(field) });
    let doubts = Doubt::ALL.map(|doubt| DoubtWeight { doubt, weight: weights.of_doubt(doubt) });
    QualitySettingsView {
        missing: missing.into(),
        doubts: doubts.into(),
        completeness_share: settings.completeness_share,
        customers_per_phone_max: settings.customers_per_phone_max,
        audits_begin_by_themselves: settings.audits_begin_by_themselves,
        audit_score_below: settings.audit_score_below,
        audit_per_person_per_day: settings.audit_per_person_per_day,
        calls_are_queued: settings.calls_are_queued,
        stale_months: settings.stale_months,
        calls_per_person_max: settings.calls_per_person_max,
        confirmations_are_asked: settings.confirmations_are_asked,
        confirm_months: settings.confirm_months,
        confirmations_per_day: settings.confirmations_per_day,
        version: standing.version,
        can: if scope.may(PermissionName::ManageDataQuality) { vec!["change"] } else { Vec::new() },
    }
}

/// The parts that differ, as the journal keeps them.
fn changed(before: &Settings, after: &Settings) -> Result<QualityEvent> {
    let (before, after) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
    let parts = after.as_object().into_iter().flatten();
    let fields = parts.filter(|(name, value)| before.get(name.as_str()) != Some(*value)).map(|(name, _)| name.clone());
    Ok(QualityEvent::SettingsChanged { fields: fields.collect() })
}
