//! The noun: when a lead is of this kind, it goes to one of these people, or into the pool.

use chrono::{DateTime, Utc};
use kernel::{AssignmentRuleId, GroupId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::{Horizon, LeadChannel};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssignmentRuleId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    /// The first is asked first.
    pub place: i32,
    pub title: String,
    pub is_active: bool,
    pub conditions: Conditions,
    /// Nobody means the pool.
    pub people: Shares,
    pub changed_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type AssignmentRule = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.welcomes(row.group_id, Some(row.store_id))
    }
}

platform::versioned!();

/// Which leads a rule is for: all that is given must hold, and an empty list holds of every lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = AssignmentConditions)]
pub struct Conditions {
    pub channels: Vec<LeadChannel>,
    /// By their one name, as leads have it.
    pub brands: Vec<String>,
    pub series: Vec<String>,
    pub horizons: Vec<Horizon>,
}

/// One person of a rule, and how many leads they get for each one of a person of weight 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentShare)]
pub struct Share {
    pub staff_id: StaffId,
    /// 1 to 100.
    #[schema(minimum = 1, maximum = 100)]
    pub weight: i32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Shares(pub Vec<Share>);
