//! Askings in and out of the database.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kernel::{ConfirmationId, CustomerId, Result, StaffId, StoreId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter};

use super::confirmation::{Column, Confirmation, Entity};

pub async fn find(db: &Db<'_>, id: ConfirmationId) -> Result<Confirmation> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

pub async fn add(tx: &mut Tx, asked: Confirmation) -> Result<()> {
    tx.insert::<Entity>(asked).await
}

/// Writes the answer, unless somebody behind the same link was faster.
pub async fn save_answer(tx: &mut Tx, asked: &Confirmation) -> Result<bool> {
    let (Some(answer), Some(at)) = (asked.answer, asked.answered_at) else { return Ok(false) };
    let sql = "update confirmations set answer = $1, answered_at = $2 where id = $3 and answer is null";
    let values = vec![answer.word().into(), at.into(), asked.id.into()];
    Ok(tx.execute_text(sql, values).await? == 1)
}

platform::record! {
    /// Somebody who was not asked for long.
    pub struct Unasked { pub customer: CustomerId, pub store: StoreId, pub person: Option<StaffId>, pub name: String }
}

/// Owners whose record nobody confirmed since `before`, and who were not asked since: the longest unseen first, at most `most` of
/// each store.
pub async fn unasked(db: &Db<'_>, before: DateTime<Utc>, most: i32) -> Result<Vec<Unasked>> {
    let sql = "select id, store_id, person, name from (
            select c.id, c.store_id, coalesce(c.advisor_id, c.consultant_id) as person, c.name,
                   row_number() over (partition by c.store_id order by f.last_visit_at, c.id) as place
            from customer_facts f join customers c on c.id = f.customer_id
            where f.group_id = $1 and f.vehicles > 0 and (f.confirmed_at is null or f.confirmed_at < $2)
              and c.created_at < $2 and c.deleted_at is null
              and not exists (select 1 from confirmations k where k.customer_id = c.id and k.asked_at >= $2)
        ) as unasked where place <= $3 order by place, id";
    db.fetch_text(sql, vec![db.scope().group().into(), before.into(), i64::from(most).into()]).await
}

platform::record! {
    /// How the askings of a store went since a day.
    pub struct Come { pub store: StoreId, pub asked: i64, pub as_tasks: i64, pub answered_right: i64, pub changed: i64 }
}

/// How the askings since `since` went, by store.
pub async fn come(db: &Db<'_>, stores: &BTreeSet<StoreId>, since: DateTime<Utc>) -> Result<Vec<Come>> {
    let mut come = Vec::new();
    for store in stores {
        let sql = "select store_id, count(*), sum(case when message_id is null then 1 else 0 end),
                          sum(case when answer = 'right' then 1 else 0 end),
                          sum(case when answer = 'changed' then 1 else 0 end)
                   from confirmations where store_id = $1 and asked_at >= $2 group by store_id";
        come.extend(db.fetch_text::<Come>(sql, vec![(*store).into(), since.into()]).await?);
    }
    Ok(come)
}
