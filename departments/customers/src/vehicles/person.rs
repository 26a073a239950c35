//! The noun: who has which car, in which role, from when to when.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, GroupId, VehicleId, VehiclePersonId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "vehicle_people")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VehiclePersonId,
    pub group_id: GroupId,
    pub vehicle_id: VehicleId,
    pub customer_id: CustomerId,
    pub role: Role,
    pub since: Option<NaiveDate>,
    /// Empty while it lasts.
    pub until: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
}

pub type VehiclePerson = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Reached from a customer or a car that was found inside the scope before.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

words! {
    Role { Owner "owner", Driver "driver", Payer "payer" }
}
