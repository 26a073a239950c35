//! The noun: a person whose data is only kept, and used for nothing, until the restriction is lifted.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, PersonRequestId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "restrictions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub request_id: PersonRequestId,
    pub since: DateTime<Utc>,
}

pub type Restriction = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }
}
