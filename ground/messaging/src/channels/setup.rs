//! The noun: by which carrier a group's messages of one channel leave the house.

use chrono::{DateTime, Utc};
use kernel::{ChannelSetupId, Error, GroupId, Result, StaffId};
use platform::{KeyRing, Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{carriers::Security, message::ChannelKind};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "channel_setups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChannelSetupId,
    pub group_id: GroupId,
    pub channel: ChannelKind,
    /// A [`Settings`].
    pub settings: Json,
    /// Password or key, sealed; it never leaves the house.
    pub secret: Option<Vec<u8>>,
    pub changed_by: Option<StaffId>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type ChannelSetup = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();

/// What a carrier must know, but for its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "carrier", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = CarrierSettings)]
pub enum Settings {
    /// Sends nothing anywhere; what would have been sent is read on the page.
    StandIn {},
    /// The secret is the password of `username`.
    Smtp {
        host: String,
        port: u16,
        security: Security,
        #[serde(default)]
        username: Option<String>,
        /// `service@example.com`
        from: String,
        #[serde(default)]
        from_name: Option<String>,
    },
    /// The secret is the `AccessKeySecret`.
    Aliyun {
        access_key_id: String,
        /// Without the brackets, `澄岚汽车`.
        signature: String,
        /// Aliyun's own address when not given.
        #[serde(default)]
        endpoint: Option<String>,
    },
    /// The secret is the `SecretKey`.
    Tencent {
        secret_id: String,
        app_id: String,
        signature: String,
        #[serde(default)]
        region: Option<String>,
        #[serde(default)]
        endpoint: Option<String>,
    },
    /// The secret is that of the application.
    Wecom {
        corp_id: String,
        agent_id: i64,
        #[serde(default)]
        endpoint: Option<String>,
    },
    /// The secret is the private VAPID key; one is made when none is given.
    WebPush {
        /// Whom a push service may write to, `mailto:it@example.com`.
        contact: String,
        /// Push services beside those of Google, Mozilla, Microsoft and Apple: `https://push.example.com`.
        #[serde(default)]
        services: Vec<String>,
    },
}

impl Settings {
    /// The word for the carrier.
    pub fn carrier(&self) -> &'static str {
        match self {
            Self::StandIn {} => "stand_in",
            Self::Smtp { .. } => "smtp",
            Self::Aliyun { .. } => "aliyun",
            Self::Tencent { .. } => "tencent",
            Self::Wecom { .. } => "wecom",
            Self::WebPush { .. } => "web_push",
        }
    }

    /// The channel it carries; none for the stand-in, which carries all.
    pub fn channel(&self) -> Option<ChannelKind> {
        match self {
            Self::StandIn {} => None,
            Self::Smtp { .. } => Some(ChannelKind::Email),
            Self::Aliyun { .. } | Self::Tencent { .. } => Some(ChannelKind::Sms),
            Self::Wecom { .. } => Some(ChannelKind::Wecom),
            Self::WebPush { .. } => Some(ChannelKind::Push),
        }
    }

    /// What stands in brackets before each SMS.
    pub fn signature(&self) -> Option<&str> {
        match self {
            Self::Aliyun { signature, .. } | Self::Tencent { signature, .. } => Some(signature),
            _ => None,
        }
    }
}

impl Model {
    pub fn settings(&self) -> Result<Settings> {
        Ok(serde_json::from_value(self.settings.clone())?)
    }

    /// The secret in the clear.
    pub fn open_secret(&self, keys: &KeyRing) -> Result<Option<String>> {
        let opened = self.secret.as_ref().map(|sealed| keys.open(sealed, &Self::seal_context(self.id)));
        opened.transpose()
    }

    pub fn seal_context(id: ChannelSetupId) -> Vec<u8> {
        format!("channel_setups/{id}").into_bytes()
    }

    /// Says that a carrier cannot do without its secret.
    pub fn secret_missing() -> Error {
        Error::invalid("secret", "secret.missing", "this carrier needs its password or key")
    }
}
