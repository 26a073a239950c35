//! What leaves the house.

use chrono::NaiveDate;
use kernel::{MessageId, MessageTemplateId};
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
        /// `code`, `notice`, `care` or `marketing`; older entries don't say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purpose: Option<String>,
    },
    #[serde(rename = "message.failed")]
    Failed {
        message: MessageId,
        channel: String,
        cause: String,
        /// The carrier says that the address is nobody's.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_nobody_there: bool,
    },
    /// The carrier says that it arrived.
    #[serde(rename = "message.delivered")]
    Delivered { message: MessageId, channel: String },
    /// The customer opened it for the first time, who allows to note that.
    #[serde(rename = "message.opened")]
    Opened { message: MessageId, channel: String },
    /// The customer followed a link of it for the first time, who allows to note that.
    #[serde(rename = "message.link_followed")]
    LinkFollowed { message: MessageId, channel: String },
    /// The house did not let it out; `reasons` are codes, `no_consent`.
    #[serde(rename = "message.refused")]
    Refused { message: MessageId, channel: String, reasons: Vec<String> },
    /// The customer answered it; `text` is what they said.
    #[serde(rename = "message.replied")]
    Replied { message: MessageId, channel: String, text: String },
    /// The address wants no more marketing or care on this channel; `proof` is the word replied, or that the link was followed.
    #[serde(rename = "message.opted_out")]
    OptedOut { message: MessageId, channel: String, proof: String },
    /// Somebody had a failed one sent again.
    #[serde(rename = "message.retried")]
    Retried { message: MessageId, channel: String },
    /// A browser is to be written to: a customer's, or that of somebody of the house.
    #[serde(rename = "push.subscribed")]
    BrowserSubscribed { browser: String },
    #[serde(rename = "push.unsubscribed")]
    BrowserUnsubscribed { browser: String },
    #[serde(rename = "channel.set")]
    ChannelSet { channel: String, carrier: String },
    #[serde(rename = "sending.limits_set")]
    SendingLimitsSet { purpose: String },
    #[serde(rename = "message_price.set")]
    PriceSet { channel: String, from_day: NaiveDate, thousandths: i64, currency: String },
    #[serde(rename = "message_price.removed")]
    PriceRemoved { channel: String, from_day: NaiveDate },
    #[serde(rename = "template.drafted")]
    TemplateDrafted { template: MessageTemplateId, title: String, channel: String, edition: i32 },
    #[serde(rename = "template.published")]
    TemplatePublished { template: MessageTemplateId, title: String, channel: String, edition: i32 },
    #[serde(rename = "template.draft_dropped")]
    TemplateDraftDropped { template: MessageTemplateId, title: String, channel: String, edition: i32 },
    #[serde(rename = "template.renamed")]
    TemplateRenamed { template: MessageTemplateId, from: String, title: String },
    #[serde(rename = "template.retired")]
    TemplateRetired { template: MessageTemplateId, title: String },
    #[serde(rename = "template.restored")]
    TemplateRestored { template: MessageTemplateId, title: String },
    /// One was sent to a member of staff to see how it looks; nobody's message.
    #[serde(rename = "template.tried")]
    TemplateTried { template: MessageTemplateId, title: String, channel: String },
}

impl Event for MessagingEvent {
    fn kind(&self) -> Kind {
        match self {
            Self::Sent { .. }
            | Self::Failed { .. }
            | Self::Delivered { .. }
            | Self::Opened { .. }
            | Self::LinkFollowed { .. }
            | Self::Refused { .. }
            | Self::Replied { .. }
            | Self::OptedOut { .. }
            | Self::Retried { .. } => Kind::Marketing,
            _ => Kind::Record,
        }
    }
}
