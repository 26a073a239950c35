//! The noun: a browser that lets itself be written to, and what must be true of it.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, Fault, GroupId, PushSubscriptionId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::carriers::{is_known_service, is_readable};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "push_subscriptions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PushSubscriptionId,
    pub group_id: GroupId,
    /// Whose browser it is: one of the two.
    pub staff_id: Option<StaffId>,
    pub customer_id: Option<CustomerId>,
    /// A [`BrowserSubscription`] as JSON, sealed.
    pub sealed: Vec<u8>,
    /// By what it is found again when the browser's service says that it is gone.
    pub address_blind: String,
    /// What people call it, `Chrome · Windows`.
    pub browser: String,
    pub created_at: DateTime<Utc>,
}

pub type PushSubscription = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

/// What a browser gives when it lets itself be written to (`PushSubscription.toJSON()`).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BrowserSubscription {
    pub endpoint: String,
    pub keys: BrowserKeys,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BrowserKeys {
    pub p256dh: String,
    pub auth: String,
}

const ENDPOINT_CHARACTERS_MAX: usize = 1_000;

impl BrowserSubscription {
    /// Everything that is wrong with it; `services` are push services the group knows beside the usual ones.
    pub fn faults(&self, services: &[String]) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.endpoint.len() > ENDPOINT_CHARACTERS_MAX || !is_known_service(&self.endpoint, services) {
            let message = "browsers of Google, Mozilla, Microsoft and Apple are known; others are added to the channel";
            faults.push(Fault::new("subscription.endpoint", "push.service_unknown", message));
        }
        if !is_readable(&self.keys.p256dh, &self.keys.auth) {
            let message = "the keys are those of PushSubscription.toJSON(): a point of P-256 and 16 bytes";
            faults.push(Fault::new("subscription.keys", "push.keys_malformed", message));
        }
        faults
    }
}
