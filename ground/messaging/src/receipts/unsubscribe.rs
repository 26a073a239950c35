//! The link by which the reader of a letter wants no more of it: signed, so that nobody unsubscribes others.

use kernel::{Error, GroupId, MessageId, Result};
use platform::{KeyRing, Platform, SystemActor};

use super::store;
use crate::{channel::PublicAddress, consents::Proof, message::Message};

/// Where the letter with this id is refused; none while nobody said under which address this server is reached.
pub fn link(platform: &Platform, group: GroupId, message: MessageId) -> Option<String> {
    let base = platform.provided::<PublicAddress>().ok()?;
    let token = token(platform.keys(), group, message);
    Some(format!("{}/api/v1/unsubscriptions/{token}", base.0.trim_end_matches('/')))
}

/// What stands in a link of [`link`] behind the last slash.
fn token(keys: &KeyRing, group: GroupId, message: MessageId) -> String {
    format!("{}.{}", message.0.simple(), keys.blind("messages.unsubscribe", group, &message.to_string()))
}

/// The message a link belongs to; [`Error::NotFound`] for a link the house never wrote.
pub async fn message_of(platform: &Platform, given: &str) -> Result<Message> {
    let id = given.split_once('.').and_then(|(id, _)| id.parse().ok()).ok_or(Error::NotFound)?;
    let message = store::anywhere(&platform.house(SystemActor::Jobs).read(), id).await?;
    let own = token(platform.keys(), message.group_id, message.id);
    if same(&own, given) { Ok(message) } else { Err(Error::NotFound) }
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

/// Whether two texts are the same, in a time that does not tell where they differ.
pub fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}
