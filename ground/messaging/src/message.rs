//! The noun: one message to one customer, on its way or gone.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, MessageId, Result, StaffId, StoreId};
use platform::{KeyRing, Owned, Scope};
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
    /// The phone number, mailbox or account, sealed: the address at the time, even when the contact changes later.
    pub address: Vec<u8>,
    /// What people may see of it, `138****1234`.
    pub address_masked: String,
    pub subject: Option<String>,
    /// With [`SECRET_MARK`] where the secret stands.
    pub text: String,
    /// A code that only the customer may read, sealed; gone once a carrier has it.
    pub secret: Option<Vec<u8>>,
    pub state: MessageState,
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
    #[sea_orm(string_value = "sent")]
    Sent,
    #[sea_orm(string_value = "failed")]
    Failed,
}

impl ChannelKind {
    /// The word the API and the database have for it.
    pub fn code(self) -> String {
        self.to_value()
    }
}

/// Stands in a text in place of its secret.
pub const SECRET_MARK: &str = "••••••";

impl Model {
    /// The text as it is sent, with its secret in place.
    pub(crate) fn whole_text(&self, keys: &KeyRing) -> Result<String> {
        match &self.secret {
            Some(sealed) => Ok(self.text.replace(SECRET_MARK, &keys.open(sealed, &Self::seal_context(self.id))?)),
            None => Ok(self.text.clone()),
        }
    }

    /// What the sealed address is bound to, so that it can't be moved to another message.
    pub(crate) fn seal_context(id: MessageId) -> Vec<u8> {
        format!("messages/{id}").into_bytes()
    }
}
