//! The noun: one message to one customer, on its way or gone.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, Language, MessageId, MessageTemplateId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    pub group_id: GroupId,
    /// The store of the customer.
    pub store_id: StoreId,
    pub customer_id: CustomerId,
    pub channel: ChannelKind,
    pub purpose: Purpose,
    /// The template it was made from, and which edition of it.
    pub template_id: Option<MessageTemplateId>,
    pub edition: Option<i32>,
    pub language: Language,
    /// The phone number, mailbox or account, sealed: the address at the time, even when the contact changes later.
    pub address: Vec<u8>,
    /// What people may see of it, `138****1234`.
    pub address_masked: String,
    /// By what the address is found again, for replies.
    pub address_blind: Option<String>,
    pub subject: Option<String>,
    /// As people may read it: a code is shown as dots.
    pub text: String,
    /// What the carrier is handed, sealed ([`Content`](crate::write::Content)), when it says more than `text`. A code is gone once
    /// a real carrier has it.
    pub content: Option<Vec<u8>>,
    /// How many SMS it takes; 1 on the other channels.
    pub parts: i32,
    pub state: MessageState,
    /// Why it is held or refused, a list of [`Obstacle`](crate::gate::Obstacle); null when nothing stands in its way.
    pub obstacles: Option<serde_json::Value>,
    /// Not sent before.
    pub send_after: Option<DateTime<Utc>>,
    /// The channel that carries it.
    pub via: String,
    pub attempts: i32,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// What the carrier calls it.
    pub receipt: Option<String>,
    /// None when a machine or the house itself sent it.
    pub created_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub clicked_at: Option<DateTime<Utc>>,
    /// The links whose following is noted, sealed; null when nobody watches whether it is read.
    pub watched: Option<Vec<u8>>,
    /// In thousandths of the currency's unit, because one SMS costs less than five fen.
    pub cost_thousandths: Option<i64>,
    pub currency: Option<String>,
    pub version: i32,
}

pub type Message = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[Column::CreatedBy])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id) || scope.span().covers(row.store_id, &[row.created_by])
    }
}

platform::versioned!(crate::message);

/// The kind of way a message takes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    #[sea_orm(string_value = "sms")]
    Sms,
    #[sea_orm(string_value = "email")]
    Email,
    #[sea_orm(string_value = "wecom")]
    Wecom,
    /// To the owner's app.
    #[sea_orm(string_value = "push")]
    Push,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// Something stands in its way that will pass: the night, a pause.
    #[sea_orm(string_value = "held")]
    Held,
    /// It was handed over and the answer was lost: the carrier is asked before it is handed over again.
    #[sea_orm(string_value = "unknown")]
    Unknown,
    #[sea_orm(string_value = "sent")]
    Sent,
    /// The carrier says that it arrived.
    #[sea_orm(string_value = "delivered")]
    Delivered,
    /// The house itself did not let it out.
    #[sea_orm(string_value = "refused")]
    Refused,
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// Why the house writes. Codes and notices belong to what the customer asked for; care and marketing are sent only to those
/// who want them.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
#[schema(as = MessagePurpose)]
pub enum Purpose {
    /// A code that proves who somebody is.
    #[sea_orm(string_value = "code")]
    Code,
    /// What belongs to a contract or an appointment: confirmations, due dates, answers.
    #[default]
    #[sea_orm(string_value = "notice")]
    Notice,
    /// Questions after a visit, greetings.
    #[sea_orm(string_value = "care")]
    Care,
    /// Offers and invitations.
    #[sea_orm(string_value = "marketing")]
    Marketing,
}

impl Purpose {
    /// The word the API and the database have for it.
    pub fn code(self) -> String {
        self.to_value()
    }
}

impl MessageState {
    /// Whether it is still on its way out of the house.
    pub fn is_on_its_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Held | Self::Unknown)
    }
}

impl ChannelKind {
    /// The word the API and the database have for it.
    pub fn code(self) -> String {
        self.to_value()
    }
}

impl Model {
    /// What the sealed address is bound to, so that it can't be moved to another message.
    pub(crate) fn seal_context(id: MessageId) -> Vec<u8> {
        format!("messages/{id}").into_bytes()
    }

    /// The same for the sealed content.
    pub(crate) fn content_context(id: MessageId) -> Vec<u8> {
        format!("messages/{id}/content").into_bytes()
    }
}
