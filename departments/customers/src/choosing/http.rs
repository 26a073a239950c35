//! Requests in, views out: counting whom a rule chooses, while it is being made.

use conditions::Rule;
use kernel::permission::SeeCustomers;
use platform::{
    Allowed, Platform,
    database::paging::PageRequest,
    http::{Json, ProblemView, Reply},
};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::rule;
use crate::{
    columns,
    people::{assemble, fields::Filter, http::calendar, list::Asked, view::CustomerRow},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(count_by_rule))
}

/// Conditions and groups of them: `{"all": [{"field": "stage", "operator": "is", "value": "owner"}, {"any": […]}]}`, a group being
/// one of `all`, `any` and `none`. `GET /customers/fields` lists the fields and their operators.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult, ToSchema)]
#[schema(
    as = Rule, value_type = Object,
    example = json!({ "all": [{ "field": "stage", "operator": "any_of", "value": ["owner", "loyal"] }] })
)]
pub struct RuleForm(pub Value);

/// Request body of `POST /customers/count`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleQuestion {
    pub rule: RuleForm,
}

/// Whom a rule chooses among the customers the caller sees.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleCount {
    pub count: u64,
    /// All customers the caller sees.
    pub total: u64,
    /// The rule in one sentence, in the language of the request.
    pub sentence: String,
    /// A few of them, the newest first.
    pub sample: Vec<CustomerRow>,
}

const SAMPLE: usize = 5;

/// Count the customers a rule chooses, with a few of them to look at.
#[utoipa::path(post, path = "/api/v1/customers/count", tag = "customers", request_body = RuleQuestion,
    responses((status = 200, body = RuleCount), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn count_by_rule(allowed: Allowed<SeeCustomers>, Json(form): Json<RuleQuestion>) -> Reply<Json<RuleCount>> {
    let rule: Rule<Filter> = rule::read(&form.rule.0, "rule")?;
    let db = allowed.read();
    rule::check_known(&db, &rule, "rule").await?;
    let calendar = calendar(&allowed).await?;
    let chosen = columns::count(&db, &rule, rule::moment(&db, calendar), SAMPLE).await?;
    let sentence = rule::sentence(&db, &rule).await?;
    let page = PageRequest { limit: Some(SAMPLE as u64), cursor: None };
    let sample = assemble::page_among(&db, &Asked::default(), Some(&chosen.some), &page, calendar).await?;
    Ok(Json(RuleCount { count: chosen.count, total: chosen.total, sentence, sample: sample.items }))
}
