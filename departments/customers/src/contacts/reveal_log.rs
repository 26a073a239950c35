//! The noun: what one person revealed within the last hour, one row per person, held while they reveal so that requests at the
//! same time count one another.

use kernel::{Error, Result};
use platform::{Actor, Tx};
use sea_orm::prelude::Uuid;
use serde_json::Value;

use super::rules::Reveals;

platform::record! {
    struct Log { times: Value }
}

/// Counts one more reveal of the caller, or refuses it.
pub async fn count(tx: &mut Tx) -> Result<()> {
    let caller = match tx.scope().actor() {
        Actor::Staff { id, .. } => id.0,
        Actor::Key { id, .. } => id.0,
        Actor::System(_) => return Ok(()),
    };
    let mut reveals = hold(tx, caller).await?;
    reveals.count(tx.now())?;
    let times = serde_json::to_value(reveals)?;
    tx.execute_text("update reveal_logs set times = $2 where actor_id = $1", vec![caller.into(), times.into()]).await?;
    Ok(())
}

async fn hold(tx: &mut Tx, caller: Uuid) -> Result<Reveals> {
    let nothing = serde_json::to_value(Reveals::default())?;
    tx.execute_text(
        "insert into reveal_logs (actor_id, times) values ($1, $2) on conflict do nothing",
        vec![caller.into(), nothing.into()],
    )
    .await?;
    let rows: Vec<Log> =
        tx.db().fetch_text("select times from reveal_logs where actor_id = $1 {hold}", vec![caller.into()]).await?;
    let log = rows.into_iter().next().ok_or(Error::NotFound)?;
    Ok(serde_json::from_value(log.times)?)
}
