//! The noun: a role, a named set of permissions of a group.

use chrono::{DateTime, Utc};
use kernel::{GroupId, Language, RoleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "roles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleId,
    pub group_id: GroupId,
    /// Unique in the group; those of built-in roles are fixed.
    pub code: String,
    pub name: String,
    pub name_english: Option<String>,
    pub is_built_in: bool,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Role = Model;

impl Role {
    /// The name in this language, or the only one there is.
    pub fn title(&self, language: Language) -> &str {
        language.pick(&self.name, self.name_english.as_deref().unwrap_or(&self.name))
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        let span = scope.span();
        span.everywhere || (span.group && row.group_id == scope.group())
    }
}

platform::versioned!(crate::roles::role);
