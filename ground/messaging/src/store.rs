//! The only file of messaging that builds queries: find, list, add, save.

use chrono::{DateTime, Utc};
use journal::{About, Draft, events::messaging::MessagingEvent};
use kernel::{CustomerId, MessageId, Result, StoreId};
use platform::{
    Actor, Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
    names::{self, Wanted},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::message::{ChannelKind, Column, Entity, Message, MessageState, Purpose};

/// Which messages of a list; all that is given must hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub customer: Option<CustomerId>,
    pub state: Option<MessageState>,
    pub channel: Option<ChannelKind>,
    pub purpose: Option<Purpose>,
    pub store: Option<StoreId>,
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub until: Option<DateTime<Utc>>,
}

pub async fn find(db: &Db<'_>, id: MessageId) -> Result<Message> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// The message, unless it was removed meanwhile.
pub async fn look_for(db: &Db<'_>, id: MessageId) -> Result<Option<Message>> {
    db.maybe(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page, newest first.
pub async fn list(db: &Db<'_>, filter: Filter, request: &PageRequest) -> Result<Page<Message>> {
    let limit = request.limit()?;
    let mut all = Condition::all();
    all = all.add_option(filter.customer.map(|id| Column::CustomerId.eq(id)));
    all = all.add_option(filter.state.map(|state| Column::State.eq(state)));
    all = all.add_option(filter.channel.map(|channel| Column::Channel.eq(channel)));
    all = all.add_option(filter.purpose.map(|purpose| Column::Purpose.eq(purpose)));
    all = all.add_option(filter.store.map(|store| Column::StoreId.eq(store)));
    all = all.add_option(filter.from.map(|from| Column::CreatedAt.gte(from)));
    all = all.add_option(filter.until.map(|until| Column::CreatedAt.lt(until)));
    if let Some((at, id)) = request.after::<(DateTime<Utc>, MessageId)>()? {
        all = all.add(row_before([Expr::col(Column::CreatedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let newest = db.select::<Entity>().filter(all).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
    let rows = db.all(newest.limit(limit + 1)).await?;
    page(rows, limit, |message| (message.created_at, message.id))
}

/// Adds a waiting message. Nothing has happened yet: the journal hears of it when it is sent or given up.
pub async fn add(tx: &mut Tx, message: Message) -> Result<()> {
    tx.insert::<Entity>(message).await
}

/// Saves a message that waits for its next try.
pub async fn save_held(tx: &mut Tx, message: Message) -> Result<Message> {
    tx.replace::<Entity>(message).await
}

/// Saves the message together with what somebody else than its writer made of it: a carrier, the gate, who had it sent again.
pub async fn save_reported(tx: &mut Tx, message: Message, event: MessagingEvent) -> Result<()> {
    let message = tx.replace::<Entity>(message).await?;
    journal::record(tx, About::customer(message.store_id, message.customer_id), event).await?;
    Ok(())
}

/// Saves the message together with what became of it, in the name of who sent it.
pub async fn save(tx: &mut Tx, message: Message, event: MessagingEvent) -> Result<Message> {
    let message = tx.replace::<Entity>(message).await?;
    let actor = match message.created_by {
        Some(id) => {
            let known = names::of(&tx.db(), Wanted { staff: [id].into(), ..Wanted::default() }).await?;
            Some(Actor::Staff { id, name: known.staff(id).name })
        }
        None => None,
    };
    let about = About::customer(message.store_id, message.customer_id);
    journal::record_all(tx, vec![Draft { about, event, actor }]).await?;
    Ok(message)
}
