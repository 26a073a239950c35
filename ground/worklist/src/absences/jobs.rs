//! What happens when somebody leaves and when they come back.

use kernel::{AbsenceId, Result};
use platform::jobs::{Job, JobKind, Work};
use serde::{Deserialize, Serialize};

use super::store::{self, AT_ONCE};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AbsenceBegins {
    pub absence: AbsenceId,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AbsenceEnds {
    pub absence: AbsenceId,
}

pub fn kinds() -> Vec<JobKind> {
    vec![JobKind::of::<AbsenceBegins>(), JobKind::of::<AbsenceEnds>()]
}

impl Job for AbsenceBegins {
    const NAME: &'static str = "worklist.absence_begins";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let absence = store::find(&door.read(), self.absence).await?;
        // Called off, or the house was closed all the while.
        while absence.is_running(work.platform().clock().now()) {
            let given = door.write(async |tx| store::hand_over_some(tx, &absence).await).await?;
            if (given as u64) < AT_ONCE {
                break;
            }
        }
        Ok(())
    }
}

impl Job for AbsenceEnds {
    const NAME: &'static str = "worklist.absence_ends";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let absence = store::find(&door.read(), self.absence).await?;
        if absence.ended_at.is_none() {
            door.write(async |tx| store::end(tx, absence.clone()).await.map(drop)).await?;
        }
        while door.write(async |tx| store::give_back_some(tx, &absence).await).await? as u64 == AT_ONCE {}
        Ok(())
    }
}
