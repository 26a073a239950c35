//! The noun: what a bulk change did to one customer, kept so that it can be undone.

use kernel::{BulkChangeId, CustomerId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::bulk_change;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "bulk_change_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bulk_change_id: BulkChangeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// The value of the deed's field before, as [`super::rules`] writes it.
    pub before: Option<String>,
    /// The value the change set; undoing leaves alone what is no longer it.
    pub after: Option<String>,
}

pub type BulkChangeRow = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, bulk_change::Entity>(Column::BulkChangeId, bulk_change::Column::Id)
    }
}
