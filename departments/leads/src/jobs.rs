//! What happens when nobody answers in time: whoever leads the store is told by a task.

use kernel::{Error, Language, LeadId, Result};
use platform::{
    Tx,
    jobs::{Job, JobKind, Work},
};
use serde::{Deserialize, Serialize};

use crate::{steps, store};

/// Left with every lead for the end of its limit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WarnOfLead {
    pub lead: LeadId,
}

pub fn kinds() -> Vec<JobKind> {
    vec![JobKind::of::<WarnOfLead>()]
}

impl Job for WarnOfLead {
    const NAME: &'static str = "leads.warn";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        work.door().write(async |tx| warn(tx, self.lead).await).await
    }
}

/// Nothing when somebody has answered meanwhile, or the lead went with its customer.
async fn warn(tx: &mut Tx, id: LeadId) -> Result<()> {
    match store::find(&tx.db(), id).await {
        Ok(lead) if lead.state.is_open() && lead.responded_at.is_none() => {
            steps::warned(tx, &lead, Language::default()).await
        }
        Ok(_) | Err(Error::NotFound) => Ok(()),
        Err(cause) => Err(cause),
    }
}
