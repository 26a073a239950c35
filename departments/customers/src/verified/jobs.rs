//! The job that gives up a change nobody proved in time.

use kernel::{Error, PendingChangeId, Result};
use platform::jobs::{Job, Work};
use serde::{Deserialize, Serialize};

use super::store;
use crate::people;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExpireChange {
    pub change: PendingChangeId,
}

impl Job for ExpireChange {
    const NAME: &'static str = "customers.expire_change";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        let given_up = work
            .door()
            .write(async |tx| {
                let mut change = store::find(&tx.db(), self.change).await?;
                let Some(event) = change.expire(tx.now()) else { return Ok(()) };
                let customer = people::store::find_even_merged(&tx.db(), change.customer_id).await?;
                store::save(tx, &customer, change, event).await.map(drop)
            })
            .await;
        match given_up {
            // The customer was forgotten meanwhile.
            Err(Error::NotFound) => Ok(()),
            other => other,
        }
    }
}
