//! The noun: one answer of a customer for a purpose and a channel, with the text it was given to and its proof.

use chrono::{DateTime, Utc};
use kernel::{ConsentId, CustomerId, GroupId, PolicyId, PolicyTextId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::message::ChannelKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsentId,
    pub group_id: GroupId,
    /// The store of the customer at the time.
    pub store_id: StoreId,
    pub customer_id: CustomerId,
    /// The code of the purpose.
    pub purpose: String,
    pub channel: ConsentChannel,
    pub answer: Answer,
    /// When the customer said so.
    pub answered_at: DateTime<Utc>,
    /// A yes holds until then; without end where none.
    pub until: Option<DateTime<Utc>>,
    /// The text that was shown, as it was then.
    pub policy_id: Option<PolicyId>,
    pub policy_text_id: Option<PolicyTextId>,
    pub policy_title: Option<String>,
    pub policy_version: Option<i32>,
    /// SHA-256 of the text, hexadecimal.
    pub policy_hash: Option<String>,
    pub how: Proof,
    /// Where the proof lies or what was said: the number of the paper, of the recording, the reply itself.
    pub proof: Option<String>,
    pub recorded_by: Option<StaffId>,
    pub recorded_name: String,
    pub recorded_at: DateTime<Utc>,
    /// When a later answer took its place; none for the one that holds.
    pub replaced_at: Option<DateTime<Utc>>,
}

pub type Consent = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // An answer holds wherever in the group the customer is served; whose answers one sees is decided by the customers' own scope.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

/// What the customer said.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    #[sea_orm(string_value = "given")]
    Given,
    /// Asked, and said no.
    #[sea_orm(string_value = "refused")]
    Refused,
    /// Said yes before, and takes it back.
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
}

/// The way to the customer an answer is about; `all` where it is about every way, or about none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum ConsentChannel {
    #[sea_orm(string_value = "all")]
    All,
    #[sea_orm(string_value = "sms")]
    Sms,
    #[sea_orm(string_value = "phone")]
    Phone,
    #[sea_orm(string_value = "wecom")]
    Wecom,
    #[sea_orm(string_value = "email")]
    Email,
    #[sea_orm(string_value = "push")]
    Push,
}

/// How one knows of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// A signed paper.
    #[sea_orm(string_value = "paper")]
    Paper,
    #[sea_orm(string_value = "spoken")]
    Spoken,
    /// Ticked in the app or on a page.
    #[sea_orm(string_value = "app")]
    App,
    /// Replied to a message.
    #[sea_orm(string_value = "reply")]
    Reply,
    /// Followed the link in a message.
    #[sea_orm(string_value = "link")]
    Link,
    /// Taken over from an older system.
    #[sea_orm(string_value = "import")]
    Import,
}

/// The version of a text an answer was given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyMark {
    pub policy: PolicyId,
    pub text: PolicyTextId,
    pub title: String,
    pub version: i32,
    pub hash: String,
}

impl ConsentChannel {
    /// The ways to a customer that can be allowed one by one.
    pub const WAYS: [Self; 5] = [Self::Sms, Self::Phone, Self::Wecom, Self::Email, Self::Push];

    /// The word the API and the database have for it.
    pub fn code(self) -> String {
        self.to_value()
    }
}

impl From<ChannelKind> for ConsentChannel {
    fn from(kind: ChannelKind) -> Self {
        match kind {
            ChannelKind::Sms => Self::Sms,
            ChannelKind::Email => Self::Email,
            ChannelKind::Wecom => Self::Wecom,
            ChannelKind::Push => Self::Push,
        }
    }
}

impl Model {
    /// The text it was given to, `会员隐私政策 v3`.
    pub fn policy_name(&self) -> Option<String> {
        Some(format!("{} v{}", self.policy_title.as_deref()?, self.policy_version?))
    }
}
