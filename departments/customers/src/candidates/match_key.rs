//! The noun: a key under which a customer is found by those who may be the same.

use kernel::CustomerId;
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::people::customer;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, DeriveEntityModel)]
#[sea_orm(table_name = "match_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// A keyed hash over the group and what is shared: the sound of a name, a birth date with a part of it, an address.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: i64,
}

pub type MatchKey = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::CustomerId, customer::Column::Id)
    }
}
