//! The noun: cars of one range of VINs, or of one model registered in some days.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, RecallCriterionId, RecallId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recall_criteria")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecallCriterionId,
    pub group_id: GroupId,
    pub recall_id: RecallId,
    /// Positions 1 to 8 of the VIN, or its first 3 to 7. Given for ranges of VINs, and then no brand is.
    pub vin_head: Option<String>,
    /// Positions 10 and 11 of the VIN: model year and plant.
    pub vin_tail: Option<String>,
    /// Positions 12 to 17 of the first car.
    pub sequence_from: Option<String>,
    pub sequence_to: Option<String>,
    pub brand: Option<String>,
    /// All series of the brand, when not given.
    pub series: Option<String>,
    /// Registered, or else bought, on these days.
    pub registered_from: Option<NaiveDate>,
    pub registered_to: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
}

pub type Criterion = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
