//! The noun: a number plate a car carries or carried.

use chrono::NaiveDate;
use kernel::{GroupId, PlateId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::vehicle;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlateId,
    pub group_id: GroupId,
    pub vehicle_id: VehicleId,
    /// Normal form without dot.
    pub plate: String,
    pub since: Option<NaiveDate>,
    /// Empty while the car carries it.
    pub until: Option<NaiveDate>,
}

pub type CarriedPlate = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, vehicle::Entity>(Column::VehicleId, vehicle::Column::Id)
    }
}
