//! The noun: one row that went along with a merge of cars, stayed behind because the kept record has its like, or was ended by it.

use chrono::NaiveDate;
use kernel::VehicleMergeId;
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::merge;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vehicle_merge_parts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merge_id: VehicleMergeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub table_name: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_id: Uuid,
    /// The row of the kept record that is the same; this one stayed behind.
    pub folded_into: Option<Uuid>,
    /// The day on which the merge ended it: one car carries one plate and has one owner.
    pub ended_on: Option<NaiveDate>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, merge::Entity>(Column::MergeId, merge::Column::Id)
    }
}
