//! What happens to connectors, and to what came over them and could not be taken. Never a secret, and nothing of what was sent.

use kernel::{ConnectorId, LeadId, PayloadId};
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum ConnectorsEvent {
    #[serde(rename = "connector.added")]
    Added { connector: ConnectorId, title: String, channel: String },
    /// `fields` names what changed.
    #[serde(rename = "connector.changed")]
    Changed { connector: ConnectorId, title: String, fields: Vec<String> },
    /// It has a new secret, or a new address where that is what proves the sender.
    #[serde(rename = "connector.secret_renewed")]
    SecretRenewed { connector: ConnectorId, title: String },
    #[serde(rename = "connector.removed")]
    Removed { connector: ConnectorId, title: String },
    /// `reason` is the code of the first fault.
    #[serde(rename = "payload.quarantined")]
    Quarantined { payload: PayloadId, title: String, reason: String },
    #[serde(rename = "payload.mended")]
    Mended { payload: PayloadId, title: String, lead: LeadId, number: String },
    #[serde(rename = "payload.dismissed")]
    Dismissed { payload: PayloadId, title: String },
}

impl Event for ConnectorsEvent {
    fn kind(&self) -> Kind {
        Kind::Sales
    }
}
