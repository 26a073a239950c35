//! The noun: two records of one car that became one.

use chrono::{DateTime, Utc};
use kernel::{GroupId, VehicleId, VehicleMergeId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use super::field::{VehicleField, VehicleTaken};
use crate::{merges::merge::Moved, vehicles::vehicle};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "vehicle_merges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VehicleMergeId,
    pub group_id: GroupId,
    /// The record that goes on.
    pub kept_id: VehicleId,
    /// The record that lives on in it; its row stays as it was, so that it can come back.
    pub absorbed_id: VehicleId,
    /// Fields of the kept record that took the absorbed one's value.
    pub taken: AllTaken,
    /// What the kept record's odometer said before.
    pub mileage: Odometer,
    /// How many rows of each table went along.
    pub moved: Moved,
    /// A staff member or a key.
    pub actor_id: Uuid,
    pub actor_name: String,
    pub merged_at: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
    /// The name of who took it back.
    pub undone_by: Option<String>,
    pub version: i32,
}

pub type VehicleMerge = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, vehicle::Entity>(Column::KeptId, vehicle::Column::Id)
    }
}

platform::versioned!();

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct AllTaken(pub Vec<VehicleTaken>);

impl AllTaken {
    pub fn has(&self, field: VehicleField) -> bool {
        self.0.iter().any(|taken| taken.field == field)
    }
}

/// Kilometres, and when they were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Odometer {
    pub km: Option<i32>,
    pub at: Option<DateTime<Utc>>,
}
