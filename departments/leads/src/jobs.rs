//! Work that leads leave for later: what happens when nobody answers in time, and rules that are asked again.

use kernel::{LeadId, Result};
use platform::jobs::{Job, JobKind, Work};
use serde::{Deserialize, Serialize};

use crate::{assignment::place::PlaceLead, clock::alarms, steps::Alarm};

/// Left with every lead for the end of its limit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WarnOfLead {
    pub lead: LeadId,
}

pub fn kinds() -> Vec<JobKind> {
    [vec![JobKind::of::<WarnOfLead>(), JobKind::of::<PlaceLead>()], alarms::kinds()].concat()
}

impl Job for WarnOfLead {
    const NAME: &'static str = "leads.warn";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        work.door().write(async |tx| alarms::ring(tx, self.lead, Alarm::Late).await).await
    }
}
