//! The noun: a suggestion a person put aside for a while.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::people::customer;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "suggestion_dismissals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub until: DateTime<Utc>,
    pub staff_id: Option<StaffId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::CustomerId, customer::Column::Id)
    }
}
