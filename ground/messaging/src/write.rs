//! Writing a message: checked, addressed and left in the outbox inside the caller's transaction.

use journal::About;
use kernel::{CustomerId, Error, Language, MessageId, MessageTemplateId, Result, StoreId, VehicleId};
use platform::{
    Platform, Tx,
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    channel::{Address, Approved, Postbox},
    channels::{self, store::InForce},
    fitting,
    gate::{self, Obstacle, Verdict},
    message::{ChannelKind, Message, MessageState, Purpose},
    receipts,
    rules::{self, MessageRefusal},
    send, store,
    templates::{self, Template, UNSUBSCRIBE_LINK, Values, measured, render},
};

/// A message to be sent to a customer, in words of its own.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    pub customer_id: CustomerId,
    pub channel: ChannelKind,
    /// E-mail needs one; SMS and WeCom have none.
    #[serde(default)]
    pub subject: Option<String>,
    pub text: String,
    /// Why it is written; a notice when not given.
    #[serde(default)]
    pub purpose: Purpose,
}

/// A message to be made from a template.
#[derive(Clone)]
pub struct FromTemplate {
    pub customer: CustomerId,
    pub template: Chosen,
    /// What the caller knows for the gaps; the customer's, the car's, the store's and the writer's own values are added.
    pub values: Values,
    pub vehicle: Option<VehicleId>,
    /// Chinese when not given.
    pub language: Option<Language>,
    /// Where to, when it is not the customer's primary contact: a code to a number that is not theirs yet.
    pub to: Option<Address>,
}

/// Which template.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// The one departments know by this code.
    Code(&'static str, ChannelKind),
    Id(MessageTemplateId),
}

/// What a carrier is handed, when it is more than staff may read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Content {
    pub subject: Option<String>,
    pub text: String,
    pub approved: Option<Approved>,
}

/// Leaves a message in the outbox: it is sent soon after the commit, and not at all without it.
/// Refused when the customer can't be seen by the caller, or has no such contact.
pub async fn write(tx: &mut Tx, form: NewMessage) -> Result<Message> {
    let (subject, text) = rules::words(form.channel, form.subject.as_deref(), &form.text).map_err(Error::Invalid)?;
    Error::unless_valid(rules::way_out_fault(form.channel, form.purpose, &text).into_iter().collect())?;
    let store = store_of(tx, form.customer_id).await?;
    let id = MessageId::new(tx.now());
    let text = match way_out(tx, form.channel, form.purpose, id)? {
        Some(link) => render::with_link(&text, &link),
        None => text,
    };
    let draft = Draft {
        id,
        customer: form.customer_id,
        store,
        channel: form.channel,
        purpose: form.purpose,
        language: Language::Zh,
        template: None,
        subject,
        text,
        content: None,
    };
    leave(tx, draft, None).await
}

/// Leaves a message made from a template in the outbox, like [`write()`]. Refused, with the names, when nothing is known for one
/// of its gaps.
pub async fn write_from_template(tx: &mut Tx, wanted: FromTemplate) -> Result<Message> {
    let template = chosen(tx, &wanted.template).await?;
    let (edition, wording) = templates::store::published(&tx.db(), &template).await?;
    let (language, words) = wording
        .in_language(wanted.language.unwrap_or_default())
        .ok_or_else(|| Error::internal(format!("edition {edition} of template {} says nothing", template.id)))?;
    let store = store_of(tx, wanted.customer).await?;
    let mut values = fitting::values_of(&tx.db(), wanted.customer, wanted.vehicle, language).await?;
    values.extend(wanted.values);
    let id = MessageId::new(tx.now());
    if let Some(link) = way_out(tx, template.channel, template.purpose, id)? {
        values.insert(UNSUBSCRIBE_LINK.into(), link.into());
    }
    let postbox = tx.platform().provided::<Postbox>()?;
    let content = fitting::content(words, &values, language, postbox.catalogue()).map_err(|names| {
        let message = format!("nothing is known for {}; give a value or take another template", names.join(", "));
        Error::invalid("values", "template.missing_values", message)
    })?;
    // What is filled in may be longer than the template was.
    rules::words(template.channel, content.subject.as_deref(), &content.text).map_err(Error::Invalid)?;
    let shown = fitting::shown(words, &values, language, postbox.catalogue());
    let draft = Draft {
        id,
        customer: wanted.customer,
        store,
        channel: template.channel,
        purpose: template.purpose,
        language,
        template: Some((template.id, edition)),
        subject: shown.subject,
        text: shown.text,
        content: Some(content),
    };
    leave(tx, draft, wanted.to).await
}

/// The link by which the reader wants no more of it. Marketing by e-mail is refused while nobody said where it would lead.
fn way_out(tx: &Tx, channel: ChannelKind, purpose: Purpose, id: MessageId) -> Result<Option<String>> {
    let link = receipts::unsubscribe_link(tx.platform(), tx.scope().group(), id);
    if link.is_none() && gate::needs_link(channel, purpose) {
        return Err(MessageRefusal::Gate(Obstacle::NoPublicAddress.code()).into());
    }
    Ok(link)
}

struct Draft {
    id: MessageId,
    customer: CustomerId,
    store: StoreId,
    channel: ChannelKind,
    purpose: Purpose,
    language: Language,
    template: Option<(MessageTemplateId, i32)>,
    subject: Option<String>,
    text: String,
    content: Option<Content>,
}

/// Leaves it in the outbox, held where something stands in its way that passes, refused where it does not.
async fn leave(tx: &mut Tx, draft: Draft, to: Option<Address>) -> Result<Message> {
    let postbox = tx.platform().provided::<Postbox>()?;
    let address = match to {
        Some(address) => Some(address),
        None => postbox.addresses().find(&tx.db(), draft.customer, draft.channel).await?,
    };
    let address = address.ok_or(MessageRefusal::NoAddress(draft.channel))?;
    let in_force = channels::store::carrier(&tx.db(), draft.channel).await?;
    let is_approved = draft.content.as_ref().is_some_and(|content| content.approved.is_some());
    let asked = gate::store::Asked {
        customer: draft.customer,
        store: draft.store,
        channel: draft.channel,
        purpose: draft.purpose,
        to: &address.to,
        is_taken: is_approved || !in_force.carrier.sends_approved_only(),
        message: None,
    };
    let obstacles = gate::store::obstacles(&tx.db(), &asked).await?;
    let mut message = message_of(tx, draft, &address, &in_force)?;
    let (id, now) = (message.id, tx.now());
    match gate::verdict(&obstacles) {
        (Verdict::Refuse, _) => {
            let event = message.refuse(&obstacles);
            store::add(tx, message.clone()).await?;
            let about = About::customer(message.store_id, message.customer_id);
            journal::record(tx, about, event).await?;
        }
        (verdict, at) => {
            if let (Verdict::Hold, Some(at)) = (verdict, at) {
                message.wait_until(at, &obstacles);
            }
            store::add(tx, message.clone()).await?;
            send::plan(tx, id, "", at.unwrap_or(now)).await?;
        }
    }
    Ok(message)
}

fn message_of(tx: &Tx, draft: Draft, address: &Address, in_force: &InForce) -> Result<Message> {
    let (id, now, keys, group) = (draft.id, tx.now(), tx.platform().keys(), tx.scope().group());
    let whole = draft.content.as_ref().map_or(draft.text.as_str(), |content| content.text.as_str());
    Ok(Message {
        id,
        group_id: group,
        store_id: draft.store,
        customer_id: draft.customer,
        channel: draft.channel,
        purpose: draft.purpose,
        template_id: draft.template.map(|(id, _)| id),
        edition: draft.template.map(|(_, edition)| edition),
        language: draft.language,
        address: keys.seal(&address.to, &Message::seal_context(id))?,
        address_masked: address.masked.clone(),
        address_blind: Some(gate::store::blind(keys, group, draft.channel, &address.to)),
        parts: measured(draft.channel, in_force.signature.as_deref(), whole).parts,
        content: match &draft.content {
            Some(content) => Some(keys.seal(&serde_json::to_string(content)?, &Message::content_context(id))?),
            None => None,
        },
        subject: draft.subject,
        text: draft.text,
        state: MessageState::Waiting,
        obstacles: None,
        send_after: None,
        via: in_force.carrier.name().to_owned(),
        attempts: 0,
        error: None,
        receipt: None,
        created_by: tx.scope().staff(),
        created_at: now,
        sent_at: None,
        delivered_at: None,
        opened_at: None,
        clicked_at: None,
        watched: None,
        cost_thousandths: None,
        currency: None,
        version: 1,
    })
}

async fn store_of(tx: &Tx, customer: CustomerId) -> Result<StoreId> {
    let wanted = Wanted { customers: [customer].into(), ..Wanted::default() };
    let known = names::within_reach(&tx.db(), wanted).await?;
    known.customers.get(&customer).map(|named| named.store).ok_or_else(|| {
        Error::invalid("customer_id", "customer.unknown", "there is no such customer, or they are not yours to see")
    })
}

async fn chosen(tx: &Tx, chosen: &Chosen) -> Result<Template> {
    match chosen {
        Chosen::Id(id) => match templates::store::find(&tx.db(), *id).await {
            Ok(template) if !template.is_retired => Ok(template),
            Ok(_) | Err(Error::NotFound) => {
                Err(Error::invalid("template_id", "template.unknown", "there is no such template in use"))
            }
            Err(cause) => Err(cause),
        },
        Chosen::Code(code, channel) => templates::store::find_by_code(&tx.db(), code, *channel)
            .await?
            .ok_or_else(|| Error::internal(format!("the group has no template {code}"))),
    }
}

impl Content {
    /// What the carrier of this message is handed.
    pub fn of(platform: &Platform, message: &Message) -> Result<Self> {
        match &message.content {
            Some(sealed) => {
                let opened = platform.keys().open(sealed, &Message::content_context(message.id))?;
                Ok(serde_json::from_str(&opened)?)
            }
            None => Ok(Self { subject: message.subject.clone(), text: message.text.clone(), approved: None }),
        }
    }
}
