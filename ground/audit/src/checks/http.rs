//! Requests in, views out: the state of the chains, and checks of them.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::{AuditCheckId, Language, PermissionName, Result, permission::SeeAudit};
use platform::{
    Actor, Allowed, Platform,
    http::{Json, ProblemView, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    check::{self, Check, CheckState},
    job,
};
use crate::{
    chain::Chain,
    kinds::look_title,
    verify::{self, Finding},
};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(find_audit_state)).routes(routes!(list_audit_checks, begin_audit_check))
}

/// How far the audit is sealed, and when it was last walked through.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditStateView {
    pub chains: Vec<AuditChainView>,
    /// Entries of the journal that wait to be sealed; 500 stands for that many or more.
    pub unsealed: u64,
    /// The newest check that came to an end.
    pub last_check: Option<AuditCheckView>,
    /// Whether a check is under way.
    pub is_under_way: bool,
    /// `verify` for whoever reaches the whole group.
    pub can: Vec<&'static str>,
}

/// Where a chain ends.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditChainView {
    /// `journal` or `looks`.
    pub chain: &'static str,
    /// All that were ever sealed.
    pub lines: i64,
    /// When the newest seal was made.
    pub sealed_at: Option<DateTime<Utc>>,
    /// To be noted somewhere else: `roadbook audit verify --head` looks whether the chain still leads there.
    pub head: String,
}

/// One walk over the audit.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditCheckView {
    pub id: AuditCheckId,
    /// Who asked for it; none for those of the night.
    pub asked_by: Option<String>,
    pub state: CheckState,
    pub lines: i64,
    pub unsealed: i64,
    /// Lines that lawfully say something else than when they were sealed.
    pub resealed: i64,
    /// How much was not right; `findings` holds the first of it.
    pub found: i64,
    pub findings: Vec<Finding>,
    pub fault: Option<String>,
    pub begun_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

const UNSEALED_MAX: usize = 500;
const CHECKS_SHOWN: u64 = 20;

/// How far the audit is sealed.
#[utoipa::path(get, path = "/api/v1/audit-state", tag = "audit",
    responses((status = 200, body = AuditStateView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_audit_state(allowed: Allowed<SeeAudit>) -> Reply<Json<AuditStateView>> {
    let db = allowed.read();
    let ends = verify::ends(&db, allowed.scope().group()).await?;
    let checks = check::newest(&db, CHECKS_SHOWN).await?;
    let is_under_way = checks.iter().any(|check| check.state == CheckState::Running);
    let last = checks.into_iter().find(|check| check.state == CheckState::Ended);
    let reaches = allowed.scope().must_reach_the_group(PermissionName::SeeAudit).is_ok();
    let chain = |end: verify::End| AuditChainView {
        chain: end.chain.word(),
        lines: end.lines,
        sealed_at: end.at,
        head: if reaches { end.to_string() } else { String::new() },
    };
    Ok(Json(AuditStateView {
        chains: ends.into_iter().map(chain).collect(),
        unsealed: verify::unsealed(&db, UNSEALED_MAX).await?,
        last_check: last.map(|check| view(check, reaches, allowed.scope().language())).transpose()?,
        is_under_way,
        can: if reaches { vec!["verify"] } else { Vec::new() },
    }))
}

/// The newest checks, newest first.
#[utoipa::path(get, path = "/api/v1/audit-checks", tag = "audit",
    responses((status = 200, body = Vec<AuditCheckView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_audit_checks(allowed: Allowed<SeeAudit>) -> Reply<Json<Vec<AuditCheckView>>> {
    allowed.scope().must_reach_the_group(PermissionName::SeeAudit)?;
    let checks = check::newest(&allowed.read(), CHECKS_SHOWN).await?;
    let views: Result<Vec<AuditCheckView>> =
        checks.into_iter().map(|check| view(check, true, allowed.scope().language())).collect();
    Ok(Json(views?))
}

/// Walk through the audit in the background, unless that is under way.
#[utoipa::path(post, path = "/api/v1/audit-checks", tag = "audit",
    responses((status = 201, body = AuditCheckView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn begin_audit_check(allowed: Allowed<SeeAudit>) -> Reply<(StatusCode, Json<AuditCheckView>)> {
    allowed.scope().must_reach_the_group(PermissionName::SeeAudit)?;
    let asked_by = match allowed.scope().actor() {
        Actor::Staff { name, .. } | Actor::Key { name, .. } => name.clone(),
        Actor::System(actor) => actor.name().to_owned(),
    };
    let check = allowed.write(async |tx| job::begin(tx, asked_by).await).await?;
    Ok((StatusCode::CREATED, Json(view(check, true, allowed.scope().language())?)))
}

/// What was found names lines of all stores, and what happened in words.
fn view(check: Check, shows_findings: bool, language: Language) -> Result<AuditCheckView> {
    let mut findings: Vec<Finding> = if shows_findings { serde_json::from_value(check.findings)? } else { Vec::new() };
    for finding in &mut findings {
        let is_look = finding.chain == Chain::Looks.word();
        let title =
            |name: String| if is_look { look_title(&name, language) } else { journal::nouns::title(&name, language) };
        finding.name = finding.name.take().map(title);
    }
    Ok(AuditCheckView {
        id: check.id,
        asked_by: check.asked_by,
        state: check.state,
        lines: check.lines,
        unsealed: check.unsealed,
        resealed: check.resealed,
        found: check.found,
        findings,
        fault: check.fault,
        begun_at: check.begun_at,
        ended_at: check.ended_at,
    })
}
