//! Who gets a new lead: whoever the enquiry names, else whoever looks after the customer, else by the rules of the store.

use chrono::{DateTime, Utc};
use journal::events::customers::StaffName;
use kernel::{Error, LeadId, PermissionName, Result, StaffId, StoreId};
use platform::{
    Db, Tx,
    jobs::{Job, Work, enqueue_at},
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};

use super::{
    rules::{Contender, Fired, PassedOver, Question, choose},
    store::{self, ActiveRule},
};
use crate::{draft::Enquiry, identity::Known, lead::Lead, store as leads};

/// Where a lead goes.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    /// Nobody means the pool.
    pub consultant: Option<StaffName>,
    pub fired: Option<Fired>,
    /// When somebody of its rules is at work again, where nobody is now.
    pub again_at: Option<DateTime<Utc>>,
}

/// A rule that was asked, as its people stood.
pub struct Asked {
    pub rule: ActiveRule,
    pub holds: bool,
    pub contenders: Vec<Contender>,
}

/// Left with a lead that came when nobody of its rules was at work.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlaceLead {
    pub lead: LeadId,
}

impl Job for PlaceLead {
    const NAME: &'static str = "leads.place";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        work.door().write(async |tx| place_now(tx, self.lead).await).await
    }
}

/// Who gets the lead of an enquiry.
pub async fn place(tx: &mut Tx, known: &Known, enquiry: &Enquiry) -> Result<Placed> {
    if let Some(id) = enquiry.consultant {
        let named = leads::named_consultant(&tx.db(), id).await?;
        must_be_able(&tx.db(), enquiry.store, id).await?;
        return Ok(Placed { consultant: Some(named), ..Placed::default() });
    }
    if let Some(own) = own_consultant(&tx.db(), known, enquiry.store).await? {
        return Ok(Placed { consultant: Some(own), ..Placed::default() });
    }
    let question = Question {
        channel: enquiry.channel,
        brand: enquiry.brand.as_deref(),
        series: enquiry.series.as_deref(),
        horizon: enquiry.horizon,
    };
    by_rules(tx, enquiry.store, &question, None).await
}

/// Who gets a lead like this by the rules of the store. Whoever of a rule is next moves on in the same transaction.
pub async fn by_rules(
    tx: &mut Tx,
    in_store: StoreId,
    question: &Question<'_>,
    just_had: Option<StaffId>,
) -> Result<Placed> {
    let rules = store::active(&tx.db(), in_store).await?;
    let mut holding = rules.into_iter().filter(|rule| rule.conditions.hold(question)).peekable();
    if holding.peek().is_none() {
        return Ok(Placed::default());
    }
    let now = tx.now();
    let mut again_at: Option<DateTime<Utc>> = None;
    for rule in holding {
        let fired = Fired { id: rule.id, title: rule.title.clone() };
        if rule.people.0.is_empty() {
            return Ok(Placed { consultant: None, fired: Some(fired), again_at: None });
        }
        // Held before anything is counted: how many leads somebody has, and whose turn it is.
        store::hold(tx, rule.id).await?;
        let people = store::people(&tx.db(), in_store, now).await?;
        let turns = store::turns(&tx.db(), in_store).await?;
        let mut contenders = people.contenders(&rule, &turns, just_had);
        if let Some(next) = choose(&mut contenders) {
            store::turned(tx, rule.id, &turns, &contenders, next).await?;
            let name = people.able(next).map(|one| one.name.clone()).unwrap_or_default();
            return Ok(Placed { consultant: Some(StaffName { id: next, name }), fired: Some(fired), again_at: None });
        }
        let off_shift = contenders.iter().filter(|one| one.passed_over == Some(PassedOver::OffShift));
        let next_shift = off_shift.map(|one| people.next_at_work(one.staff)).min();
        again_at = again_at.into_iter().chain(next_shift).min();
    }
    Ok(Placed { again_at, ..Placed::default() })
}

/// The same, asked without anybody moving on: every rule of the store that is asked, and who would get the lead by it.
pub async fn preview(
    db: &Db<'_>,
    in_store: StoreId,
    question: &Question<'_>,
    now: DateTime<Utc>,
) -> Result<(Vec<Asked>, Option<(Fired, Option<StaffId>)>)> {
    let people = store::people(db, in_store, now).await?;
    let turns = store::turns(db, in_store).await?;
    let mut outcome = None;
    let mut asked = Vec::new();
    for rule in store::active(db, in_store).await? {
        let holds = rule.conditions.hold(question);
        let contenders = people.contenders(&rule, &turns, None);
        if holds && outcome.is_none() {
            let next = choose(&mut contenders.clone());
            if next.is_some() || rule.people.0.is_empty() {
                outcome = Some((Fired { id: rule.id, title: rule.title.clone() }, next));
            }
        }
        asked.push(Asked { rule, holds, contenders });
    }
    Ok((asked, outcome))
}

/// Leaves it to a job to ask the rules again when somebody of them is at work.
pub async fn place_later(tx: &mut Tx, lead: LeadId, at: Option<DateTime<Utc>>) -> Result<()> {
    match at {
        Some(at) => enqueue_at(tx, &PlaceLead { lead }, &format!("{lead}:{}", at.timestamp()), at).await,
        None => Ok(()),
    }
}

/// Refuses to give a lead of this store to somebody who may not work on leads there.
pub async fn must_be_able(db: &Db<'_>, in_store: StoreId, staff: StaffId) -> Result<()> {
    if access::is_able(db, PermissionName::WorkLeads, in_store, staff).await? {
        return Ok(());
    }
    let message = "this person may not work on leads in this store; choose somebody whose role allows it";
    Err(Error::invalid("consultant_id", "staff.may_not_work_leads", message))
}

/// Whoever looks after the customer and works on leads in this store: before any rule, at work or not.
async fn own_consultant(db: &Db<'_>, known: &Known, in_store: StoreId) -> Result<Option<StaffName>> {
    let Some(id) = known.consultant else { return Ok(None) };
    let reachable = names::within_reach(db, Wanted { staff: [id].into(), ..Wanted::default() }).await?;
    let Some(here) = reachable.staff.get(&id).filter(|one| one.store == in_store) else { return Ok(None) };
    let is_able = access::is_able(db, PermissionName::WorkLeads, in_store, id).await?;
    Ok(is_able.then(|| StaffName { id, name: here.name.clone() }))
}

/// Nothing when somebody took it out of the pool meanwhile, or it went with its customer.
async fn place_now(tx: &mut Tx, id: LeadId) -> Result<()> {
    let before = match leads::find(&tx.db(), id).await {
        Ok(lead) if lead.permits(crate::rules::Deed::Claim).is_ok() => lead,
        Ok(_) | Err(Error::NotFound) => return Ok(()),
        Err(cause) => return Err(cause),
    };
    let placed = by_rules(tx, before.store_id, &question_of(&before), None).await?;
    match (placed.consultant, placed.fired) {
        (Some(to), Some(fired)) => {
            let mut lead = before.clone();
            let event = lead.place(to, fired, tx.now())?;
            leads::hand_over(tx, &before, lead, event).await.map(drop)
        }
        _ => place_later(tx, id, placed.again_at).await,
    }
}

/// What rules ask of a lead that stands.
pub fn question_of(lead: &Lead) -> Question<'_> {
    Question {
        channel: lead.channel,
        brand: lead.brand.as_deref(),
        series: lead.series.as_deref(),
        horizon: lead.horizon,
    }
}
