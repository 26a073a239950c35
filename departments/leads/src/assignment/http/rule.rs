//! Requests about rules, with what they would do.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use customers::people::draft::checked_text;
use kernel::{AssignmentRuleId, Error, Fault, Result, StaffId, StoreId, permission::AssignLeads};
use platform::{
    Allowed, Db, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
    names::{self, Wanted},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{OfStore, reached};
use crate::{
    assignment::{
        place,
        rule::{AssignmentRule, Conditions, Share, Shares},
        rules::Question,
        store,
        view::{self, PreviewView, RuleList, RuleView},
    },
    draft::checked_brand,
    words::{Horizon, LeadChannel},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_assignment_rules, add_assignment_rule))
        .routes(routes!(order_assignment_rules))
        .routes(routes!(preview_assignment))
        .routes(routes!(find_assignment_rule, change_assignment_rule, remove_assignment_rule))
}

/// Request body of `POST /assignment-rules`: it stands behind those the store has.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAssignmentRule)]
pub struct NewRule {
    /// The caller's own store when not given.
    pub store_id: Option<StoreId>,
    /// 1 to 60 characters; leads keep it.
    pub title: String,
    /// One that is not active is not asked.
    #[serde(default = "yes")]
    pub is_active: bool,
    /// Every lead, when not given.
    #[serde(default)]
    pub conditions: Conditions,
    /// Nobody means the pool.
    #[serde(default)]
    pub people: Vec<Share>,
}

/// Request body of `PUT /assignment-rules/{id}`: the whole rule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentRuleForm)]
pub struct RuleForm {
    /// 1 to 60 characters; leads keep it.
    pub title: String,
    /// One that is not active is not asked.
    #[serde(default = "yes")]
    pub is_active: bool,
    /// Every lead, when not given.
    #[serde(default)]
    pub conditions: Conditions,
    /// Nobody means the pool.
    #[serde(default)]
    pub people: Vec<Share>,
}

/// Request body of `PUT /assignment-rules/order`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentRuleOrder)]
pub struct RuleOrder {
    /// The caller's own store when not given.
    pub store_id: Option<StoreId>,
    /// All rules of the store, the first first.
    pub rules: Vec<AssignmentRuleId>,
}

/// Request body of `POST /assignment-rules/previews`: an enquiry of somebody nobody looks after.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentQuestion)]
pub struct PreviewForm {
    /// The caller's own store when not given.
    pub store_id: Option<StoreId>,
    pub channel: LeadChannel,
    pub brand: Option<String>,
    pub series: Option<String>,
    pub horizon: Option<Horizon>,
}

const RULES_MAX: usize = 50;
const PEOPLE_MAX: usize = 50;
const WORDS_MAX: usize = 50;
const TITLE_CHARACTERS_MAX: usize = 60;
const WEIGHT_MAX: i32 = 100;

/// The rules of a store in their order, with who of their people is free now.
#[utoipa::path(get, path = "/api/v1/assignment-rules", tag = "lead assignment", params(OfStore),
    responses((status = 200, body = RuleList), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_assignment_rules(allowed: Allowed<AssignLeads>, Query(of): Query<OfStore>) -> Reply<Json<RuleList>> {
    let db = allowed.read();
    let (in_store, _) = reached(&db, of.store, "store").await?;
    let items = views(&db, in_store, store::of_store(&db, in_store).await?).await?;
    let can = if view::may_assign(&db, in_store) { vec!["add", "order"] } else { Vec::new() };
    Ok(Json(RuleList { items, can }))
}

/// One rule.
#[utoipa::path(get, path = "/api/v1/assignment-rules/{id}", tag = "lead assignment", params(("id" = AssignmentRuleId, Path)),
    responses((status = 200, body = RuleView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_assignment_rule(
    allowed: Allowed<AssignLeads>,
    Path(id): Path<AssignmentRuleId>,
) -> Reply<Fresh<RuleView>> {
    let db = allowed.read();
    Ok(Fresh(shown(&db, store::find(&db, id).await?).await?))
}

/// Add a rule behind those the store has.
#[utoipa::path(post, path = "/api/v1/assignment-rules", tag = "lead assignment", request_body = NewRule,
    responses((status = 201, body = RuleView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_assignment_rule(
    allowed: Allowed<AssignLeads>,
    Json(form): Json<NewRule>,
) -> Reply<(StatusCode, Json<RuleView>)> {
    let (in_store, _) = reached(&allowed.read(), form.store_id, "store_id").await?;
    let NewRule { title, is_active, conditions, people, .. } = form;
    let form = RuleForm { title, is_active, conditions, people };
    let rule = allowed
        .write(async |tx| {
            let (title, conditions, people) = form.checked(&tx.db(), in_store).await?;
            let there = store::of_store(&tx.db(), in_store).await?;
            if there.len() >= RULES_MAX {
                let message = format!("a store has at most {RULES_MAX} rules; take one out, or join two");
                return Err(Error::invalid("title", "assignment.too_many_rules", message));
            }
            let rule = AssignmentRule {
                id: AssignmentRuleId::new(tx.now()),
                group_id: tx.scope().group(),
                store_id: in_store,
                place: there.iter().map(|rule| rule.place).max().unwrap_or(0) + 1,
                title,
                is_active: form.is_active,
                conditions,
                people,
                changed_by: tx.scope().staff(),
                created_at: tx.now(),
                changed_at: tx.now(),
                version: 1,
            };
            store::add(tx, rule).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(shown(&allowed.read(), rule).await?)))
}

/// Change a rule: who stays in it keeps their turn.
#[utoipa::path(put, path = "/api/v1/assignment-rules/{id}", tag = "lead assignment", params(("id" = AssignmentRuleId, Path)), request_body = RuleForm,
    responses((status = 200, body = RuleView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_assignment_rule(
    allowed: Allowed<AssignLeads>,
    Path(id): Path<AssignmentRuleId>,
    version: IfMatch,
    Json(form): Json<RuleForm>,
) -> Reply<Fresh<RuleView>> {
    let rule = allowed
        .write(async |tx| {
            let mut rule = store::find(&tx.db(), id).await?;
            let current = shown(&tx.db(), rule.clone()).await?;
            version.check(rule.version, || current)?;
            let (title, conditions, people) = form.checked(&tx.db(), rule.store_id).await?;
            let staff = rule.people.0.iter().chain(&people.0).map(|share| share.staff_id).collect();
            let known = names::of(&tx.db(), Wanted { staff, ..Wanted::default() }).await?;
            let named = |shares: &Shares| {
                let share = |one: &Share| format!("{} × {}", known.staff(one.staff_id).name, one.weight);
                shares.0.iter().map(share).collect::<Vec<_>>().join(", ")
            };
            match rule.change(title, form.is_active, conditions, people, named, tx.now()) {
                Some(event) => {
                    rule.changed_by = tx.scope().staff();
                    store::save(tx, rule, event).await
                }
                None => Ok(rule),
            }
        })
        .await?;
    Ok(Fresh(shown(&allowed.read(), rule).await?))
}

/// Take a rule out; leads that came by it keep what it was called.
#[utoipa::path(delete, path = "/api/v1/assignment-rules/{id}", tag = "lead assignment", params(("id" = AssignmentRuleId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_assignment_rule(
    allowed: Allowed<AssignLeads>,
    Path(id): Path<AssignmentRuleId>,
    version: IfMatch,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let rule = store::find(&tx.db(), id).await?;
            let current = shown(&tx.db(), rule.clone()).await?;
            version.check(rule.version, || current)?;
            store::remove(tx, &rule).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put the rules of a store in another order.
#[utoipa::path(put, path = "/api/v1/assignment-rules/order", tag = "lead assignment", request_body = RuleOrder,
    responses((status = 200, body = RuleList), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn order_assignment_rules(allowed: Allowed<AssignLeads>, Json(form): Json<RuleOrder>) -> Reply<Json<RuleList>> {
    let (in_store, _) = reached(&allowed.read(), form.store_id, "store_id").await?;
    allowed
        .write(async |tx| {
            let there = store::of_store(&tx.db(), in_store).await?;
            let of = |id: &AssignmentRuleId| there.iter().find(|rule| rule.id == *id).cloned();
            let wanted: Option<Vec<AssignmentRule>> = form.rules.iter().map(of).collect();
            let named: BTreeSet<AssignmentRuleId> = form.rules.iter().copied().collect();
            match wanted.filter(|_| named.len() == there.len() && form.rules.len() == there.len()) {
                Some(wanted) => store::order(tx, in_store, wanted).await,
                None => {
                    let message = "name every rule of the store once; somebody may have added or removed one meanwhile";
                    Err(Error::invalid("rules", "assignment.other_rules", message))
                }
            }
        })
        .await?;
    let db = allowed.read();
    let items = views(&db, in_store, store::of_store(&db, in_store).await?).await?;
    Ok(Json(RuleList { items, can: vec!["add", "order"] }))
}

/// Who would get an enquiry like this now, and by which rule; nobody's turn moves on by asking.
#[utoipa::path(post, path = "/api/v1/assignment-rules/previews", tag = "lead assignment", request_body = PreviewForm,
    responses((status = 200, body = PreviewView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn preview_assignment(allowed: Allowed<AssignLeads>, Json(form): Json<PreviewForm>) -> Reply<Json<PreviewView>> {
    let db = allowed.read();
    let (in_store, _) = reached(&db, form.store_id, "store_id").await?;
    let mut faults = Vec::new();
    let brand = checked_brand(form.brand.as_deref(), &mut faults);
    let series = checked_text("series", form.series.as_deref(), &mut faults);
    Error::unless_valid(faults)?;
    let question =
        Question { channel: form.channel, brand: brand.as_deref(), series: series.as_deref(), horizon: form.horizon };
    let (asked, found) = place::preview(&db, in_store, &question, allowed.platform().clock().now()).await?;
    Ok(Json(view::preview(&db, asked, found).await?))
}

async fn shown(db: &Db<'_>, rule: AssignmentRule) -> Result<RuleView> {
    let store = rule.store_id;
    views(db, store, vec![rule]).await?.pop().ok_or(Error::NotFound)
}

async fn views(db: &Db<'_>, in_store: StoreId, rules: Vec<AssignmentRule>) -> Result<Vec<RuleView>> {
    let people = store::people(db, in_store, db.platform().clock().now()).await?;
    view::rules(db, rules, &people, &store::turns(db, in_store).await?).await
}

impl RuleForm {
    /// The fields in order, or what is wrong with each at once. People must work on leads in this store.
    async fn checked(&self, db: &Db<'_>, in_store: StoreId) -> Result<(String, Conditions, Shares)> {
        let mut faults = Vec::new();
        let title = checked_text("title", Some(&self.title), &mut faults);
        if title.as_ref().is_none_or(|title| title.chars().count() > TITLE_CHARACTERS_MAX) {
            let message = format!("call the rule something, in 1 to {TITLE_CHARACTERS_MAX} characters");
            faults.push(Fault::new("title", "text.missing", message));
        }
        let conditions = self.conditions(&mut faults);
        let able = access::able_in(db, kernel::PermissionName::WorkLeads, in_store).await?;
        if self.people.len() > PEOPLE_MAX {
            let message = format!("a rule has at most {PEOPLE_MAX} people");
            faults.push(Fault::new("people", "assignment.too_many_people", message));
        }
        let mut seen: BTreeSet<StaffId> = BTreeSet::new();
        for (index, share) in self.people.iter().enumerate().take(PEOPLE_MAX) {
            let field = |name: &str| format!("people.{index}.{name}");
            if !able.iter().any(|one| one.id == share.staff_id) {
                let message = "this person does not work on leads in this store; choose somebody whose role allows it";
                faults.push(Fault::new(field("staff_id"), "staff.may_not_work_leads", message));
            }
            if !seen.insert(share.staff_id) {
                let message = "this person is named twice; give them one weight";
                faults.push(Fault::new(field("staff_id"), "assignment.named_twice", message));
            }
            if !(1..=WEIGHT_MAX).contains(&share.weight) {
                let message = format!("a weight is 1 to {WEIGHT_MAX}");
                faults.push(Fault::new(field("weight"), "weight.out_of_range", message));
            }
        }
        Error::unless_valid(faults)?;
        Ok((title.unwrap_or_default(), conditions, Shares(self.people.clone())))
    }

    fn conditions(&self, faults: &mut Vec<Fault>) -> Conditions {
        let asked = &self.conditions;
        for (field, words) in [("conditions.brands", &asked.brands), ("conditions.series", &asked.series)] {
            if words.len() > WORDS_MAX {
                faults.push(Fault::new(field, "assignment.too_many_words", format!("at most {WORDS_MAX} of them")));
            }
        }
        let brand = |raw: &String| checked_brand(Some(raw), &mut Vec::new());
        let brands = asked.brands.iter().take(WORDS_MAX).filter_map(brand).collect();
        let mut series = Vec::new();
        for raw in asked.series.iter().take(WORDS_MAX) {
            series.extend(checked_text("conditions.series", Some(raw), faults));
        }
        Conditions { channels: each_once(&asked.channels), brands, series, horizons: each_once(&asked.horizons) }
    }
}

fn each_once<T: Copy + Ord>(words: &[T]) -> Vec<T> {
    words.iter().copied().collect::<BTreeSet<T>>().into_iter().collect()
}

const fn yes() -> bool {
    true
}
