//! The noun: a text for customers, in all its versions.

use chrono::{DateTime, Utc};
use kernel::{GroupId, PolicyId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "policies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PolicyId,
    pub group_id: GroupId,
    /// What it is called in the house; customers read the title of the version.
    pub name: String,
    /// The purposes whose consents are given to it.
    pub purposes: PurposeCodes,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Policy = Model;

/// Codes of purposes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct PurposeCodes(pub Vec<String>);

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!(crate::policies::policy);
