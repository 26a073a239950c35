//! The noun: one round of completing records in a store.

use chrono::{DateTime, Utc};
use kernel::{GroupId, QualityAuditId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::words::words;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quality_audits")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QualityAuditId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    /// `2026Q4`, in the calendar of the store.
    pub quarter: String,
    /// Records with a lower score are audited.
    pub score_below: i32,
    pub per_person_per_day: i32,
    pub state: AuditState,
    /// Records that became tasks.
    pub total: i64,
    /// Records for which nobody had room within the weeks of an audit.
    pub beyond: i64,
    /// Records nobody looks after.
    pub nobodys: i64,
    /// None when the house itself began it.
    pub started_by: Option<StaffId>,
    pub started_name: String,
    pub started_at: DateTime<Utc>,
}

pub type Audit = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id)
    }
}

words! {
    /// Its tasks are being laid out, or are.
    AuditState as QualityAuditState { Planning "planning", Running "running" }
}
