//! The noun: a group's own limits for messages of one purpose.

use chrono::{DateTime, Utc};
use kernel::{GroupId, SendingRuleId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::message::Purpose;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sending_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SendingRuleId,
    pub group_id: GroupId,
    pub purpose: Purpose,
    /// [`Limits`](super::rules::Limits).
    pub limits: Json,
    pub changed_by: Option<StaffId>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type SendingRule = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();
