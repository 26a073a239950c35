//! The row of a purpose a group has shaped or added; what it left as shipped has none.

use kernel::{ConsentPurposeId, GroupId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::purpose::{Asks, Basis, PersonalKinds};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent_purposes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsentPurposeId,
    pub group_id: GroupId,
    pub code: String,
    pub name: String,
    pub name_english: String,
    pub basis: Basis,
    pub asks: Asks,
    pub kinds: PersonalKinds,
    pub is_separate: bool,
    pub by_channel: bool,
    pub months: Option<i32>,
    pub ask_again_days: i32,
    pub is_active: bool,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();
