//! The ways out of the house, and where addresses come from; the server puts both into one [`Postbox`].

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use kernel::{CustomerId, Language, MessageId, Result, VehicleId};
use platform::Db;
use serde::{Deserialize, Serialize};

use crate::{
    message::ChannelKind,
    templates::{COMMON, Values, Variable},
};

/// A carrier of messages: an SMS provider, a mail server, a messenger.
pub trait Channel: Send + Sync {
    /// What views call it, `aliyun`.
    fn name(&self) -> &'static str;

    /// The kinds of message it carries.
    fn carries(&self) -> &[ChannelKind];

    /// Hands a message over. It may be called again for the same message after a crash: `outgoing.id` is the key by which a
    /// carrier that can tell sends it once.
    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Undelivered>>;

    /// What stands in brackets before each message; providers of SMS put it there.
    fn signature(&self) -> Option<&str> {
        None
    }

    /// Whether it takes texts a provider approved, and no others.
    fn sends_approved_only(&self) -> bool {
        false
    }

    /// Whether [`Channel::ask`] is worth the question.
    fn tells_fate(&self) -> bool {
        false
    }

    /// What became of a message that was handed over at `sent_at`, or may have been.
    fn ask<'a>(&'a self, _: &'a Outgoing, _: DateTime<Utc>) -> BoxFuture<'a, Result<Fate, Undelivered>> {
        Box::pin(std::future::ready(Ok(Fate::Untold)))
    }

    /// Whether the carrier can be reached and knows us; sends nothing.
    fn check(&self) -> BoxFuture<'_, Result<(), Undelivered>> {
        Box::pin(std::future::ready(Ok(())))
    }
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
    /// The same for a carrier that sends approved texts only.
    pub approved: Option<Approved>,
    pub audience: Audience,
    /// What the carrier called it, when it was handed over before.
    pub receipt: Option<String>,
    /// Where the reader says that they want no more of it.
    pub unsubscribe: Option<String>,
    /// The address of a picture by which an opened letter tells of itself; its links lead through the house then. None when nobody
    /// watches.
    pub watched: Option<String>,
}

impl Outgoing {
    /// For a carrier that sends nothing else.
    pub(crate) fn approved(&self) -> Result<&Approved, Undelivered> {
        let missing =
            || Undelivered::Never("this provider sends approved texts only; give the template its number".into());
        self.approved.as_ref().ok_or_else(missing)
    }
}

/// Who reads a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Customer,
    /// Somebody of the house, who tries a template.
    Staff,
}

/// A text a provider approved, and the values for its gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// The provider's number for it.
    pub id: String,
    /// Names and values in the order of the gaps.
    pub values: Vec<(String, String)>,
}

/// The carrier has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// What the carrier calls the message.
    pub reference: Option<String>,
    /// How many parts it is paid for, where the carrier says so.
    pub parts: Option<i32>,
}

/// What became of a message that was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    Delivered {
        at: Option<DateTime<Utc>>,
        parts: Option<i32>,
    },
    Failed {
        cause: String,
    },
    OnItsWay,
    /// The carrier knows no such message: it may be handed over again.
    NeverCame,
    /// The carrier can't say.
    Untold,
}

impl Fate {
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Delivered { .. } | Self::Failed { .. })
    }
}

/// Why the carrier has it not; said without the address, because it is shown and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// Worth another try: the line is busy, the quota is used up.
    Later(String),
    /// It will never work: the number is not in use, the template is refused.
    Never(String),
    /// The carrier may have it: the answer was lost on the way back.
    Unknown(String),
}

/// Knows under which address a customer is reached, and how they are spoken to.
pub trait AddressBook: Send + Sync {
    /// The primary contact of this kind; `None` when the customer has none.
    fn find<'a>(
        &'a self,
        db: &'a Db<'a>,
        customer: CustomerId,
        channel: ChannelKind,
    ) -> BoxFuture<'a, Result<Option<Address>>>;

    /// What is known of the customer and their car for the gaps of a text: `customer.greeting`, `vehicle.plate` …; the car is the
    /// one they came with last when none is named.
    fn values<'a>(
        &'a self,
        db: &'a Db<'a>,
        customer: CustomerId,
        vehicle: Option<VehicleId>,
        language: Language,
    ) -> BoxFuture<'a, Result<Values>>;
}

#[derive(Clone)]
pub struct Address {
    pub to: String,
    /// What people may see of it, `138****1234`.
    pub masked: String,
}

/// The variables texts may have gaps for.
#[derive(Clone, Debug)]
pub struct Catalogue(Vec<&'static Variable>);

impl Default for Catalogue {
    fn default() -> Self {
        Self(COMMON.iter().collect())
    }
}

impl Catalogue {
    pub fn variables(&self) -> impl Iterator<Item = &'static Variable> + '_ {
        self.0.iter().copied()
    }

    pub fn find(&self, name: &str) -> Option<&'static Variable> {
        self.variables().find(|variable| variable.name == name)
    }

    /// A value for each.
    pub fn examples(&self, language: Language) -> Values {
        self.variables().map(|variable| (variable.name.to_owned(), variable.example(language))).collect()
    }
}

/// All the ways out; put in place with [`platform::Platform::provide`].
pub struct Postbox {
    addresses: Arc<dyn AddressBook>,
    channels: Vec<Arc<dyn Channel>>,
    catalogue: Catalogue,
}

impl Postbox {
    /// A postbox whose messages only the page shows, until real channels are added.
    pub fn new(addresses: Arc<dyn AddressBook>) -> Self {
        Self { addresses, channels: vec![Arc::new(StandIn)], catalogue: Catalogue::default() }
    }

    /// Adds a channel; it goes before those added earlier.
    #[must_use]
    pub fn with(mut self, channel: Arc<dyn Channel>) -> Self {
        self.channels.insert(0, channel);
        self
    }

    /// Adds a department's variables to the catalogue.
    #[must_use]
    pub fn knowing(mut self, variables: &'static [Variable]) -> Self {
        self.catalogue.0.extend(variables);
        self
    }

    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    pub(crate) fn addresses(&self) -> &dyn AddressBook {
        &*self.addresses
    }

    pub(crate) fn carrier(&self, kind: ChannelKind) -> Option<Arc<dyn Channel>> {
        self.channels.iter().find(|channel| channel.carries().contains(&kind)).cloned()
    }
}

/// Carriers of the configuration file, for groups that set none of their own; put in place with [`platform::Platform::provide`].
#[derive(Default)]
pub struct ConfiguredCarriers(pub Vec<Arc<dyn Channel>>);

impl ConfiguredCarriers {
    pub(crate) fn find(&self, kind: ChannelKind) -> Option<Arc<dyn Channel>> {
        self.0.iter().find(|carrier| carrier.carries().contains(&kind)).cloned()
    }
}

/// Under which address the outside reaches this server, `https://crm.example.com`: links in messages begin with it. Provided to
/// the platform when it is known.
pub struct PublicAddress(pub String);

impl PublicAddress {
    /// The address with a path behind it, which begins with a slash.
    pub fn followed_by(&self, path: &str) -> String {
        format!("{}{path}", self.0.trim_end_matches('/'))
    }
}

/// What views call the [`StandIn`].
pub(crate) const STAND_IN: &str = "stand-in";

/// Sends nothing anywhere: what would have been sent is read on the page. For trying out and for demonstrations.
pub struct StandIn;

impl Channel for StandIn {
    fn name(&self) -> &'static str {
        STAND_IN
    }

    fn carries(&self) -> &[ChannelKind] {
        &[ChannelKind::Sms, ChannelKind::Email, ChannelKind::Wecom, ChannelKind::Push]
    }

    fn send<'a>(&'a self, _: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Undelivered>> {
        Box::pin(std::future::ready(Ok(Receipt::default())))
    }
}
