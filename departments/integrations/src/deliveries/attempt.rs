//! One attempt: the payload is made, signed and sent, and what came of it is written down.

use std::time::Instant;

use chrono::{DateTime, Utc};
use journal::{Sight, entry};
use kernel::{Error, Result};
use platform::{
    Db, Door, Platform, crypto,
    outside::{self, Call, Targets, TypedAddress, Unanswered},
};
use sea_orm::{ColumnTrait, QueryFilter};

use super::{
    delivery::{Attempt, Delivery, Fault},
    payload::Payload,
    rules::{self, Verdict},
    store,
};
use crate::{
    signing,
    webhooks::{Power, Webhook},
};

/// So much of an answer is kept, in characters.
const ANSWER_KEPT: usize = 1_000;
const ANSWER_BYTES_MAX: u64 = 8 * 1024;

/// Makes an attempt and writes down what came of it.
pub async fn make(door: &Door, webhook: &Webhook, delivery: Delivery) -> Result<Delivery> {
    let db = door.read();
    let power = Power::of(&db, webhook).await?;
    let Some(payload) = payload(&db, webhook, &delivery, &power, power.sight()).await? else {
        return door.write(async |tx| store::drop_out(tx, delivery).await).await;
    };
    let (attempt, header) = call(door.platform(), webhook, &delivery, serde_json::to_string(&payload)?).await?;
    let pause = header.and_then(|header| rules::retry_after(&header, attempt.at));
    let mut verdict = rules::verdict(&attempt, delivery.attempts + 1, pause, jitter()?);
    if delivery.entry_id.is_none() && matches!(verdict, Verdict::AgainAt(_)) {
        // Whoever tries a webhook sees at once how it went, and tries again when they like.
        verdict = Verdict::GivenUp;
    }
    door.write(async |tx| store::settle(tx, delivery.clone(), attempt.clone(), verdict).await).await
}

/// What the webhook is told by this delivery, seen with these eyes; nothing when it may not be told any more.
pub async fn payload(
    db: &Db<'_>,
    webhook: &Webhook,
    delivery: &Delivery,
    power: &Power,
    sight: Sight,
) -> Result<Option<Payload>> {
    let Some(id) = delivery.entry_id else {
        return Ok(Some(Payload::trial(webhook.id, delivery.id, delivery.created_at)));
    };
    let select = db.select::<entry::Entity>().filter(entry::Column::Position.eq(delivery.entry_position));
    let entry = db.maybe(select).await?.filter(|entry| entry.id == id);
    let entry = entry.filter(|entry| power.covers(webhook.reach, webhook.store_id, entry));
    entry.map(|entry| Payload::of(entry, sight).map_err(Error::from)).transpose()
}

async fn call(
    platform: &Platform,
    webhook: &Webhook,
    delivery: &Delivery,
    body: String,
) -> Result<(Attempt, Option<String>)> {
    let (at, targets, began) = (platform.clock().now(), Targets::of(platform), Instant::now());
    let answer = match TypedAddress::parse(&webhook.url, "url", &targets) {
        Ok(to) => {
            let headers = headers(platform, webhook, delivery, at, &body)?;
            outside::call(targets, Call { to, headers, body: Some(body), answer_bytes_max: ANSWER_BYTES_MAX }).await
        }
        // It was typed when more was allowed.
        Err(_) => Err(Unanswered::AddressInside),
    };
    let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(match answer {
        Ok(answer) => {
            let kept: String = answer.body.chars().filter(|letter| *letter != '\0').take(ANSWER_KEPT).collect();
            let (status, fault) = (Some(answer.status), rules::fault_of(answer.status));
            (Attempt { at, milliseconds, status, fault, answer: kept }, answer.retry_after)
        }
        Err(cause) => {
            let fault = Some(fault_of(cause));
            (Attempt { at, milliseconds, status: None, fault, answer: String::new() }, None)
        }
    })
}

fn headers(
    platform: &Platform,
    webhook: &Webhook,
    delivery: &Delivery,
    at: DateTime<Utc>,
    body: &str,
) -> Result<Vec<(&'static str, String)>> {
    let id = delivery.message_id();
    let secrets = webhook.open_secrets(platform.keys(), at)?;
    let signatures = signing::signatures(&secrets, &id, at, body);
    Ok(vec![
        ("content-type", "application/json".to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", at.timestamp().to_string()),
        ("webhook-signature", signatures),
    ])
}

fn fault_of(cause: Unanswered) -> Fault {
    match cause {
        Unanswered::AddressInside => Fault::AddressInside,
        Unanswered::HostUnknown => Fault::HostUnknown,
        Unanswered::Unreachable => Fault::Unreachable,
        Unanswered::CertificateNotTrusted => Fault::CertificateNotTrusted,
        Unanswered::TooSlow => Fault::TooSlow,
        Unanswered::Broken => Fault::Broken,
    }
}

fn jitter() -> Result<f64> {
    Ok(f64::from(crypto::random::<1>()?[0]) / 255.0)
}
