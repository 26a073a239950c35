//! The noun: one line of the journal.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, EntryId, GroupId, StoreId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub position: i64,
    /// On PostgreSQL the transaction that wrote it, by which readers go; 0 on SQLite.
    pub transaction_id: i64,
    pub id: EntryId,
    pub group_id: GroupId,
    pub store_id: Option<StoreId>,
    pub customer_id: Option<CustomerId>,
    pub vehicle_id: Option<VehicleId>,
    /// `staff`, `key`, `system` or `owner`.
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    /// The name at the time, so that the line still reads when the person has left.
    pub actor_name: String,
    /// Past tense, `customer.created`.
    pub name: String,
    pub kind: Kind,
    pub body: Json,
    /// When it happened in the world.
    pub happened_at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// The mark of what it says, see [`crate::mark`]; none on entries that are older than marks.
    pub mark: Option<Vec<u8>>,
}

pub type Entry = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The side of the business an entry tells of, for the filters of a timeline.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[sea_orm(string_value = "sales")]
    Sales,
    #[sea_orm(string_value = "service")]
    Service,
    #[sea_orm(string_value = "care")]
    Care,
    #[sea_orm(string_value = "marketing")]
    Marketing,
    #[sea_orm(string_value = "telematics")]
    Telematics,
    /// Changes to the record itself.
    #[sea_orm(string_value = "record")]
    Record,
}

impl Owned for Entity {
    // A customer's timeline is one, whichever store wrote the line; who may see the customer may read it.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
