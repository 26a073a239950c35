//! Sealing anew, under the newest key, whatever still lies under an older one: column by column, some rows at a time.

use kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{LINES, SealKeyLine, learn};
use crate::{
    SystemActor, Tx,
    crypto::version,
    jobs::{Job, Work},
    traces::{Seal, Trace, Traces},
};

/// Seals everything anew; run again, it goes on with what is left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reseal {}

crate::record! {
    struct Sealed { row: Uuid, key: Uuid, value: Vec<u8> }
}

/// Written in one transaction; others write in between.
const ROWS_AT_ONCE: i64 = 500;

impl Job for Reseal {
    const NAME: &'static str = "house.reseal";

    async fn run(self, work: Work) -> Result<()> {
        let platform = work.platform();
        learn(platform).await?;
        let newest = platform.keys().newest();
        let mut count = 0;
        for trace in &platform.provided::<Traces>()?.0 {
            for seal in trace.sealed {
                count += seal_anew(&work, trace, seal, newest).await?;
            }
        }
        tracing::info!(key = newest, values = count, "sealed anew");
        platform.house(SystemActor::Jobs).write(async |tx| mark_idle(tx, newest).await).await
    }
}

async fn seal_anew(work: &Work, trace: &Trace, seal: &Seal, newest: u8) -> Result<usize> {
    let (table, row, key, column) = (trace.table, trace.key, seal.key.unwrap_or(trace.key), seal.column);
    let find = format!(
        "select {row} as row, {key} as key, {column} as value from {table}
         where {row} > $1 and length({column}) > 0 and substr({column}, 1, 1) <> $2 order by {row} limit $3"
    );
    let replace = format!("update {table} set {column} = $1 where {row} = $2 and {column} = $3");
    let house = work.platform().house(SystemActor::Jobs);
    let keys = work.platform().keys();
    let (mut after, mut count) = (Uuid::nil(), 0);
    loop {
        let values = vec![after.into(), vec![newest].into(), ROWS_AT_ONCE.into()];
        let found: Vec<Sealed> = house.read().fetch_text(&find, values).await?;
        let Some(last) = found.last() else { return Ok(count) };
        after = last.row;
        let anew = found.iter().map(|sealed| {
            let context = seal.under.context(sealed.key);
            Ok((sealed, keys.seal_bytes(&keys.open_bytes(&sealed.value, &context)?, &context)?))
        });
        let anew = anew.collect::<Result<Vec<_>>>().map_err(|cause| {
            Error::internal(format!(
                "{table}.{column}, between the rows after {after} back to {ROWS_AT_ONCE} before: {cause}"
            ))
        })?;
        count += anew.len();
        house
            .write(async |tx| {
                for (sealed, value) in anew {
                    // Whoever wrote it meanwhile wrote it under the newest key.
                    tx.execute_text(&replace, vec![value.into(), sealed.row.into(), sealed.value.clone().into()])
                        .await?;
                }
                work.renew(tx).await
            })
            .await?;
    }
}

async fn mark_idle(tx: &mut Tx, newest: u8) -> Result<()> {
    let lines: Vec<SealKeyLine> = tx.db().fetch_text(LINES, vec![]).await?;
    let now = tx.now();
    for line in lines.iter().filter(|line| version(&line.name).is_some_and(|version| version < newest)) {
        let sql = "update seal_keys set idle_since = $1 where name = $2 and idle_since is null";
        tx.execute_text(sql, vec![now.into(), line.name.clone().into()]).await?;
    }
    Ok(())
}
