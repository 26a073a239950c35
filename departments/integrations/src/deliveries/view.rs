//! Deliveries as pages show them.

use chrono::{DateTime, Utc};
use kernel::{DeliveryId, PermissionName, Result};
use platform::{
    Db,
    names::{self, Ref, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::delivery::{Attempt, Delivery, DeliveryState, Fault};

/// One line of a webhook's log.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryView {
    pub id: DeliveryId,
    /// `customer.created`; `webhook.test` for a trial.
    pub event: String,
    /// About whom, where the reader may see them.
    pub customer: Option<Ref>,
    pub state: DeliveryState,
    /// Since it was last begun.
    pub attempts: i32,
    /// The last answer.
    pub status: Option<i32>,
    pub fault: Option<Fault>,
    pub created_at: DateTime<Utc>,
    /// The next attempt, while it waits.
    pub due_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
    /// `replay`.
    pub can: Vec<&'static str>,
}

/// One delivery with what is sent and what was answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryDetailView {
    pub delivery: DeliveryView,
    /// The header `webhook-id`: the same however often it is sent.
    pub message_id: String,
    /// The body as it would be sent now, as far as the reader may see it; null when the webhook may not be told of it any more.
    pub request: Option<String>,
    /// The last attempts, oldest first.
    pub tries: Vec<Attempt>,
}

pub async fn views(db: &Db<'_>, deliveries: &[Delivery]) -> Result<Vec<DeliveryView>> {
    let customers = deliveries.iter().filter_map(|delivery| delivery.customer_id).collect();
    let seen = db.under(PermissionName::SeeCustomers);
    let known = names::within_reach(&seen, Wanted { customers, ..Wanted::default() }).await?;
    let view = |delivery: &Delivery| {
        let is_waiting = delivery.state == DeliveryState::Waiting;
        let customer = delivery.customer_id.filter(|id| known.customers.contains_key(id));
        DeliveryView {
            id: delivery.id,
            event: delivery.event.clone(),
            customer: customer.map(|id| known.customer(id)),
            state: delivery.state,
            attempts: delivery.attempts,
            status: delivery.status,
            fault: delivery.fault,
            created_at: delivery.created_at,
            due_at: is_waiting.then_some(delivery.due_at),
            settled_at: delivery.settled_at,
            can: if delivery.entry_id.is_some() { vec!["replay"] } else { Vec::new() },
        }
    };
    Ok(deliveries.iter().map(view).collect())
}
