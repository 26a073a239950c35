//! Pairs that look surely the same, but that a merge of many left to a person: asked about until one of the two changes.

use kernel::{CustomerId, Result};
use platform::Tx;

use crate::merges::rules::Caution;

/// Marks the open pair of these two, if there is one, with what speaks against merging them unseen.
pub async fn hold_back(tx: &mut Tx, (one, other): (CustomerId, CustomerId), caution: Caution) -> Result<()> {
    let (left, right) = if one < other { (one, other) } else { (other, one) };
    let text = "update duplicate_pairs set held_back = $4, held_at = $5, version = version + 1
                where group_id = $1 and left_id = $2 and right_id = $3 and state = 'open' and closed_by is null";
    let values = vec![tx.scope().group().into(), left.into(), right.into(), caution.word().into(), tx.now().into()];
    tx.execute_text(text, values).await.map(drop)
}
