//! Requests in, views out: retention rules and what they did.

use chrono::{DateTime, Utc};
use journal::{About, events::person_requests::PersonRequestsEvent};
use kernel::{
    Error, Result, RetentionRunId,
    permission::{KeepPrivacy, Permission, SeePrivacy},
};
use platform::{
    Actor, Allowed, Db, Platform,
    database::paging::{COUNT_MAX, Count, Page, PageRequest, page, row_before},
    http::{Json, Path, ProblemView, Query, Reply},
};
use sea_orm::{QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    due, night,
    rule::{Action, RULES, Rule, Terms, Unit},
    run, terms,
};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_retention_rules))
        .routes(routes!(change_retention_rule))
        .routes(routes!(list_retention_runs))
}

/// One rule as the group has shaped it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RetentionRuleView {
    pub code: &'static str,
    pub amount: u32,
    /// The least a law or good sense allows.
    pub amount_min: u32,
    pub unit: Unit,
    pub action: Action,
    pub basis: &'static str,
    pub is_active: bool,
    /// How much is overdue now: what the next night would do.
    pub due: Count,
}

/// Request body of `PUT /retention-rules/{code}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionRuleForm {
    /// Years or days, as the rule counts; at most 100 years.
    pub amount: u32,
    pub is_active: bool,
}

/// What a rule did in one night.
#[derive(Debug, Serialize, ToSchema)]
pub struct RetentionRunView {
    pub id: RetentionRunId,
    pub code: String,
    pub count: i64,
    pub ran_at: DateTime<Utc>,
}

const YEARS_MAX: u32 = 100;

/// How long each kind of data is kept, and how much is overdue now.
#[utoipa::path(get, path = "/api/v1/retention-rules", tag = "privacy",
    responses((status = 200, body = Vec<RetentionRuleView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_retention_rules(allowed: Allowed<SeePrivacy>) -> Reply<Json<Vec<RetentionRuleView>>> {
    allowed.scope().must_reach_the_group(SeePrivacy::NAME)?;
    let db = allowed.read();
    let terms = terms(&db).await?;
    let mut views = Vec::new();
    for rule in RULES {
        views.push(view(&db, rule, &terms).await?);
    }
    Ok(Json(views))
}

/// Keep something longer or shorter, or switch a rule on or off; never shorter than a law wants.
#[utoipa::path(put, path = "/api/v1/retention-rules/{code}", tag = "privacy", params(("code" = String, Path)), request_body = RetentionRuleForm,
    responses((status = 200, body = RetentionRuleView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_retention_rule(
    allowed: Allowed<KeepPrivacy>,
    Path(code): Path<String>,
    Json(form): Json<RetentionRuleForm>,
) -> Reply<Json<RetentionRuleView>> {
    allowed.scope().must_reach_the_group(KeepPrivacy::NAME)?;
    let rule = due::found(&code)?;
    let most = if rule.unit == Unit::Years { YEARS_MAX } else { YEARS_MAX * 366 };
    if !(rule.amount_min..=most).contains(&form.amount) {
        let message = format!("from {} to {most} are possible here", rule.amount_min);
        return Err(Error::invalid("amount", "retention.amount_out_of_range", message).into());
    }
    allowed
        .write(async |tx| {
            let now = tx.now();
            let by = match tx.scope().actor() {
                Actor::Staff { name, .. } | Actor::Key { name, .. } => name.clone(),
                Actor::System(actor) => actor.name().to_owned(),
            };
            let amount = i32::try_from(form.amount).map_err(Error::internal)?;
            let values = vec![
                tx.scope().group().into(),
                rule.code.into(),
                amount.into(),
                form.is_active.into(),
                by.into(),
                now.into(),
            ];
            tx.execute_text(
                "insert into retention_rules (group_id, code, amount, is_active, changed_by, changed_at, version)
                 values ($1, $2, $3, $4, $5, $6, 1)
                 on conflict (group_id, code) do update set amount = $3, is_active = $4, changed_by = $5, changed_at = $6",
                values,
            )
            .await?;
            let event = PersonRequestsEvent::RetentionChanged {
                code: rule.code.to_owned(),
                amount: form.amount,
                is_active: form.is_active,
            };
            journal::record(tx, About::default(), event).await?;
            night::leave_next(tx).await
        })
        .await?;
    let db = allowed.read();
    Ok(Json(view(&db, rule, &terms(&db).await?).await?))
}

/// What the rules did, newest first.
#[utoipa::path(get, path = "/api/v1/retention-runs", tag = "privacy", params(PageRequest),
    responses((status = 200, body = Page<RetentionRunView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_retention_runs(
    allowed: Allowed<SeePrivacy>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<RetentionRunView>>> {
    use run::{Column, Entity};
    let db = allowed.read();
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some((at, id)) = request.after::<(DateTime<Utc>, RetentionRunId)>()? {
        select = select.filter(row_before([Expr::col(Column::RanAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::RanAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    let page = page(rows, limit, |row| (row.ran_at, row.id))?;
    Ok(Json(page.map(|row| RetentionRunView { id: row.id, code: row.code, count: row.count, ran_at: row.ran_at })))
}

async fn view(db: &Db<'_>, rule: Rule, terms: &Terms) -> Result<RetentionRuleView> {
    let limit = due::limit(rule, terms.amount(rule), db.platform().clock().now());
    Ok(RetentionRuleView {
        code: rule.code,
        amount: terms.amount(rule),
        amount_min: rule.amount_min,
        unit: rule.unit,
        action: rule.action,
        basis: db.scope().language().pick(rule.basis_zh, rule.basis_en),
        is_active: terms.is_active(rule),
        due: Count::capped(due::count(db, rule, limit, COUNT_MAX + 1).await?),
    })
}
