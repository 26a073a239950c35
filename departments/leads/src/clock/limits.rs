//! The noun: within how many minutes a store answers, in which hours, whom it tells when nobody did, and how long a lead is protected.

use chrono::{DateTime, Utc};
use kernel::{GroupId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::hours::WeekHours;
use crate::rules::RESPONSE_MINUTES_MAX;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_limits")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub store_id: StoreId,
    pub group_id: GroupId,
    /// So long may a customer wait for the first try to reach them.
    pub answer_minutes: i32,
    /// When the clock runs; none means around the clock.
    pub hours: Option<WeekHours>,
    /// So long before the limit whoever has the lead is warned; none means never.
    pub warn_before_minutes: Option<i32>,
    /// Who is told when the limit has passed; none means the head of the consultant's department, else all of the store.
    pub team_lead_id: Option<StaffId>,
    /// Who is told when it goes on; none means whoever manages the store by their role, else all of the store.
    pub manager_id: Option<StaffId>,
    /// So long after the limit; none means never.
    pub manager_after_minutes: Option<i32>,
    /// So long a lead stays with whoever got it though nobody answers; none means that it stays for good.
    pub protection_minutes: Option<i32>,
    /// Whether a lead held back goes to the next of its rule rather than to the pool.
    pub goes_to_next: bool,
    pub changed_by: Option<StaffId>,
    pub changed_at: DateTime<Utc>,
    /// 0 while the store has set nothing.
    pub version: i32,
}

pub type LeadLimits = Model;

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

impl platform::database::Versioned for Entity {
    fn this(row: &Model) -> sea_orm::sea_query::SimpleExpr {
        Column::StoreId.eq(row.store_id)
    }
    fn version_column() -> Column {
        Column::Version
    }
    fn version(row: &Model) -> i32 {
        row.version
    }
    fn set_version(row: &mut Model, version: i32) {
        row.version = version;
    }
}

const WARN_BEFORE_MINUTES: i32 = 10;
const MANAGER_AFTER_MINUTES: i32 = 30;

impl Model {
    /// Those of a store that has set nothing: half an hour around the clock, and nothing is held back.
    pub fn unset(group: GroupId, store: StoreId, now: DateTime<Utc>) -> Self {
        Self {
            store_id: store,
            group_id: group,
            answer_minutes: i32::try_from(RESPONSE_MINUTES_MAX).unwrap_or(i32::MAX),
            hours: None,
            warn_before_minutes: Some(WARN_BEFORE_MINUTES),
            team_lead_id: None,
            manager_id: None,
            manager_after_minutes: Some(MANAGER_AFTER_MINUTES),
            protection_minutes: None,
            goes_to_next: false,
            changed_by: None,
            changed_at: now,
            version: 0,
        }
    }
}
