//! The noun: what one part of a message costs from a day on.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, MessagePriceId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::message::ChannelKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message_prices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessagePriceId,
    pub group_id: GroupId,
    pub channel: ChannelKind,
    /// In force from this day of the store until the next price.
    pub from_day: NaiveDate,
    /// Per part, in thousandths of the currency's unit: 45 are 4.5 fen.
    pub thousandths: i64,
    /// `CNY`
    pub currency: String,
    pub created_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
}

pub type MessagePrice = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
