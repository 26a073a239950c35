//! What a webhook is told of an entry: name, time, ids and body, the person behind it no plainer than its role may see.

use chrono::{DateTime, Utc};
use journal::{Entry, Sight};
use kernel::{CustomerId, DeliveryId, EntryId, StoreId, VehicleId, WebhookId};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use serde_json::{Value, json};

use crate::catalogue::TEST;

/// The body of a call, as the convention has it: what, when, and the facts.
#[derive(Debug, Serialize)]
pub struct Payload {
    #[serde(rename = "type")]
    kind: String,
    timestamp: DateTime<Utc>,
    data: Value,
}

#[derive(Debug, Serialize)]
struct Facts {
    id: EntryId,
    store_id: Option<StoreId>,
    customer_id: Option<CustomerId>,
    vehicle_id: Option<VehicleId>,
    actor: Actor,
    body: Value,
}

#[derive(Debug, Serialize)]
struct Actor {
    kind: String,
    id: Option<Uuid>,
    name: String,
}

impl Payload {
    pub fn of(entry: Entry, sight: Sight) -> serde_json::Result<Self> {
        let body = sight.shown(entry.body);
        let facts = Facts {
            id: entry.id,
            store_id: entry.store_id,
            customer_id: entry.customer_id,
            vehicle_id: entry.vehicle_id,
            actor: Actor { kind: entry.actor_kind, id: entry.actor_id, name: entry.actor_name },
            body,
        };
        Ok(Self { kind: entry.name, timestamp: entry.happened_at, data: serde_json::to_value(facts)? })
    }

    /// What a webhook is told when somebody tries it.
    pub fn trial(webhook: WebhookId, delivery: DeliveryId, at: DateTime<Utc>) -> Self {
        Self { kind: TEST.to_owned(), timestamp: at, data: json!({ "webhook_id": webhook, "delivery_id": delivery }) }
    }
}
