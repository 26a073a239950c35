//! The noun: a customer carries a tag.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, StaffId, TagId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::people::customer;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_tags")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag_id: TagId,
    pub added_at: DateTime<Utc>,
    pub added_by: Option<StaffId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::CustomerId, customer::Column::Id)
    }
}
