//! The job that makes an audit's tasks, and the one that begins the audits of a quarter.

use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{CustomerId, Error, Language, QualityAuditId, Result, StoreId};
use platform::{
    Door,
    jobs::{Job, Work, enqueue},
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};
use worklist::{Draft, Priority, TaskKind};

use super::{
    audit::{Audit, AuditState},
    rules::{self, Poor},
    store,
};
use crate::{
    facts, holidays, open_stores, people,
    quality::{calls::script, settings},
};

/// Lays an audit out as tasks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlanAudit {
    pub audit: QualityAuditId,
}

impl Job for PlanAudit {
    const NAME: &'static str = "customers.plan_audit";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let audit = store::find(&door.read(), self.audit).await?;
        if audit.state == AuditState::Running {
            return Ok(());
        }
        let known = names::of(&door.read(), Wanted { stores: [audit.store_id].into(), ..Wanted::default() }).await?;
        let calendar = known.calendar(audit.store_id);
        let first = calendar.day(audit.started_at);
        // Begun again after a crash: what became a task is not made one twice.
        let done: HashSet<CustomerId> = store::planned(&door.read(), audit.id).await?.into_iter().collect();
        let mut poor = store::poor(&door.read(), &audit).await?;
        poor.retain(|record| !done.contains(&record.customer));
        let days = holidays::working_days(&door.read()).await?;
        let plan = rules::spread(&poor, audit.per_person_per_day, first, &days);
        for some in plan.lines.chunks(BATCH) {
            let drafts = drafts(&door, &audit, some, |day| calendar.start_of(day)).await?;
            let may_go_on = door
                .write(async |tx| {
                    for (poor, draft) in &drafts {
                        let key = format!("customers.audit:{}:{}", audit.id, poor.customer);
                        if let Some(task) = worklist::add_once(tx, &key, draft.clone()).await? {
                            store::add_item(tx, audit.id, poor, task.id).await?;
                        }
                    }
                    work.renew(tx).await
                })
                .await?;
            if !may_go_on {
                return Ok(());
            }
        }
        door.write(async |tx| store::run(tx, &audit, &plan).await).await
    }
}

const BATCH: usize = 100;
/// By the end of the working day.
const DUE_HOURS: i64 = 18;

async fn drafts(
    door: &Door,
    audit: &Audit,
    lines: &[(Poor, kernel::StaffId, chrono::NaiveDate)],
    start_of: impl Fn(chrono::NaiveDate) -> chrono::DateTime<chrono::Utc>,
) -> Result<Vec<(Poor, Draft)>> {
    let ids: BTreeSet<CustomerId> = lines.iter().map(|(poor, ..)| poor.customer).collect();
    let db = door.read();
    let facts = facts::store::find_all(&db, &ids).await?;
    let customers = people::store::find_all(&db, ids).await?;
    let named: HashMap<CustomerId, String> = customers.into_iter().map(|row| (row.id, row.name)).collect();
    let language = Language::default();
    let draft = |(poor, person, day): &(Poor, kernel::StaffId, chrono::NaiveDate)| {
        let gaps = facts.get(&poor.customer).map(|facts| facts.gaps()).unwrap_or_default();
        let name = named.get(&poor.customer).map_or("", String::as_str);
        let draft = Draft {
            store: audit.store_id,
            department: "customers",
            title: script::audit_title(language, name),
            kind: TaskKind::ConfirmData,
            due_at: start_of(*day) + chrono::TimeDelta::hours(DUE_HOURS),
            priority: Priority::Normal,
            customer: Some(poor.customer),
            vehicle: None,
            assignee: Some(*person),
            note: Some(script::to_mend(language, gaps)),
        };
        (*poor, draft)
    };
    Ok(lines.iter().map(draft).collect())
}

/// Begins the audits of a quarter in the stores that have none yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BeginAudits {}

impl Job for BeginAudits {
    const NAME: &'static str = "customers.begin_audits";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let settings = settings::store::find(&door.read()).await?.settings;
        if !settings.audits_begin_by_themselves {
            return Ok(());
        }
        let stores = open_stores::named(&door.read()).await?;
        let now = work.platform().clock().now();
        let days = holidays::working_days(&door.read()).await?;
        for (id, store) in stores {
            if !rules::begins_on(store.calendar.day(now), &days) {
                continue;
            }
            let begun = begin(&door, id, settings.audit_score_below, settings.audit_per_person_per_day).await;
            match begun {
                Ok(_) | Err(Error::Refused { code: "audit.already_there", .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }
}

/// Begins an audit of a store, in the name of whoever opened the door.
pub async fn begin(door: &Door, store_id: StoreId, score_below: i32, per_person_per_day: i32) -> Result<Audit> {
    door.write(async |tx| {
        let wanted = Wanted { stores: [store_id].into(), ..Wanted::default() };
        let known = names::within_reach(&tx.db(), wanted).await?;
        let store = known
            .stores
            .get(&store_id)
            .ok_or_else(|| Error::invalid("store_id", "store.unknown", "there is no such open store in your reach"))?;
        let audit = Audit {
            id: QualityAuditId::new(tx.now()),
            group_id: tx.scope().group(),
            store_id,
            quarter: rules::quarter(store.calendar.day(tx.now())),
            score_below,
            per_person_per_day,
            state: AuditState::Planning,
            total: 0,
            beyond: 0,
            nobodys: 0,
            started_by: tx.scope().staff(),
            started_name: crate::caller::name(tx.scope()),
            started_at: tx.now(),
        };
        store::add(tx, audit.clone()).await?;
        enqueue(tx, &PlanAudit { audit: audit.id }, &audit.id.to_string()).await?;
        Ok(audit)
    })
    .await
}
