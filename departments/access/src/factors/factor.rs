//! The nouns: somebody's second factor, and the codes that stand in for it when it is lost.

use chrono::{DateTime, Utc};
use kernel::{GroupId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

/// One row per person who has, had or is setting up a factor.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff_id: StaffId,
    pub group_id: GroupId,
    /// Sealed with the person as context; none while only being set up.
    pub secret: Option<Vec<u8>>,
    pub enrolled_at: Option<DateTime<Utc>>,
    /// Codes of this step and before are used up.
    pub last_step: i64,
    /// A secret shown to the person, until a code of it proves that it arrived. Sealed like the other.
    pub pending_secret: Option<Vec<u8>>,
    pub pending_at: Option<DateTime<Utc>>,
}

pub type Factor = Model;

impl Model {
    pub fn is_on(&self) -> bool {
        self.secret.is_some()
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Always picked by a person who was found inside the scope.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
