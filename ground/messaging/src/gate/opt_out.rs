//! The noun: an address that wants no more marketing or care on its channel, whoever it belongs to now. The address itself is not
//! kept, only its blind index.

use chrono::{DateTime, Utc};
use kernel::{GroupId, MessageId, OptOutId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::message::ChannelKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opt_outs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OptOutId,
    pub group_id: GroupId,
    pub channel: ChannelKind,
    pub address_blind: String,
    /// The word that was replied, or that the link was followed.
    pub proof: String,
    /// The message it answers, when one is known.
    pub message_id: Option<MessageId>,
    pub since: DateTime<Utc>,
}

pub type OptOut = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
