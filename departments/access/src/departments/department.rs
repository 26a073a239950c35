//! The noun: a department inside a store.

use chrono::{DateTime, Utc};
use kernel::{DepartmentId, GroupId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::power::places;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "departments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DepartmentId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub name: String,
    pub kind: DepartmentKind,
    /// Who leads it: a reach of "team" covers the departments one heads.
    pub head_id: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Department = Model;

/// The side of the business a department works on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum DepartmentKind {
    #[sea_orm(string_value = "sales")]
    Sales,
    #[sea_orm(string_value = "service")]
    Service,
    #[sea_orm(string_value = "parts")]
    Parts,
    #[sea_orm(string_value = "care")]
    Care,
    #[sea_orm(string_value = "marketing")]
    Marketing,
    #[sea_orm(string_value = "management")]
    Management,
    #[sea_orm(string_value = "it")]
    It,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        places(scope, Column::GroupId, Column::StoreId)
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.welcomes(row.group_id, Some(row.store_id))
    }
}

platform::versioned!(crate::departments::department);
