//! Sends what is due, beside the job runner: each webhook in a task of its own, so that a slow one keeps nobody else waiting.

use std::{collections::HashSet, panic::AssertUnwindSafe, time::Duration};

use futures::{FutureExt, future::join_all};
use kernel::{Error, Result, WebhookId};
use platform::{Door, Platform, SystemActor};
use tokio::{sync::watch, task::JoinSet};

use super::{
    attempt,
    delivery::Delivery,
    store::{self, Ready},
};
use crate::webhooks::{self, Webhook};

/// Deliveries on their way to one webhook at the same time.
const SIDE_BY_SIDE: u64 = 8;
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Sends what is due until `stop` says so; calls under way come to their end.
pub async fn deliver_until(platform: Platform, mut stop: watch::Receiver<bool>) {
    let mut bell = platform.bell();
    let mut at_work: HashSet<WebhookId> = HashSet::new();
    let mut tasks: JoinSet<WebhookId> = JoinSet::new();
    while !*stop.borrow() {
        match store::ready(&platform).await {
            Ok(ready) => {
                for webhook in ready.into_iter().filter(|webhook| at_work.insert(webhook.id)) {
                    tasks.spawn(tell_all(platform.clone(), webhook, stop.clone()));
                }
            }
            Err(cause) => tracing::error!(%cause, "deliveries can't be read"),
        }
        tokio::select! {
            () = bell.rung() => {}
            _ = stop.changed() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            Some(done) = tasks.join_next() => {
                if let Ok(webhook) = done {
                    at_work.remove(&webhook);
                }
            }
        }
    }
    while tasks.join_next().await.is_some() {}
}

/// Sends everything that is due now; answers how many attempts that were. Tests call it instead of waiting.
pub async fn deliver_due(platform: &Platform) -> Result<usize> {
    let mut count = 0;
    for webhook in store::ready(platform).await? {
        loop {
            let told = tell_some(&door(platform, webhook), webhook.id).await?;
            if told == 0 {
                break;
            }
            count += told;
        }
    }
    Ok(count)
}

/// A task that panics has failed like any other: the webhook is free again, and what it held is taken when its lease is over.
async fn tell_all(platform: Platform, webhook: Ready, stop: watch::Receiver<bool>) -> WebhookId {
    let door = door(&platform, webhook);
    while !*stop.borrow() {
        let told = AssertUnwindSafe(tell_some(&door, webhook.id)).catch_unwind().await;
        match told.unwrap_or_else(|_| Err(Error::internal("a delivery panicked"))) {
            Ok(0) => break,
            Ok(_) => {}
            Err(cause) => {
                tracing::error!(webhook = %webhook.id, %cause, "deliveries failed; they are tried again");
                tokio::time::sleep(LOOK_AGAIN).await;
                break;
            }
        }
    }
    webhook.id
}

/// Sends some of what is due to a webhook; answers how many attempts that were.
async fn tell_some(door: &Door, id: WebhookId) -> Result<usize> {
    let Some((webhook, deliveries)) = take(door, id).await? else { return Ok(0) };
    let count = deliveries.len();
    let attempts = deliveries.into_iter().map(|delivery| attempt::make(door, &webhook, delivery));
    for outcome in join_all(attempts).await {
        outcome?;
    }
    Ok(count)
}

/// An address that fails is asked with one delivery at a time, until it answers.
async fn take(door: &Door, id: WebhookId) -> Result<Option<(Webhook, Vec<Delivery>)>> {
    door.write(async |tx| {
        let db = tx.db();
        let webhook = match webhooks::store::find(&db, id).await {
            Err(Error::NotFound) => return Ok(None),
            found => found?,
        };
        let health = webhooks::store::health_of(&db, id).await?;
        let rests = health.and_then(|health| health.rests_until).is_some_and(|until| until > tx.now());
        if webhook.state != webhooks::WebhookState::On || rests {
            return Ok(None);
        }
        let most = if health.is_some() { 1 } else { SIDE_BY_SIDE };
        let deliveries = store::claim(tx, id, most).await?;
        Ok(Some((webhook, deliveries)))
    })
    .await
}

fn door(platform: &Platform, webhook: Ready) -> Door {
    platform.system(SystemActor::Jobs, webhook.group)
}
