//! Requests in, views out: by which carriers a group's messages leave, and whether those can be reached.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use kernel::{ChannelSetupId, Error, PermissionName, Result, permission::ManageChannels};
use platform::{
    Allowed, Db, Platform, crypto,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
    names::{self, Ref, Wanted},
    outside::Targets,
};
use sea_orm::Iterable;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    rules,
    setup::{ChannelSetup, Settings},
    store,
};
use crate::{
    carriers::{key_of, public_half},
    channel::Undelivered,
    message::ChannelKind,
    receipts,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_channel_setups))
        .routes(routes!(set_channel))
        .routes(routes!(check_channel))
}

/// How the messages of a channel leave the house.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChannelSetupView {
    pub channel: ChannelKind,
    pub settings: Settings,
    /// The carrier of the configuration file that has the channel while the group sets none, `smtp`.
    pub configured: Option<&'static str>,
    /// A secret is kept; it is never shown.
    pub has_secret: bool,
    /// Where the provider is told to report deliveries and replies, behind the address of this server; for SMS only.
    pub callback: Option<String>,
    /// What browsers are given, for web push.
    pub public_key: Option<String>,
    pub changed_at: Option<DateTime<Utc>>,
    pub changed_by: Option<Ref>,
    /// 0 before the first change.
    pub version: i32,
}

platform::has_version!(ChannelSetupView);

/// Request body of `PUT /channel-setups/{channel}`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelSetupForm {
    pub settings: Settings,
    /// Password or key; the one kept stays when not given and the carrier is the same.
    #[serde(default)]
    pub secret: Option<String>,
}

/// Whether a carrier can be reached with the settings in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChannelCheckView {
    pub is_reached: bool,
    /// What it said when not.
    pub cause: Option<String>,
}

const SECRET_CHARACTERS_MAX: usize = 500;

/// The four channels with their carriers.
#[utoipa::path(get, path = "/api/v1/channel-setups", tag = "channels", operation_id = "list_channel_setups",
    responses((status = 200, body = Vec<ChannelSetupView>)))]
async fn list_channel_setups(allowed: Allowed<ManageChannels>) -> Reply<Json<Vec<ChannelSetupView>>> {
    let db = allowed.read();
    let mut views = Vec::new();
    let mut setups = store::all(&db).await?;
    for channel in ChannelKind::iter() {
        let place = setups.iter().position(|setup| setup.channel == channel);
        let setup = place.map_or_else(|| begun(&db, channel), |place| setups.remove(place));
        views.push(view(&db, setup).await?);
    }
    Ok(Json(views))
}

/// Sets by which carrier a channel's messages leave.
#[utoipa::path(put, path = "/api/v1/channel-setups/{channel}", tag = "channels", operation_id = "set_channel",
    request_body = ChannelSetupForm, params(("channel" = ChannelKind, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ChannelSetupView), (status = 412),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn set_channel(
    allowed: Allowed<ManageChannels>,
    Path(channel): Path<ChannelKind>,
    if_match: IfMatch,
    Json(form): Json<ChannelSetupForm>,
) -> Reply<Fresh<ChannelSetupView>> {
    allowed.must_be_proven_lately().await?;
    allowed.scope().must_reach_the_group(PermissionName::ManageChannels)?;
    Error::unless_valid(rules::faults(channel, &form.settings, &Targets::of(allowed.platform())))?;
    let secret = form.secret.as_deref().map(str::trim).filter(|secret| !secret.is_empty());
    if secret.is_some_and(|secret| secret.chars().count() > SECRET_CHARACTERS_MAX) {
        let message = format!("a secret has at most {SECRET_CHARACTERS_MAX} characters");
        return Err(Error::invalid("secret", "secret.too_long", message).into());
    }
    let setup = allowed
        .write(async |tx| {
            let known = store::find(&tx.db(), channel).await?;
            let before = known.unwrap_or_else(|| begun(&tx.db(), channel));
            let current = view(&tx.db(), before.clone()).await?;
            if_match.check(before.version, || current)?;
            let keys = tx.platform().keys();
            let kept =
                if before.settings()?.carrier() == form.settings.carrier() { before.open_secret(keys)? } else { None };
            let secret = secret.map(str::to_owned).or(kept).or(made_up(&form.settings)?);
            // Tried here, so that what can't work is never kept.
            store::made(tx.platform(), form.settings.clone(), secret.clone(), &Targets::of(tx.platform()))?;
            let sealed = secret.map(|secret| keys.seal(&secret, &ChannelSetup::seal_context(before.id))).transpose()?;
            let setup = ChannelSetup {
                settings: serde_json::to_value(&form.settings)?,
                secret: sealed,
                changed_by: tx.scope().staff(),
                changed_at: tx.now(),
                ..before
            };
            store::save(tx, setup).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), setup).await?))
}

/// Asks the carrier whether it knows us, without sending anything.
#[utoipa::path(post, path = "/api/v1/channel-setups/{channel}/checks", tag = "channels", operation_id = "check_channel",
    params(("channel" = ChannelKind, Path)), responses((status = 200, body = ChannelCheckView)))]
async fn check_channel(
    allowed: Allowed<ManageChannels>,
    Path(channel): Path<ChannelKind>,
) -> Reply<Json<ChannelCheckView>> {
    let carrier = store::carrier(&allowed.read(), channel).await?.carrier;
    let cause = match carrier.check().await {
        Ok(()) => None,
        Err(Undelivered::Later(cause) | Undelivered::Never(cause) | Undelivered::Unknown(cause)) => Some(cause),
    };
    Ok(Json(ChannelCheckView { is_reached: cause.is_none(), cause }))
}

/// What a group has before it sets anything.
fn begun(db: &Db<'_>, channel: ChannelKind) -> ChannelSetup {
    let now = db.platform().clock().now();
    ChannelSetup {
        id: ChannelSetupId::new(now),
        group_id: db.scope().group(),
        channel,
        settings: serde_json::json!({ "carrier": "stand_in" }),
        secret: None,
        changed_by: None,
        changed_at: now,
        version: 0,
    }
}

/// A key the house makes itself where nobody else has to know it.
fn made_up(settings: &Settings) -> Result<Option<String>> {
    match settings {
        Settings::WebPush { .. } => Ok(Some(URL_SAFE_NO_PAD.encode(crypto::random::<32>()?))),
        _ => Ok(None),
    }
}

async fn view(db: &Db<'_>, setup: ChannelSetup) -> Result<ChannelSetupView> {
    let settings = setup.settings()?;
    let keys = db.platform().keys();
    let public_key = match &settings {
        Settings::WebPush { .. } => setup.open_secret(keys)?.as_deref().and_then(key_of).map(|key| public_half(&key)),
        _ => None,
    };
    let wanted = Wanted { staff: setup.changed_by.into_iter().collect(), ..Wanted::default() };
    let known = names::of(db, wanted).await?;
    Ok(ChannelSetupView {
        channel: setup.channel,
        configured: store::configured(db.platform(), setup.channel).map(|carrier| carrier.name()),
        has_secret: setup.secret.is_some(),
        callback: settings.signature().map(|_| receipts::callback(keys, &setup)),
        public_key,
        changed_at: (setup.version > 0).then_some(setup.changed_at),
        changed_by: setup.changed_by.map(|id| known.staff(id)),
        version: setup.version,
        settings,
    })
}
