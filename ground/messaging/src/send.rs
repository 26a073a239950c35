//! The outbox: a job per message hands it to its channel, again and later while that is busy.

use kernel::{Error, MessageId, Result};
use platform::{
    Tx,
    jobs::{Job, Work},
};
use serde::{Deserialize, Serialize};

use crate::{
    channel::{Channel, Outgoing, Postbox, Receipt, StandIn, Undelivered},
    message::{Message, MessageState},
    store,
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendMessage {
    pub message: MessageId,
}

impl Job for SendMessage {
    const NAME: &'static str = "messaging.send";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let found = store::look_for(&door.read(), self.message).await?;
        // Run again after a crash, or the customer was forgotten meanwhile.
        let Some(message) = found.filter(|message| message.state == MessageState::Waiting) else { return Ok(()) };
        let postbox = work.platform().provided::<Postbox>()?;
        let carrier =
            postbox.carrier(message.channel).ok_or_else(|| Error::internal("no channel carries this kind"))?;
        let outgoing = Outgoing {
            id: message.id,
            channel: message.channel,
            to: work.platform().keys().open(&message.address, &Message::seal_context(message.id))?,
            subject: message.subject.clone(),
            text: message.whole_text(work.platform().keys())?,
        };
        let outcome = match carrier.send(&outgoing).await {
            Err(Undelivered::Later(cause)) if work.attempt >= Self::ATTEMPTS_MAX => Err(Undelivered::Never(cause)),
            outcome => outcome,
        };
        // What the stand-in has is read on the page or nowhere.
        let is_kept = carrier.name() == StandIn.name() || matches!(outcome, Err(Undelivered::Later(_)));
        let secret = message.secret.clone().filter(|_| is_kept);
        let message = Message { via: carrier.name().to_owned(), secret, ..message };
        door.write(async |tx| settle(tx, message, &outcome).await).await?;
        match outcome {
            Err(Undelivered::Later(cause)) => Err(Error::Unavailable { detail: cause }),
            Err(Undelivered::Never(_)) | Ok(_) => Ok(()),
        }
    }

    async fn died(self, work: Work) -> Result<()> {
        let door = work.door();
        let found = store::look_for(&door.read(), self.message).await?;
        let Some(message) = found.filter(|message| message.state == MessageState::Waiting) else { return Ok(()) };
        let given_up = Err(Undelivered::Never("the program could not send it".into()));
        door.write(async |tx| settle(tx, message, &given_up).await).await
    }
}

/// The version of the message guards against a second runner that sent it at the same time.
async fn settle(tx: &mut Tx, mut message: Message, outcome: &Result<Receipt, Undelivered>) -> Result<()> {
    match outcome {
        Ok(receipt) => {
            let event = message.deliver(receipt.reference.clone(), tx.now())?;
            store::save(tx, message, event).await?;
        }
        Err(Undelivered::Later(cause)) => {
            message.hold(cause)?;
            store::save_held(tx, message).await?;
        }
        Err(Undelivered::Never(cause)) => {
            let event = message.give_up(cause)?;
            store::save(tx, message, event).await?;
        }
    }
    Ok(())
}
