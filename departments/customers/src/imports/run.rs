//! The work itself: check a file, write it, go on after a stop. Jobs do it behind a request, the command line in front of it.

use std::{collections::HashMap, sync::Arc};

use journal::{About, events::customers::CustomersEvent};
use kernel::{Error, ImportId, Result, StaffId, TagId};
use platform::{Door, Tx, jobs::Work};
use tables::FileFault;
use tokio::sync::mpsc;

use super::{
    consents,
    import::{Import, ImportState, Message, Totals},
    import_row::{KeptRow, RowState},
    plan::{Known, Plan},
    reading::{Chunk, Pass, Purpose, ReadRow},
    seen::Seen,
    store, stores,
    targets::Field,
    writing::{Writing, write_chunk},
};

/// Reads the whole file and counts what would happen; rows that are wrong are kept to be mended. Nothing else is written.
pub async fn check(door: &Door, id: ImportId, work: Option<&Work>) -> Result<Import> {
    labour(door, id, ImportState::Checking, Seen::default(), work).await
}

/// Writes the rows from the one after the last on, then those that were mended.
pub async fn run(door: &Door, id: ImportId, work: Option<&Work>) -> Result<Import> {
    labour(door, id, ImportState::Running, Seen::default(), work).await
}

/// The same into a base nobody is in and nobody else uses.
pub async fn run_first(door: &Door, id: ImportId) -> Result<Import> {
    labour(door, id, ImportState::Running, Seen::in_empty_base(), None).await
}

async fn labour(door: &Door, id: ImportId, state: ImportState, seen: Seen, work: Option<&Work>) -> Result<Import> {
    let import = store::find(&door.read(), id).await?;
    if import.state != state {
        return Ok(import);
    }
    let ended = match Labour::begin(door, import, seen, work).await {
        Ok(mut labour) => door.platform().database().with_room(labour.work_through()).await,
        Err(error) => Err(error),
    };
    match ended {
        Ok(()) => finish(door, id, state).await,
        Err(error) if store::is_interrupted(&error) => store::find(&door.read(), id).await,
        Err(error) => interrupt(door, id, state, &error).await,
    }
}

/// A row's plan as it stands for an import, with what people and tags are called.
pub async fn plan_of(door: &Door, import: &Import) -> Result<(Plan, Titles)> {
    let db = door.read();
    let uses = |fields: &[Field]| {
        let mapped = import.columns.0.iter().any(|column| column.field.is_some_and(|field| fields.contains(&field)));
        mapped || import.settings.constants.keys().any(|field| fields.contains(field))
    };
    let staff = if uses(&[Field::Consultant, Field::Advisor]) { store::staff(&db).await? } else { Vec::new() };
    let tags = if uses(&[Field::Tags]) { store::tags(&db).await? } else { Vec::new() };
    let titles = Titles {
        staff: staff.iter().map(|(id, name, _)| (*id, name.clone())).collect(),
        tags: tags.iter().cloned().collect(),
    };
    let staff = staff.into_iter().flat_map(|(id, name, login)| [(login, id), (name, id)]);
    let mut plan = Plan::new(
        &import.settings,
        &import.columns.0,
        stores::places(&db, import.store_id, uses(&[Field::Store])).await?,
        Known::of(staff),
        Known::of(tags.into_iter().map(|(id, title)| (title, id))),
    );
    if consents::has_answers(import) {
        let purposes = messaging::consents::purposes(&db).await?;
        plan.purposes = purposes.into_iter().map(|purpose| (purpose.code.clone(), purpose)).collect();
    }
    Ok((plan, titles))
}

/// What people and tags are called.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    pub staff: HashMap<StaffId, String>,
    pub tags: HashMap<TagId, String>,
}

struct Labour<'a> {
    door: &'a Door,
    work: Option<&'a Work>,
    import: Arc<Import>,
    titles: Titles,
    pass: Pass,
    totals: Totals,
    last_row: i64,
    seen: Seen,
}

/// Mended rows of a finished import are written so many at a time.
const MENDED_AT_ONCE: u64 = 200;

impl<'a> Labour<'a> {
    async fn begin(door: &'a Door, import: Import, mut seen: Seen, work: Option<&'a Work>) -> Result<Self> {
        seen.begin(store::brought_by(&door.read(), import.id).await?, store::has_customers(&door.read()).await?);
        let (plan, titles) = plan_of(door, &import).await?;
        let platform = door.platform();
        let purpose = if import.state == ImportState::Checking { Purpose::Check } else { Purpose::Run };
        if import.last_row == 0 {
            door.write(async |tx| store::clear_unmended_rows(tx, import.id).await).await?;
        }
        let mended = store::mended_cells(&door.read(), import.id).await?;
        let import = Arc::new(import);
        let pass = Pass {
            path: platform.files().path("imports", import.id)?,
            import: Arc::clone(&import),
            plan: Arc::new(plan),
            keys: platform.keys().clone(),
            purpose,
            after: u64::try_from(import.last_row).unwrap_or_default(),
            mended: Arc::new(mended),
            now: platform.clock().now(),
        };
        let (totals, last_row) = (import.totals, import.last_row);
        Ok(Self { door, work, import, titles, pass, totals, last_row, seen })
    }

    async fn work_through(&mut self) -> Result<()> {
        let mut chunks: mpsc::Receiver<std::result::Result<Chunk, FileFault>> = self.pass.clone().begin();
        while let Some(chunk) = chunks.recv().await {
            let chunk = chunk.map_err(|fault| file_fault(&fault))?;
            self.take(chunk).await?;
        }
        if self.pass.purpose == Purpose::Run { self.take_mended().await } else { Ok(()) }
    }

    async fn take(&mut self, chunk: Chunk) -> Result<()> {
        let Chunk { rows, last_row, share, is_last } = chunk;
        let to = i64::try_from(last_row).map_err(Error::internal)?;
        let mended: Vec<i64> =
            rows.iter().filter(|row| row.is_mended).filter_map(|row| i64::try_from(row.number).ok()).collect();
        let rows_before = self.totals;
        let estimate = |totals: &mut Totals| {
            let read = totals.read as f64;
            totals.rows =
                if is_last { totals.read } else { totals.rows.max((read / share.max(0.001)) as i64).max(totals.read) };
        };
        match self.pass.purpose {
            Purpose::Run => {
                let (totals, last_row) = self
                    .written(rows, async |tx, id, from, totals, kept| {
                        let mut totals = sum(rows_before, totals);
                        estimate(&mut totals);
                        store::clear_some_rows(tx, id, &mended).await?;
                        store::keep_rows(tx, kept).await?;
                        store::advance(tx, id, ImportState::Running, from, to, &totals).await?;
                        Ok((totals, to))
                    })
                    .await?;
                self.totals = totals;
                self.last_row = last_row;
            }
            Purpose::Check => self.count(rows, to, &mended, estimate).await?,
        }
        Ok(())
    }

    /// Writes rows and what goes with them in one transaction.
    async fn written<T>(
        &mut self,
        rows: Vec<ReadRow>,
        and: impl AsyncFnOnce(&mut Tx, ImportId, i64, Totals, Vec<KeptRow>) -> Result<T>,
    ) -> Result<T> {
        let Self { door, work, import, titles, pass, seen, last_row, .. } = self;
        let writing = Writing {
            import,
            plan: &pass.plan,
            purpose: pass.purpose,
            tag_titles: &titles.tags,
            staff_names: &titles.staff,
        };
        door.write(async |tx| {
            let (totals, kept) = write_chunk(tx, &writing, rows, seen).await?;
            if let Some(work) = work {
                work.renew(tx).await?;
            }
            and(tx, import.id, *last_row, totals, kept).await
        })
        .await
    }

    /// Sees what the rows would do, takes it back, and keeps the counts and the rows that are wrong.
    async fn count(
        &mut self,
        rows: Vec<ReadRow>,
        to: i64,
        mended: &[i64],
        estimate: impl Fn(&mut Totals),
    ) -> Result<()> {
        let mut counted = None;
        let taken_back = self
            .written(rows, async |_, _, _, totals, kept| {
                counted = Some((totals, kept));
                Err::<(), _>(store::interrupted())
            })
            .await;
        let Some((totals, kept)) = counted else { return taken_back };
        let mut totals = sum(self.totals, totals);
        estimate(&mut totals);
        let (id, from) = (self.import.id, self.last_row);
        let wrong: Vec<KeptRow> = kept.into_iter().filter(|row| row.state == RowState::Error).collect();
        self.door
            .write(async |tx| {
                let wrong_numbers: Vec<i64> =
                    wrong.iter().map(|row| row.row_number).filter(|row| mended.contains(row)).collect();
                store::clear_some_rows(tx, id, &wrong_numbers).await?;
                store::keep_rows(tx, wrong).await?;
                store::advance(tx, id, ImportState::Checking, from, to, &totals).await
            })
            .await?;
        self.totals = totals;
        self.last_row = to;
        Ok(())
    }

    /// Rows somebody mended after the run had passed them.
    async fn take_mended(&mut self) -> Result<()> {
        loop {
            let rows = store::mended_rows(&self.door.read(), self.import.id, MENDED_AT_ONCE).await?;
            if rows.is_empty() {
                return Ok(());
            }
            let numbers: Vec<i64> = rows.iter().filter_map(|(row, _)| i64::try_from(*row).ok()).collect();
            let ready = rows.into_iter().map(|(number, cells)| self.pass.ready(number, cells)).collect();
            let (before, last_row) = (self.totals, self.last_row);
            let totals = self
                .written(ready, async |tx, id, from, added, kept| {
                    // They were read and failed before.
                    let mut totals = sum(before, added);
                    totals.read -= added.read;
                    totals.failed -= added.read;
                    store::clear_some_rows(tx, id, &numbers).await?;
                    store::keep_rows(tx, kept).await?;
                    store::advance(tx, id, ImportState::Running, from, last_row, &totals).await?;
                    Ok(totals)
                })
                .await?;
            self.totals = totals;
        }
    }
}

async fn finish(door: &Door, id: ImportId, state: ImportState) -> Result<Import> {
    door.write(async |tx| {
        let mut import = store::find(&tx.db(), id).await?;
        if import.state != state {
            return Ok(import);
        }
        let end = if state == ImportState::Checking { ImportState::Checked } else { ImportState::Done };
        import.finish(end, tx.now());
        if end == ImportState::Done {
            let Totals { created, updated, failed, .. } = import.totals;
            let event = CustomersEvent::ImportFinished {
                import: id,
                file_name: import.file_name.clone(),
                created,
                updated,
                failed,
            };
            journal::record(tx, About::store(import.store_id), event).await?;
        }
        store::save(tx, import).await
    })
    .await
}

async fn interrupt(door: &Door, id: ImportId, state: ImportState, error: &Error) -> Result<Import> {
    tracing::warn!(import = %id, %error, "import interrupted");
    door.write(async |tx| {
        let mut import = store::find(&tx.db(), id).await?;
        if import.state != state {
            return Ok(import);
        }
        let (end, fault) = match error {
            Error::Invalid(faults) if faults.first().is_some_and(|fault| fault.code.starts_with("file.")) => {
                let fault = &faults[0];
                let (english, chinese) = fault.message.split_once('\n').unwrap_or((&fault.message, &fault.message));
                (ImportState::Failed, Message::new(&fault.code, english, chinese))
            }
            _ => (
                if state == ImportState::Checking { ImportState::Failed } else { ImportState::Stopped },
                in_words(error),
            ),
        };
        import.interrupt(end, fault, tx.now());
        store::save(tx, import).await
    })
    .await
}

/// Both sentences travel in one fault, parted by a line break.
fn file_fault(fault: &FileFault) -> Error {
    Error::invalid("file", fault.code(), format!("{fault}\n{}", fault.chinese()))
}

fn in_words(error: &Error) -> Message {
    match error {
        Error::Refused { code, detail } => Message::new(code, detail.clone(), detail.clone()),
        Error::Unavailable { detail } => {
            Message::new("unavailable", detail.clone(), "数据库暂时无法访问，请稍后继续。")
        }
        Error::StorageFull => Message::new(
            "storage.full",
            "The disk of the data is full. Everything before this row is in; make room, then press continue.",
            "存放数据的磁盘已满。这一行之前的行都已导入；请腾出空间后点“继续”。",
        ),
        _ => Message::new(
            "import.stopped",
            "Something failed on our side. Everything before this row is in; press continue.",
            "系统出错，已停在这一行之前。之前的行都已导入，请点“继续”。",
        ),
    }
}

fn sum(one: Totals, other: Totals) -> Totals {
    Totals {
        rows: one.rows,
        read: one.read + other.read,
        created: one.created + other.created,
        updated: one.updated + other.updated,
        duplicate: one.duplicate + other.duplicate,
        failed: one.failed + other.failed,
        unchanged: one.unchanged + other.unchanged,
        alike: one.alike + other.alike,
        removed: one.removed,
        kept: one.kept,
    }
}
