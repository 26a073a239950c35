//! The noun: one row that went along with a merge, or stayed behind because the kept record has its like.

use kernel::MergeId;
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::merge;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "merge_parts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merge_id: MergeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub table_name: String,
    /// What tells the row apart in its table, see [`platform::FollowsCustomer::key`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_id: Uuid,
    /// The row of the kept record that is the same; this one stayed behind.
    pub folded_into: Option<Uuid>,
    /// Of contacts and addresses: it was the primary one before.
    pub was_primary: bool,
}

pub type MergePart = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, merge::Entity>(Column::MergeId, merge::Column::Id)
    }
}
