//! Whether a message was opened and its links followed: noted once, only where the writer asked for it and the customer said yes
//! to it. A link leads through the house to where it says; nothing else of the reader is kept.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use journal::events::messaging::MessagingEvent;
use kernel::{Error, GroupId, MessageId, Result};
use platform::{
    KeyRing, Platform, SystemActor, Tx,
    http::{Path, ProblemView, Reply},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    channel::PublicAddress,
    consents::{self, READING},
    message::{ChannelKind, Message},
    receipts, store,
    write::Content,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(follow_message_link)).routes(routes!(show_message_picture))
}

/// What is signed in these links and pictures.
const KIND: &str = "messages.watched";
/// The smallest picture there is: one transparent point.
const PICTURE: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Whether a channel's messages can be watched: SMS are texts a provider approved, links and all.
pub fn can_be_watched(channel: ChannelKind) -> bool {
    matches!(channel, ChannelKind::Email | ChannelKind::Wecom)
}

/// Begins to watch a message that was just written, if its customer allows it; it goes out unwatched else.
pub async fn begin(tx: &mut Tx, mut message: Message) -> Result<Message> {
    if tx.platform().provided::<PublicAddress>().is_err() || !allows(tx, &message).await? {
        return Ok(message);
    }
    // The way out is nobody's to count.
    let way_out = receipts::unsubscribe_link(tx.platform(), message.group_id, message.id);
    let content = Content::of(tx.platform(), &message)?;
    let links: Vec<&str> = links_in(&content.text).filter(|link| Some(*link) != way_out.as_deref()).collect();
    let sealed = tx.platform().keys().seal(&serde_json::to_string(&links)?, &seal_context(message.id))?;
    message.watched = Some(sealed);
    store::save_held(tx, message).await
}

/// The text with its links leading through the house, if it is watched.
pub fn led_through(platform: &Platform, message: &Message, text: String) -> String {
    let (Some(base), Ok(Some(links))) = (platform.provided::<PublicAddress>().ok(), links_of(platform, message)) else {
        return text;
    };
    let token = platform.keys().sign(KIND, message.group_id, message.id.0);
    let mut led = String::with_capacity(text.len());
    let mut rest = text.as_str();
    for (place, link) in links.iter().enumerate() {
        let Some((before, after)) = rest.split_once(link.as_str()) else { continue };
        led.push_str(before);
        led.push_str(&base.followed_by(&format!("/api/v1/message-links/{token}-{place}")));
        rest = after;
    }
    led + rest
}

/// The address of the picture in a watched letter.
pub fn picture(platform: &Platform, message: &Message) -> Option<String> {
    let base = platform.provided::<PublicAddress>().ok()?;
    let is_letter = message.channel == ChannelKind::Email && message.watched.is_some();
    let token = is_letter.then(|| platform.keys().sign(KIND, message.group_id, message.id.0))?;
    Some(base.followed_by(&format!("/api/v1/message-pictures/{token}")))
}

/// Leads on to where a link of a message says, and notes the first time. Public, by the signed link in the message.
#[utoipa::path(get, path = "/api/v1/message-links/{token}", tag = "messages", params(("token" = String, Path)), security(()),
    responses((status = 303), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn follow_message_link(State(platform): State<Platform>, Path(given): Path<String>) -> Reply<Redirect> {
    let (token, place) = given.rsplit_once('-').ok_or(Error::NotFound)?;
    let place: usize = place.parse().map_err(|_| Error::NotFound)?;
    let message = message_of(&platform, token).await?;
    let links = links_of(&platform, &message)?.ok_or(Error::NotFound)?;
    let link = links.get(place).ok_or(Error::NotFound)?;
    note(&platform, message.group_id, message.id, Seen::Followed).await?;
    Ok(Redirect::to(link))
}

/// The picture in a letter, by which the first opening is noted. Public, by the signed address in the letter.
#[utoipa::path(get, path = "/api/v1/message-pictures/{token}", tag = "messages", params(("token" = String, Path)), security(()),
    responses((status = 200, content_type = "image/gif", body = Vec<u8>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_message_picture(State(platform): State<Platform>, Path(given): Path<String>) -> Reply<Response> {
    let message = message_of(&platform, &given).await?;
    note(&platform, message.group_id, message.id, Seen::Opened).await?;
    Ok(([(header::CONTENT_TYPE, "image/gif"), (header::CACHE_CONTROL, "no-store")], PICTURE).into_response())
}

/// What a reader did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Opened,
    Followed,
}

impl Message {
    /// The reader did something for the first time; nothing when that was known. Who follows a link has opened it.
    fn be_seen(&mut self, seen: Seen, now: DateTime<Utc>) -> Option<MessagingEvent> {
        let (message, channel) = (self.id, self.channel.code());
        let is_first = match seen {
            Seen::Opened => self.opened_at.is_none(),
            Seen::Followed => self.clicked_at.is_none(),
        };
        self.opened_at.get_or_insert(now);
        if seen == Seen::Followed {
            self.clicked_at.get_or_insert(now);
        }
        is_first.then_some(match seen {
            Seen::Opened => MessagingEvent::Opened { message, channel },
            Seen::Followed => MessagingEvent::LinkFollowed { message, channel },
        })
    }
}

/// Nothing is noted of who has taken their yes back meanwhile.
async fn note(platform: &Platform, group: GroupId, id: MessageId, seen: Seen) -> Result<()> {
    let door = platform.system(SystemActor::Jobs, group);
    let noted = door
        .write(async |tx| {
            let mut message = store::find(&tx.db(), id).await?;
            let Some(event) = message.be_seen(seen, tx.now()) else { return Ok(()) };
            if !allows(tx, &message).await? {
                return Ok(());
            }
            store::save_reported(tx, message, event).await
        })
        .await;
    match noted {
        // Somebody else wrote at the same moment; what the reader wants comes first.
        Err(Error::Stale { .. }) => Ok(()),
        other => other,
    }
}

async fn allows(tx: &Tx, message: &Message) -> Result<bool> {
    let standing = consents::standing(&tx.db(), message.customer_id, READING, message.channel).await?;
    Ok(standing.verdict.allows())
}

async fn message_of(platform: &Platform, given: &str) -> Result<Message> {
    let id = KeyRing::named_in(given).map(MessageId).ok_or(Error::NotFound)?;
    let message = receipts::store::anywhere(&platform.house(SystemActor::Jobs).read(), id).await?;
    let is_ours = message.watched.is_some() && platform.keys().has_signed(KIND, message.group_id, message.id.0, given);
    if is_ours { Ok(message) } else { Err(Error::NotFound) }
}

fn links_of(platform: &Platform, message: &Message) -> Result<Option<Vec<String>>> {
    let Some(sealed) = &message.watched else { return Ok(None) };
    Ok(Some(serde_json::from_str(&platform.keys().open(sealed, &seal_context(message.id))?)?))
}

fn seal_context(id: MessageId) -> Vec<u8> {
    format!("messages/{id}/watched").into_bytes()
}

/// The web addresses in a text, in their order.
pub(crate) fn links_in(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let begin = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min()?;
        let from_here = &rest[begin..];
        let is_part = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`');
        let end = from_here.find(|c| !is_part(c)).unwrap_or(from_here.len());
        // A full stop or a bracket behind an address belongs to the sentence.
        let link = from_here[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
        rest = &from_here[link.len().max(1)..];
        Some(link)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        let text = "请看https://a.cn/x?y=1。或 (http://b.com/z). Done: https://c.org/!";
        assert_eq!(links_in(text).collect::<Vec<_>>(), ["https://a.cn/x?y=1", "http://b.com/z", "https://c.org/"]);
        assert_eq!(links_in("no link, only http:/ and ftp://x").count(), 0);
    }
}
