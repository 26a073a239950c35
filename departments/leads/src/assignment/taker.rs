//! The noun: somebody who takes leads, with their hours, how many they can have open, and whether they take any today.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::clock::hours::WeekHours;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_takers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff_id: StaffId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    /// When they are at work; none means the hours of the store.
    pub hours: Option<WeekHours>,
    /// So many open leads at most come to them by rules; none means no bound.
    pub capacity: Option<i32>,
    /// On this day of the store they take none.
    pub paused_on: Option<NaiveDate>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type LeadTaker = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[Column::StaffId])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.welcomes(row.group_id, Some(row.store_id)) || scope.span().covers(row.store_id, &[Some(row.staff_id)])
    }
}

impl platform::database::Versioned for Entity {
    fn this(row: &Model) -> sea_orm::sea_query::SimpleExpr {
        Column::StaffId.eq(row.staff_id)
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

impl Model {
    /// Somebody of whom nothing is set: there when the store is, without a bound.
    pub fn unset(group: GroupId, store: StoreId, staff: StaffId, now: DateTime<Utc>) -> Self {
        Self {
            staff_id: staff,
            group_id: group,
            store_id: store,
            hours: None,
            capacity: None,
            paused_on: None,
            changed_at: now,
            version: 0,
        }
    }
}
