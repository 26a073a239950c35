//! What leaves the house: messages to customers, one outbox for all departments, a [`Channel`] for each way out.
//!
//! A department calls [`write()`] inside its transaction; a job hands the message to its channel after the commit, again and
//! later while the channel is busy, and the journal hears when it was sent or given up. The address is looked up when the
//! message is written ([`AddressBook`], because this crate stands below the customers), kept sealed in the row, and shown
//! masked only. The server puts channels and address book into one [`Postbox`] and provides it to the platform; a postbox
//! without channels has the [`StandIn`], whose messages are read on the page.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod channel;
pub mod consents;
mod http;
mod message;
mod migrations;
mod rules;
mod send;
mod store;
mod write;

use platform::{
    jobs::JobKind,
    traces::{SealedUnder, Trace},
};

pub use channel::{Address, AddressBook, Channel, Outgoing, Postbox, Receipt, StandIn, Undelivered};
pub use http::{MessageView, routes};
pub use message::{ChannelKind, Message, MessageState, SECRET_MARK};
pub use migrations::MIGRATIONS;
pub use write::{NewMessage, Particulars, write, write_particular};

/// What messages and consents hold of a person. That a message was sent stays, for it counts in the figures; that a consent was
/// given stays, for it is what made the processing lawful.
pub const TRACES: &[Trace] = &[
    Trace::nobody("consent_purposes", "purposes as the group has shaped them"),
    Trace::nobody("consent_floors", "versions of texts"),
    Trace::blanked("consents", &["customer_id"], "proof = null").written_in(&["proof"]),
    Trace::blanked(
    "messages",
    &["customer_id"],
    "address_masked = '', address = substr(address, 1, 0), subject = null, text = '', secret = null, error = null, receipt = null, version = version + 1, \
     state = case when state = 'waiting' then 'failed' else state end",
)
.written_in(&["subject", "text", "error"])
.sealed(&[("address", SealedUnder::Word("messages"))])];

/// The kinds of work messaging leaves for the job runner.
pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<send::SendMessage>()]
}
