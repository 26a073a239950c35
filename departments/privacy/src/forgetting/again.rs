//! Forgetting again: a backup from before still holds whoever was forgotten since. Their records' ids, which tell nobody who it was,
//! are listed, and the list outlives the database.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, Result};
use platform::{Door, Platform, SystemActor, Tx, jobs::enqueue};

use super::{
    deletion::{Deletion, DeletionState},
    job::Forget,
    store,
};

platform::record! {
    /// One record of a person who was forgotten.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct ForgottenRecord { pub group: GroupId, pub record: CustomerId, pub forgotten_at: DateTime<Utc> }
}

/// Every record that was ever forgotten here, in all groups.
pub async fn list(platform: &Platform) -> Result<Vec<ForgottenRecord>> {
    let sql = "select group_id, record_id, forgotten_at from forgotten_records order by group_id, record_id";
    platform.house(SystemActor::Command).read().fetch_text(sql, vec![]).await
}

/// Forgets those of these records that are here again; answers how many there were. They are gone when this returns, and what
/// proves it is under way as with any other deletion.
pub async fn forget_again(platform: &Platform, records: &[ForgottenRecord]) -> Result<u64> {
    let mut forgotten = 0;
    for record in records {
        let door = platform.system(SystemActor::Jobs, record.group);
        forgotten += u64::from(forget_one(&door, record.record).await?);
    }
    Ok(forgotten)
}

/// Writes down which records are gone, in the transaction that takes them out.
pub(super) async fn write_down(tx: &mut Tx, records: &[CustomerId]) -> Result<()> {
    let (group, now) = (tx.scope().group(), tx.now());
    for record in records {
        let sql = "insert into forgotten_records (record_id, group_id, forgotten_at) values ($1, $2, $3) on conflict do nothing";
        tx.execute_text(sql, vec![(*record).into(), group.into(), now.into()]).await?;
    }
    Ok(())
}

async fn forget_one(door: &Door, record: CustomerId) -> Result<bool> {
    let here = customers::people::store::find_all(&door.read(), [record]).await?;
    let Some(customer) = here.into_iter().next() else { return Ok(false) };
    let deletion = match store::of_customer(&door.read(), customer.id).await? {
        Some(deletion) if deletion.state == DeletionState::Waiting => deletion,
        Some(_) => return Ok(false),
        None => {
            door.write(async |tx| {
                let deletion = Deletion::unasked(tx, customer.id, customer.store_id, customer.number.clone());
                let job = Forget { deletion: deletion.id, may_compact: false };
                enqueue(tx, &job, &deletion.id.to_string()).await?;
                store::add(tx, deletion).await
            })
            .await?
        }
    };
    Forget { deletion: deletion.id, may_compact: false }.forget(door).await?;
    Ok(true)
}
