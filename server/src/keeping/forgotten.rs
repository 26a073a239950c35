//! The list of the forgotten: ids of records and when, in a file beside the backups, so that it outlives the database they stood in.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use chrono::{DateTime, SecondsFormat, Utc};
use kernel::{CustomerId, Error, GroupId, Result};
use platform::Platform;
use privacy::forgetting::again::{self, ForgottenRecord};
use uuid::Uuid;

use super::Plan;

/// What the file is called.
pub const LIST: &str = "forgotten.csv";
const HEAD: &str = "group,record,forgotten_at";

/// Brings the files up to date: in the folder of backups, and in the house's own. Lines that stand there already stay, also when this
/// database knows nothing of them.
pub async fn keep_list(platform: &Platform, plan: &Plan) -> Result<()> {
    let listed = again::list(platform).await?;
    for folder in plan.backups.folder.iter().chain([&plan.folder]) {
        add_to(&folder.join(LIST), &listed)?;
    }
    Ok(())
}

/// Forgets again whoever stands in the list; answers how many records were here.
pub async fn forget_again(platform: &Platform, list: &Path) -> Result<u64> {
    let records: Vec<ForgottenRecord> = read(list)?.into_values().collect();
    again::forget_again(platform, &records).await
}

fn add_to(file: &Path, listed: &[ForgottenRecord]) -> Result<()> {
    let before = read(file)?;
    let mut all = before.clone();
    all.extend(listed.iter().map(|record| ((record.group, record.record), record.clone())));
    if all.len() == before.len() {
        return Ok(());
    }
    let mut text = format!("{HEAD}\n");
    for ForgottenRecord { group, record, forgotten_at } in all.values() {
        text.push_str(&format!("{group},{record},{}\n", forgotten_at.to_rfc3339_opts(SecondsFormat::Millis, true)));
    }
    let part = PathBuf::from(format!("{}.part", file.display()));
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(Error::internal)?;
    }
    let mut written = fs::File::create(&part).map_err(Error::internal)?;
    written.write_all(text.as_bytes()).and_then(|()| written.sync_all()).map_err(Error::internal)?;
    fs::rename(part, file).map_err(Error::internal)
}

fn read(file: &Path) -> Result<BTreeMap<(GroupId, CustomerId), ForgottenRecord>> {
    let text = match fs::read_to_string(file) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        text => text.map_err(|cause| Error::internal(format!("{}: {cause}", file.display())))?,
    };
    let record = |(at, line): (usize, &str)| {
        let record = parse(line).ok_or_else(|| {
            Error::internal(format!("line {} of {} names no forgotten record: '{line}'", at + 1, file.display()))
        })?;
        Ok(((record.group, record.record), record))
    };
    text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()).map(record).collect()
}

fn parse(line: &str) -> Option<ForgottenRecord> {
    let mut cells = line.trim().split(',');
    let mut id = || Uuid::parse_str(cells.next()?).ok();
    let (group, record) = (GroupId(id()?), CustomerId(id()?));
    let forgotten_at = DateTime::parse_from_rfc3339(cells.next()?).ok()?.with_timezone(&Utc);
    Some(ForgottenRecord { group, record, forgotten_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(number: u128) -> ForgottenRecord {
        ForgottenRecord {
            group: GroupId(Uuid::from_u128(1)),
            record: CustomerId(Uuid::from_u128(number)),
            forgotten_at: DateTime::from_timestamp_millis(1_773_626_400_123).expect("an instant"),
        }
    }

    #[test]
    fn a_list_keeps_what_an_older_database_knows_nothing_of() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backups").join(LIST);
        add_to(&file, &[record(1), record(2)]).expect("written");
        add_to(&file, &[record(3)]).expect("written");
        let read: Vec<ForgottenRecord> = read(&file).expect("read").into_values().collect();
        assert_eq!(read, [record(1), record(2), record(3)]);
    }
}
