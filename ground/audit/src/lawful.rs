//! What becomes of looks lawfully: a person is forgotten, the oldest are removed when their time is over.

use chrono::{DateTime, Utc};
use journal::{
    About,
    events::audit::{AuditEvent, Remarked},
    record_resealed,
};
use kernel::{CustomerId, Result, VehicleId};
use platform::{Db, Door, Tx};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder};

use crate::{
    chain::{self, Chain, Held, Seal},
    look::{Column, Entity},
};

/// Takes out of all looks at these customers and cars whom they were at; answers how many. That somebody looked at somebody stays.
pub async fn forget(tx: &mut Tx, customers: &[CustomerId], cars: &[VehicleId], reason: &str) -> Result<u64> {
    let group = tx.scope().group();
    let keys = tx.platform().keys().clone();
    let whom = Condition::any()
        .add(Column::CustomerId.is_in(customers.iter().copied()))
        .add(Column::VehicleId.is_in(cars.iter().copied()));
    let looks = tx.db().all(tx.db().select::<Entity>().filter(whom).order_by_asc(Column::Number)).await?;
    let mut changed = Vec::with_capacity(looks.len());
    for mut look in looks {
        let was = look.mark_now(&keys)?;
        (look.customer_id, look.vehicle_id, look.record_id) = (None, None, None);
        changed.push(Remarked::of(&was, &look.mark_now(&keys)?));
        let text = "update audit_looks set customer_id = null, vehicle_id = null, record_id = null
                    where group_id = $1 and number = $2";
        tx.execute_text(text, vec![group.into(), look.number.into()]).await?;
    }
    record_resealed(tx, Chain::Looks.word(), reason, &changed).await?;
    Ok(changed.len() as u64)
}

platform::record! {
    struct Written { at: DateTime<Utc> }
}

const SEALS_AT_ONCE: u32 = 200;

/// Removes the looks from before an instant: whole seals from the beginning of the chain, whose new beginning is kept. Answers how
/// many looks.
pub async fn trim(door: &Door, before: DateTime<Utc>) -> Result<u64> {
    let mut count = 0;
    loop {
        let (removed, is_over) = door.write(async |tx| trim_some(tx, before).await).await?;
        count += removed;
        if is_over {
            return Ok(count);
        }
    }
}

async fn trim_some(tx: &mut Tx, before: DateTime<Utc>) -> Result<(u64, bool)> {
    let group = tx.scope().group();
    let mut held = Held::of(tx, group, Chain::Looks).await?;
    let base = held.head.base_number;
    let seals = chain::seals(&tx.db(), group, Chain::Looks, base, held.head.number, SEALS_AT_ONCE).await?;
    // The newest seal stays in any case: where the chain ends is seen by it.
    let over: Vec<&Seal> = seals.iter().take_while(|seal| seal.at < before && seal.number < held.head.number).collect();
    let Some(last) = over.last() else { return Ok((0, true)) };
    let is_over = over.len() < seals.len() || seals.len() < SEALS_AT_ONCE as usize;
    let up_to = over.iter().rev().flat_map(|seal| seal.leaves()).map(|leaf| leaf.place).max().unwrap_or_default();
    held.cut(tx, last.number, last.seal.clone()).await?;
    let text = "delete from audit_looks where group_id = $1 and number <= $2";
    let looks = tx.execute_text(text, vec![group.into(), up_to.into()]).await?;
    journal::record(tx, About::default(), AuditEvent::Trimmed { looks, up_to }).await?;
    Ok((looks, is_over))
}

/// How many of the oldest `most` looks are from before an instant.
pub async fn overdue(db: &Db<'_>, before: DateTime<Utc>, most: u64) -> Result<u64> {
    let text = format!("select at from audit_looks where group_id = $1 order by number limit {most}");
    let rows: Vec<Written> = db.fetch_text(&text, vec![db.scope().group().into()]).await?;
    Ok(rows.iter().filter(|row| row.at < before).count() as u64)
}
