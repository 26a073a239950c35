//! The noun: one look. Somebody saw something.

use chrono::{DateTime, Utc};
use journal::mark::{self, Mark};
use kernel::{CustomerId, GroupId, Result, StoreId, VehicleId};
use platform::{KeyRing, Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_looks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// 1, 2, 3 … in the order they were written down.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The store of the record that was seen; of a list, the store of who looked.
    pub store_id: Option<StoreId>,
    pub customer_id: Option<CustomerId>,
    pub vehicle_id: Option<VehicleId>,
    /// Another record that was seen: a request, a message …
    pub record_id: Option<Uuid>,
    /// `staff` or `key`.
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    /// The name at the time.
    pub actor_name: String,
    /// `customer.seen`, `customers.searched` …
    pub name: String,
    /// By what was searched: names of fields, never what was searched for.
    pub detail: String,
    pub at: DateTime<Utc>,
}

pub type Look = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[Column::ActorId])
    }
}

impl Model {
    /// A keyed digest over all it says.
    pub fn mark_now(&self, keys: &KeyRing) -> Result<Mark> {
        let told = serde_json::to_vec(&(
            self.number,
            (self.store_id, self.customer_id, self.vehicle_id, self.record_id),
            (&self.actor_kind, self.actor_id, &self.actor_name),
            &self.name,
            &self.detail,
            self.at.timestamp_millis(),
        ))?;
        Ok(mark::of_text(keys, "audit.look", self.group_id, &told))
    }
}
