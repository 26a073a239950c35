//! Workbooks: .xlsx streamed cell by cell, .xls and .ods held whole; their cells as text.
//!
//! Merged cells: the value stands in the first cell, the others are empty, as Excel itself stores them. Hidden rows and columns
//! are read like the others. Formulas give the value Excel saved last.

mod cell;
mod stream;

use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Data, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use serde::Serialize;

use crate::{FileFault, Format};
pub(crate) use stream::SheetRows;

/// A worksheet to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    pub name: String,
    /// The last row with a filled cell, as far as is known without reading the sheet to its end.
    pub rows: u64,
    /// Rows with a filled cell, counted up to 1,000; what the best sheet is chosen by.
    pub filled_rows: u64,
    pub is_hidden: bool,
}

/// An open workbook.
pub(crate) struct Workbook {
    book: Book,
    names: Vec<(String, bool)>,
}

enum Book {
    Xlsx(Box<Xlsx<BufReader<File>>>),
    /// The one sheet last asked for is kept, since these forms are parsed whole.
    Xls(Box<Xls<BufReader<File>>>, Option<(String, Range<Data>)>),
    Ods(Box<Ods<BufReader<File>>>, Option<(String, Range<Data>)>),
}

impl Workbook {
    pub(crate) fn open(path: &Path, format: Format) -> Result<Self, FileFault> {
        let file = BufReader::new(File::open(path)?);
        let book = guarded(|| match format {
            Format::Xlsx => Xlsx::new(file).map(|book| Book::Xlsx(Box::new(book))).map_err(xlsx_fault),
            Format::Xls => Xls::new(file).map(|book| Book::Xls(Box::new(book), None)).map_err(xls_fault),
            Format::Ods => Ods::new(file).map(|book| Book::Ods(Box::new(book), None)).map_err(ods_fault),
            Format::Csv => Err(FileFault::Damaged("it is no workbook".into())),
        })?;
        let metadata = match &book {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Xls(book, _) => book.sheets_metadata(),
            Book::Ods(book, _) => book.sheets_metadata(),
        };
        let names = metadata
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
            .collect();
        Ok(Self { book, names })
    }

    /// The worksheets in the order of their tabs.
    pub(crate) fn sheets(&mut self) -> Result<Vec<Sheet>, FileFault> {
        let mut sheets = Vec::new();
        let mut first_fault = None;
        for (name, is_hidden) in self.names.clone() {
            // One damaged sheet is no reason to refuse the others.
            sheets.push(self.sheet(&name, is_hidden).unwrap_or_else(|fault| {
                first_fault.get_or_insert(fault);
                Sheet { name, rows: 0, filled_rows: 0, is_hidden }
            }));
        }
        match first_fault {
            Some(fault) if sheets.iter().all(|sheet| sheet.filled_rows == 0) => Err(fault),
            _ => Ok(sheets),
        }
    }

    /// The rows of one sheet from its first filled row on.
    pub(crate) fn rows(&mut self, sheet: &str) -> Result<SheetRows<'_>, FileFault> {
        if !self.names.iter().any(|(name, _)| name == sheet) {
            return Err(FileFault::UnknownSheet(sheet.to_owned()));
        }
        match &mut self.book {
            Book::Xlsx(book) => {
                let reader = guarded(|| book.worksheet_cells_reader(sheet).map_err(xlsx_fault))?;
                Ok(SheetRows::streamed(reader))
            }
            Book::Xls(book, kept) => {
                Ok(SheetRows::held(held(kept, sheet, || guarded(|| book.worksheet_range(sheet).map_err(xls_fault)))?))
            }
            Book::Ods(book, kept) => {
                Ok(SheetRows::held(held(kept, sheet, || guarded(|| book.worksheet_range(sheet).map_err(ods_fault)))?))
            }
        }
    }

    fn sheet(&mut self, name: &str, is_hidden: bool) -> Result<Sheet, FileFault> {
        let mut rows = self.rows(name)?;
        let declared = rows.declared_rows();
        let (mut filled_rows, mut last) = (0, 0);
        for row in rows.by_ref().filter(|row| !row.is_blank()).take(COUNTED_ROWS) {
            filled_rows += 1;
            last = row.number;
        }
        let is_counted_out = filled_rows < COUNTED_ROWS as u64;
        let rows = if is_counted_out { last } else { declared.max(last) };
        Ok(Sheet { name: name.to_owned(), rows, filled_rows, is_hidden })
    }
}

/// The sheet to begin with: the first of those with the most rows, hidden ones only if there is nothing else.
pub(crate) fn fullest(sheets: &[Sheet]) -> Option<&Sheet> {
    let weight = |sheet: &Sheet| match sheet.filled_rows < COUNTED_ROWS as u64 {
        true => sheet.filled_rows,
        false => sheet.rows.max(sheet.filled_rows),
    };
    let best_of = |is_hidden: bool| {
        let candidates = sheets.iter().filter(|sheet| sheet.is_hidden == is_hidden && sheet.filled_rows > 0);
        candidates.rev().max_by_key(|sheet| weight(sheet))
    };
    best_of(false).or_else(|| best_of(true))
}

const COUNTED_ROWS: usize = 1_000;

fn held<'a>(
    kept: &'a mut Option<(String, Range<Data>)>,
    sheet: &str,
    read: impl FnOnce() -> Result<Range<Data>, FileFault>,
) -> Result<&'a Range<Data>, FileFault> {
    if kept.as_ref().is_none_or(|(name, _)| name != sheet) {
        *kept = None;
        *kept = Some((sheet.to_owned(), read()?));
    }
    match kept {
        Some((_, range)) => Ok(range),
        None => Err(FileFault::UnknownSheet(sheet.to_owned())),
    }
}

/// A damaged workbook may make its parser panic; for us that is a damaged workbook and not a crash.
pub(crate) fn guarded<T>(read: impl FnOnce() -> Result<T, FileFault>) -> Result<T, FileFault> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(FileFault::Damaged("its parts contradict one another".into())))
}

fn xlsx_fault(reason: XlsxError) -> FileFault {
    match reason {
        XlsxError::Password => FileFault::Encrypted,
        XlsxError::Io(reason) => FileFault::Io(reason),
        XlsxError::WorksheetNotFound(name) => FileFault::UnknownSheet(name),
        other => FileFault::Damaged(other.to_string()),
    }
}

fn xls_fault(reason: XlsError) -> FileFault {
    match reason {
        XlsError::Password => FileFault::Encrypted,
        other => FileFault::Damaged(other.to_string()),
    }
}

fn ods_fault(reason: OdsError) -> FileFault {
    match reason {
        OdsError::Password => FileFault::Encrypted,
        other => FileFault::Damaged(other.to_string()),
    }
}
