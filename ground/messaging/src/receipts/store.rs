//! The only file of receipts that builds queries: whose report it is, and what follows from it.

use journal::{About, events::messaging::MessagingEvent};
use kernel::{CustomerId, Error, MessageId, Result, StoreId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    parse::{Report, Whose, at_or},
    words,
};
use crate::{
    channel::Fate,
    consents::{self, Answer, CARE_SURVEY, MARKETING, NewAnswer, Proof},
    gate,
    message::{ChannelKind, Column, Entity, Message},
    prices, store,
};

/// Takes in one report; one that is none of ours, or was heard before, changes nothing.
pub async fn take_in(tx: &mut Tx, report: &Report) -> Result<()> {
    match report {
        Report::Fate { whose, fate } => match find(&tx.db(), whose).await? {
            Some(message) => settle(tx, message, fate).await,
            None => Ok(()),
        },
        Report::Reply { from, text } => reply(tx, ChannelKind::Sms, from, text).await,
    }
}

/// What follows from the fate of a message.
pub async fn settle(tx: &mut Tx, mut message: Message, fate: &Fate) -> Result<()> {
    let now = tx.now();
    let event = match fate {
        Fate::Delivered { at, parts } => {
            if let Some(parts) = parts.filter(|parts| (1..=50).contains(parts) && *parts != message.parts) {
                message.parts = parts;
                prices::charge(tx, &mut message).await?;
            }
            message.arrive(at_or(*at, now), now)
        }
        Fate::Failed { cause } => message.come_back(cause),
        Fate::OnItsWay => message.be_known(now),
        Fate::NeverCame | Fate::Untold => None,
    };
    match event {
        Some(event) => store::save_reported(tx, message, event).await,
        None => Ok(()),
    }
}

/// This address wants no more marketing or care on this channel; the ledger of whom it was written to says so too.
pub async fn refuse(
    tx: &mut Tx,
    channel: ChannelKind,
    to: &str,
    how: Proof,
    proof: &str,
    last: Option<&Message>,
) -> Result<()> {
    let is_new = gate::store::opt_out(tx, channel, to, proof, last.map(|message| message.id)).await?;
    let Some(last) = last.filter(|_| is_new) else { return Ok(()) };
    for purpose in [MARKETING, CARE_SURVEY] {
        say_no(tx, last.store_id, last.customer_id, purpose, channel, how, proof).await?;
    }
    let event = MessagingEvent::OptedOut { message: last.id, channel: channel.code(), proof: proof.to_owned() };
    journal::record(tx, About::customer(last.store_id, last.customer_id), event).await?;
    Ok(())
}

/// The last message to an address.
pub async fn last_to(db: &Db<'_>, channel: ChannelKind, to: &str) -> Result<Option<Message>> {
    let blind = gate::store::blind(db.platform().keys(), db.scope().group(), channel, to);
    let select = db.select::<Entity>().filter(Column::AddressBlind.eq(blind)).filter(Column::Channel.eq(channel));
    db.maybe(select.order_by_desc(Column::CreatedAt).limit(1)).await
}

async fn find(db: &Db<'_>, whose: &Whose) -> Result<Option<Message>> {
    let select = db.select::<Entity>();
    let select = match whose {
        Whose::Id(id) => select.filter(Column::Id.eq(*id)),
        Whose::Reference(reference) => select.filter(Column::Receipt.eq(reference.as_str())),
    };
    db.maybe(select.limit(1)).await
}

const REPLY_CHARACTERS_MAX: usize = 500;

async fn reply(tx: &mut Tx, channel: ChannelKind, from: &str, text: &str) -> Result<()> {
    let last = last_to(&tx.db(), channel, from).await?;
    let text: String = text.trim().chars().filter(|c| *c != '\0').take(REPLY_CHARACTERS_MAX).collect();
    if let Some(word) = words::opt_out(&text) {
        return refuse(tx, channel, from, Proof::Reply, word, last.as_ref()).await;
    }
    let Some(last) = last else { return Ok(()) };
    let event = MessagingEvent::Replied { message: last.id, channel: channel.code(), text };
    journal::record(tx, About::customer(last.store_id, last.customer_id), event).await?;
    Ok(())
}

/// Writes a no into the ledger; where the ledger sees nothing to refuse, the opt-out of the address is enough.
async fn say_no(
    tx: &mut Tx,
    store: StoreId,
    customer: CustomerId,
    purpose: &str,
    channel: ChannelKind,
    how: Proof,
    proof: &str,
) -> Result<()> {
    let standing = consents::standing(&tx.db(), customer, purpose, channel).await?;
    let answer = if standing.verdict == consents::Verdict::Given { Answer::Withdrawn } else { Answer::Refused };
    let new = NewAnswer {
        purpose: purpose.to_owned(),
        channel: channel.into(),
        answer,
        answered_at: None,
        until: None,
        policy: None,
        how,
        proof: Some(proof.to_owned()),
    };
    match consents::record(tx, store, customer, new).await {
        Ok(_) | Err(Error::Refused { .. } | Error::Invalid(_)) => Ok(()),
        Err(cause) => Err(cause),
    }
}

/// A message by its id, in any group: for what comes from outside with a signed id and no name.
pub async fn anywhere(db: &Db<'_>, id: MessageId) -> Result<Message> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}
