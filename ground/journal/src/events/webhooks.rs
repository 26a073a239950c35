//! What happens to webhooks. Never an address or a secret: an address may carry a secret too.

use kernel::WebhookId;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum WebhooksEvent {
    #[serde(rename = "webhook.added")]
    Added { webhook: WebhookId, title: String },
    /// `fields` names what changed.
    #[serde(rename = "webhook.changed")]
    Changed { webhook: WebhookId, title: String, fields: Vec<String> },
    /// It has a new secret; the former one still signs for a day.
    #[serde(rename = "webhook.secret_renewed")]
    SecretRenewed { webhook: WebhookId, title: String },
    #[serde(rename = "webhook.paused")]
    Paused { webhook: WebhookId, title: String },
    #[serde(rename = "webhook.resumed")]
    Resumed { webhook: WebhookId, title: String },
    /// The house has stopped calling it; `reason` is `gone` or `failing`.
    #[serde(rename = "webhook.died")]
    Died { webhook: WebhookId, title: String, reason: String },
    #[serde(rename = "webhook.removed")]
    Removed { webhook: WebhookId, title: String },
    /// Somebody had events sent again: `one`, all `failed` ones, or a `range` of time.
    #[serde(rename = "webhook.replayed")]
    Replayed { webhook: WebhookId, title: String, which: String },
}

impl Event for WebhooksEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
