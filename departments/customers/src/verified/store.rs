//! Pending changes in and out of the database.

use chrono::{DateTime, TimeDelta, Utc};
use journal::{About, events::verified::VerifiedEvent};
use kernel::{CustomerId, Error, PendingChangeId, Result};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
    jobs::enqueue_at,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid, sea_query::Expr};

use super::{
    jobs::ExpireChange,
    pending_change::{ChangeState, Column, Entity, PendingChange},
    rules::{ChangeRefusal, SENDS_PER_CUSTOMER, SENDS_PER_PERSON},
};
use crate::{caller, people::customer::Customer};

/// One change inside the scope.
pub async fn find(db: &Db<'_>, id: PendingChangeId) -> Result<PendingChange> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// Which changes of a list; all that is given must hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    pub customer: Option<CustomerId>,
    pub state: Option<ChangeState>,
}

/// A page, the latest first.
pub async fn list(db: &Db<'_>, wanted: Wanted, request: &PageRequest) -> Result<Page<PendingChange>> {
    let limit = request.limit()?;
    let mut all = Condition::all().add(db.scope().of_group(Column::GroupId));
    all = all.add_option(wanted.customer.map(|id| Column::CustomerId.eq(id)));
    all = all.add_option(wanted.state.map(|state| Column::State.eq(state)));
    if let Some((at, id)) = request.after::<(DateTime<Utc>, PendingChangeId)>()? {
        all = all.add(row_before([Expr::col(Column::AskedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let latest = db.select::<Entity>().filter(all).order_by_desc(Column::AskedAt).order_by_desc(Column::Id);
    let rows = db.all(latest.limit(limit + 1)).await?;
    page(rows, limit, |change| (change.asked_at, change.id))
}

/// Adds a change together with the news of it, and sees to it that it does not wait for ever. One field of a customer has one.
pub async fn add(tx: &mut Tx, customer: &Customer, change: PendingChange, event: VerifiedEvent) -> Result<()> {
    let (id, expires_at) = (change.id, change.expires_at);
    tx.insert::<Entity>(change).await.map_err(in_words)?;
    journal::record(tx, About::customer(customer.store_id, customer.id), event).await?;
    enqueue_at(tx, &ExpireChange { change: id }, &id.to_string(), expires_at).await
}

/// Saves a change together with what happened to it.
pub async fn save(
    tx: &mut Tx,
    customer: &Customer,
    change: PendingChange,
    event: VerifiedEvent,
) -> Result<PendingChange> {
    let change = tx.replace::<Entity>(change).await?;
    journal::record(tx, About::customer(customer.store_id, customer.id), event).await?;
    Ok(change)
}

/// Saves a wrong guess; the journal hears of it when the code is used up.
pub async fn save_guess(tx: &mut Tx, change: PendingChange) -> Result<PendingChange> {
    tx.replace::<Entity>(change).await
}

platform::record! {
    struct Sent { count: i64, first: Option<DateTime<Utc>> }
}

/// Counts one more code about this customer by the caller, or refuses it.
pub async fn count_sending(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    let (actor, now) = (caller::id(tx.scope()), tx.now());
    for (column, id, most) in [("customer_id", customer.0, SENDS_PER_CUSTOMER), ("actor_id", actor, SENDS_PER_PERSON)] {
        refuse_too_many(tx, column, id, most).await?;
    }
    tx.execute_text(
        "insert into code_sends (id, group_id, customer_id, actor_id, sent_at) values ($1, $2, $3, $4, $5)",
        vec![PendingChangeId::new(now).0.into(), tx.scope().group().into(), customer.into(), actor.into(), now.into()],
    )
    .await?;
    Ok(())
}

async fn refuse_too_many(tx: &Tx, column: &str, id: Uuid, most: i64) -> Result<()> {
    let hour = TimeDelta::hours(1);
    let sql = format!("select count(*), min(sent_at) from code_sends where {column} = $1 and sent_at > $2");
    let sent: Vec<Sent> = tx.db().fetch_text(&sql, vec![id.into(), (tx.now() - hour).into()]).await?;
    match sent.first() {
        Some(Sent { count, first }) if *count >= most => {
            let free = first.unwrap_or(tx.now()) + hour - tx.now();
            let retry_after_seconds = u64::try_from(free.num_seconds().max(1)).unwrap_or(1);
            Err(Error::TooMany { code: "code.too_many", retry_after_seconds })
        }
        _ => Ok(()),
    }
}

/// Two who ask at the same moment: the second is told that the first was there.
fn in_words(error: Error) -> Error {
    let is_taken = matches!(&error, Error::Internal(cause)
        if cause.downcast_ref::<sea_orm::DbErr>().is_some_and(|cause| matches!(cause.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))));
    if is_taken { ChangeRefusal::AlreadyPending.into() } else { error }
}
