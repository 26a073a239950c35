//! The noun: a group of tags, `意向`, `行为`.

use kernel::{GroupId, TagGroupId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tag_groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TagGroupId,
    pub group_id: GroupId,
    pub name: String,
    pub position: i32,
    pub version: i32,
}

pub type TagGroup = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();
