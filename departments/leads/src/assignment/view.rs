//! What rules, takers and previews look like from outside.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{AssignmentRuleId, PermissionName, Result, StaffId, StoreId};
use platform::{
    Db,
    names::{self, Known, Ref, StoreRef, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    place::Asked,
    rule::{AssignmentRule, Conditions},
    rules::{Contender, Fired, PassedOver},
    store::{People, Turn},
    taker::LeadTaker,
};
use crate::clock::hours::DayHours;

/// A rule by which new leads find somebody.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssignmentRuleView)]
pub struct RuleView {
    pub id: AssignmentRuleId,
    pub store: StoreRef,
    /// The first is asked first.
    pub place: i32,
    pub title: String,
    pub is_active: bool,
    pub conditions: Conditions,
    /// Nobody means the pool.
    pub people: Vec<RulePerson>,
    pub changed_at: DateTime<Utc>,
    pub changed_by: Option<Ref>,
    pub version: i32,
    /// `change`, `remove`.
    pub can: Vec<&'static str>,
}

platform::has_version!(RuleView);

/// Somebody of a rule.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssignmentRulePerson)]
pub struct RulePerson {
    pub staff: Ref,
    pub weight: i32,
    /// How many leads they got by this rule.
    pub received: i64,
    /// Why they get none now; null when they may.
    pub passed_over: Option<PassedOver>,
}

/// The rules of a store in their order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssignmentRuleList)]
pub struct RuleList {
    pub items: Vec<RuleView>,
    /// `add`, `order`.
    pub can: Vec<&'static str>,
}

/// Who would get an enquiry like this now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssignmentPreview)]
pub struct PreviewView {
    /// Null when it would lie in the pool.
    pub consultant: Option<Ref>,
    /// The rule that would decide; null when none holds, or nobody of those that hold is free.
    pub rule: Option<FiredView>,
    /// Every rule that is asked, in order.
    pub asked: Vec<AskedView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FiredRule)]
pub struct FiredView {
    pub id: AssignmentRuleId,
    pub title: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AskedRule)]
pub struct AskedView {
    pub rule: FiredView,
    /// Whether the enquiry falls under it.
    pub holds: bool,
    pub people: Vec<ContenderView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AskedPerson)]
pub struct ContenderView {
    pub staff: Ref,
    /// Why they would be passed over; null when they may get it.
    pub passed_over: Option<PassedOver>,
}

/// Somebody who works on leads in a store.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LeadTaker)]
pub struct TakerView {
    pub staff: Ref,
    pub title: Option<String>,
    pub store: StoreRef,
    /// Null means the hours of the store.
    pub hours: Option<Vec<DayHours>>,
    /// Null means no bound.
    pub capacity: Option<i32>,
    pub open_leads: i64,
    /// On this day of the store they take no leads.
    pub paused_on: Option<NaiveDate>,
    /// Whether that is today.
    pub is_paused: bool,
    /// Until then they are on leave; null when they are not.
    pub away_until: Option<DateTime<Utc>>,
    /// Why they get no lead by a rule now; null when they may.
    pub passed_over: Option<PassedOver>,
    /// 0 while nothing is set.
    pub version: i32,
    /// `set`, `pause`.
    pub can: Vec<&'static str>,
}

platform::has_version!(TakerView);

/// Everybody who works on leads in a store, by login.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LeadTakerList)]
pub struct TakerList {
    pub items: Vec<TakerView>,
}

/// Rules as their reader sees them, with who of them is free now.
pub async fn rules(db: &Db<'_>, rules: Vec<AssignmentRule>, people: &People, turns: &[Turn]) -> Result<Vec<RuleView>> {
    let staff = rules.iter().flat_map(|rule| rule.people.0.iter().map(|one| one.staff_id).chain(rule.changed_by));
    let wanted = Wanted {
        staff: staff.collect(),
        stores: rules.iter().map(|rule| rule.store_id).collect(),
        ..Wanted::default()
    };
    let known = names::of(db, wanted).await?;
    let received: HashMap<(AssignmentRuleId, StaffId), i64> =
        turns.iter().map(|turn| ((turn.rule, turn.staff), turn.received)).collect();
    let view = |rule: AssignmentRule| {
        let person = |staff: StaffId, weight: i32| RulePerson {
            staff: known.staff(staff),
            weight,
            received: received.get(&(rule.id, staff)).copied().unwrap_or_default(),
            passed_over: people.passed_over(staff),
        };
        RuleView {
            id: rule.id,
            store: known.store(rule.store_id),
            place: rule.place,
            title: rule.title.clone(),
            is_active: rule.is_active,
            conditions: rule.conditions.clone(),
            people: rule.people.0.iter().map(|one| person(one.staff_id, one.weight)).collect(),
            changed_at: rule.changed_at,
            changed_by: rule.changed_by.map(|id| known.staff(id)),
            version: rule.version,
            can: if may_assign(db, rule.store_id) { vec!["change", "remove"] } else { Vec::new() },
        }
    };
    Ok(rules.into_iter().map(view).collect())
}

/// What a preview found.
pub async fn preview(db: &Db<'_>, asked: Vec<Asked>, found: Option<(Fired, Option<StaffId>)>) -> Result<PreviewView> {
    let staff = asked.iter().flat_map(|one| one.contenders.iter().map(|contender| contender.staff));
    let known = names::of(db, Wanted { staff: staff.collect(), ..Wanted::default() }).await?;
    let contender = |one: Contender| ContenderView { staff: known.staff(one.staff), passed_over: one.passed_over };
    let (fired, next) = found.unzip();
    Ok(PreviewView {
        consultant: next.flatten().map(|id| known.staff(id)),
        rule: fired.map(|fired| FiredView { id: fired.id, title: fired.title }),
        asked: asked
            .into_iter()
            .map(|one| AskedView {
                rule: FiredView { id: one.rule.id, title: one.rule.title },
                holds: one.holds,
                people: one.contenders.into_iter().map(contender).collect(),
            })
            .collect(),
    })
}

/// Everybody of a store who works on leads.
pub fn takers(db: &Db<'_>, people: &People, kept: &[LeadTaker], store: StoreId, known: &Known) -> Vec<TakerView> {
    people.able.iter().map(|one| taker(db, people, kept, store, known, one)).collect()
}

fn taker(
    db: &Db<'_>,
    people: &People,
    kept: &[LeadTaker],
    store: StoreId,
    known: &Known,
    able: &access::Able,
) -> TakerView {
    let kept = kept.iter().find(|kept| kept.staff_id == able.id);
    let is_oneself = db.scope().staff() == Some(able.id);
    let can = [("set", may_assign(db, store)), ("pause", is_oneself || may_assign(db, store))];
    TakerView {
        staff: Ref { id: able.id.0, name: able.name.clone() },
        title: able.title.clone(),
        store: known.store(store),
        hours: kept.and_then(|kept| kept.hours.clone()).map(|hours| hours.0),
        capacity: kept.and_then(|kept| kept.capacity),
        open_leads: people.open_leads.get(&able.id).copied().unwrap_or_default(),
        paused_on: kept.and_then(|kept| kept.paused_on),
        is_paused: kept.is_some_and(|kept| kept.paused_on == Some(people.today())),
        away_until: people.away.get(&able.id).copied(),
        passed_over: people.passed_over(able.id),
        version: kept.map_or(0, |kept| kept.version),
        can: can.into_iter().filter(|(_, may)| *may).map(|(deed, _)| deed).collect(),
    }
}

/// Whether the caller may shape how leads are given in this store.
pub fn may_assign(db: &Db<'_>, store: StoreId) -> bool {
    db.scope().may_for(PermissionName::AssignLeads, store, &[])
}
