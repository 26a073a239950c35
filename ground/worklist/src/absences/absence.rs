//! The noun: somebody is away, and somebody else does their work.

use chrono::{DateTime, Utc};
use kernel::{AbsenceId, GroupId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "absences")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AbsenceId,
    pub group_id: GroupId,
    /// Where the person works.
    pub store_id: StoreId,
    pub staff_id: StaffId,
    pub stand_in_id: StaffId,
    pub from_at: DateTime<Utc>,
    pub until_at: DateTime<Utc>,
    pub reason: Option<String>,
    /// When it was over: at its end, earlier, or before it began.
    pub ended_at: Option<DateTime<Utc>>,
    pub created_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

pub type Absence = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[Column::StaffId, Column::StandInId])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id) || scope.span().covers(row.store_id, &[Some(row.staff_id)])
    }
}

platform::versioned!(crate::absences::absence);
