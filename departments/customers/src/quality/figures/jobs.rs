//! The job that counts how the stores of a group stand.

use kernel::Result;
use platform::jobs::{Job, Work};
use serde::{Deserialize, Serialize};

use super::{count, store};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CountQuality {}

impl Job for CountQuality {
    const NAME: &'static str = "customers.quality_count";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let counted = count::read(&door.read_aside()).await?;
        door.write(async |tx| store::save(tx, &counted).await).await
    }
}
