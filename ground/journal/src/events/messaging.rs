//! What leaves the house.

use kernel::MessageId;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum MessagingEvent {
    /// `text` is the message as sent, without the address it went to.
    #[serde(rename = "message.sent")]
    Sent {
        message: MessageId,
        channel: String,
        #[serde(default)]
        subject: Option<String>,
        text: String,
    },
    #[serde(rename = "message.failed")]
    Failed { message: MessageId, channel: String, cause: String },
}

impl Event for MessagingEvent {
    fn kind(&self) -> Kind {
        Kind::Marketing
    }
}
