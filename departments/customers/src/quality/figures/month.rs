//! The noun: how a store stood in one month, on the last day it was counted.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quality_months")]
pub struct Model {
    pub group_id: GroupId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub store_id: StoreId,
    /// Its first day, in the calendar of the store.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: NaiveDate,
    pub customers: i64,
    pub quality_sum: i64,
    pub completeness_sum: i64,
    pub validity_sum: i64,
    /// Customers with anything doubtful.
    pub doubtful: i64,
    pub counted_at: DateTime<Utc>,
}

pub type Month = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }
}
