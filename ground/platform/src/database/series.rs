//! Human numbers: a count per store, year and noun, taken inside the transaction that uses it.

use kernel::{Result, StoreId, number::Numbered};

use crate::Tx;

crate::record! {
    struct Last { last: i64 }
}

/// The next human number, `CU-SH01-26-000123`.
pub async fn next_number(tx: &mut Tx, noun: Numbered, store: StoreId, store_code: &str, year: i32) -> Result<String> {
    let first = next_numbers(tx, noun, store, year, 1).await?;
    Ok(noun.format(store_code, year, first))
}

/// Takes `count` numbers at once; answers the first.
pub async fn next_numbers(tx: &mut Tx, noun: Numbered, store: StoreId, year: i32, count: i64) -> Result<i64> {
    let key = || vec![store.into(), noun.prefix().into(), year.into()];
    let mut values = key();
    values.push(count.into());
    let raised = tx
        .execute_text(
            "update number_series set last = last + $4 where store_id = $1 and noun = $2 and year = $3",
            values.clone(),
        )
        .await?;
    if raised == 0 {
        // Two first numbers at once: the second waits for the first's commit, inserts nothing, and raises it instead.
        let inserted = tx
            .execute_text(
                "insert into number_series (store_id, noun, year, last) values ($1, $2, $3, $4) on conflict do nothing",
                values.clone(),
            )
            .await?;
        if inserted == 0 {
            tx.execute_text(
                "update number_series set last = last + $4 where store_id = $1 and noun = $2 and year = $3",
                values,
            )
            .await?;
        }
    }
    let last: Vec<Last> = tx
        .db()
        .fetch_text("select last from number_series where store_id = $1 and noun = $2 and year = $3", key())
        .await?;
    Ok(last.first().map_or(1, |row| row.last - count + 1))
}
