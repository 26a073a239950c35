//! `roadbook backup`, `restore`, `move-to` and `doctor`: what must work on a database that is not served, too old, or not there.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use kernel::{Error, Result};
use platform::{
    Clock, Database, Files, KeyRing, Platform,
    crypto::Master,
    keeping::{self as kept, Archive},
};

use super::{master_place, plan};
use crate::{
    config::Config,
    house,
    keeping::{self, doctor},
    master::MasterPlace,
};

/// A backup into a file, or a look through one.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct BackupDeed {
    #[command(subcommand)]
    look: Option<BackupLook>,
    /// Where to; nothing may be there yet.
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// Put the key into it too: whoever has the file can then read everything.
    #[arg(long)]
    with_keys: bool,
}

#[derive(Debug, Subcommand)]
enum BackupLook {
    /// Read a whole backup and compare it with what it says of itself, without restoring it.
    Verify { file: PathBuf },
}

/// What is restored.
#[derive(Debug, clap::Args)]
pub struct Restoring {
    /// What `roadbook backup` wrote.
    file: PathBuf,
    /// The list of the forgotten; `forgotten.csv` beside the backup when not given.
    #[arg(long)]
    forgotten: Option<PathBuf>,
}

pub async fn back_up(config: &Config, deed: BackupDeed) -> Result<()> {
    if let Some(BackupLook::Verify { file }) = deed.look {
        let archive = Archive::open(&file)?;
        kept::verify(&archive).await?;
        let manifest = &archive.manifest;
        say!("{} is whole: {}", file.display(), contents(&archive));
        say!("Made {} by Roadbook {} on {}.", manifest.made_at.to_rfc3339(), manifest.roadbook, manifest.engine);
        return Ok(());
    }
    let Some(file) = deed.file else { return Ok(()) };
    let platform = as_it_is(config).await?;
    let plan = plan(config);
    let (manifest, bytes) = match kept::schema(&platform, &house::migrations()).await? {
        kept::Schema::Current { .. } => keeping::make(&platform, &plan, deed.with_keys, &file).await?,
        _ => keeping::make_and_verify(&platform, &plan, deed.with_keys, &file).await?,
    };
    say!("{} is written and compared: {} rows, {} MB.", file.display(), manifest.rows(), bytes >> 20);
    if deed.with_keys {
        say!("The key is in it: whoever has this file can read everything. Keep it as you would keep the key.");
    } else {
        say!(
            "The key is NOT in it. {} must be kept too, in another place: without it phones, ID numbers and",
            plan.master
        );
        say!("everything else that is sealed can't be read again.");
    }
    platform.database().close().await
}

pub async fn restore(config: &Config, restoring: Restoring) -> Result<()> {
    let archive = Archive::open(&restoring.file)?;
    let plan = plan(config);
    let keys = KeyRing::new(master_for(&archive, &plan.master).await?);
    let database = Database::open(&config.database).await?;
    let platform = Platform::new(database, Clock::of_the_machine(), keys, Files::in_folder(&plan.files));
    kept::restore(&platform, &archive, &plan.files, &house::migrations()).await?;
    platform.database().close().await?;
    say!("Restored and compared: {}", contents(&archive));
    let platform = super::open(config).await?;
    let beside = restoring.file.parent().unwrap_or(Path::new("")).join(keeping::LIST);
    match restoring.forgotten.or_else(|| beside.exists().then_some(beside)) {
        Some(list) => {
            let again = keeping::forget_again(&platform, &list).await?;
            say!("{again} records were forgotten again, by {}.", list.display());
        }
        None => {
            say!(
                "No list of the forgotten ({}) was found beside the backup. Whoever was forgotten after",
                keeping::LIST
            );
            say!(
                "{} is here again: forget them again before anybody works with this.",
                archive.manifest.made_at.to_rfc3339()
            );
        }
    }
    platform.database().close().await
}

pub async fn move_to(config: &Config, target: &str) -> Result<()> {
    must_be_elsewhere(&config.database, target)?;
    let there = Config { database: target.to_owned(), ..config.clone() };
    let place = master_place(&there);
    let master = master_place(config).must_read().await?;
    match place.read().await? {
        Some(other) if other.fingerprint() != master.fingerprint() => return Err(other_key(&place)),
        Some(_) => {}
        None => place.put(&master)?,
    }
    let database = Database::open(target).await?;
    let files = Files::in_folder(config.folder.join("files"));
    let platform = Platform::new(database, Clock::of_the_machine(), KeyRing::new(master), files);
    let told = |table: &str, tally: kept::Tally| say!("  {table:<28} {:>10} rows", tally.rows);
    let moved: BTreeMap<_, _> = kept::move_to(&platform, &config.database, &house::migrations(), told).await?;
    platform.database().close().await?;
    super::open(&there).await?.database().close().await?;
    let rows: u64 = moved.values().map(|tally| tally.rows).sum();
    say!("{} tables with {rows} rows are there, counted and compared. What was here is unchanged.", moved.len());
    say!("Serve from there:  roadbook serve --database {target} --folder {}", config.folder.display());
    say!("{place} is what it needs; files stay in {}.", config.folder.join("files").display());
    Ok(())
}

/// Refuses a move onto itself, however the file is written.
fn must_be_elsewhere(here: &str, target: &str) -> Result<()> {
    let file = |url: &str| url.strip_prefix("sqlite://").and_then(|file| Path::new(file).canonicalize().ok());
    if here == target || file(here).is_some_and(|here| file(target) == Some(here)) {
        let detail = format!("{target} is the database that is moved from; give the address of another one.");
        return Err(Error::Refused { code: "move.same_place", detail });
    }
    Ok(())
}

pub async fn doctor(config: &Config, as_json: bool) -> Result<()> {
    let findings = match as_it_is(config).await {
        Ok(platform) => {
            platform.provide(plan(config));
            doctor::look_over(&platform, &plan(config)).await
        }
        Err(cause) => vec![doctor::cannot_open(&cause)],
    };
    if as_json {
        say!("{}", serde_json::to_string_pretty(&findings)?);
    } else {
        for finding in &findings {
            say!("{:<8} {:<14} {}", finding.state.word(), finding.check, finding.found);
            if let Some(remedy) = &finding.remedy {
                say!("{:<23} → {remedy}", "");
            }
        }
    }
    let wrong = findings.iter().filter(|finding| finding.state == doctor::State::Wrong).count();
    if wrong == 0 {
        return Ok(());
    }
    Err(Error::Refused {
        code: "doctor.found",
        detail: format!("{wrong} things are wrong; what to do stands beside them."),
    })
}

/// The database with its own key, its schema as it is.
async fn as_it_is(config: &Config) -> Result<Platform> {
    let plan = plan(config);
    if config.database.strip_prefix("sqlite://").is_some_and(|file| !Path::new(file).exists()) {
        return Err(Error::Unavailable { detail: format!("There is no database at {}.", config.database) });
    }
    let keys = KeyRing::new(plan.master.must_read().await?);
    let database = super::open_database(config).await?;
    Ok(Platform::new(database, super::clock(), keys, Files::in_folder(plan.files)))
}

/// The key of the place when it is that of the backup, else the one that lies in the backup.
async fn master_for(archive: &Archive, place: &MasterPlace) -> Result<Master> {
    let wanted = &archive.manifest.key_fingerprint;
    match place.read().await? {
        Some(master) if master.fingerprint() == *wanted => Ok(master),
        Some(_) => Err(other_key(place)),
        None => {
            let inside = archive.key()?.and_then(|key| Master::of_text(&String::from_utf8(key).ok()?));
            match inside.filter(|master| master.fingerprint() == *wanted) {
                Some(master) => place.put(&master).map(|()| master),
                None => place.must_read().await,
            }
        }
    }
}

fn contents(archive: &Archive) -> String {
    let manifest = &archive.manifest;
    format!("{} rows in {} tables, {} files.", manifest.rows(), manifest.tables.len(), manifest.files.len())
}

fn other_key(place: &MasterPlace) -> Error {
    Error::Refused { code: "key.other", detail: format!("{place} is not the one that belongs to this data.") }
}
