//! The only file of the gate that builds queries: what stands in the way of one message now.

use chrono::{DateTime, TimeDelta, Utc};
use journal::{About, events::messaging::MessagingEvent};
use kernel::{CustomerId, MessageId, OptOutId, Result, SendingRuleId, StoreId, phone::Phone};
use platform::{
    Db, KeyRing, Tx,
    names::{self, Wanted},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::{
    opt_out::{self, OptOut},
    rules::{Limits, Obstacle, needs_link},
    sending_rule::{Column, Entity, SendingRule},
};
use crate::{
    channel::PublicAddress,
    consents::{self, CARE_SURVEY, MARKETING},
    message::{ChannelKind, Purpose},
};

/// A message about to leave.
pub struct Asked<'a> {
    pub customer: CustomerId,
    pub store: StoreId,
    pub channel: ChannelKind,
    pub purpose: Purpose,
    /// The opened address.
    pub to: &'a str,
    /// Whether the carrier takes it as it is written.
    pub is_taken: bool,
    /// The message itself, which does not count against its own cap.
    pub message: Option<MessageId>,
}

platform::record! {
    struct Sent { id: MessageId, created_at: DateTime<Utc> }
}

/// Everything in the way of this message now.
pub async fn obstacles(db: &Db<'_>, asked: &Asked<'_>) -> Result<Vec<Obstacle>> {
    let now = db.platform().clock().now();
    let mut found = Vec::new();
    if !is_fit(asked.channel, asked.to) {
        found.push(Obstacle::AddressUnfit);
    }
    if !asked.is_taken {
        found.push(Obstacle::NotApproved);
    }
    if needs_link(asked.channel, asked.purpose) && db.platform().provided::<PublicAddress>().is_err() {
        found.push(Obstacle::NoPublicAddress);
    }
    if let Some(purpose) = consent_for(asked.purpose) {
        let verdict = consents::standing(db, asked.customer, purpose, asked.channel).await?.verdict;
        if !verdict.allows() {
            found.push(Obstacle::NoConsent { verdict: verdict.code().to_owned() });
        }
        if let Some(opted_out) = opt_out_of(db, asked.channel, asked.to).await? {
            found.push(Obstacle::OptedOut { since: opted_out.since });
        }
    }
    let limits = limits(db, asked.purpose).await?;
    let wanted = Wanted { stores: [asked.store].into(), ..Wanted::default() };
    let calendar = names::of(db, wanted).await?.calendar(asked.store);
    found.extend(limits.quiet_until(calendar, now).map(|until| Obstacle::Quiet { until }));
    found.extend(limits.used_up(&sent_at(db, asked, &limits, now).await?, now));
    Ok(found)
}

/// The limits in force for a purpose.
pub async fn limits(db: &Db<'_>, purpose: Purpose) -> Result<Limits> {
    match find_rule(db, purpose).await? {
        Some(rule) => Ok(serde_json::from_value(rule.limits)?),
        None => Ok(Limits::usual(purpose)),
    }
}

/// What the group has set for a purpose, if anything.
pub async fn find_rule(db: &Db<'_>, purpose: Purpose) -> Result<Option<SendingRule>> {
    db.maybe(db.select::<Entity>().filter(Column::Purpose.eq(purpose))).await
}

/// What a purpose has before the group sets anything.
pub fn begun(db: &Db<'_>, purpose: Purpose) -> Result<SendingRule> {
    let now = db.platform().clock().now();
    Ok(SendingRule {
        id: SendingRuleId::new(now),
        group_id: db.scope().group(),
        purpose,
        limits: serde_json::to_value(Limits::usual(purpose))?,
        changed_by: None,
        changed_at: now,
        version: 0,
    })
}

/// Keeps a rule: the first of its purpose, or instead of the one before.
pub async fn save_rule(tx: &mut Tx, rule: SendingRule) -> Result<SendingRule> {
    let purpose = rule.purpose.code();
    let rule = if rule.version == 0 {
        let rule = SendingRule { version: 1, ..rule };
        tx.insert::<Entity>(rule.clone()).await?;
        rule
    } else {
        tx.replace::<Entity>(rule).await?
    };
    journal::record(tx, About::default(), MessagingEvent::SendingLimitsSet { purpose }).await?;
    Ok(rule)
}

/// Since when this address wants no more of it on this channel.
pub async fn opt_out_of(db: &Db<'_>, channel: ChannelKind, to: &str) -> Result<Option<OptOut>> {
    let blind = blind(db.platform().keys(), db.scope().group(), channel, to);
    let select = db.select::<opt_out::Entity>().filter(opt_out::Column::AddressBlind.eq(blind));
    db.maybe(select.filter(opt_out::Column::Channel.eq(channel)).limit(1)).await
}

/// Writes an opt-out down; false when it was known already.
pub async fn opt_out(
    tx: &mut Tx,
    channel: ChannelKind,
    to: &str,
    proof: &str,
    message: Option<MessageId>,
) -> Result<bool> {
    if opt_out_of(&tx.db(), channel, to).await?.is_some() {
        return Ok(false);
    }
    let now = tx.now();
    let row = OptOut {
        id: OptOutId::new(now),
        group_id: tx.scope().group(),
        channel,
        address_blind: blind(tx.platform().keys(), tx.scope().group(), channel, to),
        proof: proof.chars().take(200).collect(),
        message_id: message,
        since: now,
    };
    tx.insert::<opt_out::Entity>(row).await?;
    Ok(true)
}

/// By what an address is found again without being kept.
pub fn blind(keys: &KeyRing, group: kernel::GroupId, channel: ChannelKind, to: &str) -> String {
    keys.blind(&format!("messages.{}", channel.code()), group, &to.trim().to_lowercase())
}

/// The purpose of the ledger a message needs a yes for; none for what belongs to a contract.
pub fn consent_for(purpose: Purpose) -> Option<&'static str> {
    match purpose {
        Purpose::Marketing => Some(MARKETING),
        Purpose::Care => Some(CARE_SURVEY),
        Purpose::Code | Purpose::Notice => None,
    }
}

/// When the customer was written to for this purpose, as far back as the longest cap looks.
async fn sent_at(db: &Db<'_>, asked: &Asked<'_>, limits: &Limits, now: DateTime<Utc>) -> Result<Vec<DateTime<Utc>>> {
    let Some(days) = limits.caps.iter().map(|cap| cap.days).max() else { return Ok(vec![]) };
    let most = limits.caps.iter().map(|cap| cap.messages_max).max().unwrap_or_default();
    // All of them count, whoever of the group wrote: a house has one voice.
    let text = "select id, created_at from messages where group_id = $1 and customer_id = $2 and created_at > $3 and purpose = $4
         and state not in ('refused', 'failed') order by created_at desc limit $5";
    let values = vec![
        db.scope().group().into(),
        asked.customer.into(),
        (now - TimeDelta::days(days.into())).into(),
        asked.purpose.into(),
        (i64::from(most) + 1).into(),
    ];
    let sent: Vec<Sent> = db.fetch_text(text, values).await?;
    Ok(sent.into_iter().filter(|sent| Some(sent.id) != asked.message).map(|sent| sent.created_at).collect())
}

/// Whether a channel can take an address at all.
pub fn is_fit(channel: ChannelKind, to: &str) -> bool {
    match channel {
        ChannelKind::Sms => Phone::parse(to).is_ok_and(|phone| phone.is_mobile()),
        ChannelKind::Email => to.parse::<lettre::Address>().is_ok(),
        ChannelKind::Wecom => !to.is_empty() && to.len() <= 128 && to.chars().all(|c| c.is_ascii_graphic()),
        ChannelKind::Push => serde_json::from_str::<serde_json::Value>(to).is_ok_and(|it| it["endpoint"].is_string()),
    }
}
