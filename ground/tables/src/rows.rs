//! The rows of a source in order: read or reported, and counted.

use crate::text::TextRows;
use crate::workbook::SheetRows;
use crate::{BlankLines, CellDoubt, RowFault, RowReason, ShortRows};

/// A row that was read. It has exactly as many cells as the source has columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line in the file as an editor counts (CSV; of a row over several lines, the first), or the row in the sheet as Excel
    /// counts; from 1.
    pub number: u64,
    pub cells: Vec<String>,
    /// Cells that were read but should be looked at; most often none.
    pub doubts: Vec<CellDoubt>,
}

/// How many rows went where. `above_header + header + blank + read + reported` are all rows of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Titles, padding and anything else before the header.
    pub above_header: u64,
    /// 1 when a header was passed.
    pub header: u64,
    /// Lines without a character but spaces (CSV), rows without a filled cell (Excel).
    pub blank: u64,
    pub read: u64,
    pub reported: u64,
}

impl Tally {
    /// All rows passed so far.
    pub fn total(self) -> u64 {
        self.above_header + self.header + self.blank + self.read + self.reported
    }
}

/// Rows after the header, one by one, with flat memory for CSV and .xlsx; .xls and .ods are held whole.
///
/// A row that can't be read is an `Err` and the next call goes on with the one after it.
pub struct Rows<'a> {
    raw: RawRows<'a>,
    shape: Shape,
    tally: Tally,
    size: u64,
}

/// What the rows are measured against.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub header_row: Option<u64>,
    pub columns: usize,
    pub short_rows: ShortRows,
    pub blank_lines: BlankLines,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(mut raw: RawRows<'a>, shape: Shape, size: u64) -> Self {
        if let RawRows::Text(text) = &mut raw {
            text.expect(shape.header_row.unwrap_or(0), shape.columns);
        }
        Self { raw, shape, tally: Tally::default(), size }
    }

    /// What was passed so far.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// How far the file is read, 0 to 1: by bytes for CSV, by rows for Excel.
    pub fn progress(&self) -> f64 {
        let passed = match &self.raw {
            RawRows::Text(text) => text.bytes_read(),
            RawRows::Sheet(_) => self.tally.total(),
        };
        if self.size == 0 { 1.0 } else { (passed as f64 / self.size as f64).min(1.0) }
    }

    fn measured(&mut self, raw: RawRow) -> Result<Row, RowFault> {
        let RawRow { number, mut cells, reason, doubts, .. } = raw;
        let columns = self.shape.columns;
        let is_longer = cells.iter().skip(columns).any(|cell| !cell.is_empty());
        let reason = match reason {
            Some(reason) => Some(reason),
            None if is_longer => Some(RowReason::TooManyCells { columns, cells: cells.len() }),
            None if cells.len() < columns && self.shape.short_rows == ShortRows::Report && !self.raw.is_sheet() => {
                Some(RowReason::TooFewCells { columns, cells: cells.len() })
            }
            None => None,
        };
        if let Some(reason) = reason {
            self.tally.reported += 1;
            return Err(RowFault { number, reason, cells });
        }
        self.tally.read += 1;
        cells.resize(columns, String::new());
        Ok(Row { number, cells, doubts })
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let raw = self.raw.next()?;
            let header_row = self.shape.header_row;
            if header_row == Some(raw.number) {
                self.tally.header += 1;
            } else if raw.kind == RawKind::Directive || header_row.is_some_and(|header| raw.number < header) {
                self.tally.above_header += 1;
            } else if self.shape.blank_lines.leaves_out(&raw) {
                self.tally.blank += 1;
            } else {
                return Some(self.measured(raw));
            }
        }
    }
}

/// A row as it stands in the file, before it is measured against the header.
#[derive(Debug)]
pub(crate) struct RawRow {
    pub number: u64,
    pub kind: RawKind,
    pub cells: Vec<String>,
    pub reason: Option<RowReason>,
    pub doubts: Vec<CellDoubt>,
}

impl BlankLines {
    fn leaves_out(self, row: &RawRow) -> bool {
        match self {
            Self::Keep => false,
            Self::Count => row.is_blank(),
            Self::CountUnfilled => row.is_blank() || row.is_unfilled(),
        }
    }
}

impl RawRow {
    /// Nothing but separators, whatever their number.
    fn is_unfilled(&self) -> bool {
        self.kind == RawKind::Row && self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.kind == RawKind::Blank && self.reason.is_none()
    }
}

/// Whether a cell shows the marks of characters lost before the file was written: `\u{FFFD}`, `锟斤拷` (UTF-8 that went through GBK),
/// nothing but question marks.
pub(crate) fn is_garbled(cell: &str) -> bool {
    cell.contains([char::REPLACEMENT_CHARACTER, '锟'])
        && (cell.contains(char::REPLACEMENT_CHARACTER) || cell.contains("锟斤拷"))
        || (cell.len() > 1 && cell.bytes().all(|byte| byte == b'?'))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RawKind {
    Row,
    Blank,
    /// Excel's `sep=` line.
    Directive,
}

/// Where raw rows come from.
pub(crate) enum RawRows<'a> {
    Text(Box<TextRows>),
    Sheet(Box<SheetRows<'a>>),
}

impl RawRows<'_> {
    fn is_sheet(&self) -> bool {
        matches!(self, Self::Sheet(_))
    }
}

impl Iterator for RawRows<'_> {
    type Item = RawRow;

    fn next(&mut self) -> Option<RawRow> {
        match self {
            Self::Text(rows) => rows.next(),
            Self::Sheet(rows) => rows.next(),
        }
    }
}
