//! The link by which the reader of a letter wants no more of it: signed, so that nobody unsubscribes others.

use kernel::{Error, GroupId, MessageId, Result};
use platform::{KeyRing, Platform, SystemActor};

use super::store;
use crate::{channel::PublicAddress, consents::Proof, message::Message};

/// What is signed in these links.
const KIND: &str = "messages.unsubscribe";

/// Where the letter with this id is refused; none while nobody said under which address this server is reached.
pub fn link(platform: &Platform, group: GroupId, message: MessageId) -> Option<String> {
    let base = platform.provided::<PublicAddress>().ok()?;
    let token = platform.keys().sign(KIND, group, message.0);
    Some(base.followed_by(&format!("/api/v1/unsubscriptions/{token}")))
}

/// The message a link belongs to; [`Error::NotFound`] for a link the house never wrote.
pub async fn message_of(platform: &Platform, given: &str) -> Result<Message> {
    let id = KeyRing::named_in(given).map(MessageId).ok_or(Error::NotFound)?;
    let message = store::anywhere(&platform.house(SystemActor::Jobs).read(), id).await?;
    let is_ours = platform.keys().has_signed(KIND, message.group_id, message.id.0, given);
    if is_ours { Ok(message) } else { Err(Error::NotFound) }
}

/// The reader wants no more of it.
pub async fn follow(platform: &Platform, given: &str) -> Result<()> {
    let message = message_of(platform, given).await?;
    let to = platform.keys().open(&message.address, &Message::seal_context(message.id))?;
    let door = platform.system(SystemActor::Jobs, message.group_id);
    door.write(async |tx| {
        store::refuse(tx, message.channel, &to, Proof::Link, "List-Unsubscribe", Some(&message)).await
    })
    .await
}
