//! The noun: a person who works here and may sign in.

use chrono::{DateTime, Utc};
use kernel::{DepartmentId, GroupId, Language, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StaffId,
    pub group_id: GroupId,
    /// Where the person works.
    pub store_id: StoreId,
    pub department_id: Option<DepartmentId>,
    /// Unique in the whole house, in small letters: sign-in names no group.
    pub login: String,
    pub name: String,
    pub title: Option<String>,
    /// Sealed with the id as context.
    pub phone: Option<Vec<u8>>,
    /// Sealed with the id as context.
    pub email: Option<Vec<u8>>,
    pub language: Language,
    /// A PHC string; none for people who never sign in.
    pub password_hash: Option<String>,
    /// A password somebody else has chosen holds until then; one of the person's own has no end.
    pub password_until: Option<DateTime<Utc>>,
    /// A person who left stays as a name on records.
    pub is_active: bool,
    /// Locked by hand, until somebody unlocks.
    pub locked_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Staff = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        let covered = scope.of_store(Column::GroupId, Column::StoreId, &[Column::Id]);
        // Everyone may see themselves, wherever their power reaches.
        scope.staff().into_iter().fold(Condition::any().add(covered), |any, me| any.add(Column::Id.eq(me)))
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.welcomes(row.group_id, Some(row.store_id))
    }
}

platform::versioned!(crate::staff::member);
