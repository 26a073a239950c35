//! Asking a carrier what became of a message, because it does not always say so by itself.

use chrono::TimeDelta;
use kernel::{MessageId, Result};
use platform::{
    Tx,
    jobs::{self, Job, Work},
};
use serde::{Deserialize, Serialize};

use super::store as receipts;
use crate::{channels, message::MessageState, send, store};

/// One question; the next follows later while the answer is open.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskFate {
    pub message: MessageId,
    /// 0 for the first.
    pub nth: usize,
}

/// When one asks, counted from the question before: after a day one knows, or never will.
const WAITS: [TimeDelta; 6] = [
    TimeDelta::minutes(2),
    TimeDelta::minutes(10),
    TimeDelta::hours(1),
    TimeDelta::hours(4),
    TimeDelta::hours(8),
    TimeDelta::hours(12),
];

/// Leaves the question to be asked in its time; nothing after the last.
pub async fn plan(tx: &mut Tx, message: MessageId, nth: usize) -> Result<()> {
    let Some(wait) = WAITS.get(nth) else { return Ok(()) };
    let at = tx.now() + *wait;
    jobs::enqueue_at(tx, &AskFate { message, nth }, &format!("{message}:{nth}"), at).await
}

impl Job for AskFate {
    const NAME: &'static str = "messaging.ask";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let Some(message) = store::look_for(&door.read(), self.message).await? else { return Ok(()) };
        if message.state != MessageState::Sent {
            return Ok(());
        }
        let carrier = channels::store::carrier(&door.read(), message.channel).await?.carrier;
        if carrier.name() != message.via || !carrier.tells_fate() {
            return Ok(());
        }
        let outgoing = send::outgoing(work.platform(), &message)?;
        let sent_at = message.sent_at.unwrap_or(message.created_at);
        // One that can't be asked now is asked the next time.
        let fate = carrier.ask(&outgoing, sent_at).await.ok();
        door.write(async |tx| {
            if let Some(fate) = &fate {
                receipts::settle(tx, message, fate).await?;
            }
            if fate.as_ref().is_none_or(|fate| !fate.is_final()) {
                plan(tx, self.message, self.nth + 1).await?;
            }
            Ok(())
        })
        .await
    }
}
