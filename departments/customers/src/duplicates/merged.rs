//! What becomes of pairs when two customers become one, and when they are two again.

use std::collections::HashMap;

use kernel::{CustomerId, DuplicatePairId, MergeId, Result, StoreId};
use platform::Tx;
use sea_orm::Value;

use super::pair::PairState;
use crate::{caller, people::customer::Customer};

/// The pair of the two is settled. What was asked or decided about the absorbed one is from now on asked or decided about the
/// kept one; the rows themselves are put out of sight as they are, so that they can come back.
pub async fn close(tx: &mut Tx, merge: MergeId, kept: &Customer, absorbed: &Customer) -> Result<()> {
    let mut of_kept: HashMap<CustomerId, Line> = HashMap::new();
    let mut of_absorbed = Vec::new();
    for line in touching(tx, [kept.id, absorbed.id]).await? {
        match (line.other_than(kept.id), line.other_than(absorbed.id)) {
            (Some(_), Some(_)) => settle(tx, merge, line.id).await?,
            (Some((other, _)), None) => drop(of_kept.insert(other, line)),
            (None, _) => of_absorbed.push(line),
        }
    }
    for line in of_absorbed {
        let Some(other) = line.other_than(absorbed.id) else { continue };
        match of_kept.get(&other.0) {
            None => carry_over(tx, merge, &line, (kept.id, kept.store_id), other).await?,
            // Somebody said already that the one who is absorbed and this one are two.
            Some(known) if (line.state, known.state) == (PairState::Different, PairState::Open) => {
                put_out_of_sight(tx, merge, known.id).await?;
            }
            Some(_) => {}
        }
        put_out_of_sight(tx, merge, line.id).await?;
    }
    Ok(())
}

/// Pairs are as they were before the merge; those made after one of the absorbed are gone. One whose other side has been merged
/// meanwhile waits for that merge.
pub async fn reopen(tx: &mut Tx, merge: MergeId) -> Result<()> {
    tx.execute_text(
        "with recursive carried (id) as (
            select row_id from merge_parts where merge_id = $1 and table_name = 'duplicate_pairs'
            union select p.row_id from merge_parts p join carried on p.folded_into = carried.id
            where p.table_name = 'duplicate_pairs')
         delete from duplicate_pairs where id in (select id from carried)",
        vec![merge.into()],
    )
    .await?;
    tx.execute_text(
        "update duplicate_pairs set version = version + 1,
         settled_at = case when state = 'merged' then null else settled_at end,
         settled_by = case when state = 'merged' then null else settled_by end,
         settled_by_name = case when state = 'merged' then null else settled_by_name end,
         state = case when state = 'merged' then 'open' else state end,
         closed_by = (select m.id from merges m where m.undone_at is null and m.id <> $1
                      and m.absorbed_id in (duplicate_pairs.left_id, duplicate_pairs.right_id) order by m.id limit 1)
         where closed_by = $1",
        vec![merge.into()],
    )
    .await?;
    Ok(())
}

platform::record! {
    struct Line {
        id: DuplicatePairId, left_id: CustomerId, right_id: CustomerId, left_store_id: StoreId, right_store_id: StoreId,
        state: PairState,
    }
}

impl Line {
    /// Who stands beside this customer in the pair, and where.
    fn other_than(&self, customer: CustomerId) -> Option<(CustomerId, StoreId)> {
        match customer {
            one if one == self.left_id => Some((self.right_id, self.right_store_id)),
            one if one == self.right_id => Some((self.left_id, self.left_store_id)),
            _ => None,
        }
    }
}

/// Whoever merges may not see all of them: pairs reach across stores.
async fn touching(tx: &Tx, [one, other]: [CustomerId; 2]) -> Result<Vec<Line>> {
    let of = "select id, left_id, right_id, left_store_id, right_store_id, state from duplicate_pairs
              where group_id = $1 and closed_by is null and";
    // Two halves, so that each goes by its index; `union` drops the pair of the two.
    let text = format!("{of} left_id in ($2, $3) union {of} right_id in ($2, $3)");
    tx.db().fetch_text(&text, vec![tx.scope().group().into(), one.into(), other.into()]).await
}

/// An open pair was merged; one set apart stays what it was, should the two become two again.
async fn settle(tx: &mut Tx, merge: MergeId, pair: DuplicatePairId) -> Result<()> {
    let by = (caller::id(tx.scope()), caller::name(tx.scope()));
    let values = vec![pair.into(), tx.now().into(), by.0.into(), by.1.into()];
    tx.execute_text(
        "update duplicate_pairs set state = 'merged', settled_at = $2, settled_by = $3, settled_by_name = $4
         where id = $1 and state = 'open'",
        values,
    )
    .await?;
    put_out_of_sight(tx, merge, pair).await
}

async fn put_out_of_sight(tx: &mut Tx, merge: MergeId, pair: DuplicatePairId) -> Result<()> {
    let text = "update duplicate_pairs set closed_by = $2, version = version + 1 where id = $1";
    tx.execute_text(text, vec![pair.into(), merge.into()]).await?;
    Ok(())
}

/// Writes a pair of the kept customer after one of the absorbed.
async fn carry_over(
    tx: &mut Tx,
    merge: MergeId,
    line: &Line,
    kept: (CustomerId, StoreId),
    other: (CustomerId, StoreId),
) -> Result<()> {
    let id = DuplicatePairId::new(tx.now());
    let (left, right) = if kept.0 < other.0 { (kept, other) } else { (other, kept) };
    let values: Vec<Value> =
        vec![line.id.into(), id.into(), left.0.into(), right.0.into(), left.1.into(), right.1.into()];
    tx.execute_text(
        "insert into duplicate_pairs (id, left_id, right_id, left_store_id, right_store_id, group_id, millionths, reasons,
         caution, origin, state, found_at, weighed_at, settled_at, settled_by, settled_by_name, settled_reason,
         held_back, held_at, version)
         select $2, $3, $4, $5, $6, group_id, millionths, reasons,
         caution, origin, state, found_at, weighed_at, settled_at, settled_by, settled_by_name, settled_reason,
         held_back, held_at, 1
         from duplicate_pairs where id = $1
         and not exists (select 1 from duplicate_pairs known where known.left_id = $3 and known.right_id = $4)",
        values,
    )
    .await?;
    tx.execute_text(
        "insert into merge_parts (merge_id, table_name, row_id, folded_into, was_primary)
         values ($1, 'duplicate_pairs', $2, $3, false)",
        vec![merge.into(), id.into(), line.id.into()],
    )
    .await?;
    Ok(())
}
