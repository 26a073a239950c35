//! The file, row by row, made ready to be written: read, put in order, sealed. Runs on a thread of its own beside the writer.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use kernel::{Error, GroupId, Result};
use platform::KeyRing;
use tables::{FileFault, Row, RowFault, Source};
use tokio::sync::mpsc;

use super::{
    cell_fault::CellFault,
    import::Import,
    matching::Identity,
    own_export,
    plan::Plan,
    row::{RowDraft, draft_row},
};
use crate::people::arrival::Arrival;

/// What the rows of a pass are made ready for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Only to be counted.
    Check,
    /// To be written: arrivals are sealed ahead of the writer.
    Run,
}

/// One pass through a file.
#[derive(Clone)]
pub struct Pass {
    pub path: PathBuf,
    pub import: Arc<Import>,
    pub plan: Arc<Plan>,
    pub keys: KeyRing,
    pub purpose: Purpose,
    /// Rows up to this one were taken in before.
    pub after: u64,
    /// Cells that stand in place of those of the file.
    pub mended: Arc<HashMap<u64, Vec<String>>>,
    pub now: DateTime<Utc>,
}

/// Rows that are written in one transaction.
#[derive(Debug)]
pub struct Chunk {
    pub rows: Vec<ReadRow>,
    /// The number of its last row.
    pub last_row: u64,
    /// How far the file is read, 0 to 1.
    pub share: f64,
    /// Whether the file ends here.
    pub is_last: bool,
}

/// A row as it came out of the file.
#[derive(Debug)]
pub struct ReadRow {
    pub number: u64,
    pub is_mended: bool,
    pub cells: Vec<String>,
    pub ready: std::result::Result<Box<Ready>, Vec<CellFault>>,
}

/// A row in order.
#[derive(Debug)]
pub struct Ready {
    pub draft: RowDraft,
    pub identity: Identity,
    /// The rows of the customer if it turns out to be new; without a human number yet. Only for a run.
    pub arrival: Option<Arrival>,
    /// Equal for equal rows.
    pub fingerprint: u64,
}

/// Chunks wait here, so that the next is ready when one is written and no more are held.
const CHUNKS_AHEAD: usize = 1;

impl Pass {
    /// Reads on a thread of its own; chunks come through the channel, a fault of the file as the last thing.
    pub fn begin(self) -> mpsc::Receiver<std::result::Result<Chunk, FileFault>> {
        let (sender, receiver) = mpsc::channel(CHUNKS_AHEAD);
        tokio::task::spawn_blocking(move || {
            if let Err(fault) = self.read(&sender) {
                let _nobody_listens = sender.blocking_send(Err(fault));
            }
        });
        receiver
    }

    /// Makes one row ready that is not read from the file now.
    pub fn ready(&self, number: u64, cells: Vec<String>) -> ReadRow {
        self.prepare(number, cells, &[], true)
    }

    fn read(&self, sender: &mpsc::Sender<std::result::Result<Chunk, FileFault>>) -> std::result::Result<(), FileFault> {
        let mut source = Source::open(&self.path, &self.import.settings.read)?;
        let mut rows = source.rows()?;
        let size = chunk_rows(self.import.size);
        let mut chunk = Vec::with_capacity(size);
        let mut last_row = self.after;
        while let Some(row) = rows.next() {
            let number = row.as_ref().map_or_else(|fault| fault.number, |row| row.number);
            if number <= self.after {
                continue;
            }
            last_row = number;
            if row.as_ref().is_ok_and(own_export::is_origin) {
                continue;
            }
            chunk.push(self.read_row(row));
            if chunk.len() >= size {
                let rows_now = std::mem::replace(&mut chunk, Vec::with_capacity(size));
                let full = Chunk { rows: rows_now, last_row, share: rows.progress(), is_last: false };
                if sender.blocking_send(Ok(full)).is_err() {
                    return Ok(());
                }
            }
        }
        let _nobody_listens = sender.blocking_send(Ok(Chunk { rows: chunk, last_row, share: 1.0, is_last: true }));
        Ok(())
    }

    fn read_row(&self, row: std::result::Result<Row, RowFault>) -> ReadRow {
        let number = row.as_ref().map_or_else(|fault| fault.number, |row| row.number);
        if let Some(cells) = self.mended.get(&number) {
            return self.prepare(number, cells.clone(), &[], true);
        }
        match row {
            Ok(row) => self.prepare(number, row.cells, &row.doubts, false),
            Err(fault) => {
                ReadRow { number, is_mended: false, ready: Err(vec![CellFault::of_row(&fault)]), cells: fault.cells }
            }
        }
    }

    fn prepare(&self, number: u64, cells: Vec<String>, doubts: &[tables::CellDoubt], is_mended: bool) -> ReadRow {
        let doubtful = self.plan.doubtful(doubts);
        let ready = match draft_row(&self.plan, &cells) {
            Ok(draft) if doubtful.is_empty() => self.seal(draft).map(Box::new).map_err(|error| {
                vec![CellFault::new(None, None, "row.not_sealed", error.to_string(), error.to_string())]
            }),
            Ok(_) => Err(doubtful),
            Err(faults) => Err(doubtful.into_iter().chain(faults).collect()),
        };
        ReadRow { number, is_mended, cells, ready }
    }

    fn seal(&self, mut draft: RowDraft) -> Result<Ready> {
        let group: GroupId = self.import.group_id;
        let mut identity = Identity::of(&draft, group, &self.keys);
        if !identity.is_telling() {
            // Nothing tells this row again but itself.
            let id = format!("file:{}", draft.fingerprint);
            draft.customer.external_id = Some(id.clone());
            identity.external_id = Some(id);
        }
        let arrival = match self.purpose {
            Purpose::Check => None,
            Purpose::Run => Some(Arrival::new(draft.customer.clone(), group, String::new(), self.now, &self.keys)?),
        };
        let mut hasher = DefaultHasher::new();
        draft.fingerprint.hash(&mut hasher);
        Ok(Ready { draft, identity, arrival, fingerprint: hasher.finish() })
    }
}

/// How many rows the file has below its header, with those that could not be taken apart.
pub fn count_rows(path: &Path, settings: &tables::ReadSettings) -> std::result::Result<i64, FileFault> {
    let mut source = Source::open(path, settings)?;
    let rows = source.rows()?.filter(|row| !row.as_ref().is_ok_and(own_export::is_origin));
    Ok(i64::try_from(rows.count()).unwrap_or(i64::MAX))
}

/// A fault of the file as an answer to whoever sent it.
pub fn refused(fault: &FileFault, language: kernel::Language) -> Error {
    Error::invalid("file", fault.code(), language.pick(&fault.chinese(), &fault.to_string()))
}

/// Small files show how they come forward, large ones are written in large pieces.
fn chunk_rows(bytes: i64) -> usize {
    match bytes {
        ..1_000_000 => 200,
        1_000_000..5_000_000 => 1_000,
        5_000_000..40_000_000 => 5_000,
        _ => 20_000,
    }
}
