//! What may happen to a connector: pure, an event or nothing.

use chrono::{DateTime, Utc};
use journal::events::connectors::ConnectorsEvent;
use kernel::Refusal;
use serde_json::json;

use super::{connector::Connector, draft::ConnectorChange, words::SignatureKind};

/// Why something sent to a connector is not even looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntakeRefusal {
    Off,
    SignatureMissing,
    SignatureWrong,
    TimeMissing,
    TooOld,
}

impl Refusal for IntakeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Off => "intake.off",
            Self::SignatureMissing => "intake.signature_missing",
            Self::SignatureWrong => "intake.signature_wrong",
            Self::TimeMissing => "intake.time_missing",
            Self::TooOld => "intake.too_old",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Off => "This connector is switched off; ask the store to switch it on again.",
            Self::SignatureMissing => "The header with the signature or the secret is missing.",
            Self::SignatureWrong => "The signature or the secret is wrong; compare the secret and what is signed.",
            Self::TimeMissing => {
                "Send the header x-roadbook-timestamp with the seconds since 1970; it is signed with the body."
            }
            Self::TooOld => "The time of this message is more than five minutes off; set your clock, or sign it anew.",
        }
        .into()
    }
}

impl Connector {
    /// Changes what is named; nothing happens when all of it is as it was.
    pub fn change(&mut self, change: ConnectorChange, now: DateTime<Utc>) -> Option<ConnectorsEvent> {
        let mut fields = Vec::new();
        let mut note = |field: &str, differs: bool| {
            if differs {
                fields.push(field.to_owned());
            }
            differs
        };
        if let Some(channel) = change.channel.filter(|channel| note("channel", self.channel != *channel)) {
            self.channel = channel;
        }
        if let Some(name) = change.name.filter(|name| note("name", self.name != *name)) {
            self.name = name;
        }
        if let Some(signature) = change.signature.filter(|kind| note("signature", self.signature != *kind)) {
            self.signature = signature;
        }
        let header =
            change.signature_header.filter(|header| note("signature_header", self.signature_header != *header));
        if let Some(header) = header {
            self.signature_header = header;
        }
        if let Some(mapping) = change.mapping.filter(|mapping| note("mapping", self.mapping() != *mapping)) {
            self.mapping = json!(mapping);
        }
        if let Some(is_on) = change.is_on.filter(|is_on| note("is_on", self.is_on != *is_on)) {
            self.is_on = is_on;
        }
        if fields.is_empty() {
            return None;
        }
        self.changed_at = now;
        Some(ConnectorsEvent::Changed { connector: self.id, title: self.name.clone(), fields })
    }

    /// A new secret, sealed. Where the address is what proves the sender it has a new one too, and the old is nobody's.
    pub fn renew_secret(&mut self, sealed: Vec<u8>, now: DateTime<Utc>) -> ConnectorsEvent {
        self.secret = sealed;
        if self.signature == SignatureKind::None {
            self.address_turn += 1;
        }
        self.changed_at = now;
        ConnectorsEvent::SecretRenewed { connector: self.id, title: self.name.clone() }
    }

    /// Nothing comes over it any more.
    pub fn remove(&mut self, now: DateTime<Utc>) -> ConnectorsEvent {
        self.removed_at = Some(now);
        self.is_on = false;
        ConnectorsEvent::Removed { connector: self.id, title: self.name.clone() }
    }
}
