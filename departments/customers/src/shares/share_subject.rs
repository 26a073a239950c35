//! The noun: a customer whose data was in a share.

use kernel::{CustomerId, ShareId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::share;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "share_subjects")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub share_id: ShareId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
}

pub type ShareSubject = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, share::Entity>(Column::ShareId, share::Column::Id)
    }
}
