//! The backup of the night: a job with the day in its key, so that many nodes make one of it.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kernel::{Error, Result, time::Calendar};
use platform::{
    Platform, SystemActor,
    jobs::{Job, Work, enqueue},
    keeping,
};
use serde::{Deserialize, Serialize};

use super::{Plan, forgotten, make, retention};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeBackup {}

/// How long the copy stays that was made before the schema changed.
const COPIES_STAY: TimeDelta = TimeDelta::days(30);
/// Said again so often that no other node takes the work for lost.
const SAID_AGAIN: Duration = Duration::from_secs(120);

impl Job for MakeBackup {
    const NAME: &'static str = "house.backup";
    const ATTEMPTS_MAX: i32 = 6;

    async fn run(self, work: Work) -> Result<()> {
        let plan = work.platform().provided::<Plan>()?;
        let backup = back_up(work.platform(), &plan);
        tokio::pin!(backup);
        loop {
            tokio::select! {
                done = &mut backup => return done,
                () = tokio::time::sleep(SAID_AGAIN) => {
                    work.platform().house(SystemActor::Jobs).write(async |tx| work.renew(tx).await).await?;
                }
            }
        }
    }
}

/// Leaves the backup of the day once its hour has come, and keeps the list of the forgotten.
pub async fn begin_due(platform: &Platform) -> Result<()> {
    let Ok(plan) = platform.provided::<Plan>() else { return Ok(()) };
    forgotten::keep_list(platform, &plan).await?;
    keeping::remove_copies(platform.database().url(), platform.clock().now() - COPIES_STAY)?;
    if plan.backups.folder.is_none() {
        return Ok(());
    }
    if let Some(day) = due_day(Calendar::default(), platform.clock().now(), plan.backups.hour) {
        let house = platform.house(SystemActor::Jobs);
        house.write(async |tx| enqueue(tx, &MakeBackup {}, &day.to_string()).await).await?;
    }
    Ok(())
}

async fn back_up(platform: &Platform, plan: &Plan) -> Result<()> {
    let folder = plan
        .backups
        .folder
        .as_ref()
        .ok_or_else(|| Error::internal("this node has no folder for backups; give all nodes the same settings"))?;
    let now = platform.clock().now();
    let place = folder.join(retention::name(Calendar::default(), now));
    let (manifest, bytes) = make(platform, plan, plan.backups.with_keys, &place).await?;
    forgotten::keep_list(platform, plan).await?;
    let removed = retention::prune(folder, &plan.backups)?;
    tracing::info!(
        place = %place.display(),
        rows = manifest.rows(),
        bytes,
        removed,
        "backed up, and compared"
    );
    Ok(())
}

/// The day whose backup is due by this calendar, once its hour has come.
fn due_day(calendar: Calendar, now: DateTime<Utc>, hour: u8) -> Option<NaiveDate> {
    let day = calendar.day(now);
    (now - calendar.start_of(day) >= TimeDelta::hours(hour.into())).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_waits_for_its_hour_in_the_time_of_the_house() {
        let at = |text: &str| {
            let now = text.parse().expect("an instant");
            due_day(Calendar::default(), now, 4).map(|day| day.to_string())
        };
        assert_eq!(at("2026-03-15T19:59:00Z"), None, "03:59 in Shanghai");
        assert_eq!(at("2026-03-15T20:00:00Z").as_deref(), Some("2026-03-16"));
    }
}
