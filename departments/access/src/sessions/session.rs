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
}

pub type Session = Model;

/// A session ends after so long whatever happens,
pub const LIFE_MAX: TimeDelta = TimeDelta::days(30);
/// and sooner when nobody uses it.
pub const IDLE_MAX: TimeDelta = TimeDelta::days(7);

/// When a session opened at one instant and used at another ends.
pub fn end_of(created_at: DateTime<Utc>, seen_at: DateTime<Utc>) -> DateTime<Utc> {
    (seen_at + IDLE_MAX).min(created_at + LIFE_MAX)
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
