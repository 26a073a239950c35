//! The only file of channels that builds queries: find, save, and the carrier in force.

use std::sync::Arc;

use journal::{About, events::messaging::MessagingEvent};
use kernel::{ChannelSetupId, Error, Result};
use platform::{Db, Platform, Tx, outside::Targets};
use sea_orm::{ColumnTrait, QueryFilter};

use super::{
    rules,
    setup::{ChannelSetup, Column, Entity, Settings},
};
use crate::{
    carriers::{Aliyun, Endpoint, Smtp, Tencent, WebPush, Wecom, key_of},
    channel::{Channel, ConfiguredCarriers, Postbox},
    message::ChannelKind,
};

/// What the group has set for this channel, if anything.
pub async fn find(db: &Db<'_>, channel: ChannelKind) -> Result<Option<ChannelSetup>> {
    db.maybe(db.select::<Entity>().filter(Column::Channel.eq(channel))).await
}

/// All the group has set.
pub async fn all(db: &Db<'_>) -> Result<Vec<ChannelSetup>> {
    db.all(db.select::<Entity>()).await
}

pub async fn by_id(db: &Db<'_>, id: ChannelSetupId) -> Result<ChannelSetup> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// Keeps a setup: the first of its channel, or instead of the one before.
pub async fn save(tx: &mut Tx, setup: ChannelSetup) -> Result<ChannelSetup> {
    let event =
        MessagingEvent::ChannelSet { channel: setup.channel.code(), carrier: setup.settings()?.carrier().to_owned() };
    let setup = if setup.version == 0 {
        let setup = ChannelSetup { version: 1, ..setup };
        tx.insert::<Entity>(setup.clone()).await?;
        setup
    } else {
        tx.replace::<Entity>(setup).await?
    };
    journal::record(tx, About::default(), event).await?;
    Ok(setup)
}

/// The carrier of this channel for the group of this reader: what the group has set, else that of the configuration file, else what
/// the server was put together with; with the signature that stands before its messages.
pub async fn carrier(db: &Db<'_>, channel: ChannelKind) -> Result<InForce> {
    if let Some(setup) = find(db, channel).await? {
        let settings = setup.settings()?;
        if settings != (Settings::StandIn {}) {
            let secret = setup.open_secret(db.platform().keys())?;
            return Ok(InForce::of(made(db.platform(), settings, secret, &Targets::of(db.platform()))?));
        }
    }
    if let Some(carrier) = configured(db.platform(), channel) {
        return Ok(InForce::of(carrier));
    }
    let postbox = db.platform().provided::<Postbox>()?;
    let carrier = postbox.carrier(channel).ok_or_else(|| Error::internal("no channel carries this kind"))?;
    Ok(InForce::of(carrier))
}

/// The carrier the configuration file has for this channel.
pub fn configured(platform: &Platform, channel: ChannelKind) -> Option<Arc<dyn Channel>> {
    platform.provided::<ConfiguredCarriers>().ok()?.find(channel)
}

/// A carrier with the settings of the configuration file, or everything that is wrong with them.
pub fn configure(platform: &Platform, settings: Settings, secret: Option<String>) -> Result<Arc<dyn Channel>> {
    let channel = match (&settings, settings.channel()) {
        // Browsers subscribe under the key of one group, which is made where the group sets the channel.
        (Settings::WebPush { .. }, _) | (_, None) => {
            let message = "write smtp, aliyun, tencent or wecom; web push is set by each group on its page";
            return Err(Error::invalid("settings.carrier", "carrier.unfit", message));
        }
        (_, Some(channel)) => channel,
    };
    // Who writes the file runs the machine, and may point it at any relay of the house.
    Error::unless_valid(rules::faults(channel, &settings, &Targets::Private))?;
    made(platform, settings, secret, &Targets::Private)
}

/// A carrier with the signature that stands before its messages.
pub struct InForce {
    pub carrier: Arc<dyn Channel>,
    pub signature: Option<String>,
}

impl InForce {
    fn of(carrier: Arc<dyn Channel>) -> Self {
        let signature = carrier.signature().map(str::to_owned);
        Self { carrier, signature }
    }
}

/// The carrier with these settings, whose addresses may stand for these targets.
pub fn made(
    platform: &Platform,
    settings: Settings,
    secret: Option<String>,
    targets: &Targets,
) -> Result<Arc<dyn Channel>> {
    let clock = platform.clock().clone();
    let needed = || secret.clone().ok_or_else(ChannelSetup::secret_missing);
    let endpoint = |typed: Option<String>, own: &str| {
        let typed = typed.unwrap_or_else(|| own.to_owned());
        let parsed = Endpoint::parse(&typed, "settings.endpoint", &Targets::Private);
        parsed.map(|endpoint| endpoint.within(targets.clone())).map_err(|fault| Error::Invalid(vec![fault]))
    };
    Ok(match settings {
        Settings::StandIn {} => Arc::new(crate::StandIn),
        Settings::Smtp { host, port, security, username, from, from_name } => {
            let targets = targets.clone();
            Arc::new(Smtp { host, port, security, username, password: secret, from, from_name, targets })
        }
        Settings::Aliyun { access_key_id, signature, endpoint: typed } => Arc::new(Aliyun {
            clock,
            endpoint: endpoint(typed, "https://dysmsapi.aliyuncs.com")?,
            key_id: access_key_id,
            secret: needed()?,
            signature,
        }),
        Settings::Tencent { secret_id, app_id, signature, region, endpoint: typed } => Arc::new(Tencent {
            clock,
            endpoint: endpoint(typed, "https://sms.tencentcloudapi.com")?,
            secret_id,
            secret: needed()?,
            app_id,
            signature,
            region: region.unwrap_or_else(|| "ap-guangzhou".into()),
        }),
        Settings::Wecom { corp_id, agent_id, endpoint: typed } => Arc::new(Wecom {
            clock,
            endpoint: endpoint(typed, "https://qyapi.weixin.qq.com")?,
            corp_id,
            secret: needed()?,
            agent_id,
        }),
        Settings::WebPush { contact, services } => {
            let key = key_of(&needed()?).ok_or_else(|| {
                Error::invalid("secret", "secret.malformed", "a VAPID key is 32 bytes in URL-safe base64")
            })?;
            Arc::new(WebPush { clock, contact, key, services, targets: targets.clone() })
        }
    })
}
