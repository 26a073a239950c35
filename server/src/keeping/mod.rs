//! What keeps the house: backups every night and how long they stay, the list of who was forgotten, and whether the house is ready.

pub mod doctor;
mod forgotten;
mod nightly;
pub mod ready;
mod retention;
pub mod told;

use std::path::{Path, PathBuf};

use kernel::Result;
use platform::{
    Platform,
    jobs::JobKind,
    keeping::{self, Archive, Backup, Manifest},
    seal_keys::Reseal,
};

use crate::{config::BackupConfig, house, master::MasterPlace};

pub use forgotten::{LIST, forget_again, keep_list};
pub use nightly::begin_due;
pub use ready::backed_up_since;

/// How this installation keeps what it was given; provided to the platform by whoever opens it.
#[derive(Clone, Debug)]
pub struct Plan {
    pub backups: BackupConfig,
    /// Where uploads and exports lie.
    pub files: PathBuf,
    /// Where the master key is.
    pub master: MasterPlace,
    /// Where the list of the forgotten is kept, besides the folder of backups.
    pub folder: PathBuf,
}

pub(crate) fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<nightly::MakeBackup>(), JobKind::of::<Reseal>()]
}

/// Makes a backup of everything as it is now, reads it back, and writes down that it was made.
pub async fn make(platform: &Platform, plan: &Plan, with_keys: bool, place: &Path) -> Result<(Manifest, u64)> {
    let id = keeping::backup_begun(platform, place).await?;
    let outcome = make_and_verify(platform, plan, with_keys, place).await;
    keeping::backup_ended(platform, id, &outcome).await?;
    outcome
}

/// The same for a database that may be of an older schema, in which nothing can be written down.
pub async fn make_and_verify(
    platform: &Platform,
    plan: &Plan,
    with_keys: bool,
    place: &Path,
) -> Result<(Manifest, u64)> {
    let migrations = house::migrations();
    let key = if with_keys { Some(plan.master.must_read().await?.text().into_bytes()) } else { None };
    let backup = Backup {
        url: platform.database().url(),
        migrations: &migrations,
        files: &plan.files,
        key_fingerprint: platform.keys().fingerprint(),
        key,
        roadbook: env!("CARGO_PKG_VERSION"),
        at: platform.clock().now(),
    };
    let (manifest, bytes) = keeping::back_up(&backup, place).await?;
    keeping::verify(&Archive::open(place)?).await?;
    Ok((manifest, bytes))
}
