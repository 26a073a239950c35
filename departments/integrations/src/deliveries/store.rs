//! Deliveries in and out of the database: the only file that builds queries about them.

use chrono::{DateTime, TimeDelta, Utc};
use journal::Entry;
use kernel::{DeliveryId, Error, GroupId, Result, WebhookId};
use platform::{
    Db, Platform, SystemActor, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde_json::json;

use super::{
    delivery::{Attempt, Column, Delivery, DeliveryState, Entity},
    rules::{self, Verdict},
};
use crate::{
    catalogue::TEST,
    webhooks::{self, Death},
};

platform::record! {
    /// A webhook with something to be told.
    #[derive(Clone, Copy, Debug)]
    pub struct Ready { pub id: WebhookId, pub group: GroupId }
}

platform::record! {
    struct Id { id: DeliveryId }
}

/// Longer than an attempt may take: whoever held it so long has stopped.
const LEASE: TimeDelta = TimeDelta::minutes(1);

/// Which lines of a log.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<DeliveryState>,
    pub event: Option<String>,
}

/// One delivery of a webhook that was found inside the scope.
pub async fn find(db: &Db<'_>, webhook: WebhookId, id: DeliveryId) -> Result<Delivery> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id)).filter(Column::WebhookId.eq(webhook))).await
}

/// The log of a webhook, newest first.
pub async fn list(db: &Db<'_>, webhook: WebhookId, filter: &Filter, request: &PageRequest) -> Result<Page<Delivery>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>().filter(Column::WebhookId.eq(webhook));
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(event) = &filter.event {
        select = select.filter(Column::Event.eq(event.as_str()));
    }
    if let Some((at, id)) = request.after::<(DateTime<Utc>, DeliveryId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::CreatedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.created_at, row.id))
}

/// Webhooks that can be told something now, of all groups.
pub async fn ready(platform: &Platform) -> Result<Vec<Ready>> {
    let house = platform.house(SystemActor::Jobs);
    let text = "select w.id, w.group_id from webhooks w left join webhook_health h on h.webhook_id = w.id
         where w.state = 'on' and (h.rests_until is null or h.rests_until <= $1)
         and exists (select 1 from webhook_deliveries d where d.webhook_id = w.id and d.state = 'waiting' and d.due_at <= $1
             and (d.leased_until is null or d.leased_until <= $1))";
    house.read().fetch_text(text, vec![platform.clock().now().into()]).await
}

/// Takes deliveries that are due, the first of each customer only: a later one waits until the earlier has come to its end.
pub async fn claim(tx: &mut Tx, webhook: WebhookId, most: u64) -> Result<Vec<Delivery>> {
    let now = tx.now();
    let text = format!(
        "select d.id from webhook_deliveries d where d.webhook_id = $1 and d.state = 'waiting' and d.due_at <= $2
         and (d.leased_until is null or d.leased_until <= $2)
         and not exists (select 1 from webhook_deliveries e where e.webhook_id = $1 and e.state = 'waiting'
             and e.customer_id = d.customer_id
             and (e.entry_transaction, e.entry_position) < (d.entry_transaction, d.entry_position))
         order by d.due_at, d.entry_transaction, d.entry_position limit {most} {{hold_free}}"
    );
    let ids: Vec<Id> = tx.db().fetch_text(&text, vec![webhook.into(), now.into()]).await?;
    for Id { id } in &ids {
        tx.execute_text(
            "update webhook_deliveries set leased_until = $2 where id = $1",
            vec![(*id).into(), (now + LEASE).into()],
        )
        .await?;
    }
    let rows = tx.db().select::<Entity>().filter(Column::Id.is_in(ids.iter().map(|row| row.id)));
    tx.db().all(rows).await
}

const COLUMNS: usize = 12;
/// The count of attempts stands first: it is the same for all.
const INTO: &str = "webhook_deliveries (attempts, id, group_id, webhook_id, entry_id, entry_transaction, entry_position, event, \
                    customer_id, state, due_at, created_at, tries)";

/// Leaves a delivery for each of these entries and webhooks, in their order.
pub async fn add_all(tx: &mut Tx, wanted: &[(WebhookId, &Entry)]) -> Result<()> {
    let now = tx.now();
    let mut values = wanted.iter().map(|(webhook, entry)| {
        [
            DeliveryId::new(now).into(),
            entry.group_id.into(),
            (*webhook).into(),
            entry.id.into(),
            entry.transaction_id.into(),
            entry.position.into(),
            entry.name.clone().into(),
            entry.customer_id.into(),
            "waiting".into(),
            now.into(),
            now.into(),
            json!([]).into(),
        ]
    });
    tx.insert_values(INTO, "0", COLUMNS, wanted.len(), |some| values.by_ref().take(some.len()).flatten().collect())
        .await?;
    tx.ring_after_commit();
    Ok(())
}

/// A trial, taken by whoever makes it.
pub async fn add_trial(tx: &mut Tx, webhook: WebhookId) -> Result<Delivery> {
    let delivery = Delivery {
        id: DeliveryId::new(tx.now()),
        group_id: tx.scope().group(),
        webhook_id: webhook,
        entry_id: None,
        entry_transaction: 0,
        entry_position: 0,
        event: TEST.to_owned(),
        customer_id: None,
        state: DeliveryState::Waiting,
        attempts: 0,
        due_at: tx.now(),
        leased_until: Some(tx.now() + LEASE),
        status: None,
        fault: None,
        tries: json!([]),
        created_at: tx.now(),
        settled_at: None,
    };
    tx.insert::<Entity>(delivery.clone()).await?;
    Ok(delivery)
}

/// Writes down what came of an attempt, on the delivery and on how its address is doing.
pub async fn settle(tx: &mut Tx, mut delivery: Delivery, attempt: Attempt, verdict: Verdict) -> Result<Delivery> {
    let before = delivery.attempts;
    delivery.attempts += 1;
    delivery.leased_until = None;
    delivery.status = attempt.status.map(i32::from);
    delivery.fault = attempt.fault;
    let tries = rules::kept(delivery.tries(), attempt);
    delivery.tries = serde_json::to_value(tries)?;
    delivery.state = match verdict {
        Verdict::Delivered => DeliveryState::Delivered,
        Verdict::AgainAt(at) => {
            delivery.due_at = at;
            DeliveryState::Waiting
        }
        Verdict::Gone | Verdict::GivenUp => DeliveryState::Failed,
    };
    delivery.settled_at = (delivery.state != DeliveryState::Waiting).then_some(tx.now());
    if !write(tx, &delivery, before).await? {
        return Ok(delivery);
    }
    if verdict == Verdict::Delivered {
        webhooks::store::forget_failures(tx, delivery.webhook_id).await?;
    } else if delivery.entry_id.is_some() {
        let since = webhooks::store::count_failure(tx, delivery.webhook_id, rules::rest).await?;
        if verdict == Verdict::Gone {
            webhooks::store::bury(tx, delivery.webhook_id, Death::Gone).await?;
        } else if rules::is_dead(since, tx.now()) {
            webhooks::store::bury(tx, delivery.webhook_id, Death::Failing).await?;
        }
    }
    tx.ring_after_commit();
    Ok(delivery)
}

/// The webhook may not be told of it any more.
pub async fn drop_out(tx: &mut Tx, mut delivery: Delivery) -> Result<Delivery> {
    let before = delivery.attempts;
    delivery.state = DeliveryState::Dropped;
    delivery.leased_until = None;
    delivery.settled_at = Some(tx.now());
    write(tx, &delivery, before).await?;
    tx.ring_after_commit();
    Ok(delivery)
}

/// Begins a delivery anew, whatever has become of it.
pub async fn begin_anew(tx: &mut Tx, webhook: WebhookId, id: DeliveryId) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::State, Expr::val(DeliveryState::Waiting))
        .col_expr(Column::Attempts, Expr::val(0))
        .col_expr(Column::DueAt, Expr::val(tx.now()))
        .col_expr(Column::LeasedUntil, Expr::val(None::<DateTime<Utc>>))
        .col_expr(Column::SettledAt, Expr::val(None::<DateTime<Utc>>))
        .filter(Column::Id.eq(id))
        .filter(Column::WebhookId.eq(webhook));
    if tx.run(update).await? == 0 {
        return Err(Error::NotFound);
    }
    tx.ring_after_commit();
    Ok(())
}

/// What waits for a webhook is due now.
pub async fn hasten(tx: &mut Tx, webhook: WebhookId) -> Result<()> {
    let values = vec![tx.scope().group().into(), webhook.into(), tx.now().into()];
    tx.execute_text(
        "update webhook_deliveries set due_at = $3 where group_id = $1 and webhook_id = $2 and state = 'waiting' and due_at > $3",
        values,
    )
    .await?;
    tx.ring_after_commit();
    Ok(())
}

/// False when somebody else has settled it meanwhile.
async fn write(tx: &mut Tx, delivery: &Delivery, attempts_before: i32) -> Result<bool> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::State, Expr::val(delivery.state))
        .col_expr(Column::Attempts, Expr::val(delivery.attempts))
        .col_expr(Column::DueAt, Expr::val(delivery.due_at))
        .col_expr(Column::LeasedUntil, Expr::val(delivery.leased_until))
        .col_expr(Column::Status, Expr::val(delivery.status))
        .col_expr(Column::Fault, Expr::val(delivery.fault))
        .col_expr(Column::Tries, Expr::val(delivery.tries.clone()))
        .col_expr(Column::SettledAt, Expr::val(delivery.settled_at))
        .filter(Column::Id.eq(delivery.id))
        .filter(Column::State.eq(DeliveryState::Waiting))
        .filter(Column::Attempts.eq(attempts_before));
    Ok(tx.run(update).await? > 0)
}
