//! Whom nobody heard of for long is put on the list of whoever looks after them: so many a day, never more than they have room
//! for, and nobody twice.

use std::collections::HashMap;

use chrono::{DateTime, Months, Utc};
use kernel::{CustomerId, Language, Result, StaffId, StoreId};
use platform::{
    Db, Door,
    jobs::{Job, Work},
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};
use worklist::{Draft, Priority, TaskKind};

use super::script;
use crate::{holidays, quality::settings};

/// Queues the verifying calls of one day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QueueCalls {}

impl Job for QueueCalls {
    const NAME: &'static str = "customers.queue_calls";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let settings = settings::store::find(&door.read()).await?.settings;
        if !settings.calls_are_queued {
            return Ok(());
        }
        let now = work.platform().clock().now();
        let months = u32::try_from(settings.stale_months).unwrap_or(u32::MAX);
        let Some(before) = now.checked_sub_months(Months::new(months)) else { return Ok(()) };
        let stale = find(&door.read(), before, settings.calls_per_person_max).await?;
        let open = open_calls(&door.read()).await?;
        queue(&door, stale, open, i64::from(settings.calls_per_person_max), now).await
    }
}

platform::record! {
    /// Somebody nobody heard of for long.
    struct Stale { customer: CustomerId, store: StoreId, person: Option<StaffId>, name: String }
}

/// The longest silent of each person, at most so many of each: no contact, visit, change or confirmation since, with a phone to
/// call, and not called or queued already.
async fn find(db: &Db<'_>, before: DateTime<Utc>, most: i32) -> Result<Vec<Stale>> {
    let sql = "select id, store_id, person, name from (
            select c.id, c.store_id, coalesce(c.advisor_id, c.consultant_id) as person, c.name,
                   row_number() over (partition by c.store_id, coalesce(c.advisor_id, c.consultant_id)
                                      order by f.last_contact_at, c.id) as place
            from customer_facts f join customers c on c.id = f.customer_id
            where f.group_id = $1 and f.last_contact_at < $2 and f.last_visit_at < $2 and c.changed_at < $2
              and c.created_at < $2 and (f.confirmed_at is null or f.confirmed_at < $2)
              and c.deleted_at is null and c.phone_sealed is not null
              and not exists (select 1 from tasks t where t.customer_id = c.id and t.kind = 'verify'
                              and (t.state = 'open' or t.changed_at >= $2))
        ) as silent where place <= $3 order by place, id";
    let values = vec![db.scope().group().into(), before.into(), i64::from(most).into()];
    db.fetch_text(sql, values).await
}

platform::record! {
    struct Open { person: Option<StaffId>, store: StoreId, count: i64 }
}

/// How many calls each person has open already.
async fn open_calls(db: &Db<'_>) -> Result<HashMap<(StoreId, Option<StaffId>), i64>> {
    let sql = "select assignee_id, store_id, count(*) from tasks
               where group_id = $1 and state = 'open' and kind = 'verify' and department = $2 group by 1, 2";
    let open: Vec<Open> = db.fetch_text(sql, vec![db.scope().group().into(), DEPARTMENT.into()]).await?;
    Ok(open.into_iter().map(|row| ((row.store, row.person), row.count)).collect())
}

const DEPARTMENT: &str = "customers";

async fn queue(
    door: &Door,
    stale: Vec<Stale>,
    mut open: HashMap<(StoreId, Option<StaffId>), i64>,
    most: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    let stores = stale.iter().map(|one| one.store).collect();
    let known = names::of(&door.read(), Wanted { stores, ..Wanted::default() }).await?;
    let language = Language::default();
    let days = holidays::working_days(&door.read()).await?;
    let mut drafts = Vec::new();
    for Stale { customer, store, person, name } in stale {
        let calendar = known.calendar(store);
        let today = calendar.day(now);
        let count = open.entry((store, person)).or_default();
        if *count >= most || !days.is_worked(today) {
            continue;
        }
        *count += 1;
        let draft = Draft {
            store,
            department: DEPARTMENT,
            title: script::call_title(language, &name),
            kind: TaskKind::Verify,
            due_at: calendar.start_of(today) + chrono::TimeDelta::hours(DUE_HOUR),
            priority: Priority::Normal,
            customer: Some(customer),
            vehicle: None,
            assignee: person,
            note: Some(script::questions(language).to_owned()),
        };
        drafts.push((format!("customers.call:{customer}:{today}"), draft));
    }
    for some in drafts.chunks(BATCH) {
        door.write(async |tx| {
            for (key, draft) in some {
                worklist::add_once(tx, key, draft.clone()).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// By the end of the working day.
const DUE_HOUR: i64 = 18;
const BATCH: usize = 100;
