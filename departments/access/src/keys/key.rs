//! The noun: a machine's key to the API, acting with one role.

use chrono::{DateTime, Utc};
use kernel::{ApiKeyId, GroupId, Reach, RoleId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiKeyId,
    pub group_id: GroupId,
    pub name: String,
    /// The first letters of the secret, to know it again by.
    pub prefix: String,
    /// SHA-256 of the secret; the secret itself is shown once and kept nowhere.
    pub digest: String,
    pub role_id: RoleId,
    /// `store` or `group`: a machine has no customers of its own and no team.
    pub reach: Reach,
    pub store_id: Option<StoreId>,
    pub created_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    /// At most a minute behind.
    pub used_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

pub type ApiKey = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.welcomes(row.group_id, row.store_id)
    }
}
