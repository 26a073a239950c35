//! A file that came in, looked at for the first time: what it is, and what its columns most likely are.

use std::path::Path;

use kernel::{Error, GroupId, ImportId, Language, Result, StoreId, number::Numbered};
use platform::{Actor, Door, database::next_number, names};
use tables::{BlankLines, Encoding, FileFault, HeaderChoice, ReadSettings, Sniffed, Source, sniff};

use super::{
    import::{Columns, Import, ImportState, Message, Messages, Sheets, Totals, actor_parts},
    mapping::{self, MappingFile, Settings},
    reading::{count_rows, refused},
    store,
    vocabulary::Vocabulary,
};

/// Files up to this size are counted at once; larger ones while they are checked.
const COUNTED_BYTES_MAX: u64 = 64 << 20;

/// What a first look at a file gave.
#[derive(Debug)]
pub struct Looked {
    pub sniffed: Sniffed,
    pub settings: Settings,
    pub columns: Columns,
    pub rows: i64,
    pub messages: Messages,
}

/// Looks at a file with nothing known but what a mapping says; may take a moment for a large one.
pub fn look(path: &Path, mapping: Option<&MappingFile>, words: &Vocabulary) -> std::result::Result<Looked, LookFault> {
    let read = match mapping {
        Some(mapping) => mapping.read_settings().map_err(|fault| LookFault::Mapping(vec![fault]))?,
        None => ReadSettings::default(),
    };
    let mut sniffed =
        if read == ReadSettings::default() { sniff(path)? } else { Source::open(path, &read)?.sniffed().clone() };
    let mut settings = Settings { read: settled(&read, &sniffed), ..Settings::default() };
    let mut columns = mapping::guess(&sniffed, words);
    if let Some(mapping) = mapping {
        mapping.apply(&mut columns, &mut settings).map_err(LookFault::Mapping)?;
    }
    let rows = if sniffed.bytes <= COUNTED_BYTES_MAX { count_rows(path, &settings.read)? } else { 0 };
    let messages = messages(&sniffed);
    sniffed.samples.clear();
    Ok(Looked { settings, columns: Columns(columns), rows, messages, sniffed })
}

/// Reads a file anew with other settings: the columns are guessed again.
pub fn look_again(path: &Path, read: &ReadSettings, words: &Vocabulary) -> std::result::Result<Looked, FileFault> {
    let sniffed = Source::open(path, read)?.sniffed().clone();
    let settings = Settings { read: settled(read, &sniffed), ..Settings::default() };
    let rows = if sniffed.bytes <= COUNTED_BYTES_MAX { count_rows(path, &settings.read)? } else { 0 };
    Ok(Looked {
        columns: Columns(mapping::guess(&sniffed, words)),
        messages: messages(&sniffed),
        rows,
        settings,
        sniffed,
    })
}

/// Why a file can't be taken in.
#[derive(Debug)]
pub enum LookFault {
    File(FileFault),
    Mapping(Vec<kernel::Fault>),
}

impl From<FileFault> for LookFault {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

impl LookFault {
    pub fn into_error(self, language: Language) -> Error {
        match self {
            Self::File(fault) => refused(&fault, language),
            Self::Mapping(faults) => Error::Invalid(faults),
        }
    }
}

/// Writes down an import of a file that was looked at and lies among the files under `id`.
pub async fn register(door: &Door, id: ImportId, store_id: StoreId, file_name: &str, looked: Looked) -> Result<Import> {
    let Looked { sniffed, settings, columns, rows, messages } = looked;
    let file_name = file_name.chars().take(200).collect::<String>();
    let actor: Actor = door.scope().actor().clone();
    let group: GroupId = door.scope().group();
    door.write(async |tx| {
        let wanted = names::Wanted { stores: [store_id].into(), ..names::Wanted::default() };
        let known = names::within_reach(&tx.db(), wanted).await?;
        let Some(named) = known.stores.get(&store_id) else {
            return Err(Error::invalid("store_id", "store.unknown", "there is no such open store in your reach"));
        };
        let year = chrono::Datelike::year(&named.calendar.day(tx.now()));
        let number = next_number(tx, Numbered::Import, store_id, &named.code, year).await?;
        let (actor_kind, actor_id, actor_name) = actor_parts(&actor);
        let import = Import {
            id,
            group_id: group,
            store_id,
            number,
            file_name,
            size: i64::try_from(sniffed.bytes).unwrap_or(i64::MAX),
            format: sniffed.format.into(),
            state: ImportState::Mapping,
            settings,
            columns,
            sheets: Sheets(sniffed.sheets.iter().map(|sheet| sheet.name.clone()).collect()),
            totals: Totals { rows, ..Totals::default() },
            messages,
            last_row: 0,
            fault: None,
            actor_kind: actor_kind.to_owned(),
            actor_id,
            actor_name,
            created_at: tx.now(),
            moved_at: tx.now(),
            finished_at: None,
            version: 1,
        };
        store::add(tx, import.clone()).await?;
        Ok(import)
    })
    .await
}

/// What was guessed is settled, so that the file reads the same ever after.
fn settled(read: &ReadSettings, sniffed: &Sniffed) -> ReadSettings {
    ReadSettings {
        encoding: sniffed.encoding,
        delimiter: sniffed.delimiter,
        sheet: sniffed.sheet.clone(),
        header: sniffed.header_row.map_or(HeaderChoice::None, HeaderChoice::Row),
        // Sheets leave rows of separators behind below their last line.
        blank_lines: BlankLines::CountUnfilled,
        ..read.clone()
    }
}

fn messages(sniffed: &Sniffed) -> Messages {
    let mut messages = Vec::new();
    if sniffed.undecodable > 0 {
        let (count, encoding) = (sniffed.undecodable, sniffed.encoding.map_or("", Encoding::name));
        messages.push(Message::new(
            "file.undecodable_lines",
            format!("{count} lines do not read as {encoding}; choose another encoding, or mend them one by one."),
            format!("有 {count} 行不能按 {encoding} 读出；请改选编码，或逐行修正。"),
        ));
    }
    if sniffed.header_row.is_none() {
        messages.push(Message::new(
            "file.no_header",
            "No row was found that names the columns; if there is one, choose it.",
            "没有找到表头；如果有表头，请指定是第几行。",
        ));
    }
    if sniffed.header_row.is_some_and(|row| row > 1) {
        let row = sniffed.header_row.unwrap_or_default();
        messages.push(Message::new(
            "file.header_below",
            format!("The header was found in row {row}; the rows above it are left out."),
            format!("表头在第 {row} 行，它上面的行不会导入。"),
        ));
    }
    Messages(messages)
}
