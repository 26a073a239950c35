//! Requests in, views out: approving exports, turning them down, the rules of it, and tracing whose a file is.

use journal::{About, events::privacy::PrivacyEvent};
use kernel::{
    Error, ExportId, PermissionName, Result,
    permission::{ApproveExports, KeepPrivacy, TraceFiles, UseRoadbook},
};
use platform::{
    Allowed, Platform, Tx,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
    jobs::{Job, Work, enqueue},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    approval::{Decision, ExportRulesForm},
    export::{Export, ExportRefusal},
    export_many::ExportMany,
    export_rules::{self, ExportRules},
    mark, store,
    view::{ExportView, view, views},
};
use crate::{caller, contacts::reveal::checked_reason};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(approve_export))
        .routes(routes!(turn_down_export))
        .routes(routes!(show_export_rules, change_export_rules))
        .routes(routes!(trace_file))
}

/// Request body of `PUT /exports/{id}/approval` and `…/refusal`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DecisionForm {
    /// Why; needed to turn an export down.
    pub reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ExportRulesView {
    pub masked_rows_free: i32,
    pub whole_rows_free: i32,
    pub days_to_approve: i32,
    pub downloads_max: i32,
    pub shows_watermark: bool,
    /// 0 as long as they are as shipped.
    pub version: i32,
    /// `edit`.
    pub can: Vec<&'static str>,
}

platform::has_version!(ExportRulesView);

/// Request body of `POST /file-traces`: what stands in a file, or the part of it at hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileText {
    /// At most 200,000 characters; the titles and the last line say the most.
    pub text: String,
}

const TEXT_CHARS_MAX: usize = 200_000;
const TRACED_MAX: usize = 20;

/// Approve an export of somebody else: the file is written now, with their power of then.
#[utoipa::path(put, path = "/api/v1/exports/{id}/approval", tag = "exports", params(("id" = ExportId, Path)), request_body = DecisionForm,
    responses((status = 200, body = ExportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn approve_export(
    allowed: Allowed<ApproveExports>,
    Path(id): Path<ExportId>,
    Json(form): Json<DecisionForm>,
) -> Reply<Json<ExportView>> {
    let reason = checked_reason(form.reason.as_deref())?;
    allowed.must_be_proven_lately().await?;
    let export = allowed
        .write(async |tx| {
            let mut export = store::find_to_decide(&tx.db(), id).await?;
            let approved = export.approve(decision(tx, reason), tx.now())?;
            let mandate = export.mandate.take().ok_or(ExportRefusal::NotHeld)?.0;
            let export = store::save_decided(tx, export, approved).await?;
            enqueue(tx, &ExportMany { export: id, mandate }, &id.to_string()).await?;
            Ok(export)
        })
        .await?;
    Ok(Json(view(&allowed.read(), export).await?))
}

/// Turn an export down, with the reason.
#[utoipa::path(put, path = "/api/v1/exports/{id}/refusal", tag = "exports", params(("id" = ExportId, Path)), request_body = DecisionForm,
    responses((status = 200, body = ExportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn turn_down_export(
    allowed: Allowed<ApproveExports>,
    Path(id): Path<ExportId>,
    Json(form): Json<DecisionForm>,
) -> Reply<Json<ExportView>> {
    let reason = checked_reason(form.reason.as_deref())?;
    store::find_to_decide(&allowed.read(), id).await?;
    if reason.is_none() {
        return Err(Error::invalid("reason", "text.missing", "say why the export is turned down").into());
    }
    let export = allowed
        .write(async |tx| {
            let mut export = store::find_to_decide(&tx.db(), id).await?;
            let refused = export.turn_down(decision(tx, reason), tx.now())?;
            store::save_decided(tx, export, refused).await
        })
        .await?;
    Ok(Json(view(&allowed.read(), export).await?))
}

/// When exports need approval, and whether pages carry a watermark.
#[utoipa::path(get, path = "/api/v1/export-rules", tag = "exports", responses((status = 200, body = ExportRulesView)))]
async fn show_export_rules(allowed: Allowed<UseRoadbook>) -> Reply<Fresh<ExportRulesView>> {
    let db = allowed.read();
    Ok(Fresh(rules_view(&export_rules::of_group(&db).await?, allowed.scope().may(PermissionName::KeepPrivacy))))
}

/// Change when exports need approval.
#[utoipa::path(put, path = "/api/v1/export-rules", tag = "exports", request_body = ExportRulesForm,
    responses((status = 200, body = ExportRulesView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_export_rules(
    allowed: Allowed<KeepPrivacy>,
    version: IfMatch,
    Json(form): Json<ExportRulesForm>,
) -> Reply<Fresh<ExportRulesView>> {
    let rules = allowed
        .write(async |tx| {
            let mut rules = export_rules::of_group(&tx.db()).await?;
            version.check(rules.version, || rules_view(&rules, true))?;
            let changed = rules.change(&form).map_err(Error::Invalid)?;
            store::save_rules(tx, rules, changed).await
        })
        .await?;
    Ok(Fresh(rules_view(&rules, true)))
}

/// Whose file is this? Finds the marks of our exports in a text, also those nobody sees.
#[utoipa::path(post, path = "/api/v1/file-traces", tag = "exports", request_body = FileText,
    responses((status = 200, body = Vec<ExportView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn trace_file(allowed: Allowed<TraceFiles>, Json(form): Json<FileText>) -> Reply<Json<Vec<ExportView>>> {
    if form.text.chars().count() > TEXT_CHARS_MAX {
        let message = format!("send at most {TEXT_CHARS_MAX} characters of the file");
        return Err(Error::invalid("text", "text.too_long", message).into());
    }
    let mut marks = mark::find(&form.text);
    marks.truncate(TRACED_MAX);
    let db = allowed.read();
    let found = store::find_marked(&db, marks).await?;
    Ok(Json(views(&db, found).await?))
}

/// Lets an export lapse that nobody decided on in time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LetLapse {
    pub export: ExportId,
}

impl Job for LetLapse {
    const NAME: &'static str = "customers.export_lapse";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let lapsed = door.write(async |tx| {
            let mut export = store::find_for_work(&tx.db(), self.export).await?;
            let lapsed = export.lapse(tx.now())?;
            store::save_decided(tx, export, lapsed).await
        });
        match lapsed.await {
            // Somebody has decided.
            Ok(_) | Err(Error::Refused { .. } | Error::NotFound) => Ok(()),
            Err(other) => Err(other),
        }
    }
}

/// Writes down that an approved file was fetched.
pub(super) async fn record_fetched(tx: &mut Tx, export: &Export) -> Result<()> {
    let event = PrivacyEvent::ExportFetched { export: export.id, times: export.downloads + 1 };
    let about = About { store: tx.scope().home(), ..About::default() };
    journal::record(tx, about, event).await.map(drop)
}

fn decision(tx: &Tx, reason: Option<String>) -> Decision {
    Decision { by: caller::id(tx.scope()), name: caller::name(tx.scope()), reason }
}

fn rules_view(rules: &ExportRules, keeps: bool) -> ExportRulesView {
    ExportRulesView {
        masked_rows_free: rules.masked_rows_free,
        whole_rows_free: rules.whole_rows_free,
        days_to_approve: rules.days_to_approve,
        downloads_max: rules.downloads_max,
        shows_watermark: rules.shows_watermark,
        version: rules.version,
        can: if keeps { vec!["edit"] } else { vec![] },
    }
}
