//! What leaves the house: messages to customers, one outbox for all departments, a [`Channel`] for each way out.
//!
//! A department calls [`write()`] inside its transaction; a job hands the message to its channel after the commit, again and
//! later while the channel is busy, and the journal hears when it was sent or given up. The address is looked up when the
//! message is written ([`AddressBook`], because this crate stands below the customers), kept sealed in the row, and shown
//! masked only. The server puts channels and address book into one [`Postbox`] and provides it to the platform; a postbox
//! without channels has the [`StandIn`], whose messages are read on the page.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod carriers;
mod channel;
mod channels;
pub mod consents;
mod fitting;
mod gate;
mod http;
mod message;
mod migrations;
mod nobody;
mod prices;
pub mod push;
mod receipts;
mod rules;
mod send;
mod store;
pub mod templates;
mod watching;
mod write;

use platform::{
    Platform,
    jobs::JobKind,
    traces::{Seal, SealedUnder, Trace},
};
use utoipa_axum::router::OpenApiRouter;

pub use channel::{
    Address, AddressBook, Approved, Audience, Catalogue, Channel, ConfiguredCarriers, Fate, Outgoing, Postbox,
    PublicAddress, Receipt, StandIn, Undelivered,
};
pub use channels::{setup::Settings as CarrierSettings, store::configure};
pub use gate::{Obstacle, Verdict};
pub use http::MessageView;
pub use message::{ChannelKind, Message, MessageState, Purpose};
pub use migrations::{FOLLOWS, MIGRATIONS};
pub use send::{handed_over, recipient};
pub use write::{Chosen, FromTemplate, NewMessage, write, write_from_template};

/// All endpoints of messaging.
pub fn routes() -> OpenApiRouter<Platform> {
    http::routes()
        .merge(templates::routes())
        .merge(channels::routes())
        .merge(gate::routes())
        .merge(receipts::routes())
        .merge(prices::routes())
        .merge(push::routes())
        .merge(watching::routes())
}

/// What messages and consents hold of a person. That a message was sent stays, for it counts in the figures; that a consent was
/// given stays, for it is what made the processing lawful.
pub const TRACES: &[Trace] = &[
    Trace::nobody("consent_purposes", "purposes as the group has shaped them").written_in(&["name", "name_english"]),
    Trace::nobody("consent_floors", "versions of texts"),
    Trace::blanked("consents", &["customer_id"], "proof = null").written_in(&["proof"]),
    Trace::nobody("message_templates", "texts for everybody").written_in(&["name"]),
    Trace::nobody("message_template_editions", "texts for everybody")
        .keyed_by("template_id")
        .inside(Some("template_id in (select id from message_templates where group_id = $1)"))
        .written_in(&["wording"]),
    Trace::nobody("channel_setups", "carriers and their secrets").sealed(&[Seal::new("secret", SealedUnder::Word("channel_setups"))]),
    Trace::nobody("sending_rules", "hours and caps"),
    Trace::nobody("opt_outs", "blind indexes of addresses that want no more of it: whoever is forgotten must not be written to again")
        .written_in(&["proof"]),
    Trace::nobody("message_prices", "prices"),
    Trace::erased("push_subscriptions", &["customer_id"]).sealed(&[Seal::new("sealed", SealedUnder::Id)]),
    Trace::blanked(
        "messages",
        &["customer_id"],
        "address_masked = '', address = substr(address, 1, 0), address_blind = null, content = null, subject = null, text = '', \
         error = null, receipt = null, obstacles = null, watched = null, version = version + 1, \
         state = case when state in ('waiting', 'held', 'unknown') then 'failed' else state end",
    )
    .written_in(&["subject", "text", "error"])
    .sealed(&[
        Seal::new("address", SealedUnder::Word("messages")),
        Seal::new("content", SealedUnder::Part("messages", "content")),
        Seal::new("watched", SealedUnder::Part("messages", "watched")),
    ]),
];

/// The kinds of work messaging leaves for the job runner.
pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<send::SendMessage>(), JobKind::of::<receipts::AskFate>()]
}
