//! Hears of messages that reached nobody, of messages that arrived and of calls, and marks contacts that reach nobody.

use chrono::TimeDelta;
use journal::{
    Entry, Event, Listener,
    events::{customers::CustomersEvent, messaging::MessagingEvent, worklist::WorklistEvent},
};
use kernel::{ContactId, CustomerId, Error, MessageId, Result};
use platform::Tx;

use super::{
    address_book::kind_of,
    contact::ContactKind,
    rules::{Contacts, LearnedBy},
    store,
};
use crate::{
    notes::note::{NoteKind, Outcome},
    people,
};

/// Keeps it true which contacts reach nobody.
pub struct JudgeContacts;

/// What is older was seen to by people meanwhile.
const NEWS_DAYS: i64 = 7;

impl Listener for JudgeContacts {
    const NAME: &'static str = "customers.contacts";

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        let oldest = tx.now() - TimeDelta::days(NEWS_DAYS);
        for entry in entries.iter().filter(|entry| entry.recorded_at > oldest) {
            if let (Some(customer), Some(news)) = (entry.customer_id, News::of(entry)) {
                tx.enter(entry.group_id);
                judge(tx, customer, news, entry).await?;
            }
        }
        Ok(())
    }
}

/// What an entry tells of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum News {
    NobodyThere(MessageId),
    Arrived(MessageId),
    /// A call reached somebody else, or a number given to nobody.
    WrongNumber,
    /// A call reached the customer.
    SpokeTo,
}

impl News {
    fn of(entry: &Entry) -> Option<Self> {
        if let Some(event) = MessagingEvent::read(entry) {
            return match event {
                MessagingEvent::Failed { message, is_nobody_there: true, .. } => Some(Self::NobodyThere(message)),
                MessagingEvent::Delivered { message, .. } => Some(Self::Arrived(message)),
                _ => None,
            };
        }
        if let Some(CustomersEvent::NoteWritten { kind, outcome: Some(outcome), .. }) = CustomersEvent::read(entry) {
            let is_call = kind == NoteKind::Call.word();
            let is = |one: Outcome| outcome == one.word();
            return match () {
                () if is(Outcome::WrongNumber) => Some(Self::WrongNumber),
                () if is_call && !is(Outcome::NoAnswer) => Some(Self::SpokeTo),
                () => None,
            };
        }
        match WorklistEvent::read(entry) {
            Some(WorklistEvent::Completed { outcome: Some(outcome), .. }) if outcome == Outcome::WrongNumber.word() => {
                Some(Self::WrongNumber)
            }
            _ => None,
        }
    }
}

async fn judge(tx: &mut Tx, customer: CustomerId, news: News, entry: &Entry) -> Result<()> {
    let customer = match people::store::find(&tx.db(), customer).await {
        Ok(customer) if customer.deleted_at.is_none() => customer,
        Ok(_) | Err(Error::NotFound) => return Ok(()),
        Err(cause) => return Err(cause),
    };
    let before = store::of_customer(&tx.db(), customer.id).await?;
    let mut after = before.clone();
    let event = match news {
        News::NobodyThere(message) => match addressed(tx, &before, message).await? {
            Some(id) => after.find_wrong(id, LearnedBy::Message, entry.happened_at)?,
            None => None,
        },
        News::Arrived(message) => match addressed(tx, &before, message).await? {
            Some(id) => after.find_right(id, LearnedBy::Message, entry.happened_at)?,
            None => None,
        },
        News::WrongNumber => match before.called(entry.happened_at).map(|phone| phone.id) {
            Some(id) => after.find_wrong(id, LearnedBy::Call, entry.happened_at)?,
            None => None,
        },
        News::SpokeTo => match before.only_phone().map(|phone| phone.id) {
            Some(id) => after.find_right(id, LearnedBy::Call, entry.happened_at)?,
            None => None,
        },
    };
    if let Some(event) = event {
        store::save_judged(tx, &customer, &before, &after, event).await?;
    }
    Ok(())
}

/// The contact a message was sent to, if the customer still has it.
async fn addressed(tx: &Tx, contacts: &Contacts, message: MessageId) -> Result<Option<ContactId>> {
    let Some((channel, to)) = messaging::recipient(&tx.db(), message).await? else { return Ok(None) };
    let Some(kind): Option<ContactKind> = kind_of(channel) else { return Ok(None) };
    for contact in contacts.0.iter().filter(|contact| contact.kind == kind) {
        if store::open(contact, tx.platform().keys())? == to {
            return Ok(Some(contact.id));
        }
    }
    Ok(None)
}
