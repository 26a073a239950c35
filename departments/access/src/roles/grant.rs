//! The noun: a role given to a staff member, with how far it reaches.

use kernel::{GrantId, GroupId, Reach, RoleId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "grants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GrantId,
    pub group_id: GroupId,
    pub staff_id: StaffId,
    pub role_id: RoleId,
    pub reach: Reach,
    /// The store it holds in; none exactly when it reaches over the group.
    pub store_id: Option<StoreId>,
}

pub type Grant = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Always reached through a staff member or a role that was found inside the scope.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
