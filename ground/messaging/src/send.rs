//! The outbox: a job per message hands it to its channel, again and later while that is busy. Where an answer was lost the
//! carrier is asked before anything is sent twice.

use chrono::{DateTime, Utc};
use kernel::{Error, MessageId, Result};
use platform::{
    Db, Door, Platform, Tx,
    jobs::{self, Job, Work},
};
use serde::{Deserialize, Serialize};

use crate::{
    carriers::GONE,
    channel::{Audience, Channel, Fate, Outgoing, Receipt, Undelivered},
    channels,
    gate::{self, Verdict},
    message::{ChannelKind, Message, MessageState, Purpose},
    prices, push, receipts, store, watching,
    write::Content,
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendMessage {
    pub message: MessageId,
}

impl Job for SendMessage {
    const NAME: &'static str = "messaging.send";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let found = store::look_for(&door.read(), self.message).await?;
        // Run again after a crash, or the customer was forgotten meanwhile.
        let Some(message) = found.filter(|message| message.state.is_on_its_way()) else { return Ok(()) };
        let carrier = channels::store::carrier(&door.read(), message.channel).await?.carrier;
        let outgoing = outgoing(work.platform(), &message)?;
        let message = match message.state {
            MessageState::Unknown => match seek(&door, message, &*carrier, &outgoing).await? {
                Some(message) => message,
                None => return Ok(()),
            },
            _ => message,
        };
        let Some(message) = pass_gate(&door, message, &*carrier, &outgoing.to).await? else { return Ok(()) };
        let outcome = match carrier.send(&outgoing).await {
            Err(Undelivered::Later(cause)) if work.attempt >= Self::ATTEMPTS_MAX => Err(Undelivered::Never(cause)),
            outcome => outcome,
        };
        let message = Message { via: carrier.name().to_owned(), ..message };
        let asks = carrier.tells_fate();
        door.write(async |tx| settle(tx, message, &outcome, asks).await).await?;
        match outcome {
            Err(Undelivered::Later(cause)) => Err(Error::Unavailable { detail: cause }),
            // Asked soon, where the carrier can be asked.
            Err(Undelivered::Unknown(cause)) if asks => Err(Error::Unavailable { detail: cause }),
            Err(Undelivered::Unknown(_) | Undelivered::Never(_)) | Ok(_) => Ok(()),
        }
    }

    async fn died(self, work: Work) -> Result<()> {
        let door = work.door();
        let found = store::look_for(&door.read(), self.message).await?;
        let Some(message) = found.filter(|message| message.state.is_on_its_way()) else { return Ok(()) };
        door.write(async |tx| give_up(tx, message).await).await
    }
}

/// Leaves the job for a message: now, or when it may go. `nth` tells the jobs of one message apart.
pub async fn plan(tx: &mut Tx, message: MessageId, nth: &str, at: DateTime<Utc>) -> Result<()> {
    let key = if nth.is_empty() { message.to_string() } else { format!("{message}:{nth}") };
    jobs::enqueue_at(tx, &SendMessage { message }, &key, at).await
}

/// The message as its carrier is handed it, with address and codes opened.
pub fn outgoing(platform: &Platform, message: &Message) -> Result<Outgoing> {
    let content = Content::of(platform, message)?;
    let is_refusable = message.channel == ChannelKind::Email && gate::store::consent_for(message.purpose).is_some();
    let unsubscribe =
        if is_refusable { receipts::unsubscribe_link(platform, message.group_id, message.id) } else { None };
    Ok(Outgoing {
        id: message.id,
        channel: message.channel,
        to: platform.keys().open(&message.address, &Message::seal_context(message.id))?,
        subject: content.subject,
        text: watching::led_through(platform, message, content.text),
        watched: watching::picture(platform, message),
        approved: content.approved,
        audience: Audience::Customer,
        receipt: message.receipt.clone(),
        unsubscribe,
    })
}

/// What the carrier of a message is handed; `None` when it was removed meanwhile.
pub async fn handed_over(db: &Db<'_>, message: MessageId) -> Result<Option<Outgoing>> {
    let found = store::look_for(db, message).await?;
    found.map(|message| outgoing(db.platform(), &message)).transpose()
}

/// Where a message went, with its address opened; `None` when it was removed or emptied meanwhile.
pub async fn recipient(db: &Db<'_>, message: MessageId) -> Result<Option<(ChannelKind, String)>> {
    let found = store::look_for(db, message).await?;
    let Some(message) = found.filter(|message| !message.address.is_empty()) else { return Ok(None) };
    let to = db.platform().keys().open(&message.address, &Message::seal_context(message.id))?;
    Ok(Some((message.channel, to)))
}

/// Asks the carrier for a message whose answer was lost: the message when it may be sent again.
async fn seek(
    door: &Door,
    mut message: Message,
    carrier: &dyn Channel,
    outgoing: &Outgoing,
) -> Result<Option<Message>> {
    let left_at = message.sent_at.unwrap_or(message.created_at);
    let asked = carrier.ask(outgoing, left_at).await;
    match asked {
        Ok(Fate::NeverCame) => {
            message.reappear();
            Ok(Some(message))
        }
        // Whoever knows more tries again by hand.
        Ok(Fate::Untold) => Ok(None),
        Ok(fate) => {
            let id = message.id;
            door.write(async |tx| {
                receipts::store::settle(tx, message, &fate).await?;
                if fate.is_final() { Ok(()) } else { receipts::plan(tx, id, 0).await }
            })
            .await?;
            Ok(None)
        }
        Err(Undelivered::Later(cause) | Undelivered::Never(cause) | Undelivered::Unknown(cause)) => {
            Err(Error::Unavailable { detail: cause })
        }
    }
}

/// Asks the gate once more, because hours may lie between writing and sending: the message when it may go now.
async fn pass_gate(door: &Door, mut message: Message, carrier: &dyn Channel, to: &str) -> Result<Option<Message>> {
    let db = door.read();
    let asked = gate::store::Asked {
        customer: message.customer_id,
        store: message.store_id,
        channel: message.channel,
        purpose: message.purpose,
        to,
        is_taken: !carrier.sends_approved_only() || Content::of(db.platform(), &message)?.approved.is_some(),
        message: Some(message.id),
    };
    let obstacles = gate::store::obstacles(&db, &asked).await?;
    match gate::verdict(&obstacles) {
        (Verdict::Hold, Some(at)) => {
            message.wait_until(at, &obstacles);
            door.write(async |tx| {
                plan(tx, message.id, &at.timestamp().to_string(), at).await?;
                store::save_held(tx, message).await.map(drop)
            })
            .await?;
            Ok(None)
        }
        (Verdict::Refuse, _) => {
            let event = message.refuse(&obstacles);
            door.write(async |tx| store::save_reported(tx, message, event).await).await?;
            Ok(None)
        }
        _ => {
            message.go_on();
            Ok(Some(message))
        }
    }
}

/// After the last try: what may have left is not called failed.
async fn give_up(tx: &mut Tx, mut message: Message) -> Result<()> {
    if message.state == MessageState::Unknown {
        message.forget_code();
        return store::save_held(tx, message).await.map(drop);
    }
    let given_up = Err(Undelivered::Never("the program could not send it".into()));
    settle(tx, message, &given_up, false).await
}

/// The version of the message guards against a second runner that sent it at the same time.
async fn settle(tx: &mut Tx, mut message: Message, outcome: &Result<Receipt, Undelivered>, asks: bool) -> Result<()> {
    match outcome {
        Ok(receipt) => {
            message.parts = receipt.parts.filter(|parts| *parts > 0).unwrap_or(message.parts);
            prices::charge(tx, &mut message).await?;
            let event = message.deliver(receipt.reference.clone(), tx.now())?;
            if asks && message.purpose != Purpose::Code {
                receipts::plan(tx, message.id, 0).await?;
            }
            store::save(tx, message, event).await?;
        }
        Err(Undelivered::Later(cause)) => {
            message.hold(cause)?;
            store::save_held(tx, message).await?;
        }
        Err(Undelivered::Unknown(cause)) => {
            message.lose_sight(cause, tx.now())?;
            if !asks {
                message.forget_code();
            }
            store::save_held(tx, message).await?;
        }
        Err(Undelivered::Never(cause)) => {
            if let (GONE, Some(blind)) = (cause.as_str(), message.address_blind.as_deref()) {
                push::forget_gone(tx, blind).await?;
            }
            let event = message.give_up(cause)?;
            store::save(tx, message, event).await?;
        }
    }
    Ok(())
}
