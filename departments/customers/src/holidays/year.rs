//! The noun: the days of one year that are not as their weekday would have them, as a group wrote them down.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, HolidayYearId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holiday_years")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HolidayYearId,
    pub group_id: GroupId,
    pub year: i32,
    pub days: AnnouncedDays,
    /// Where it is announced: the address of the notice, a letter of the head office.
    pub source: String,
    pub changed_by: Option<StaffId>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type HolidayYear = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();

/// In the order of days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct AnnouncedDays(pub Vec<AnnouncedDay>);

/// One day that is not as its weekday would have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedDay {
    pub day: NaiveDate,
    /// True for a day off, false for a weekend that is worked in exchange.
    pub is_off: bool,
    /// 春节, 国庆节 …
    #[serde(default)]
    pub name: String,
}
