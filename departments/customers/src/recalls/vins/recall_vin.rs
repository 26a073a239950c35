//! The noun: one VIN a maker named for a recall, whether we know the car or not.

use chrono::{DateTime, Utc};
use kernel::{GroupId, RecallId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recall_vins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub recall_id: RecallId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub vin: String,
    pub group_id: GroupId,
    /// Its check digit does not hold, though makers of its country write one.
    pub is_doubtful: bool,
    /// The car in the base, once there is one.
    pub vehicle_id: Option<VehicleId>,
    pub created_at: DateTime<Utc>,
}

pub type RecallVin = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
