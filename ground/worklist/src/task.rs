//! The noun: something a person must do, by when, about whom.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, StaffId, StoreId, TaskId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tasks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub title: String,
    pub kind: TaskKind,
    pub state: TaskState,
    pub due_at: DateTime<Utc>,
    pub priority: Priority,
    /// Until then an open task is asleep: off the list, though its clock runs on.
    pub snoozed_until: Option<DateTime<Utc>>,
    pub customer_id: Option<CustomerId>,
    pub vehicle_id: Option<VehicleId>,
    /// Nobody yet: whoever sees the tasks of the store may take it.
    pub assignee_id: Option<StaffId>,
    /// Whose work it is, while they are away and the assignee stands in.
    pub stands_in_for: Option<StaffId>,
    /// None when a machine or the house itself asked for it.
    pub created_by: Option<StaffId>,
    /// The department that wants it done, by the name of its crate.
    pub department: String,
    pub note: Option<String>,
    /// What came of it, a code such as `reached` or `no_answer`.
    pub outcome: Option<String>,
    pub done_at: Option<DateTime<Utc>>,
    /// What a listener adds its task under, so that hearing twice adds one.
    pub unique_key: Option<String>,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

pub type Task = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[Column::AssigneeId])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id) || scope.span().covers(row.store_id, &[row.assignee_id])
    }
}

platform::versioned!(crate::task);

/// What is to be done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    #[sea_orm(string_value = "call")]
    Call,
    #[sea_orm(string_value = "visit")]
    Visit,
    #[sea_orm(string_value = "message")]
    Message,
    /// Make sure a customer is still there and still reached this way.
    #[sea_orm(string_value = "verify")]
    Verify,
    /// Have the customer confirm the record.
    #[sea_orm(string_value = "confirm_data")]
    ConfirmData,
    #[sea_orm(string_value = "follow_up")]
    FollowUp,
    #[sea_orm(string_value = "other")]
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    #[sea_orm(string_value = "open")]
    Open,
    #[sea_orm(string_value = "done")]
    Done,
    #[sea_orm(string_value = "cancelled")]
    Cancelled,
}

#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
#[schema(as = TaskPriority)]
pub enum Priority {
    #[sea_orm(string_value = "low")]
    Low,
    #[default]
    #[sea_orm(string_value = "normal")]
    Normal,
    #[sea_orm(string_value = "high")]
    High,
}

impl TaskKind {
    /// The word the API and the database have for it.
    pub fn code(self) -> String {
        self.to_value()
    }
}

impl Priority {
    /// The word the API and the database have for it.
    pub fn code(self) -> String {
        self.to_value()
    }
}
