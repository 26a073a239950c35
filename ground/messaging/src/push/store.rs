//! Browsers in and out of the database.

use journal::{About, events::messaging::MessagingEvent};
use kernel::{CustomerId, Error, PushSubscriptionId, Result, StaffId, StoreId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use super::subscription::{BrowserSubscription, Column, Entity, PushSubscription};
use crate::{channel::Address, gate, message::ChannelKind};

/// Browsers of one person; who has more gives the oldest up.
pub const BROWSERS_MAX: u64 = 10;

/// Whose browser it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Staff(StaffId),
    Customer(CustomerId, StoreId),
}

/// A reader's browsers, the latest first.
pub async fn of_reader(db: &Db<'_>, reader: Reader) -> Result<Vec<PushSubscription>> {
    let select = db.select::<Entity>().filter(reader.condition());
    db.all(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(BROWSERS_MAX)).await
}

/// One of a reader's own browsers.
pub async fn find(db: &Db<'_>, reader: Reader, id: PushSubscriptionId) -> Result<PushSubscription> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id)).filter(reader.condition())).await
}

/// Where a push to a customer goes: the browser they subscribed with last.
pub async fn address_of(db: &Db<'_>, customer: CustomerId) -> Result<Option<Address>> {
    let select = db.select::<Entity>().filter(Column::CustomerId.eq(customer));
    let latest = db.maybe(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(1)).await?;
    let address = |row: PushSubscription| Ok(Address { to: open(db, &row)?, masked: row.browser });
    latest.map(address).transpose()
}

/// Keeps a browser for its reader; one that was somebody else's is theirs no more.
pub async fn keep(
    tx: &mut Tx,
    reader: Reader,
    browser: String,
    subscription: &BrowserSubscription,
) -> Result<PushSubscription> {
    let id = PushSubscriptionId::new(tx.now());
    let (text, group, keys) = (serde_json::to_string(subscription)?, tx.scope().group(), tx.platform().keys());
    let address_blind = gate::store::blind(keys, group, ChannelKind::Push, &text);
    let (staff_id, customer_id) = match reader {
        Reader::Staff(id) => (Some(id), None),
        Reader::Customer(id, _) => (None, Some(id)),
    };
    let row = PushSubscription {
        id,
        group_id: group,
        staff_id,
        customer_id,
        sealed: keys.seal(&text, id.0.as_bytes())?,
        address_blind: address_blind.clone(),
        browser: browser.clone(),
        created_at: tx.now(),
    };
    tx.delete::<Entity>(Column::AddressBlind.eq(address_blind)).await?;
    let before = of_reader(&tx.db(), reader).await?;
    if let Some(oldest) = before.get(BROWSERS_MAX as usize - 1) {
        tx.delete::<Entity>(Column::Id.eq(oldest.id)).await?;
    }
    tx.insert::<Entity>(row.clone()).await?;
    journal::record(tx, reader.about(), MessagingEvent::BrowserSubscribed { browser }).await?;
    Ok(row)
}

/// The reader wants no more of it there.
pub async fn end(tx: &mut Tx, reader: Reader, id: PushSubscriptionId) -> Result<()> {
    let row = find(&tx.db(), reader, id).await?;
    if tx.delete::<Entity>(Condition::all().add(Column::Id.eq(id)).add(reader.condition())).await? == 0 {
        return Err(Error::NotFound);
    }
    journal::record(tx, reader.about(), MessagingEvent::BrowserUnsubscribed { browser: row.browser }).await?;
    Ok(())
}

/// The browser's service says that nobody listens there any more.
pub(crate) async fn forget_gone(tx: &mut Tx, address_blind: &str) -> Result<()> {
    tx.delete::<Entity>(Column::AddressBlind.eq(address_blind)).await.map(drop)
}

/// The subscription as the carrier is handed it.
pub fn open(db: &Db<'_>, row: &PushSubscription) -> Result<String> {
    db.platform().keys().open(&row.sealed, row.id.0.as_bytes())
}

impl Reader {
    fn condition(self) -> Condition {
        Condition::all().add(match self {
            Self::Staff(id) => Column::StaffId.eq(id),
            Self::Customer(id, _) => Column::CustomerId.eq(id),
        })
    }

    fn about(self) -> About {
        match self {
            Self::Staff(_) => About::default(),
            Self::Customer(id, store) => About::customer(store, id),
        }
    }
}
