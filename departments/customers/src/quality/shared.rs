//! Phones that stand on too many customers: known only of the base as a whole, so marked in one go and not record by record.

use std::collections::HashSet;

use kernel::{CustomerId, Result};
use platform::{Db, Door, Tx};

use super::gap::{Doubt, Gaps};
use crate::{contacts::contact::ContactKind, people::list::IdRow, quality::settings};

/// Marks the customers whose phone more than `most` have, and takes the mark from those it no longer holds for.
pub async fn mark(door: &Door, most: i32) -> Result<()> {
    let db = door.read();
    let (sharing, marked) = (sharing(&db, most).await?, marked(&db).await?);
    let new: Vec<CustomerId> = sharing.difference(&marked).copied().collect();
    let over: Vec<CustomerId> = marked.difference(&sharing).copied().collect();
    for ids in new.chunks(BATCH) {
        door.write(async |tx| turn(tx, ids, |gaps| gaps.doubts | Doubt::PhoneShared.bit()).await).await?;
    }
    for ids in over.chunks(BATCH) {
        door.write(async |tx| turn(tx, ids, |gaps| gaps.doubts & !Doubt::PhoneShared.bit()).await).await?;
    }
    Ok(())
}

const BATCH: usize = 200;

async fn sharing(db: &Db<'_>, most: i32) -> Result<HashSet<CustomerId>> {
    let sql = "select distinct contacts.customer_id from contacts join (
                   select blind from contacts where group_id = $1 and kind = $2
                   and customer_id not in (select id from customers where merged_into is not null)
                   group by blind having count(distinct customer_id) > $3
               ) as many on many.blind = contacts.blind where contacts.group_id = $1 and contacts.kind = $2";
    let values = vec![db.scope().group().into(), ContactKind::Phone.word().into(), i64::from(most).into()];
    let rows: Vec<IdRow> = db.fetch_text(sql, values).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

async fn marked(db: &Db<'_>) -> Result<HashSet<CustomerId>> {
    let sql = "select customer_id from customer_facts where group_id = $1 and doubts > 0 and (doubts & $2) <> 0";
    let rows: Vec<IdRow> = db.fetch_text(sql, vec![db.scope().group().into(), Doubt::PhoneShared.bit().into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

platform::record! {
    struct Marked { missing: i64, doubts: i64 }
}

async fn turn(tx: &mut Tx, ids: &[CustomerId], doubts: impl Fn(Gaps) -> i64) -> Result<()> {
    let weights = settings::store::find(&tx.db()).await?.weights();
    for id in ids {
        let sql = "select missing, doubts from customer_facts where customer_id = $1 and group_id = $2 {hold}";
        let group = tx.scope().group();
        let rows: Vec<Marked> = tx.db().fetch_text(sql, vec![(*id).into(), group.into()]).await?;
        let Some(Marked { missing, doubts: before }) = rows.into_iter().next() else { continue };
        let gaps = Gaps { missing, doubts: doubts(Gaps { missing, doubts: before }) };
        let scores = weights.scores(gaps);
        let values =
            vec![(*id).into(), gaps.doubts.into(), scores.validity.into(), scores.quality.into(), group.into()];
        let sql = "update customer_facts set doubts = $2, validity = $3, quality = $4 where customer_id = $1 and group_id = $5";
        tx.execute_text(sql, values).await?;
    }
    Ok(())
}
