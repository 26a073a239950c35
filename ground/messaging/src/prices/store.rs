//! The only file of prices that builds queries: the price in force, the price list, and what messages cost together.

use chrono::NaiveDate;
use journal::{About, events::messaging::MessagingEvent};
use kernel::{Error, MessagePriceId, Result, StoreId};
use platform::{
    Db, Tx,
    names::{self, Wanted},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::price::{Column, Entity, MessagePrice};
use crate::message::{self, ChannelKind, Message, Purpose};

/// All prices, newest first.
pub async fn all(db: &Db<'_>) -> Result<Vec<MessagePrice>> {
    let select = db.select::<Entity>().order_by_asc(Column::Channel).order_by_desc(Column::FromDay);
    db.all(select.limit(PRICES_MAX)).await
}

/// A group changes its prices a few times a year.
const PRICES_MAX: u64 = 500;

/// Writes on the message what it costs by the price of today.
pub async fn charge(tx: &Tx, message: &mut Message) -> Result<()> {
    let wanted = Wanted { stores: [message.store_id].into(), ..Wanted::default() };
    let today = names::of(&tx.db(), wanted).await?.calendar(message.store_id).day(tx.now());
    let db = tx.db();
    let select = db.select::<Entity>().filter(Column::Channel.eq(message.channel)).filter(Column::FromDay.lte(today));
    let price = db.maybe(select.order_by_desc(Column::FromDay).limit(1)).await?;
    if let Some(price) = price {
        message.cost_thousandths = Some(price.thousandths * i64::from(message.parts));
        message.currency = Some(price.currency);
    }
    Ok(())
}

/// Adds a price; there is one per channel and day.
pub async fn add(tx: &mut Tx, price: MessagePrice) -> Result<MessagePrice> {
    let same =
        tx.db().select::<Entity>().filter(Column::Channel.eq(price.channel)).filter(Column::FromDay.eq(price.from_day));
    if tx.db().maybe(same.limit(1)).await?.is_some() {
        let detail = "There is a price from this day on already; remove it first.".to_owned();
        return Err(Error::Refused { code: "price.day_taken", detail });
    }
    tx.insert::<Entity>(price.clone()).await?;
    let event = MessagingEvent::PriceSet {
        channel: price.channel.code(),
        from_day: price.from_day,
        thousandths: price.thousandths,
        currency: price.currency.clone(),
    };
    journal::record(tx, About::default(), event).await?;
    Ok(price)
}

/// Removes a price; messages sent keep what they cost.
pub async fn remove(tx: &mut Tx, id: MessagePriceId) -> Result<()> {
    let price = tx.db().one(tx.db().select::<Entity>().filter(Column::Id.eq(id))).await?;
    tx.delete::<Entity>(Column::Id.eq(id)).await?;
    let event = MessagingEvent::PriceRemoved { channel: price.channel.code(), from_day: price.from_day };
    journal::record(tx, About::default(), event).await?;
    Ok(())
}

platform::record! {
    /// What the messages of one store, channel and purpose cost together.
    #[derive(Debug)]
    pub struct Sum {
        pub store_id: StoreId,
        pub channel: ChannelKind,
        pub purpose: Purpose,
        pub currency: Option<String>,
        pub messages: i64,
        pub parts: i64,
        pub thousandths: Option<i64>,
        pub watched: i64,
        pub opened: i64,
        pub clicked: i64,
    }
}

/// What the messages sent on these days cost, in the stores the reader oversees.
pub async fn sums(db: &Db<'_>, from: NaiveDate, until: NaiveDate) -> Result<Vec<Sum>> {
    use sea_orm::{
        QueryTrait,
        sea_query::{Alias, Asterisk, Expr, ExprTrait, Func},
    };
    // Days of the group's stores differ by hours at most; the sum is by the days of the first calendar, which is Shanghai's.
    let calendar = kernel::time::Calendar::default();
    let whole = |column: message::Column| Func::cast_as(Expr::col(column).sum(), Alias::new("bigint"));
    let select = db
        .select::<message::Entity>()
        .select_only()
        .columns([
            message::Column::StoreId,
            message::Column::Channel,
            message::Column::Purpose,
            message::Column::Currency,
        ])
        .expr(Expr::col(Asterisk).count())
        .expr(whole(message::Column::Parts))
        .expr(whole(message::Column::CostThousandths))
        .expr(Expr::col(message::Column::Watched).count())
        .expr(Expr::col(message::Column::OpenedAt).count())
        .expr(Expr::col(message::Column::ClickedAt).count())
        .filter(message::Column::SentAt.gte(calendar.start_of(from)))
        .filter(message::Column::SentAt.lt(calendar.end_of(until)))
        .group_by(message::Column::StoreId)
        .group_by(message::Column::Channel)
        .group_by(message::Column::Purpose)
        .group_by(message::Column::Currency);
    db.fetch(&select.into_query()).await
}
