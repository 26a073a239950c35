//! The ways out of the house, and where addresses come from; the server puts both into one [`Postbox`].

use std::sync::Arc;

use futures::future::BoxFuture;
use kernel::{CustomerId, MessageId, Result};
use platform::Db;

use crate::message::ChannelKind;

/// A carrier of messages: an SMS provider, a mail server, a messenger.
pub trait Channel: Send + Sync {
    /// What views call it, `aliyun`.
    fn name(&self) -> &'static str;

    /// The kinds of message it carries.
    fn carries(&self) -> &[ChannelKind];

    /// Hands a message over. It may be called again for the same message after a crash: `outgoing.id` is the key by which a
    /// carrier that can tell sends it once.
    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Undelivered>>;
}

/// A message at the door, with its address opened.
#[derive(Clone)]
pub struct Outgoing {
    pub id: MessageId,
    pub channel: ChannelKind,
    /// Phone number in E.164, mailbox or account.
    pub to: String,
    pub subject: Option<String>,
    pub text: String,
}

/// The carrier has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// What the carrier calls the message.
    pub reference: Option<String>,
}

/// Why the carrier has it not; said without the address, because it is shown and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// Worth another try: the line is busy, the quota is used up.
    Later(String),
    /// It will never work: the number is not in use, the template is refused.
    Never(String),
}

/// Knows under which address a customer is reached.
pub trait AddressBook: Send + Sync {
    /// The primary contact of this kind; `None` when the customer has none.
    fn find<'a>(
        &'a self,
        db: &'a Db<'a>,
        customer: CustomerId,
        channel: ChannelKind,
    ) -> BoxFuture<'a, Result<Option<Address>>>;
}

#[derive(Clone)]
pub struct Address {
    pub to: String,
    /// What people may see of it, `138****1234`.
    pub masked: String,
}

/// All the ways out; put in place with [`platform::Platform::provide`].
pub struct Postbox {
    addresses: Arc<dyn AddressBook>,
    channels: Vec<Arc<dyn Channel>>,
}

impl Postbox {
    /// A postbox whose messages only the page shows, until real channels are added.
    pub fn new(addresses: Arc<dyn AddressBook>) -> Self {
        Self { addresses, channels: vec![Arc::new(StandIn)] }
    }

    /// Adds a channel; it goes before those added earlier.
    #[must_use]
    pub fn with(mut self, channel: Arc<dyn Channel>) -> Self {
        self.channels.insert(0, channel);
        self
    }

    pub(crate) fn addresses(&self) -> &dyn AddressBook {
        &*self.addresses
    }

    pub(crate) fn carrier(&self, kind: ChannelKind) -> Option<&dyn Channel> {
        self.channels.iter().find(|channel| channel.carries().contains(&kind)).map(AsRef::as_ref)
    }
}

/// Sends nothing anywhere: what would have been sent is read on the page. For trying out and for demonstrations.
pub struct StandIn;

impl Channel for StandIn {
    fn name(&self) -> &'static str {
        "stand-in"
    }

    fn carries(&self) -> &[ChannelKind] {
        &[ChannelKind::Sms, ChannelKind::Email, ChannelKind::Wecom, ChannelKind::Push]
    }

    fn send<'a>(&'a self, _: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Undelivered>> {
        Box::pin(std::future::ready(Ok(Receipt::default())))
    }
}
