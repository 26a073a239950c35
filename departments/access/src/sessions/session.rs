//! The noun: one signed-in device.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GroupId, SessionId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub group_id: GroupId,
    pub staff_id: StaffId,
    /// SHA-256 of the cookie's token; the token itself is nowhere but in the browser.
    pub digest: String,
    /// The browser as it named itself.
    pub device: String,
    pub address: String,
    pub created_at: DateTime<Utc>,
    /// At most a minute behind.
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// When its holder last proved who they are; unknown for sessions from before that was asked.
    pub proven_at: Option<DateTime<Utc>>,
    /// It ends then whatever happens.
    pub ends_by: Option<DateTime<Utc>>,
    /// It ends when nobody used it for so long.
    pub idle_hours: Option<i32>,
    /// Opened with a password that somebody else chose: until its holder has chosen one, it is good for that alone, and no longer
    /// than that password.
    pub password_until: Option<DateTime<Utc>>,
}

pub type Session = Model;

/// For sessions from before a group could set it.
const LIFE_MAX: TimeDelta = TimeDelta::days(30);
const IDLE_HOURS: i32 = 7 * 24;

impl Model {
    /// It ends then whatever happens.
    pub fn last_end(&self) -> DateTime<Utc> {
        self.ends_by.unwrap_or(self.created_at + LIFE_MAX)
    }

    /// It ends when nobody used it for so many hours.
    pub fn idle_max(&self) -> i32 {
        self.idle_hours.unwrap_or(IDLE_HOURS)
    }
}

/// When a session used at one instant ends.
pub fn end_of(last_end: DateTime<Utc>, idle_hours: i32, seen_at: DateTime<Utc>) -> DateTime<Utc> {
    (seen_at + TimeDelta::hours(i64::from(idle_hours))).min(last_end)
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Always picked by its staff member or its digest.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
