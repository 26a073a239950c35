//! The noun: one text of the house for one channel, by the code under which departments ask for it.

use chrono::{DateTime, Utc};
use kernel::{GroupId, MessageTemplateId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::message::{ChannelKind, Purpose};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message_templates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageTemplateId,
    pub group_id: GroupId,
    /// What departments know it by, `appointment.confirmed`; the same on every channel.
    pub code: String,
    pub name: String,
    pub channel: ChannelKind,
    pub purpose: Purpose,
    /// Departments count on it: it can be reworded, not retired.
    pub is_shipped: bool,
    /// No longer offered; messages that were made from it keep it.
    pub is_retired: bool,
    /// The number of the edition in use; none while the first is a draft.
    pub published: Option<i32>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Template = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();
