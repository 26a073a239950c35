//! The jobs of an export: writing the file page by page, and clearing it away after a week.

use std::path::PathBuf;

use chrono::TimeDelta;
use journal::{About, events::customers::CustomersEvent};
use kernel::{Error, ExportId, PermissionName, Result};
use platform::{
    Db, Door, Files, Mandate,
    database::paging::PageRequest,
    jobs::{Job, Work, enqueue_at},
};
use serde::{Deserialize, Serialize};
use tables::{TableWriter, Written, XlsxStyle};

use super::{
    columns::{self, ExportColumn, Reader, Value},
    export::{Export, ExportState},
    file, store, words,
};
use crate::{
    long_work,
    people::{assemble, http::calendar, list, view::CustomerRow},
};

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
    async fn write(&self, work: &Work) -> Result<()> {
        let door = work.door_for(&self.mandate, PermissionName::ExportCustomers)?;
        let export = store::find_for_work(&door.read(), self.export).await?;
        if matches!(export.state, ExportState::Done | ExportState::Failed) {
            return Ok(());
        }
        let calendar = calendar(&door).await?;
        let reader = Reader { language: door.scope().language(), calendar };
        let total = list::count(&door.read(), &export.asked.list, true, calendar).await?.count;
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        let export = report(&door, Export { state: ExportState::Running, rows: 0, total, ..export }).await?;
        let path = file::path(door.platform(), export.id)?;
        let written = write_file(&door, &export, reader, path.clone()).await?;
        let size = tokio::fs::metadata(&path).await.map_err(Error::internal)?.len();
        finish(&door, export, reader, written, size).await
    }
}

async fn write_file(door: &Door, export: &Export, reader: Reader, path: PathBuf) -> Result<Written> {
    let chosen = columns::named(&export.asked.columns);
    let heads: Vec<tables::Column> = chosen.iter().map(|column| column.head(reader.language)).collect();
    let mut writer = file::begin(&path, export.format, &heads, style(export, reader))?;
    let mut request = PageRequest { cursor: None, limit: Some(PAGE_ROWS) };
    let db = door.read();
    let mut rows = 0;
    for page_number in 1_usize.. {
        let page = assemble::page(&db, &export.asked.list, &request, reader.calendar).await?;
        rows += i64::try_from(page.items.len()).unwrap_or_default();
        write_rows(writer.as_mut(), &chosen, &page.items, reader)?;
        if page_number.is_multiple_of(PAGES_PER_REPORT) {
            report(door, Export { rows, total: export.total.max(rows), ..export.clone() }).await?;
        }
        request.cursor = page.next;
        if request.cursor.is_none() {
            break;
        }
    }
    // A workbook is put together only now, which takes seconds when it is large.
    let finished = tokio::task::spawn_blocking(move || writer.finish()).await.map_err(Error::internal)?;
    finished.map_err(file::fault)
}

fn write_rows(
    writer: &mut dyn TableWriter,
    chosen: &[&ExportColumn],
    rows: &[CustomerRow],
    reader: Reader,
) -> Result<()> {
    for row in rows {
        let values: Vec<Value> = chosen.iter().map(|column| column.value(row, reader)).collect();
        let cells: Vec<tables::Cell<'_>> = values.iter().map(Value::cell).collect();
        writer.row(&cells).map_err(file::fault)?;
    }
    Ok(())
}

fn style(export: &Export, reader: Reader) -> XlsxStyle {
    let when = reader.local(export.created_at).format("%Y-%m-%d %H:%M").to_string();
    let footer = words::footer(&export.actor_name, &when, export.asked.reason.as_deref(), reader.language);
    XlsxStyle { sheet_name: words::customers(reader.language).to_owned(), footer: Some(footer) }
}

async fn report(door: &Door, export: Export) -> Result<Export> {
    door.write(async |tx| store::save(tx, export).await).await
}

async fn finish(door: &Door, export: Export, reader: Reader, written: Written, size: u64) -> Result<()> {
    let rows = i64::try_from(written.rows).unwrap_or(i64::MAX);
    let stamp = reader.local(export.created_at).format("%Y%m%d-%H%M");
    let file_name = format!("{}-{stamp}.{}", words::customers(reader.language), export.format.word());
    door.write(async |tx| {
        let event = CustomersEvent::Exported {
            rows,
            format: export.format.word().to_owned(),
            reason: export.asked.reason.clone(),
        };
        let about = About { store: tx.scope().home(), ..About::default() };
        journal::record(tx, about, event).await?;
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
        store::save(tx, done).await?;
        Ok(())
    })
    .await
}

async fn give_up(work: &Work, id: ExportId, error: &Error) -> Result<()> {
    let door = work.door();
    Files::remove(&file::path(door.platform(), id)?)?;
    let export = find_there(&door.read(), id).await?;
    let is_open = |export: &Export| !matches!(export.state, ExportState::Done | ExportState::Failed);
    let Some(export) = export.filter(is_open) else { return Ok(()) };
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
        report(&door, Export { file_name: None, size: None, ..export }).await?;
        Ok(())
    }
}

async fn find_there(db: &Db<'_>, id: ExportId) -> Result<Option<Export>> {
    match store::find_for_work(db, id).await {
        Ok(export) => Ok(Some(export)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}
