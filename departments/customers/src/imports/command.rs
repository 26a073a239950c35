//! `roadbook import customers FILE`: the same work as behind the page, in front of the command line.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use kernel::{CustomerId, Error, ImportId, Language, Result, StoreId};
use platform::{Door, Files, SystemActor, database::bulk};
use serde::Serialize;

use super::{
    errors_file::{problem_of, write_errors},
    import::{Import, ImportState, Totals},
    import_row::{KeptRow, RowState},
    mapping::{self, MappingFile},
    opening::{Looked, look, register},
    run, store,
    vocabulary::Vocabulary,
};
use crate::{candidates::keys, search};

/// What an import did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub file: String,
    pub is_dry_run: bool,
    pub import: Option<String>,
    /// Rows below the header; the five below add up to it.
    pub rows: i64,
    pub created: i64,
    pub updated: i64,
    pub duplicate: i64,
    pub unchanged: i64,
    pub failed: i64,
    /// The first rows that failed.
    pub errors: Vec<FailedRow>,
    /// All of them, to be mended and imported again; none of a dry run that was given no file for them.
    pub error_file: Option<PathBuf>,
}

/// A row that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailedRow {
    /// As an editor or Excel counts, from 1.
    pub row: i64,
    /// What is wrong with its cells.
    pub problem: String,
}

/// What is asked of an import beside its file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// Which column is what; guessed when not given.
    pub mapping: Option<&'a Path>,
    /// Only say what would happen.
    pub is_dry_run: bool,
    /// Where the rows that fail are written.
    pub errors: Option<&'a Path>,
    /// Of what is said of rows that fail.
    pub language: Language,
}

/// Imports a file into a store, or says what would happen. Rows that fail are written where the wish says; when it doesn't, beside
/// the file as `<name>.errors.csv`, or into the current folder when that can't be written, and nowhere in a dry run.
///
/// # Errors
/// When the file is no table, the mapping does not fit it, or the work stops in the middle; run again, it goes on with what is
/// missing.
pub async fn import_file(door: &Door, store_id: StoreId, file: &Path, wish: Wish<'_>) -> Result<Summary> {
    let mapping = wish.mapping.map(read_mapping).transpose()?;
    let id = ImportId::new(door.platform().clock().now());
    let kept = door.platform().files().path("imports", id)?;
    std::fs::copy(file, &kept).map_err(|cause| unreadable(file, &cause))?;
    let outcome = import_kept(door, store_id, id, &kept, file, mapping, wish).await;
    if wish.is_dry_run || outcome.is_err() {
        Files::remove(&kept)?;
    }
    outcome
}

async fn import_kept(
    door: &Door,
    store_id: StoreId,
    id: ImportId,
    kept: &Path,
    file: &Path,
    mapping: Option<MappingFile>,
    wish: Wish<'_>,
) -> Result<Summary> {
    let path = kept.to_owned();
    let words = Vocabulary::read(&door.read()).await?;
    let looked = tokio::task::spawn_blocking(move || look(&path, mapping.as_ref(), &words))
        .await
        .map_err(Error::internal)?
        .map_err(|fault| fault.into_error(Language::En))?;
    Error::unless_valid(mapping::check(&looked.columns.0)).map_err(|error| with_what_was_seen(error, &looked))?;
    let file_name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let import = register(door, id, store_id, &file_name, looked).await?;
    let ended = work(door, import, wish.is_dry_run).await;
    let summary = match ended {
        Ok(import) => summary(door, file, &import, wish).await,
        Err(error) => Err(error),
    };
    if wish.is_dry_run {
        door.write(async |tx| store::remove(tx, id).await).await?;
    }
    summary
}

/// Whoever maps columns from the command line must see them: how the file was read, and what its columns are called.
fn with_what_was_seen(error: Error, looked: &Looked) -> Error {
    let Error::Invalid(mut faults) = error else { return error };
    let sniffed = &looked.sniffed;
    let header = sniffed.header_row.map_or("no header row".to_owned(), |row| format!("header in row {row}"));
    let encoding = sniffed.encoding.map_or_else(String::new, |encoding| format!(", {}", encoding.name()));
    let columns: Vec<String> = looked.columns.0.iter().take(COLUMNS_TOLD).map(|column| column.header.clone()).collect();
    let more = if looked.columns.0.len() > COLUMNS_TOLD { " …" } else { "" };
    if let Some(fault) = faults.last_mut() {
        fault.message.push_str(&format!(
            ". Read as {:?}{encoding}, {header}; columns: {}{more}. Say which is which with --mapping FILE.json (manual, imports)",
            sniffed.format,
            columns.join(" | ")
        ));
    }
    Error::Invalid(faults)
}

const COLUMNS_TOLD: usize = 20;

async fn work(door: &Door, mut import: Import, dry_run: bool) -> Result<Import> {
    let (id, size) = (import.id, import.size);
    let started = if dry_run { ImportState::Checking } else { ImportState::Running };
    door.write(async |tx| {
        if dry_run {
            import.check(tx.now())?;
        } else {
            import.run(false, tx.now())?;
        }
        store::save(tx, import).await
    })
    .await?;
    let import = match started {
        ImportState::Checking => run::check(door, id, None).await?,
        _ if is_first_load(door, size).await? => first_load(door, id).await?,
        _ => run::run(door, id, None).await?,
    };
    match &import.fault {
        Some(fault) => {
            let code = if import.state == ImportState::Failed { "import.failed" } else { "import.stopped" };
            Err(Error::Refused { code, detail: fault.english.clone() })
        }
        None => Ok(import),
    }
}

/// Whether a large file comes into a database that holds no customers yet, so that nobody can be using it.
async fn is_first_load(door: &Door, bytes: i64) -> Result<bool> {
    const LARGE_BYTES: i64 = 10_000_000;
    if bytes < LARGE_BYTES {
        return Ok(false);
    }
    let house = door.platform().house(SystemActor::Import);
    let any: Vec<AnyCustomer> = house.read().fetch_text("select id from customers limit 1", vec![]).await?;
    Ok(any.is_empty())
}

platform::record! {
    struct AnyCustomer { _id: CustomerId }
}

/// The indexes by which a row finds the customers and cars of rows before it stay.
const MATCHED_BY: [&str; 13] = [
    "addresses_of_customer",
    "contacts_blind",
    "contacts_of_customer",
    "customers_id_number",
    "mileage_readings_of_vehicle",
    "notes_of_customer",
    "past_records_of_customer",
    "past_records_of_vehicle",
    "plates_of_vehicle",
    "vehicle_people_of_customer",
    "vehicle_people_of_vehicle",
    "vehicles_owner",
    "vehicles_plate",
];

async fn first_load(door: &Door, id: ImportId) -> Result<Import> {
    let platform = door.platform();
    bulk::begin(platform, &MATCHED_BY, &[search::STAGED, keys::STAGED]).await?;
    let ended = run::run_first(door, id).await;
    platform.database().with_room(bulk::finish(platform)).await?;
    platform.database().tidy_up().await?;
    ended
}

async fn summary(door: &Door, file: &Path, import: &Import, wish: Wish<'_>) -> Result<Summary> {
    let Totals { rows, created, updated, duplicate, failed, unchanged, .. } = import.totals;
    let Wish { is_dry_run, language, .. } = wish;
    let first = store::rows_after(&door.read(), import.id, 0, Some(RowState::Error), ERRORS_TOLD).await?;
    let told = |row: &KeptRow| FailedRow { row: row.row_number, problem: problem_of(row, import, language) };
    let error_file = if failed > 0 { write_error_file(door, file, import, wish).await? } else { None };
    Ok(Summary {
        file: file.display().to_string(),
        is_dry_run,
        import: (!is_dry_run).then(|| import.number.clone()),
        rows,
        created,
        updated,
        duplicate,
        unchanged,
        failed,
        errors: first.iter().map(told).collect(),
        error_file,
    })
}

const ERRORS_TOLD: u64 = 10;

async fn write_error_file(door: &Door, file: &Path, import: &Import, wish: Wish<'_>) -> Result<Option<PathBuf>> {
    let (path, place) = match wish.errors {
        Some(path) => (path.to_owned(), File::create(path).map_err(|cause| unwritable(path, &cause))?),
        None if wish.is_dry_run => return Ok(None),
        None => beside(file)?,
    };
    write_errors(&door.read(), import, wish.language, place).await?;
    Ok(Some(path))
}

/// `<name>.errors.csv` beside the file, or in the current folder.
fn beside(file: &Path) -> Result<(PathBuf, File)> {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let name = format!("{stem}.errors.csv");
    let beside = file.with_file_name(&name);
    match File::create(&beside) {
        Ok(place) => Ok((beside, place)),
        Err(_) => {
            let here = PathBuf::from(name);
            let place = File::create(&here).map_err(|cause| unwritable(&here, &cause))?;
            Ok((here, place))
        }
    }
}

fn read_mapping(path: &Path) -> Result<MappingFile> {
    let text = std::fs::read_to_string(path).map_err(|cause| unreadable(path, &cause))?;
    serde_json::from_str(&text).map_err(|cause| {
        Error::invalid("mapping", "mapping.malformed", format!("{}: {cause}; see the manual, imports", path.display()))
    })
}

fn unreadable(path: &Path, cause: &std::io::Error) -> Error {
    Error::invalid("file", "file.unreadable", format!("{} can't be read: {cause}", path.display()))
}

fn unwritable(path: &Path, cause: &std::io::Error) -> Error {
    Error::invalid("errors", "file.unwritable", format!("{} can't be written: {cause}", path.display()))
}
