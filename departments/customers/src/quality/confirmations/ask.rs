//! Asking, each working day: by message where one can go, else as work for whoever looks after the customer.

use chrono::{DateTime, Months, TimeDelta, Utc};
use kernel::{ConfirmationId, CustomerId, Error, Language, MessageId, Result};
use messaging::{
    AddressBook, ChannelKind, Chosen, FromTemplate,
    templates::{Given, Values},
};
use platform::{
    Door, Tx,
    jobs::{Job, Work},
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};
use worklist::{Draft, Priority, TaskKind};

use super::{
    confirmation::Confirmation,
    link,
    store::{self, Unasked},
};
use crate::{
    contacts::address_book::CustomerAddresses,
    holidays,
    quality::{calls::script, settings},
};

/// Asks the customers of one day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskConfirmations {}

/// A link holds so long.
const LINK_DAYS: i64 = 30;
/// By the end of the working day.
const DUE_HOUR: i64 = 18;
const TEMPLATE: &str = "contact.confirm";

impl Job for AskConfirmations {
    const NAME: &'static str = "customers.ask_confirmations";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let settings = settings::store::find(&door.read()).await?.settings;
        if !settings.confirmations_are_asked {
            return Ok(());
        }
        let now = work.platform().clock().now();
        let months = u32::try_from(settings.confirm_months).unwrap_or(u32::MAX);
        let Some(before) = now.checked_sub_months(Months::new(months)) else { return Ok(()) };
        let unasked = store::unasked(&door.read(), before, settings.confirmations_per_day).await?;
        let stores = unasked.iter().map(|one| one.store).collect();
        let known = names::of(&door.read(), Wanted { stores, ..Wanted::default() }).await?;
        let days = holidays::working_days(&door.read()).await?;
        for one in unasked {
            let calendar = known.calendar(one.store);
            let today = calendar.day(now);
            if !days.is_worked(today) {
                continue;
            }
            ask(&door, &one, calendar.start_of(today) + TimeDelta::hours(DUE_HOUR)).await?;
        }
        Ok(())
    }
}

/// Each customer in a transaction of its own: a message that cannot be written takes nobody else's along.
async fn ask(door: &Door, one: &Unasked, due_at: DateTime<Utc>) -> Result<()> {
    for channel in [ChannelKind::Sms, ChannelKind::Email] {
        let sent = door.write(async |tx| by_message(tx, one, channel).await).await;
        match sent {
            Ok(true) => return Ok(()),
            // No such address, a template without words, a gap nobody fills: the next way is tried.
            Ok(false) | Err(Error::Refused { .. } | Error::Invalid(_)) => {}
            Err(other) => return Err(other),
        }
    }
    door.write(async |tx| as_task(tx, one, due_at).await).await
}

async fn by_message(tx: &mut Tx, one: &Unasked, channel: ChannelKind) -> Result<bool> {
    if CustomerAddresses.find(&tx.db(), one.customer, channel).await?.is_none() {
        return Ok(false);
    }
    let mut asked = asking(tx, one);
    let Some(link) = link::link(tx.platform(), &asked) else { return Ok(false) };
    let values: Values =
        [("link".into(), Given::Text(link)), ("link.days".into(), Given::Text(LINK_DAYS.to_string()))].into();
    let wanted = FromTemplate {
        customer: one.customer,
        template: Chosen::Code(TEMPLATE, channel),
        values,
        vehicle: None,
        language: None,
        to: None,
    };
    asked.message_id = Some(message(tx, wanted).await?);
    store::add(tx, asked).await?;
    Ok(true)
}

async fn message(tx: &mut Tx, wanted: FromTemplate) -> Result<MessageId> {
    Ok(messaging::write_from_template(tx, wanted).await?.id)
}

async fn as_task(tx: &mut Tx, one: &Unasked, due_at: DateTime<Utc>) -> Result<()> {
    let asked = asking(tx, one);
    let language = Language::default();
    let draft = Draft {
        store: one.store,
        department: "customers",
        title: script::confirm_title(language, &one.name),
        kind: TaskKind::ConfirmData,
        due_at,
        priority: Priority::Normal,
        customer: Some(one.customer),
        vehicle: None,
        assignee: one.person,
        note: Some(script::questions(language).to_owned()),
    };
    worklist::add_once(tx, &key(one.customer, asked.id), draft).await?;
    store::add(tx, asked).await
}

/// A task for an answer or an asking; each asking makes one of each at most.
pub(super) fn key(customer: CustomerId, asked: ConfirmationId) -> String {
    format!("customers.confirmation:{customer}:{asked}")
}

fn asking(tx: &Tx, one: &Unasked) -> Confirmation {
    Confirmation {
        id: ConfirmationId::new(tx.now()),
        group_id: tx.scope().group(),
        store_id: one.store,
        customer_id: one.customer,
        message_id: None,
        asked_at: tx.now(),
        until: tx.now() + TimeDelta::days(LINK_DAYS),
        answered_at: None,
        answer: None,
    }
}
