//! The jobs of an export: writing the file page by page, and clearing it away after a week.

use std::{collections::BTreeSet, path::PathBuf};

use chrono::TimeDelta;
use journal::{About, events::customers::CustomersEvent};
use kernel::{Error, ExportId, Result, ShareId};
use platform::{
    Db, Door, Files, Mandate, Tx,
    database::paging::PageRequest,
    jobs::{Job, Work, enqueue_at},
};
use serde::{Deserialize, Serialize};
use tables::{TableWriter, Written, XlsxStyle};

use super::{
    columns::{self, ExportColumn, Reader, Value},
    export::{Export, ExportAbout, ExportState},
    file,
    rows::{CustomerRows, RecallCarRows, Rows, TaskRows, VehicleRows},
    store, watermark, words,
};
use crate::{long_work, people::http::calendar, shares};

const PAGE_ROWS: u64 = 200;
/// How often the progress is written down.
const PAGES_PER_REPORT: usize = 10;
const KEPT: TimeDelta = TimeDelta::days(7);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExportMany {
    pub export: ExportId,
    pub mandate: Mandate,
}

impl Job for ExportMany {
    const NAME: &'static str = "customers.export";
    const ATTEMPTS_MAX: i32 = 3;

    async fn run(self, work: Work) -> Result<()> {
        let is_last_try = work.attempt >= Self::ATTEMPTS_MAX;
        let Err(error) = self.write(&work).await else { return Ok(()) };
        let may_pass = long_work::may_pass(&error);
        if !may_pass || is_last_try {
            give_up(&work, self.export, &error).await?;
        }
        if may_pass { Err(error) } else { Ok(()) }
    }

    async fn died(self, work: Work) -> Result<()> {
        give_up(&work, self.export, &long_work::stopped()).await
    }
}

impl ExportMany {
    /// Writes the file anew, also after a run that was cut off, and offers it when it is whole.
    async fn write(&self, work: &Work) -> Result<()> {
        let export = store::find_for_work(&work.door().read(), self.export).await?;
        if !matches!(export.state, ExportState::Waiting | ExportState::Running) {
            return Ok(());
        }
        let door = work.door_for(&self.mandate, export.about.permission())?;
        file::clear_parts(door.platform(), export.id, work.attempt)?;
        match export.about {
            ExportAbout::Customers => Writing::begin(&door, work, export).await?.write::<CustomerRows>().await,
            ExportAbout::Vehicles => Writing::begin(&door, work, export).await?.write::<VehicleRows>().await,
            ExportAbout::RecallCars => Writing::begin(&door, work, export).await?.write::<RecallCarRows>().await,
            ExportAbout::Tasks => Writing::begin(&door, work, export).await?.write::<TaskRows>().await,
        }
    }
}

/// A file on its way.
struct Writing<'a> {
    door: &'a Door,
    work: &'a Work,
    export: Export,
    reader: Reader,
    part: PathBuf,
    /// The line of the ledger that says who the file is about.
    share: ShareId,
}

impl<'a> Writing<'a> {
    async fn begin(door: &'a Door, work: &'a Work, export: Export) -> Result<Self> {
        let reader = Reader { language: door.scope().language(), calendar: calendar(door).await? };
        let part = file::part(door.platform(), export.id, work.attempt)?;
        // One line per export, also after a run that was cut off.
        let share = ShareId(export.id.0);
        Ok(Self { door, work, export, reader, part, share })
    }

    async fn write<R: Rows>(mut self) -> Result<()> {
        let total = R::count(&self.door.read_aside(), &self.export.asked, self.reader).await?;
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        self.report(Export { state: ExportState::Running, rows: 0, total, ..self.export.clone() }).await?;
        let written = self.write_rows::<R>().await?;
        let size = tokio::fs::metadata(&self.part).await.map_err(Error::internal)?.len();
        let path = file::path(self.door.platform(), self.export.id)?;
        tokio::fs::rename(&self.part, &path).await.map_err(Error::internal)?;
        self.finish(&written, size).await
    }

    async fn write_rows<R: Rows>(&mut self) -> Result<Written> {
        let (reader, asked) = (self.reader, self.export.asked.clone());
        let chosen = columns::named(R::COLUMNS, &asked.columns);
        let heads = watermark::heads(&self.export, chosen.iter().map(|column| column.head(reader.language)), reader);
        shares::store::forget(self.door, self.share).await?;
        let mut subjects = BTreeSet::new();
        let mut writer = file::begin(&self.part, self.export.format, &heads, style(&self.export, reader))?;
        let mut request = PageRequest { cursor: None, limit: Some(PAGE_ROWS) };
        let db = self.door.read_aside();
        let mut rows = 0;
        for page_number in 1_usize.. {
            let page = R::page(&db, &asked, &request, reader).await?;
            rows += i64::try_from(page.items.len()).unwrap_or_default();
            for row in &page.items {
                write_row(writer.as_mut(), &chosen, heads.len(), row, reader)?;
                subjects.extend(R::subject(row));
            }
            if page_number.is_multiple_of(PAGES_PER_REPORT) {
                let total = self.export.total.max(rows);
                self.report(Export { rows, total, ..self.export.clone() }).await?;
                shares::store::add_subjects(self.door, self.share, std::mem::take(&mut subjects)).await?;
            }
            request.cursor = page.next;
            if request.cursor.is_none() {
                break;
            }
        }
        shares::store::add_subjects(self.door, self.share, subjects).await?;
        // A workbook is put together only now, which takes seconds when it is large.
        let finished = tokio::task::spawn_blocking(move || writer.finish()).await.map_err(Error::internal)?;
        finished.map_err(file::fault)
    }

    /// Writes the progress down, as long as the job is this runner's.
    async fn report(&mut self, export: Export) -> Result<()> {
        let work = self.work;
        self.export = self.door.write(async |tx| save_held(tx, work, export).await).await?;
        Ok(())
    }

    async fn finish(self, written: &Written, size: u64) -> Result<()> {
        let Self { door, work, export, reader, share, .. } = self;
        let rows = i64::try_from(written.rows).unwrap_or(i64::MAX);
        let stamp = reader.local(export.created_at).format("%Y%m%d-%H%M");
        let file_name = format!("{}-{stamp}.{}", words::about(export.about, reader.language), export.format.word());
        door.write(async |tx| {
            let event = CustomersEvent::Exported {
                about: export.about.word().to_owned(),
                rows,
                format: export.format.word().to_owned(),
                reason: export.asked.reason.clone(),
            };
            let about = About { store: tx.scope().home(), ..About::default() };
            journal::record(tx, about, event).await?;
            shares::store::add_export(tx, share, &export).await?;
            let id = export.id;
            enqueue_at(tx, &ClearAway { export: id }, &id.to_string(), tx.now() + KEPT).await?;
            let done = Export {
                state: ExportState::Done,
                rows,
                total: rows,
                file_name: Some(file_name),
                size: Some(i64::try_from(size).unwrap_or(i64::MAX)),
                fault: None,
                finished_at: Some(tx.now()),
                ..export
            };
            save_held(tx, work, done).await?;
            Ok(())
        })
        .await
    }
}

async fn save_held(tx: &mut Tx, work: &Work, export: Export) -> Result<Export> {
    if work.renew(tx).await? {
        store::save(tx, export).await
    } else {
        Err(Error::Unavailable { detail: "another runner has taken this export over".into() })
    }
}

/// Columns beyond the chosen ones are empty.
fn write_row<R>(
    writer: &mut dyn TableWriter,
    chosen: &[&ExportColumn<R>],
    width: usize,
    row: &R,
    reader: Reader,
) -> Result<()> {
    let mut values: Vec<Value> = chosen.iter().map(|column| column.value(row, reader)).collect();
    values.resize(width, Value::Empty);
    let cells: Vec<tables::Cell<'_>> = values.iter().map(Value::cell).collect();
    writer.row(&cells).map_err(file::fault)
}

fn style(export: &Export, reader: Reader) -> XlsxStyle {
    XlsxStyle {
        sheet_name: words::about(export.about, reader.language).to_owned(),
        footer: Some(watermark::footer(export, reader)),
        origin: watermark::origin(export),
    }
}

async fn give_up(work: &Work, id: ExportId, error: &Error) -> Result<()> {
    let door = work.door();
    file::clear_parts(door.platform(), id, work.attempt)?;
    let export = find_there(&door.read(), id).await?;
    let is_open = |export: &Export| matches!(export.state, ExportState::Waiting | ExportState::Running);
    let Some(export) = export.filter(is_open) else { return Ok(()) };
    Files::remove(&file::path(door.platform(), id)?)?;
    shares::store::forget(&door, ShareId(id.0)).await?;
    let fault = Some(long_work::in_words(error));
    door.write(async |tx| {
        let failed = Export { state: ExportState::Failed, fault, finished_at: Some(tx.now()), ..export };
        store::save(tx, failed).await?;
        Ok(())
    })
    .await
}

/// Clears the file of an export away when its time is over; the line of it stays.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClearAway {
    pub export: ExportId,
}

impl Job for ClearAway {
    const NAME: &'static str = "customers.export_clear_away";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        Files::remove(&file::path(door.platform(), self.export)?)?;
        let Some(export) = find_there(&door.read(), self.export).await? else { return Ok(()) };
        let cleared = Export { file_name: None, size: None, ..export };
        door.write(async |tx| store::save(tx, cleared).await).await.map(drop)
    }
}

async fn find_there(db: &Db<'_>, id: ExportId) -> Result<Option<Export>> {
    match store::find_for_work(db, id).await {
        Ok(export) => Ok(Some(export)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}
