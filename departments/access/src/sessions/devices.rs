//! Browsers that signed in before: a cookie of long life says so, and keeps strangers' wrong tries from locking their owners out.
//! It opens nothing.

use chrono::TimeDelta;
use kernel::{Result, StaffId};
use platform::{Db, Tx, crypto};

use super::client::Client;
use crate::staff::Staff;

/// A browser nobody signed in with for so long is a stranger again; its cookie lives as long.
pub(crate) const KEPT: TimeDelta = TimeDelta::days(180);

platform::record! {
    struct Known { digest: String }
}

/// The digest of this browser's token, when this login signed in with it before.
pub(crate) async fn known(db: &Db<'_>, login: &str, client: &Client) -> Result<Option<String>> {
    let Some(token) = &client.device_token else { return Ok(None) };
    let since = db.platform().clock().now() - KEPT;
    let known: Vec<Known> = db
        .fetch_text(
            "select d.digest from known_devices d join staff s on s.id = d.staff_id
             where d.digest = $1 and s.login = $2 and d.seen_at > $3",
            vec![crypto::digest(token).into(), login.into(), since.into()],
        )
        .await?;
    Ok(known.into_iter().next().map(|line| line.digest))
}

/// Writes down that this person signed in with this browser; answers the token for its cookie. Several people may share one.
pub(crate) async fn remember(tx: &mut Tx, staff: &Staff, client: &Client) -> Result<String> {
    let (now, forgotten) = (tx.now(), tx.now() - KEPT);
    tx.execute_text(
        "delete from known_devices where staff_id = $1 and seen_at <= $2",
        vec![staff.id.into(), forgotten.into()],
    )
    .await?;
    let token = match &client.device_token {
        Some(token) if is_ours(tx, token).await? => token.clone(),
        _ => crypto::random_token()?,
    };
    tx.execute_text(
        "insert into known_devices (staff_id, digest, seen_at) values ($1, $2, $3)
         on conflict (staff_id, digest) do update set seen_at = $3",
        vec![staff.id.into(), crypto::digest(&token).into(), now.into()],
    )
    .await?;
    Ok(token)
}

/// Makes all browsers of this person strangers.
pub(crate) async fn forget(tx: &mut Tx, staff: StaffId) -> Result<()> {
    tx.execute_text("delete from known_devices where staff_id = $1", vec![staff.into()]).await?;
    Ok(())
}

/// A token nobody was given is not taken up: whoever planted it would know it.
async fn is_ours(tx: &Tx, token: &str) -> Result<bool> {
    let text = "select digest from known_devices where digest = $1 limit 1";
    let known: Vec<Known> = tx.db().fetch_text(text, vec![crypto::digest(token).into()]).await?;
    Ok(!known.is_empty())
}
