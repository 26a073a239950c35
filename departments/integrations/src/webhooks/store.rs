//! Webhooks in and out of the database: the only file that builds queries about them.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use journal::{About, events::webhooks::WebhooksEvent};
use kernel::{Error, GroupId, Reach, Result, RoleId, StoreId, WebhookId};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use worklist::{Draft, Priority, TaskKind};

use super::{
    Power,
    webhook::{Column, Death, Entity, Webhook},
};

/// More of them is a mistake: each is told of each event.
pub const WEBHOOKS_MAX: u64 = 50;

platform::record! {
    /// A webhook as the listener needs it.
    #[derive(Debug)]
    pub struct Listening {
        pub id: WebhookId,
        pub group: GroupId,
        pub events: Value,
        pub role: RoleId,
        pub reach: Reach,
        pub store: Option<StoreId>,
        pub created_at: DateTime<Utc>,
    }
}

platform::record! {
    /// How an address has answered lately; only of those whose last answer was a failure.
    #[derive(Clone, Copy, Debug)]
    pub struct Health { pub failing_since: DateTime<Utc>, pub failures: i32, pub rests_until: Option<DateTime<Utc>> }
}

pub async fn find(db: &Db<'_>, id: WebhookId) -> Result<Webhook> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page of webhooks, newest first.
pub async fn list(db: &Db<'_>, request: &PageRequest) -> Result<Page<Webhook>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some(last) = request.after::<WebhookId>()? {
        select = select.filter(Column::Id.lt(last));
    }
    let rows = db.all(select.order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |webhook| webhook.id)
}

/// Every webhook of every group with what its role permits, for the listener.
pub async fn listening(db: &Db<'_>) -> Result<Vec<(Listening, Power)>> {
    let rows: Vec<Listening> = db
        .fetch_text("select id, group_id, events, role_id, reach, store_id, created_at from webhooks", vec![])
        .await?;
    let mut roles: Vec<RoleId> = rows.iter().map(|row| row.role).collect();
    roles.sort_unstable();
    roles.dedup();
    let permitted = access::permissions_of_roles(db, &roles).await?;
    let with_power = |row: Listening| {
        let power = permitted.get(&row.role).cloned().unwrap_or_default();
        (row, Power::from(power))
    };
    Ok(rows.into_iter().map(with_power).collect())
}

/// Adds a webhook, unless the group has too many.
pub async fn add(tx: &mut Tx, webhook: Webhook) -> Result<Webhook> {
    let group = Column::GroupId.eq(webhook.group_id);
    let count = tx.db().count_up_to(tx.db().select::<Entity>().filter(group), WEBHOOKS_MAX).await?;
    if count >= WEBHOOKS_MAX {
        let detail = format!("A group has at most {WEBHOOKS_MAX} webhooks; remove one that is not needed.");
        return Err(Error::Refused { code: "webhook.too_many", detail });
    }
    tx.insert::<Entity>(webhook.clone()).await?;
    record(tx, &webhook, WebhooksEvent::Added { webhook: webhook.id, title: webhook.name.clone() }).await?;
    Ok(webhook)
}

/// Saves a webhook together with what happened to it; there is no way to save one without the other.
pub async fn save(tx: &mut Tx, webhook: Webhook, event: WebhooksEvent) -> Result<Webhook> {
    let webhook = tx.replace::<Entity>(webhook).await?;
    record(tx, &webhook, event).await?;
    Ok(webhook)
}

/// Removes a webhook with everything that waited for it; its log goes with the next night.
pub async fn remove(tx: &mut Tx, webhook: Webhook) -> Result<()> {
    tx.delete::<Entity>(Column::Id.eq(webhook.id)).await?;
    forget_failures(tx, webhook.id).await?;
    let text = "update webhook_deliveries set state = 'dropped', settled_at = $3 where group_id = $1 and webhook_id = $2 and state = 'waiting'";
    let values = vec![webhook.group_id.into(), webhook.id.into(), tx.now().into()];
    tx.execute_text(text, values).await?;
    record(tx, &webhook, WebhooksEvent::Removed { webhook: webhook.id, title: webhook.name.clone() }).await
}

/// Writes down that somebody had events sent again.
pub async fn record_replay(tx: &mut Tx, webhook: &Webhook, which: &str) -> Result<()> {
    let event = WebhooksEvent::Replayed { webhook: webhook.id, title: webhook.name.clone(), which: which.to_owned() };
    record(tx, webhook, event).await
}

/// The health of these webhooks; those whose last answer was good are missing.
pub async fn health(db: &Db<'_>, webhooks: &[Webhook]) -> Result<HashMap<WebhookId, Health>> {
    platform::record! {
        struct Line { webhook: WebhookId, failing_since: DateTime<Utc>, failures: i32, rests_until: Option<DateTime<Utc>> }
    }
    let lines: Vec<Line> = db
        .fetch_text(
            "select webhook_id, failing_since, failures, rests_until from webhook_health where group_id = $1",
            vec![db.scope().group().into()],
        )
        .await?;
    let of_line = |line: Line| {
        let health =
            Health { failing_since: line.failing_since, failures: line.failures, rests_until: line.rests_until };
        (line.webhook, health)
    };
    let all: HashMap<WebhookId, Health> = lines.into_iter().map(of_line).collect();
    Ok(webhooks.iter().filter_map(|webhook| Some((webhook.id, *all.get(&webhook.id)?))).collect())
}

pub async fn health_of(db: &Db<'_>, id: WebhookId) -> Result<Option<Health>> {
    let text =
        "select failing_since, failures, rests_until from webhook_health where webhook_id = $1 and group_id = $2";
    Ok(db.fetch_text(text, vec![id.into(), db.scope().group().into()]).await?.pop())
}

/// Counts a failure, and lets the address rest when there are many in a row; answers since when it has failed.
pub async fn count_failure(
    tx: &mut Tx,
    id: WebhookId,
    rest: impl Fn(i32) -> Option<TimeDelta>,
) -> Result<DateTime<Utc>> {
    let now = tx.now();
    let before = health_of(&tx.db(), id).await?;
    let failures = before.map_or(1, |health| health.failures.saturating_add(1));
    let values = vec![
        id.into(),
        tx.scope().group().into(),
        now.into(),
        failures.into(),
        rest(failures).map(|rest| now + rest).into(),
    ];
    tx.execute_text(
        "insert into webhook_health (webhook_id, group_id, failing_since, failures, rests_until) values ($1, $2, $3, $4, $5)
         on conflict (webhook_id) do update set failures = $4, rests_until = $5",
        values,
    )
    .await?;
    Ok(before.map_or(now, |health| health.failing_since))
}

/// The address answers again.
pub async fn forget_failures(tx: &mut Tx, id: WebhookId) -> Result<()> {
    // Mostly there are none, and a look is cheaper than a delete.
    if health_of(&tx.db(), id).await?.is_none() {
        return Ok(());
    }
    let values = vec![id.into(), tx.scope().group().into()];
    tx.execute_text("delete from webhook_health where webhook_id = $1 and group_id = $2", values).await?;
    Ok(())
}

/// Stops calling an address, and tells whoever set it up.
pub async fn bury(tx: &mut Tx, id: WebhookId, death: Death) -> Result<()> {
    let found = tx.db().maybe(tx.db().select::<Entity>().filter(Column::Id.eq(id))).await?;
    let Some(mut webhook) = found else { return Ok(()) };
    let Some(event) = webhook.die(death, tx.now()) else { return Ok(()) };
    let webhook = save(tx, webhook, event).await?;
    let directory = access::directory(&tx.db()).await?;
    let Some(store) = webhook.store_id.or_else(|| directory.stores(|_| true).first().map(|store| store.id)) else {
        return Ok(());
    };
    let why = match death {
        Death::Gone => "对方回复 410：地址已停用。The address answered 410: gone.",
        Death::Failing => "连续多日投递失败。It has failed for days.",
    };
    let draft = Draft {
        store,
        department: "integrations",
        title: format!("Webhook 已停用：{}", webhook.name),
        kind: TaskKind::Other,
        due_at: tx.now() + TimeDelta::days(1),
        priority: Priority::High,
        customer: None,
        vehicle: None,
        assignee: webhook.created_by,
        note: Some(format!("{why} 设置 → Webhook / Settings → Webhooks")),
    };
    worklist::add_once(tx, &format!("integrations.dead:{}:{}", webhook.id, webhook.version), draft).await?;
    Ok(())
}

async fn record(tx: &mut Tx, webhook: &Webhook, event: WebhooksEvent) -> Result<()> {
    let about = webhook.store_id.map_or_else(About::default, About::store);
    journal::record(tx, about, event).await?;
    Ok(())
}
