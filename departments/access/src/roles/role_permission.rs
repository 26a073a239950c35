//! The noun: one permission of a role.

use kernel::{PermissionName, RoleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::role;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role_permissions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub role_id: RoleId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub permission: PermissionName,
}

pub type RolePermission = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, role::Entity>(Column::RoleId, role::Column::Id)
    }
}
