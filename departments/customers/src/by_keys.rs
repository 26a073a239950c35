//! Rows looked up by many keys at once, never one by one.

use kernel::Result;
use platform::Db;
use sea_orm::Value;

/// Keys of one query: always as many, the last one repeated, so that one prepared statement serves them all.
const KEYS_AT_ONCE: usize = 400;

/// Rows by many keys: `$1` is the group, the keys follow `select`, and `and` comes behind them.
pub async fn fetch_by<T: platform::database::Record>(
    db: &Db<'_>,
    select: &str,
    and: &str,
    keys: Vec<Value>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for some in keys.chunks(KEYS_AT_ONCE) {
        let size = if some.len() == 1 { 1 } else { KEYS_AT_ONCE };
        let places: Vec<String> = (2..size + 2).map(|place| format!("${place}")).collect();
        let sql = format!("{select} ({}) {and}", places.join(", "));
        let mut values: Vec<Value> = vec![db.scope().group().into()];
        values.extend(some.iter().cloned());
        while let Some(last) = some.last().filter(|_| values.len() < size + 1) {
            values.push(last.clone());
        }
        found.extend(db.fetch_text(&sql, values).await?);
    }
    Ok(found)
}
