//! The noun: one event on its way to one webhook. It keeps no copy of what it tells: that is made from the journal each time.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, DeliveryId, EntryId, GroupId, WebhookId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    pub group_id: GroupId,
    pub webhook_id: WebhookId,
    /// Nothing for a trial.
    pub entry_id: Option<EntryId>,
    /// Where the entry stands in the journal: deliveries about one customer go in this order.
    pub entry_transaction: i64,
    pub entry_position: i64,
    pub event: String,
    pub customer_id: Option<CustomerId>,
    pub state: DeliveryState,
    /// Since it was last begun anew.
    pub attempts: i32,
    pub due_at: DateTime<Utc>,
    /// Somebody is at it until then.
    pub leased_until: Option<DateTime<Utc>>,
    /// What the last attempt was answered.
    pub status: Option<i32>,
    pub fault: Option<Fault>,
    /// The last [`Attempt`]s, oldest first.
    pub tries: Json,
    pub created_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

pub type Delivery = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Reached through its webhook, which was found inside the scope.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    #[sea_orm(string_value = "delivered")]
    Delivered,
    /// Given up after the last attempt.
    #[sea_orm(string_value = "failed")]
    Failed,
    /// The webhook may not be told any more: it has lost the permission, or the person was forgotten.
    #[sea_orm(string_value = "dropped")]
    Dropped,
}

/// Why an attempt failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
#[schema(as = DeliveryFault)]
pub enum Fault {
    /// The answer was no success.
    #[sea_orm(string_value = "refused")]
    Refused,
    /// The answer points elsewhere; nobody goes there.
    #[sea_orm(string_value = "redirected")]
    Redirected,
    #[sea_orm(string_value = "address_inside")]
    AddressInside,
    #[sea_orm(string_value = "host_unknown")]
    HostUnknown,
    #[sea_orm(string_value = "unreachable")]
    Unreachable,
    #[sea_orm(string_value = "certificate_not_trusted")]
    CertificateNotTrusted,
    #[sea_orm(string_value = "too_slow")]
    TooSlow,
    #[sea_orm(string_value = "broken")]
    Broken,
}

/// One attempt, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DeliveryAttempt)]
pub struct Attempt {
    pub at: DateTime<Utc>,
    pub milliseconds: u64,
    /// What was answered, if anything was.
    pub status: Option<u16>,
    pub fault: Option<Fault>,
    /// The beginning of the answer.
    pub answer: String,
}

impl Model {
    pub fn tries(&self) -> Vec<Attempt> {
        serde_json::from_value(self.tries.clone()).unwrap_or_default()
    }

    /// What receivers tell repeated deliveries by; the same however often it is sent.
    pub fn message_id(&self) -> String {
        let id = self.entry_id.map_or(self.id.0, |entry| entry.0);
        format!("msg_{}", id.simple())
    }
}
