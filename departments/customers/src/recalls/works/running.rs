//! What the jobs on recalls share: begun, batch after batch with their progress, ended or given up.

use kernel::{Error, RecallWorkId, Result};
use platform::{Door, Tx, jobs::Work};

use super::{
    recall_work::{RecallWork, RecallWorkState},
    store,
};
use crate::long_work;

/// Work under way, with the job that does it.
pub struct Running<'a> {
    pub work: &'a Work,
    pub door: Door,
    pub row: RecallWork,
}

impl<'a> Running<'a> {
    /// Takes the work up, also after a run that was cut off; none when it has ended.
    pub async fn begin(work: &'a Work, id: RecallWorkId, door: Door) -> Result<Option<Self>> {
        let row = store::find(&work.door().read(), id).await?;
        if !row.is_under_way() {
            return Ok(None);
        }
        Ok(Some(Self { work, door, row: RecallWork { state: RecallWorkState::Running, ..row } }))
    }

    /// One batch: what `deed` does and how far the work has come are written together. `deed` changes the row it is given.
    pub async fn batch(&mut self, deed: impl AsyncFnOnce(&mut Tx, &mut RecallWork) -> Result<()>) -> Result<()> {
        let (work, mut row) = (self.work, self.row.clone());
        self.row = self
            .door
            .write(async |tx| {
                held(work, tx).await?;
                deed(tx, &mut row).await?;
                store::save(tx, row).await
            })
            .await?;
        Ok(())
    }

    /// The last batch.
    pub async fn finish(mut self, deed: impl AsyncFnOnce(&mut Tx, &mut RecallWork) -> Result<()>) -> Result<()> {
        self.batch(async |tx, row| {
            deed(tx, row).await?;
            row.state = RecallWorkState::Done;
            row.finished_at = Some(tx.now());
            Ok(())
        })
        .await
    }
}

/// Ends the work as failed when trying again can't help; other failures are the job runner's to repeat.
pub async fn give_up_if_hopeless(work: &Work, id: RecallWorkId, attempts_max: i32, outcome: Result<()>) -> Result<()> {
    let Err(error) = outcome else { return Ok(()) };
    if long_work::may_pass(&error) && work.attempt < attempts_max {
        return Err(error);
    }
    give_up(work, id, &error).await?;
    if long_work::may_pass(&error) { Err(error) } else { Ok(()) }
}

/// Ends the work as failed, if it has not ended.
pub async fn give_up(work: &Work, id: RecallWorkId, error: &Error) -> Result<()> {
    let door = work.door();
    let row = store::find(&door.read(), id).await?;
    if !row.is_under_way() {
        return Ok(());
    }
    door.write(async |tx| {
        let (fault, finished_at) = (Some(long_work::in_words(error)), Some(tx.now()));
        store::save(tx, RecallWork { state: RecallWorkState::Failed, fault, finished_at, ..row }).await
    })
    .await?;
    Ok(())
}

async fn held(work: &Work, tx: &mut Tx) -> Result<()> {
    if work.renew(tx).await? {
        return Ok(());
    }
    Err(Error::Unavailable { detail: "another runner has taken this over".into() })
}

/// A count of rows as the database keeps it.
pub fn rows(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
