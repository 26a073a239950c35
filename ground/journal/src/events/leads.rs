//! What happens to leads.

use chrono::{DateTime, Utc};
use kernel::LeadId;
use serde::{Deserialize, Serialize};

use super::{
    Event,
    customers::{FieldChange, StaffName},
};
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum LeadsEvent {
    /// Without a consultant it lies in the pool of its store.
    #[serde(rename = "lead.opened")]
    Opened {
        lead: LeadId,
        number: String,
        channel: String,
        consultant: Option<StaffName>,
        /// What the rule is called that chose the consultant, or the pool.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
    },
    /// The customer came again about the same wish.
    #[serde(rename = "lead.enquired_again")]
    EnquiredAgain { lead: LeadId, number: String, channel: String },
    #[serde(rename = "lead.changed")]
    Changed { lead: LeadId, number: String, fields: Vec<FieldChange> },
    #[serde(rename = "lead.claimed")]
    Claimed { lead: LeadId, number: String, consultant: StaffName },
    #[serde(rename = "lead.given")]
    Given { lead: LeadId, number: String, from: Option<StaffName>, to: StaffName, note: Option<String> },
    #[serde(rename = "lead.released")]
    Released { lead: LeadId, number: String, from: StaffName, reason: String },
    /// A rule found somebody for it who was not at work when it came.
    #[serde(rename = "lead.placed")]
    Placed { lead: LeadId, number: String, to: StaffName, rule: String },
    /// Nobody answered while it was protected: it was taken from its consultant, and given to the next or to the pool.
    #[serde(rename = "lead.held_back")]
    HeldBack {
        lead: LeadId,
        number: String,
        from: StaffName,
        to: Option<StaffName>,
        minutes: i32,
        rule: Option<String>,
    },
    /// `way` is `call`, `visit` or `message`; `state` is where the lead stands now.
    #[serde(rename = "lead.followed_up")]
    FollowedUp {
        lead: LeadId,
        number: String,
        way: String,
        outcome: String,
        state: String,
        next_at: Option<DateTime<Utc>>,
    },
    /// A test drive, an order, a sale or a delivery came of it.
    #[serde(rename = "lead.advanced")]
    Advanced { lead: LeadId, number: String, milestone: String, state: String },
    #[serde(rename = "lead.loss_asked")]
    LossAsked { lead: LeadId, number: String, reason: String },
    #[serde(rename = "lead.lost")]
    Lost { lead: LeadId, number: String, reason: String },
    #[serde(rename = "lead.loss_refused")]
    LossRefused { lead: LeadId, number: String, reason: String },
    #[serde(rename = "lead.revived")]
    Revived { lead: LeadId, number: String, consultant: Option<StaffName> },
}

impl Event for LeadsEvent {
    fn kind(&self) -> Kind {
        Kind::Sales
    }
}
