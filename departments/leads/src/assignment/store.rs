//! Rules, takers and turns in and out of the database.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use journal::{About, events::assignment::AssignmentEvent};
use kernel::{AssignmentRuleId, PermissionName, Result, StaffId, StoreId, time::Calendar};
use platform::{
    Db, Tx,
    names::{self, Wanted},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::{
    rule::{self, AssignmentRule, Conditions, Share, Shares},
    rules::{Contender, PassedOver, Standing, next_at_work, passed_over},
    taker::{self, LeadTaker},
};
use crate::{
    clock::{self, hours::WeekHours},
    words::LeadState,
};

platform::record! {
    /// A rule as leads are measured by it, whatever the reach of whoever wrote the enquiry down.
    #[derive(Clone, Debug)]
    pub struct ActiveRule { pub id: AssignmentRuleId, pub title: String, pub conditions: Conditions, pub people: Shares }
}

platform::record! {
    /// How far ahead somebody of a rule stands, and how many leads they got by it.
    #[derive(Clone, Debug)]
    pub struct Turn { pub rule: AssignmentRuleId, pub staff: StaffId, pub standing: i64, pub received: i64 }
}

platform::record! {
    struct TakerLine { staff: StaffId, hours: Option<WeekHours>, capacity: Option<i32>, paused_on: Option<chrono::NaiveDate> }
}

platform::record! {
    struct Load { staff: StaffId, open: i64 }
}

/// Who could get a lead in a store at this moment, and who not.
pub struct People {
    pub calendar: Calendar,
    pub hours: Option<WeekHours>,
    pub able: Vec<access::Able>,
    pub away: HashMap<StaffId, DateTime<Utc>>,
    pub takers: HashMap<StaffId, LeadTaker>,
    pub open_leads: HashMap<StaffId, i64>,
    now: DateTime<Utc>,
}

/// One rule inside the scope.
pub async fn find(db: &Db<'_>, id: AssignmentRuleId) -> Result<AssignmentRule> {
    db.one(db.select::<rule::Entity>().filter(rule::Column::Id.eq(id))).await
}

/// The rules of a store in their order.
pub async fn of_store(db: &Db<'_>, store: StoreId) -> Result<Vec<AssignmentRule>> {
    let select = db.select::<rule::Entity>().filter(rule::Column::StoreId.eq(store));
    db.all(select.order_by_asc(rule::Column::Place).order_by_asc(rule::Column::Id)).await
}

/// The rules of a store that are asked, in their order.
pub async fn active(db: &Db<'_>, store: StoreId) -> Result<Vec<ActiveRule>> {
    let text = "select id, title, conditions, people from assignment_rules
                where group_id = $1 and store_id = $2 and is_active = true order by place, id";
    db.fetch_text(text, vec![db.scope().group().into(), store.into()]).await
}

/// Where everybody stands in the round of each rule of a store.
pub async fn turns(db: &Db<'_>, store: StoreId) -> Result<Vec<Turn>> {
    let text = "select t.rule_id, t.staff_id, t.standing, t.received from assignment_turns t
                join assignment_rules r on r.id = t.rule_id where r.group_id = $1 and r.store_id = $2";
    db.fetch_text(text, vec![db.scope().group().into(), store.into()]).await
}

/// Adds a rule at the end.
pub async fn add(tx: &mut Tx, rule: AssignmentRule) -> Result<AssignmentRule> {
    tx.insert::<rule::Entity>(rule.clone()).await?;
    let event = AssignmentEvent::Added { rule: rule.id, title: rule.title.clone() };
    journal::record(tx, About::store(rule.store_id), event).await?;
    Ok(rule)
}

/// Saves a rule together with what happened to it. Whoever is in it no more has no turn in it either.
pub async fn save(tx: &mut Tx, rule: AssignmentRule, event: AssignmentEvent) -> Result<AssignmentRule> {
    let rule = tx.replace::<rule::Entity>(rule).await?;
    let staying: BTreeSet<StaffId> = rule.people.0.iter().map(|one| one.staff_id).collect();
    let known = turns(&tx.db(), rule.store_id).await?;
    for gone in known.iter().filter(|turn| turn.rule == rule.id && !staying.contains(&turn.staff)) {
        let text = "delete from assignment_turns where rule_id = $1 and staff_id = $2";
        tx.execute_text(text, vec![rule.id.into(), gone.staff.into()]).await?;
    }
    journal::record(tx, About::store(rule.store_id), event).await?;
    Ok(rule)
}

/// Takes a rule out; leads keep what it was called.
pub async fn remove(tx: &mut Tx, rule: &AssignmentRule) -> Result<()> {
    tx.execute_text("delete from assignment_turns where rule_id = $1", vec![rule.id.into()]).await?;
    tx.delete::<rule::Entity>(rule::Column::Id.eq(rule.id)).await?;
    let event = AssignmentEvent::Removed { rule: rule.id, title: rule.title.clone() };
    journal::record(tx, About::store(rule.store_id), event).await?;
    Ok(())
}

/// Puts the rules of a store in this order; nothing happens when they stand in it.
pub async fn order(tx: &mut Tx, store: StoreId, rules: Vec<AssignmentRule>) -> Result<()> {
    let titles: Vec<String> = rules.iter().map(|rule| rule.title.clone()).collect();
    let mut is_moved = false;
    for (place, rule) in (1..).zip(rules) {
        if rule.place != place {
            is_moved = true;
            tx.replace::<rule::Entity>(AssignmentRule { place, ..rule }).await?;
        }
    }
    if is_moved {
        journal::record(tx, About::store(store), AssignmentEvent::Ordered { titles }).await?;
    }
    Ok(())
}

/// What is set of somebody who takes leads in a store.
pub async fn taker(db: &Db<'_>, store: StoreId, staff: StaffId) -> Result<LeadTaker> {
    let found = db.maybe(db.select::<taker::Entity>().filter(taker::Column::StaffId.eq(staff))).await?;
    let unset = || LeadTaker::unset(db.scope().group(), store, staff, db.platform().clock().now());
    Ok(found.unwrap_or_else(unset))
}

/// What is set of everybody who takes leads in a store.
pub async fn takers(db: &Db<'_>, store: StoreId) -> Result<Vec<LeadTaker>> {
    db.all(db.select::<taker::Entity>().filter(taker::Column::StoreId.eq(store))).await
}

/// Saves what is set of somebody together with what changed.
pub async fn save_taker(tx: &mut Tx, taker: LeadTaker, event: AssignmentEvent) -> Result<LeadTaker> {
    let store = taker.store_id;
    let kept = if taker.version == 0 {
        let taker = LeadTaker { version: 1, ..taker };
        tx.insert::<taker::Entity>(taker.clone()).await?;
        taker
    } else {
        tx.replace::<taker::Entity>(taker).await?
    };
    journal::record(tx, About::store(store), event).await?;
    Ok(kept)
}

/// Everybody who works on leads in a store, as they stand now.
pub async fn people(db: &Db<'_>, store: StoreId, now: DateTime<Utc>) -> Result<People> {
    let group = db.scope().group();
    let known = names::of(db, Wanted { stores: [store].into(), ..Wanted::default() }).await?;
    let able = access::able_in(db, PermissionName::WorkLeads, store).await?;
    let away = worklist::absences::store::away_at(db, now).await?;
    let text = "select staff_id, hours, capacity, paused_on from lead_takers where group_id = $1 and store_id = $2";
    let lines: Vec<TakerLine> = db.fetch_text(text, vec![group.into(), store.into()]).await?;
    let takers = lines.into_iter().map(|line| {
        let unset = LeadTaker::unset(group, store, line.staff, now);
        (line.staff, LeadTaker { hours: line.hours, capacity: line.capacity, paused_on: line.paused_on, ..unset })
    });
    let open_leads = loads(db, able.iter().map(|one| one.id)).await?;
    Ok(People {
        calendar: known.calendar(store),
        hours: clock::store::limits(db, store).await?.hours,
        able,
        away: away.into_iter().map(|one| (one.staff, one.until)).collect(),
        takers: takers.collect(),
        open_leads,
        now,
    })
}

/// Holds a rule until the transaction ends, so that of two leads at once the second sees whose turn it is after the first.
pub async fn hold(tx: &mut Tx, rule: AssignmentRuleId) -> Result<()> {
    tx.execute_text("update assignment_rules set place = place where id = $1", vec![rule.into()]).await.map(drop)
}

/// Writes down where everybody stands after a lead was given to one of them.
pub async fn turned(
    tx: &mut Tx,
    rule: AssignmentRuleId,
    before: &[Turn],
    after: &[Contender],
    to: StaffId,
) -> Result<()> {
    let group = tx.scope().group();
    for one in after {
        let received = i64::from(one.staff == to);
        let known = before.iter().find(|turn| turn.rule == rule && turn.staff == one.staff);
        let text = match known {
            Some(turn) if turn.standing == one.turn && received == 0 => continue,
            Some(_) => {
                "update assignment_turns set standing = $4, received = received + $5
                 where group_id = $1 and rule_id = $2 and staff_id = $3"
            }
            None => {
                "insert into assignment_turns (group_id, rule_id, staff_id, standing, received) values ($1, $2, $3, $4, $5)"
            }
        };
        let values = vec![group.into(), rule.into(), one.staff.into(), one.turn.into(), received.into()];
        tx.execute_text(text, values).await?;
    }
    Ok(())
}

async fn loads(db: &Db<'_>, staff: impl Iterator<Item = StaffId>) -> Result<HashMap<StaffId, i64>> {
    let staff: Vec<StaffId> = staff.collect();
    if staff.is_empty() {
        return Ok(HashMap::new());
    }
    let states = LeadState::OPEN.map(|state| format!("'{}'", state.word())).join(", ");
    let places: Vec<String> = (0..staff.len()).map(|index| format!("${}", index + 2)).collect();
    let text = format!(
        "select consultant_id, count(*) from leads where group_id = $1 and consultant_id in ({}) and state in ({states})
         group by consultant_id",
        places.join(", ")
    );
    let group = std::iter::once(db.scope().group().into());
    let found: Vec<Load> = db.fetch_text(&text, group.chain(staff.into_iter().map(Into::into)).collect()).await?;
    Ok(found.into_iter().map(|load| (load.staff, load.open)).collect())
}

impl People {
    pub fn able(&self, staff: StaffId) -> Option<&access::Able> {
        self.able.iter().find(|one| one.id == staff)
    }

    /// Why somebody gets no lead by a rule now.
    pub fn passed_over(&self, staff: StaffId) -> Option<PassedOver> {
        let standing = Standing {
            is_able: self.able(staff).is_some(),
            is_away: self.away.contains_key(&staff),
            taker: self.takers.get(&staff),
            open_leads: self.open_leads.get(&staff).copied().unwrap_or_default(),
        };
        passed_over(standing, self.hours.as_ref(), self.calendar, self.now)
    }

    /// The day on the wall of the store.
    pub fn today(&self) -> chrono::NaiveDate {
        self.calendar.day(self.now)
    }

    pub fn next_at_work(&self, staff: StaffId) -> DateTime<Utc> {
        next_at_work(self.takers.get(&staff), self.hours.as_ref(), self.calendar, self.now)
    }

    /// The people of a rule as they stand in its round; one of them may have had the lead just now.
    pub fn contenders(&self, rule: &ActiveRule, turns: &[Turn], just_had: Option<StaffId>) -> Vec<Contender> {
        let contender = |share: &Share| {
            let turn = turns.iter().find(|turn| turn.rule == rule.id && turn.staff == share.staff_id);
            let had = (just_had == Some(share.staff_id)).then_some(PassedOver::JustHad);
            Contender {
                staff: share.staff_id,
                weight: i64::from(share.weight),
                turn: turn.map_or(0, |turn| turn.standing),
                passed_over: had.or_else(|| self.passed_over(share.staff_id)),
            }
        };
        rule.people.0.iter().map(contender).collect()
    }
}
