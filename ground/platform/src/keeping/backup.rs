//! Making a backup while others go on working, and the copy taken before a schema changes.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use kernel::{Error, Result};
use uuid::Uuid;

use super::{
    archive::{FORMAT, Manifest, Packer, TableLine, private, with_ending},
    catalogue::Catalogue,
    ends::Snapshot,
    pour::pour,
};
use crate::database::{Dialect, Migration};

/// What is kept, and how.
#[derive(Clone, Debug)]
pub struct Backup<'a> {
    pub url: &'a str,
    /// Every step the program knows.
    pub migrations: &'a [Migration],
    /// Where uploads and exports lie.
    pub files: &'a Path,
    pub key_fingerprint: String,
    /// The key file, when it is to lie in the archive.
    pub key: Option<Vec<u8>>,
    pub roadbook: &'a str,
    pub at: DateTime<Utc>,
}

const FORGOTTEN: &str = "Whoever was forgotten after this was made is in it still. `roadbook restore` forgets them again, by the \
                         list `forgotten.csv` that the house keeps beside its backups; keep that list.";

/// What a copy made before migrating is called after the file.
const COPY: &str = ".before-";
const PART: &str = ".part";

/// Writes everything as it is at this moment into one archive at `place`; answers what it says of itself and its size in bytes.
/// Nothing stands there unless all of it does.
pub async fn back_up(backup: &Backup<'_>, place: &Path) -> Result<(Manifest, u64)> {
    let dialect = Dialect::of(backup.url)?;
    let mut snapshot = Snapshot::begin(backup.url, false).await?;
    let steps = snapshot.steps(backup.migrations, dialect).await?;
    let catalogue = Catalogue::of(&steps)?;
    snapshot.look_at(&catalogue).await?;
    let mut packer = Packer::begin(place)?;
    let manifest = Manifest {
        format: FORMAT,
        id: Uuid::now_v7(),
        roadbook: backup.roadbook.to_owned(),
        made_at: backup.at,
        engine: dialect.name().to_owned(),
        migrations: steps.iter().map(|step| step.name.to_owned()).collect(),
        key_fingerprint: backup.key_fingerprint.clone(),
        has_key: backup.key.is_some(),
        tables: Vec::new(),
        files: Vec::new(),
        forgotten: FORGOTTEN.into(),
    };
    match fill(backup, &mut snapshot, &catalogue, &mut packer, manifest).await {
        Ok(manifest) => Ok((manifest.clone(), packer.finish(&manifest).await?)),
        Err(cause) => {
            packer.give_up().await;
            Err(cause)
        }
    }
}

/// Copies a database that is a file beside itself when steps of the schema are outstanding; answers where the copy lies. A database
/// that a server keeps is left to the server's own means.
pub async fn copy_before_migrating(url: &str, migrations: &[Migration]) -> Result<Option<PathBuf>> {
    let dialect = Dialect::of(url)?;
    let Some(file) = dialect.file(url).map(Path::new).filter(|file| file.exists()) else { return Ok(None) };
    let mut snapshot = Snapshot::begin(url, false).await?;
    let tables = snapshot.texts(dialect.tables()).await?;
    if !tables.iter().any(|table| table == "migrations") {
        return Ok(None);
    }
    let taken = snapshot.texts("select name from migrations order by name").await?;
    let known = super::ends::known_steps(migrations, &taken)?;
    let Some(next) = migrations.iter().find(|step| !known.iter().any(|taken| taken.name == step.name)) else {
        return Ok(None);
    };
    let copy = with_ending(file, &format!("{COPY}{}", next.name));
    let part = with_ending(&copy, PART);
    drop(private(&part)?);
    if let Snapshot::Embedded(snapshot) = &snapshot {
        snapshot.copy_to(&part).await?;
    }
    for older in copies_of(file)? {
        crate::Files::remove(&older)?;
    }
    std::fs::rename(&part, &copy).map_err(Error::internal)?;
    Ok(Some(copy))
}

/// Removes copies made before migrating that are older than an instant: whoever was forgotten since is in them still.
pub fn remove_copies(url: &str, before: DateTime<Utc>) -> Result<()> {
    let Some(file) = Dialect::of(url)?.file(url) else { return Ok(()) };
    for copy in copies_of(Path::new(file))? {
        let made_at = std::fs::metadata(&copy).and_then(|copy| copy.modified()).map_err(Error::internal)?;
        if DateTime::<Utc>::from(made_at) < before {
            crate::Files::remove(&copy)?;
        }
    }
    Ok(())
}

fn copies_of(file: &Path) -> Result<Vec<PathBuf>> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let begins = format!("{}{COPY}", file.file_name().unwrap_or_default().to_string_lossy());
    let mut copies = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Error::internal)? {
        let entry = entry.map_err(Error::internal)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(&begins) && !name.ends_with(PART) {
            copies.push(entry.path());
        }
    }
    Ok(copies)
}

async fn fill(
    backup: &Backup<'_>,
    snapshot: &mut Snapshot,
    catalogue: &Catalogue,
    packer: &mut Packer,
    mut manifest: Manifest,
) -> Result<Manifest> {
    for table in &catalogue.tables {
        tracing::debug!(table = table.name, "backing up");
        let tally = pour(table, |to| snapshot.give(table, to), |rows| packer.take(table, rows)).await?;
        manifest.tables.push(TableLine { name: table.name.clone(), columns: table.columns.clone(), tally });
    }
    for path in files_below(backup.files)? {
        manifest.files.extend(packer.take_file(backup.files, &path).await?);
    }
    if let Some(key) = &backup.key {
        packer.take_key(key.clone()).await?;
    }
    Ok(manifest)
}

/// Every file below a folder, with forward slashes, in order.
fn files_below(folder: &Path) -> Result<Vec<String>> {
    let (mut found, mut folders) = (Vec::new(), vec![String::new()]);
    while let Some(below) = folders.pop() {
        let entries = match std::fs::read_dir(folder.join(&below)) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => continue,
            entries => entries.map_err(Error::internal)?,
        };
        for entry in entries {
            let entry = entry.map_err(Error::internal)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if below.is_empty() { name } else { format!("{below}/{name}") };
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}
