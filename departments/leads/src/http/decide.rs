//! Giving leads up and taking them up again: an application, a manager's decision, a revival.

use kernel::{
    Error, Fault, LeadId, StaffId,
    permission::{DecideLosses, WorkLeads},
};
use platform::{
    Allowed, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{changed, shown, text};
use crate::{
    assignment::place::must_be_able,
    rules::Giving,
    store::{self, named_consultant},
    view::LeadView,
    words::{LossDecision, LossReason},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(ask_lead_loss)).routes(routes!(decide_lead_loss)).routes(routes!(revive_lead))
}

/// Request body of `PUT /leads/{id}/loss`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLoss {
    pub reason: LossReason,
    /// What the customer bought instead, and where; at most 500 characters.
    pub competitor: Option<String>,
    /// At most 500 characters; wanted of `other`.
    pub remark: Option<String>,
}

/// Request body of `PUT /leads/{id}/loss/decision`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LossVerdict {
    pub decision: LossDecision,
    /// At most 500 characters.
    pub remark: Option<String>,
}

/// Request body of `PUT /leads/{id}/revival`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadRevival {
    /// Who works on it from now on; when not given it lies in the pool.
    pub consultant_id: Option<StaffId>,
}

/// Ask that a lead be given up as lost; a manager decides.
#[utoipa::path(put, path = "/api/v1/leads/{id}/loss", tag = "leads", params(("id" = LeadId, Path)), request_body = NewLoss,
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn ask_lead_loss(
    allowed: Allowed<WorkLeads>,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Json(form): Json<NewLoss>,
) -> Reply<Fresh<LeadView>> {
    let mut faults = Vec::new();
    let competitor = text("competitor", form.competitor.as_deref(), &mut faults);
    let remark = text("remark", form.remark.as_deref(), &mut faults);
    if form.reason == LossReason::Other && remark.is_none() {
        faults.push(Fault::new("remark", "loss.remark_missing", "say in a few words what the other reason is"));
    }
    Error::unless_valid(faults)?;
    let lead = changed(&allowed, id, version, async |tx, lead| {
        let giving = Giving { reason: form.reason, competitor, remark, by: tx.scope().staff() };
        store::ask_loss(tx, lead, giving).await
    })
    .await?;
    shown(&allowed, lead).await
}

/// Approve that a lead is lost, or let it go on.
#[utoipa::path(put, path = "/api/v1/leads/{id}/loss/decision", tag = "leads", params(("id" = LeadId, Path)), request_body = LossVerdict,
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn decide_lead_loss(
    allowed: Allowed<DecideLosses>,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Json(form): Json<LossVerdict>,
) -> Reply<Fresh<LeadView>> {
    let mut faults = Vec::new();
    let remark = text("remark", form.remark.as_deref(), &mut faults);
    Error::unless_valid(faults)?;
    let lead = changed(&allowed, id, version, async |tx, lead| {
        let by = tx.scope().staff();
        store::decide_loss(tx, lead, form.decision, by, remark).await
    })
    .await?;
    shown(&allowed, lead).await
}

/// Take a lost lead up again.
#[utoipa::path(put, path = "/api/v1/leads/{id}/revival", tag = "leads", params(("id" = LeadId, Path)), request_body = LeadRevival,
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn revive_lead(
    allowed: Allowed<DecideLosses>,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Json(form): Json<LeadRevival>,
) -> Reply<Fresh<LeadView>> {
    let lead = changed(&allowed, id, version, async |tx, before| {
        let mut lead = before.clone();
        let consultant = match form.consultant_id {
            Some(id) => {
                must_be_able(&tx.db(), before.store_id, id).await?;
                Some(named_consultant(&tx.db(), id).await?)
            }
            None => None,
        };
        let event = lead.revive(consultant, tx.now())?;
        store::hand_over(tx, &before, lead, event).await
    })
    .await?;
    shown(&allowed, lead).await
}
