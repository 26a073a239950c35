//! Many deliveries begun anew: a job, because there may be any number of them.

use chrono::{DateTime, Utc};
use kernel::{Result, WebhookId};
use platform::{
    Db, Tx,
    jobs::{Job, Work},
};
use serde::{Deserialize, Serialize};

/// Those that were settled before it was asked for, and came within a time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReplayDeliveries {
    pub webhook: WebhookId,
    pub only_failed: bool,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub asked_at: DateTime<Utc>,
}

impl Job for ReplayDeliveries {
    const NAME: &'static str = "integrations.replay_deliveries";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        loop {
            let (count, may_go_on) =
                door.write(async |tx| Ok((self.begin_some(tx).await?, work.renew(tx).await?))).await?;
            if count == 0 || !may_go_on {
                return Ok(());
            }
        }
    }
}

const AT_ONCE: u64 = 500;

platform::record! {
    struct Counted { count: i64 }
}

impl ReplayDeliveries {
    /// How many there are, at most `most`.
    pub async fn count(&self, db: &Db<'_>, most: u64) -> Result<u64> {
        let text = format!("select count(*) from (select 1 {} limit {most}) found", self.meant());
        let counted: Vec<Counted> = db.fetch_text(&text, self.values(db.scope().group().into())).await?;
        Ok(counted.first().map_or(0, |row| u64::try_from(row.count).unwrap_or_default()))
    }

    /// The earliest first; each is settled no more, so that the next look passes it by.
    async fn begin_some(&self, tx: &mut Tx) -> Result<u64> {
        let text = format!(
            "update webhook_deliveries set state = 'waiting', attempts = 0, due_at = $6, leased_until = null, settled_at = null
             where id in (select id {} order by created_at, id limit {AT_ONCE})",
            self.meant()
        );
        let mut values = self.values(tx.scope().group().into());
        values.push(tx.now().into());
        tx.ring_after_commit();
        tx.execute_text(&text, values).await
    }

    fn meant(&self) -> &'static str {
        if self.only_failed {
            "from webhook_deliveries where group_id = $1 and webhook_id = $2 and created_at >= $3 and created_at <= $4
             and settled_at <= $5 and state = 'failed' and entry_id is not null"
        } else {
            "from webhook_deliveries where group_id = $1 and webhook_id = $2 and created_at >= $3 and created_at <= $4
             and settled_at <= $5 and state in ('failed', 'delivered', 'dropped') and entry_id is not null"
        }
    }

    fn values(&self, group: sea_orm::Value) -> Vec<sea_orm::Value> {
        vec![group, self.webhook.into(), self.from.into(), self.until.into(), self.asked_at.into()]
    }
}
