//! Writing a message: checked, addressed and left in the outbox inside the caller's transaction.

use kernel::{CustomerId, Error, MessageId, Result};
use platform::{
    Tx, jobs,
    names::{self, Wanted},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    channel::{Address, Postbox},
    message::{ChannelKind, Message, MessageState},
    rules::{self, MessageRefusal},
    send::SendMessage,
    store,
};

/// A message to be sent to a customer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    pub customer_id: CustomerId,
    pub channel: ChannelKind,
    /// E-mail needs one; SMS and WeCom have none.
    #[serde(default)]
    pub subject: Option<String>,
    pub text: String,
}

/// What sets a message apart from others to the same customer.
#[derive(Clone, Default)]
pub struct Particulars {
    /// Where it goes, when not to the primary contact.
    pub to: Option<Address>,
    /// What stands for [`SECRET_MARK`] in the text: kept sealed until it is sent, and never in the journal.
    pub secret: Option<String>,
}

/// Leaves a message in the outbox: it is sent soon after the commit, and not at all without it.
/// Refused when the customer can't be seen by the caller, or has no such contact.
pub async fn write(tx: &mut Tx, form: NewMessage) -> Result<Message> {
    write_particular(tx, form, Particulars::default()).await
}

/// [`write()`], with a secret or to an address of its own.
pub async fn write_particular(tx: &mut Tx, form: NewMessage, particulars: Particulars) -> Result<Message> {
    let (subject, text) = rules::words(form.channel, form.subject.as_deref(), &form.text).map_err(Error::Invalid)?;
    let wanted = Wanted { customers: [form.customer_id].into(), ..Wanted::default() };
    let known = names::within_reach(&tx.db(), wanted).await?;
    let customer = known.customers.get(&form.customer_id).ok_or_else(|| {
        Error::invalid("customer_id", "customer.unknown", "there is no such customer, or they are not yours to see")
    })?;
    let postbox = tx.platform().provided::<Postbox>()?;
    let address = match particulars.to {
        Some(address) => Some(address),
        None => postbox.addresses().find(&tx.db(), form.customer_id, form.channel).await?,
    };
    let address = address.ok_or(MessageRefusal::NoAddress(form.channel))?;
    let carrier = postbox.carrier(form.channel).ok_or_else(|| Error::internal("no channel carries this kind"))?;
    let now = tx.now();
    let id = MessageId::new(now);
    let secret = particulars.secret;
    let message = Message {
        id,
        group_id: tx.scope().group(),
        store_id: customer.store,
        customer_id: form.customer_id,
        channel: form.channel,
        address: tx.platform().keys().seal(&address.to, &Message::seal_context(id))?,
        address_masked: address.masked,
        subject,
        text,
        secret: secret.map(|secret| tx.platform().keys().seal(&secret, &Message::seal_context(id))).transpose()?,
        state: MessageState::Waiting,
        via: carrier.name().to_owned(),
        attempts: 0,
        error: None,
        receipt: None,
        created_by: tx.scope().staff(),
        created_at: now,
        sent_at: None,
        version: 1,
    };
    store::add(tx, message.clone()).await?;
    jobs::enqueue(tx, &SendMessage { message: id }, &id.to_string()).await?;
    Ok(message)
}
