//! What rings while nobody answers: a warning for the consultant, then whoever leads the team, then whoever manages the store; and
//! the end of the time in which a lead is protected. Each is a job of its own and finds out for itself whether it is still wanted.

use chrono::{DateTime, Utc};
use journal::events::customers::StaffName;
use kernel::{Error, Language, LeadId, Result, StaffId};
use platform::{
    Tx,
    jobs::{Job, JobKind, Work, enqueue_at},
};
use serde::{Deserialize, Serialize};
use worklist::{Draft, Priority, TaskKind};

use super::{limits::LeadLimits, rules::Deadlines, store as clock};
use crate::{
    assignment::place::{by_rules, question_of},
    jobs::WarnOfLead,
    lead::Lead,
    steps::{self, Alarm},
    store,
};

/// Left with every lead for the alarms before and after the limit; that of the limit itself is [`WarnOfLead`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RingForLead {
    pub lead: LeadId,
    pub alarm: Alarm,
}

/// Left with every lead that is given to somebody where leads are protected.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HoldBack {
    pub lead: LeadId,
    pub consultant: StaffId,
    pub assigned_at: DateTime<Utc>,
}

pub fn kinds() -> Vec<JobKind> {
    vec![JobKind::of::<RingForLead>(), JobKind::of::<HoldBack>()]
}

impl Job for RingForLead {
    const NAME: &'static str = "leads.ring";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        work.door().write(async |tx| ring(tx, self.lead, self.alarm).await).await
    }
}

impl Job for HoldBack {
    const NAME: &'static str = "leads.hold_back";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        work.door().write(async |tx| self.hold_back(tx).await).await
    }
}

/// Leaves the alarms of a new lead.
pub async fn set(tx: &mut Tx, lead: &Lead, deadlines: Deadlines) -> Result<()> {
    let id = lead.id;
    for (alarm, at) in [(Alarm::Soon, deadlines.warn_at), (Alarm::Manager, deadlines.manager_at)] {
        if let Some(at) = at {
            enqueue_at(tx, &RingForLead { lead: id, alarm }, &format!("{id}:{}", alarm.word()), at).await?;
        }
    }
    enqueue_at(tx, &WarnOfLead { lead: id }, &id.to_string(), deadlines.respond_by).await
}

/// Leaves the end of the time in which a lead nobody answered yet is its consultant's alone, where the store sets one.
pub async fn protect(tx: &mut Tx, lead: &Lead) -> Result<()> {
    let (Some(consultant), Some(assigned_at), None) = (lead.consultant_id, lead.assigned_at, lead.responded_at) else {
        return Ok(());
    };
    let limits = clock::limits(&tx.db(), lead.store_id).await?;
    let calendar = clock::calendar(&tx.db(), lead.store_id).await?;
    let Some(until) = limits.protected_until(calendar, assigned_at) else { return Ok(()) };
    let job = HoldBack { lead: lead.id, consultant, assigned_at };
    enqueue_at(tx, &job, &format!("{}:{}", lead.id, lead.steps), until).await
}

/// Rings for whoever is to be told; nothing when somebody has answered meanwhile, or the lead went with its customer.
pub async fn ring(tx: &mut Tx, id: LeadId, alarm: Alarm) -> Result<()> {
    let lead = match store::find(&tx.db(), id).await {
        Ok(lead) if lead.state.is_open() && lead.responded_at.is_none() => lead,
        Ok(_) | Err(Error::NotFound) => return Ok(()),
        Err(cause) => return Err(cause),
    };
    // An enquiry that was written down late is late at once, and not soon.
    if alarm == Alarm::Soon && lead.respond_by <= tx.now() {
        return Ok(());
    }
    let limits = clock::limits(&tx.db(), lead.store_id).await?;
    let assignee = listener(tx, &lead, &limits, alarm).await?;
    steps::rung(tx, &lead, alarm, assignee, Language::default()).await
}

/// Whom an alarm is for; nobody in particular means whoever sees the tasks of the store.
async fn listener(tx: &Tx, lead: &Lead, limits: &LeadLimits, alarm: Alarm) -> Result<Option<StaffId>> {
    let db = tx.db();
    match (alarm, lead.consultant_id) {
        (Alarm::Soon, consultant) => Ok(consultant),
        (Alarm::Late, _) if limits.team_lead_id.is_some() => Ok(limits.team_lead_id),
        (Alarm::Late, Some(consultant)) => access::head_of(&db, consultant).await,
        (Alarm::Late, None) => Ok(None),
        (Alarm::Manager, _) if limits.manager_id.is_some() => Ok(limits.manager_id),
        (Alarm::Manager, _) => access::manager_of(&db, lead.store_id).await,
    }
}

impl HoldBack {
    /// Nothing when somebody answered, or has the lead from somebody else by now.
    async fn hold_back(&self, tx: &mut Tx) -> Result<()> {
        let before = match store::find(&tx.db(), self.lead).await {
            Ok(lead) if self.is_meant(&lead) => lead,
            Ok(_) | Err(Error::NotFound) => return Ok(()),
            Err(cause) => return Err(cause),
        };
        let limits = clock::limits(&tx.db(), before.store_id).await?;
        // Switched off meanwhile.
        let Some(minutes) = limits.protection_minutes else { return Ok(()) };
        let next = self.next(tx, &before, &limits).await?;
        let from = store::staff_name(&tx.db(), self.consultant).await?;
        let mut lead = before.clone();
        let event = lead.hold_back(from, next, minutes, tx.now())?;
        let lead = store::hand_over(tx, &before, lead, event).await?;
        tell_former(tx, &lead, self.consultant, Language::default()).await
    }

    fn is_meant(&self, lead: &Lead) -> bool {
        let is_theirs = lead.consultant_id == Some(self.consultant) && lead.assigned_at == Some(self.assigned_at);
        is_theirs && lead.responded_at.is_none() && lead.permits(crate::rules::Deed::Release).is_ok()
    }

    /// Whose it is next; nobody when the store sends such leads to the pool, or it has been round already.
    async fn next(
        &self,
        tx: &mut Tx,
        lead: &Lead,
        limits: &LeadLimits,
    ) -> Result<Option<(StaffName, crate::assignment::rules::Fired)>> {
        if !limits.goes_to_next || lead.held_back >= HELD_BACK_MAX {
            return Ok(None);
        }
        let placed = by_rules(tx, lead.store_id, &question_of(lead), Some(self.consultant)).await?;
        Ok(placed.consultant.zip(placed.fired))
    }
}

/// So often a lead goes on to the next before it goes to the pool, where everybody sees it.
const HELD_BACK_MAX: i32 = 2;

/// Whoever lost it is told by a task; whoever gets it has one anyway.
async fn tell_former(tx: &mut Tx, lead: &Lead, former: StaffId, language: Language) -> Result<()> {
    let what = language.pick("超时未首联，线索已收回", "Not answered in time, lead taken back:");
    let draft = Draft {
        store: lead.store_id,
        department: steps::DEPARTMENT,
        title: format!("{what} {}", lead.number),
        kind: TaskKind::Other,
        due_at: tx.now(),
        priority: Priority::Normal,
        customer: None,
        vehicle: None,
        assignee: Some(former),
        note: None,
    };
    worklist::add_once(tx, &format!("lead:{}:held:{}", lead.id, lead.held_back), draft).await?;
    Ok(())
}
