//! Rows that did not come in, as a file to be mended and imported again: their cells and what is wrong with them.

use std::io::Write;

use kernel::{Error, Language, Result};
use platform::Db;
use tables::{Cell, Column, CsvWriter, TableWriter};

use super::{
    import::Import,
    import_row::{KeptRow, RowState},
    store,
};

const ROWS_AT_ONCE: u64 = 500;

/// Writes them as CSV; answers how many there are.
pub async fn write_errors(db: &Db<'_>, import: &Import, language: Language, place: impl Write + Send) -> Result<u64> {
    let mut columns: Vec<Column> = import.columns.0.iter().map(|column| titled(&column.header)).collect();
    columns.push(titled(language.pick("问题", "problem")));
    let mut writer: Box<dyn TableWriter + '_> = Box::new(CsvWriter::new(place, &columns).map_err(Error::internal)?);
    let mut after = 0;
    loop {
        let rows = store::rows_after(db, import.id, after, Some(RowState::Error), ROWS_AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = last.row_number;
        for row in &rows {
            write_row(writer.as_mut(), row, import, columns.len(), language)?;
        }
    }
    Ok(writer.finish().map_err(Error::internal)?.rows)
}

/// A row with more cells than there are columns has them together in the last.
fn write_row(
    writer: &mut dyn TableWriter,
    row: &KeptRow,
    import: &Import,
    width: usize,
    language: Language,
) -> Result<()> {
    let problem = problem_of(row, import, language);
    let mut texts: Vec<String> = row.cells.clone().unwrap_or_default().0;
    let cells = width - 1;
    if texts.len() > cells {
        let rest = texts.split_off(cells.saturating_sub(1)).join(", ");
        texts.push(rest);
    }
    texts.resize(cells, String::new());
    texts.push(problem);
    let cells: Vec<Cell<'_>> = texts.iter().map(|text| Cell::Text(text)).collect();
    writer.row(&cells).map_err(Error::internal)
}

/// All that is wrong with a row, each with the title of its column as the file has it.
pub fn problem_of(row: &KeptRow, import: &Import, language: Language) -> String {
    let faults = row.faults.clone().unwrap_or_default().0;
    let title = |column: usize| {
        let column = import.columns.0.iter().find(|one| one.index == column);
        column.map(|one| one.header.as_str()).filter(|header| !header.is_empty())
    };
    let sentences: Vec<String> = faults
        .iter()
        .map(|fault| match fault.column.and_then(title) {
            Some(title) => format!("{title}{}{}", language.pick("：", ": "), fault.message(language)),
            None => fault.message(language).to_owned(),
        })
        .collect();
    sentences.join(language.pick("", " "))
}

fn titled(title: &str) -> Column {
    Column { title: title.to_owned(), width_digits: 16 }
}
