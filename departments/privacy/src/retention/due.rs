//! What a rule finds overdue, and what it does with it: counted for a look, done at night.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use kernel::{CustomerId, Error, Result, StoreId};
use platform::{Db, Door, Files, Tx, jobs::enqueue};
use sea_orm::{Value, prelude::Uuid};

use super::rule::{Rule, Unit};
use crate::forgetting::{deletion::Deletion, job::Forget, store as deletions};

/// The instant and the day before which things are overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub before: DateTime<Utc>,
    pub today: NaiveDate,
}

/// Lines of a log removed by one statement.
const REMOVED_AT_ONCE: u64 = 2_000;
/// People a rule forgets in one night; the next night goes on.
const FORGOTTEN_AT_ONCE: u64 = 200;

const NEVER_CONTACTED: &str = "from customers c join customer_facts f on f.customer_id = c.id
     where c.group_id = $1 and c.stage = 'lead' and c.created_at < $2 and c.deleted_at is null
     and f.contacts = 0 and f.visits = 0 and f.purchases = 0
     and not exists (select 1 from tasks t where t.customer_id = c.id and t.state = 'open')
     and not exists (select 1 from deletions d where d.customer_id = c.id)";
const OLD_MESSAGES: &str = "from messages where group_id = $1 and created_at < $2 and text <> '' and state not in ('waiting', 'held', 'unknown')";
const OLD_REQUESTS: &str = "from person_requests where group_id = $1 and closed_at < $2
     and (particulars_sealed is not null or answer_sealed is not null)";
const OLD_ANSWERS: &str = "from idempotency_keys where created_at < $2";
const OLD_DELIVERIES: &str = "from webhook_deliveries where group_id = $1 and created_at < $2";
const OLD_IMPORTS: &str = "from imports where group_id = $1 and finished_at < $2";

platform::record! {
    struct Counted { count: i64 }
}

platform::record! {
    struct Id { id: Uuid }
}

platform::record! {
    struct Lead { id: CustomerId, store_id: StoreId, number: String }
}

/// The day before which what a rule speaks of is overdue.
pub fn limit(rule: Rule, amount: u32, now: DateTime<Utc>) -> Limit {
    let before = match rule.unit {
        Unit::Years => now.checked_sub_months(Months::new(amount * 12)),
        Unit::Days => now.checked_sub_days(Days::new(amount.into())),
    };
    Limit { before: before.unwrap_or(DateTime::UNIX_EPOCH), today: now.date_naive() }
}

/// How much is overdue now, at most `most`.
pub async fn count(db: &Db<'_>, rule: Rule, limit: Limit, most: u64) -> Result<u64> {
    let group: Value = db.scope().group().into();
    if rule.code == "import_files" {
        let ids = files(db, limit).await?;
        return Ok(ids.len() as u64);
    }
    if rule.code == "audit_looks" {
        return audit::overdue(db, limit.before, most).await;
    }
    let (from, second): (String, Value) = match rule.code {
        "leads_never_contacted" => (NEVER_CONTACTED.into(), limit.before.into()),
        "messages" => (OLD_MESSAGES.into(), limit.before.into()),
        "closed_requests" => (OLD_REQUESTS.into(), limit.before.into()),
        "repeated_answers" => (OLD_ANSWERS.into(), limit.before.into()),
        "webhook_deliveries" => (OLD_DELIVERIES.into(), limit.before.into()),
        _ if !rule.kept_as.is_empty() => (
            format!("from kept_records where group_id = $1 and kind = '{}' and until < $2", rule.kept_as),
            limit.today.into(),
        ),
        _ => return Ok(0),
    };
    let text = format!("select count(*) from (select 1 {from} limit {most}) found");
    let rows: Vec<Counted> = db.fetch_text(&text, vec![group, second]).await?;
    Ok(rows.first().map_or(0, |row| u64::try_from(row.count).unwrap_or_default()))
}

/// Does what the rule says with everything overdue; answers how much that was.
pub async fn apply(door: &Door, rule: Rule, limit: Limit) -> Result<u64> {
    match rule.code {
        "import_files" => remove_files(door, limit).await,
        "leads_never_contacted" => forget_leads(door, limit).await,
        "webhook_deliveries" => remove_deliveries(door, limit).await,
        "audit_looks" => audit::trim(door, limit.before).await,
        _ => door.write(async |tx| clear(tx, rule, limit).await).await,
    }
}

async fn clear(tx: &mut Tx, rule: Rule, limit: Limit) -> Result<u64> {
    let group: Value = tx.scope().group().into();
    match rule.code {
        "messages" => {
            let text = format!(
                "update messages set text = '', subject = null, error = null, address_masked = '', \
                 address = substr(address, 1, 0), address_blind = null, content = null, version = version + 1 {}",
                OLD_MESSAGES.trim_start_matches("from messages ")
            );
            tx.execute_text(&text, vec![group, limit.before.into()]).await
        }
        "closed_requests" => {
            let notes =
                format!("update identity_checks set note_sealed = null where request_id in (select id {OLD_REQUESTS})");
            tx.execute_text(&notes, vec![group.clone(), limit.before.into()]).await?;
            let text = format!(
                "update person_requests set particulars_sealed = null, answer_sealed = null, version = version + 1 {}",
                OLD_REQUESTS.trim_start_matches("from person_requests ")
            );
            tx.execute_text(&text, vec![group, limit.before.into()]).await
        }
        "repeated_answers" => {
            tx.execute_text("delete from idempotency_keys where created_at < $1", vec![limit.before.into()]).await
        }
        _ if !rule.kept_as.is_empty() => {
            let text = "delete from kept_records where group_id = $1 and kind = $2 and until < $3";
            tx.execute_text(text, vec![group, rule.kept_as.into(), limit.today.into()]).await
        }
        _ => Ok(0),
    }
}

/// Uploads whose imports were over long ago and whose files are still there.
async fn files(db: &Db<'_>, limit: Limit) -> Result<Vec<Uuid>> {
    let text = format!("select id {OLD_IMPORTS} order by finished_at");
    let rows: Vec<Id> = db.fetch_text(&text, vec![db.scope().group().into(), limit.before.into()]).await?;
    let files = db.platform().files();
    let there = |id: &Uuid| files.path("imports", id).is_ok_and(|path| path.exists());
    Ok(rows.into_iter().map(|row| row.id).filter(there).collect())
}

async fn remove_files(door: &Door, limit: Limit) -> Result<u64> {
    let ids = files(&door.read(), limit).await?;
    for id in &ids {
        Files::remove(&door.platform().files().path("imports", id)?)?;
    }
    Ok(ids.len() as u64)
}

/// Some at a time: of these there may be millions, and nobody else should wait for them.
async fn remove_deliveries(door: &Door, limit: Limit) -> Result<u64> {
    let text =
        format!("delete from webhook_deliveries where id in (select id {OLD_DELIVERIES} limit {REMOVED_AT_ONCE})");
    let mut count = 0;
    loop {
        let removed = door
            .write(async |tx| {
                let values = vec![tx.scope().group().into(), limit.before.into()];
                tx.execute_text(&text, values).await
            })
            .await?;
        if removed == 0 {
            return Ok(count);
        }
        count += removed;
    }
}

async fn forget_leads(door: &Door, limit: Limit) -> Result<u64> {
    let text =
        format!("select c.id, c.store_id, c.number {NEVER_CONTACTED} order by c.created_at limit {FORGOTTEN_AT_ONCE}");
    let db = door.read();
    let leads: Vec<Lead> = db.fetch_text(&text, vec![db.scope().group().into(), limit.before.into()]).await?;
    for lead in &leads {
        door.write(async |tx| begin(tx, lead).await).await?;
    }
    Ok(leads.len() as u64)
}

async fn begin(tx: &mut Tx, lead: &Lead) -> Result<()> {
    let deletion = Deletion::unasked(tx, lead.id, lead.store_id, lead.number.clone());
    let id = deletion.id;
    deletions::add(tx, deletion).await?;
    enqueue(tx, &Forget { deletion: id, may_compact: false }, &id.to_string()).await
}

/// What the code of a rule stands for.
pub fn found(code: &str) -> Result<Rule> {
    Rule::find(code).ok_or(Error::NotFound)
}
