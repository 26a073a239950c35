//! The next step of a lead as a task of its consultant: made, moved, handed on and done in step with the lead.

use kernel::{Language, LeadId, Result, StaffId};
use platform::Tx;
use serde::{Deserialize, Serialize};
use worklist::{Draft, Priority, TaskKind};

use crate::{lead::Lead, words::Grade};

/// The department that wants it done.
pub(crate) const DEPARTMENT: &str = "leads";

/// Makes the task of the next step; nobody is asked while a lead lies in the pool.
pub(crate) async fn begin(tx: &mut Tx, lead: &Lead) -> Result<()> {
    let (Some(consultant), Some(due_at)) = (lead.consultant_id, lead.due_at) else { return Ok(()) };
    let is_first = lead.responded_at.is_none();
    let draft = Draft {
        store: lead.store_id,
        department: DEPARTMENT,
        title: title(lead, is_first, tx.scope().language()),
        kind: TaskKind::Call,
        due_at,
        priority: if is_first || lead.grade == Grade::H { Priority::High } else { Priority::Normal },
        customer: Some(lead.customer_id),
        vehicle: None,
        assignee: Some(consultant),
        note: None,
    };
    worklist::add_once(tx, &key(lead), draft).await?;
    Ok(())
}

/// The step was taken, with what came of it.
pub(crate) async fn done(tx: &mut Tx, lead: &Lead, outcome: &str) -> Result<()> {
    worklist::settle(tx, &key(lead), Some(outcome.to_owned())).await
}

/// Nobody is asked for it any more.
pub(crate) async fn withdrawn(tx: &mut Tx, lead: &Lead) -> Result<()> {
    worklist::withdraw(tx, &alarm_key(lead.id, Alarm::Soon)).await?;
    worklist::withdraw(tx, &key(lead)).await
}

/// It is due at another time.
pub(crate) async fn moved(tx: &mut Tx, lead: &Lead) -> Result<()> {
    let Some(due_at) = lead.due_at else { return Ok(()) };
    worklist::steer(tx, &key(lead), due_at, None).await
}

/// What rings for somebody while nobody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// Shortly before the limit.
    Soon,
    /// At the limit.
    Late,
    /// When it goes on.
    Manager,
}

/// Nobody answered: a task for whoever is to be told, once, until somebody does.
pub(crate) async fn rung(
    tx: &mut Tx,
    lead: &Lead,
    alarm: Alarm,
    assignee: Option<StaffId>,
    language: Language,
) -> Result<()> {
    let what = match alarm {
        Alarm::Soon => language.pick("即将超时，请尽快首联", "To be answered soon"),
        Alarm::Late => language.pick("超时未首联", "Not answered in time"),
        Alarm::Manager => language.pick("仍未首联，请介入", "Still not answered, please step in"),
    };
    let draft = Draft {
        store: lead.store_id,
        department: DEPARTMENT,
        title: format!("{what} {}", lead.number),
        kind: if alarm == Alarm::Soon { TaskKind::Call } else { TaskKind::FollowUp },
        due_at: lead.respond_by,
        priority: Priority::High,
        customer: Some(lead.customer_id),
        vehicle: None,
        assignee,
        note: None,
    };
    worklist::add_once(tx, &alarm_key(lead.id, alarm), draft).await?;
    Ok(())
}

/// Somebody answered, or the lead is given up: nothing rings any more.
pub(crate) async fn answered(tx: &mut Tx, lead: LeadId) -> Result<()> {
    for alarm in [Alarm::Soon, Alarm::Late, Alarm::Manager] {
        worklist::settle(tx, &alarm_key(lead, alarm), None).await?;
    }
    Ok(())
}

impl Alarm {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Manager => "manager",
        }
    }
}

/// The wish is named and the customer not: who that is stands beside a task.
fn title(lead: &Lead, is_first: bool, language: Language) -> String {
    let what = match (is_first, language) {
        (true, Language::Zh) => "首次联系",
        (true, Language::En) => "First answer",
        (false, Language::Zh) => "跟进",
        (false, Language::En) => "Follow up",
    };
    let car: Vec<&str> = [lead.brand.as_deref(), lead.series.as_deref()].into_iter().flatten().collect();
    if car.is_empty() { format!("{what} {}", lead.number) } else { format!("{what} {}", car.join(" ")) }
}

fn alarm_key(lead: LeadId, alarm: Alarm) -> String {
    format!("lead:{lead}:{}", alarm.word())
}

fn key(lead: &Lead) -> String {
    format!("lead:{}:{}", lead.id, lead.steps)
}
