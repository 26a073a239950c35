//! The noun: one reading of a car's odometer.

use chrono::{DateTime, Utc};
use kernel::{GroupId, MileageReadingId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::vehicle;
use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mileage_readings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MileageReadingId,
    pub group_id: GroupId,
    pub vehicle_id: VehicleId,
    pub km: i32,
    pub read_at: DateTime<Utc>,
    pub source: MileageSource,
}

pub type MileageReading = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, vehicle::Entity>(Column::VehicleId, vehicle::Column::Id)
    }
}

words! {
    /// Who read the odometer. A correction says that what was read before is wrong, or that the instrument was replaced.
    MileageSource {
        Workshop "workshop", Owner "owner", Import "import", Telematics "telematics", Correction "correction",
    }
}
