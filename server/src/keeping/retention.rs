//! Which backups stay: one for each of the last days, weeks and months there is one of. Only files named here are ever removed.

use std::{collections::BTreeSet, path::Path};

use chrono::{DateTime, Datelike, NaiveDateTime, NaiveTime, Utc};
use kernel::{Error, Result, time::Calendar};

use crate::config::BackupConfig;

const SHAPE: &str = "roadbook-%Y%m%d-%H%M%S.zip";
const PART: &str = ".part";

/// What a backup of this instant is called, by the day and time of the calendar that plans it.
pub fn name(calendar: Calendar, at: DateTime<Utc>) -> String {
    let day = calendar.day(at);
    (day.and_time(NaiveTime::MIN) + (at - calendar.start_of(day))).format(SHAPE).to_string()
}

/// Removes the backups whose time is over; answers how many.
pub fn prune(folder: &Path, config: &BackupConfig) -> Result<usize> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Error::internal)? {
        let name = entry.map_err(Error::internal)?.file_name().to_string_lossy().into_owned();
        // What a killed one left behind; only one is made at a time.
        if name.strip_suffix(PART).is_some_and(|name| made_at(name).is_some()) {
            platform::Files::remove(&folder.join(&name))?;
        }
        found.extend(made_at(&name));
    }
    let over = over(found, config);
    for at in &over {
        platform::Files::remove(&folder.join(at.format(SHAPE).to_string()))?;
    }
    Ok(over.len())
}

/// When a backup of this name was made; nothing when it is none of ours.
fn made_at(name: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(name, SHAPE).ok()
}

/// Those that are neither the newest of one of the last days, nor of a week, nor of a month; the newest of all always stays.
fn over(mut made: Vec<NaiveDateTime>, config: &BackupConfig) -> Vec<NaiveDateTime> {
    made.sort_unstable_by(|a, b| b.cmp(a));
    let mut stay: BTreeSet<NaiveDateTime> = made.first().copied().into_iter().collect();
    newest_of(&made, config.daily, |at| (at.year(), at.ordinal()), &mut stay);
    newest_of(&made, config.weekly, |at| (at.iso_week().year(), at.iso_week().week()), &mut stay);
    newest_of(&made, config.monthly, |at| (at.year(), at.month()), &mut stay);
    made.retain(|at| !stay.contains(at));
    made
}

/// The newest of each of so many spans, counted back from the newest.
fn newest_of(
    newest_first: &[NaiveDateTime],
    spans: usize,
    span: impl Fn(&NaiveDateTime) -> (i32, u32),
    stay: &mut BTreeSet<NaiveDateTime>,
) {
    let mut seen = Vec::new();
    for at in newest_first {
        let its = span(at);
        if !seen.contains(&its) {
            if seen.len() == spans {
                return;
            }
            seen.push(its);
            stay.insert(*at);
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};

    use super::*;

    fn config(daily: usize, weekly: usize, monthly: usize) -> BackupConfig {
        BackupConfig { folder: None, hour: 3, daily, weekly, monthly, with_keys: false }
    }

    fn days(count: u64) -> Vec<NaiveDateTime> {
        let last = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day").and_hms_opt(3, 0, 0).expect("an hour");
        (0..count).map(|back| last.checked_sub_days(Days::new(back)).expect("a day")).collect()
    }

    fn staying(made: &[NaiveDateTime], config: &BackupConfig) -> Vec<String> {
        let over = over(made.to_vec(), config);
        made.iter().filter(|at| !over.contains(at)).map(|at| at.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn one_of_each_day_week_and_month_stays() {
        assert_eq!(staying(&days(60), &config(3, 3, 2)), ["11-22", "11-21", "11-20", "11-15", "11-08", "10-31"]);
        assert_eq!(staying(&days(3), &config(7, 4, 0)).len(), 3);
    }

    #[test]
    fn the_newest_always_stays_and_foreign_files_are_none_of_ours() {
        assert_eq!(staying(&days(5), &config(0, 0, 0)), ["11-22"]);
        assert_eq!(
            made_at("roadbook-20261122-030000.zip").map(|at| at.to_string()).as_deref(),
            Some("2026-11-22 03:00:00")
        );
        assert_eq!(made_at("before-the-move.zip"), None);
    }

    #[test]
    fn a_backup_is_called_by_the_day_of_the_house() {
        let at = "2026-03-15T20:00:00Z".parse().expect("an instant");
        assert_eq!(name(Calendar::default(), at), "roadbook-20260316-040000.zip", "04:00 in Shanghai");
    }
}
