//! Human numbers: a count per store, year and noun.

use kernel::{Error, Result, StoreId, number::Numbered};
use sea_orm::{ConnectionTrait, Statement};

use super::{Row, rows::Record};
use crate::Tx;

crate::record! {
    struct Last { last: i64 }
}

/// The next human number, `CU-SH01-26-000123`.
pub async fn next_number(tx: &mut Tx, noun: Numbered, store: StoreId, store_code: &str, year: i32) -> Result<String> {
    let first = next_numbers(tx, noun, store, year, 1).await?;
    Ok(noun.format(store_code, year, first))
}

/// Takes `count` numbers at once; answers the first. On SQLite a transaction that is taken back leaves no gap; on PostgreSQL it does,
/// for there the count is raised apart from it, else all who add something in a store would wait for each other's flush to disk.
pub async fn next_numbers(tx: &mut Tx, noun: Numbered, store: StoreId, year: i32, count: i64) -> Result<i64> {
    let values = vec![store.into(), noun.prefix().into(), year.into(), count.into()];
    let raised: Vec<Last> = match &tx.platform().database().counter {
        Some(counter) => {
            let statement = Statement::from_sql_and_values(counter.get_database_backend(), RAISE, values);
            let rows = counter.query_all_raw(statement).await?;
            rows.iter().map(|row| Last::read(&Row::of_orm(row))).collect::<std::result::Result<_, _>>()?
        }
        None => tx.db().fetch_text(RAISE, values).await?,
    };
    let last = raised.first().ok_or_else(|| Error::internal("a count was not raised"))?.last;
    Ok(last - count + 1)
}

const RAISE: &str = "insert into number_series (store_id, noun, year, last) values ($1, $2, $3, $4) \
                     on conflict (store_id, noun, year) do update set last = number_series.last + $4 returning last";
