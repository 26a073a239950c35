//! The rows of one worksheet in order, whether its cells come one by one or lie in memory.

use std::fs::File;
use std::io::BufReader;
use std::iter::Peekable;

use calamine::{Cell, CellErrorType, Data, DataRef, Range, XlsxCellReader};

use super::cell::{self, CellText};
use super::guarded;
use crate::rows::{RawKind, RawRow, is_garbled};
use crate::{CellDoubt, Doubt, FileFault, RowReason};

/// Rows from the first filled one to the last; rows without a filled cell in between are blank rows.
pub(crate) struct SheetRows<'a> {
    cells: Cells<'a>,
    /// Rows the sheet claims to have.
    declared_rows: u64,
    /// The row that was read ahead while blank rows are still to be given.
    ahead: Option<RawRow>,
    next_number: u64,
    has_ended: bool,
}

enum Cells<'a> {
    Streamed { reader: Box<XlsxCellReader<'a, BufReader<File>>>, first_of_next: FirstOfNext },
    Held { rows: Peekable<calamine::Rows<'a, Data>>, number: u64, first_column: usize },
}

/// The cell that showed that its row's predecessor was complete.
enum FirstOfNext {
    Unread,
    Read(u32, u32, CellText),
    None,
}

impl<'a> SheetRows<'a> {
    pub(super) fn streamed(reader: XlsxCellReader<'a, BufReader<File>>) -> Self {
        let declared_rows = u64::from(reader.dimensions().end.0) + 1;
        Self::new(Cells::Streamed { reader: Box::new(reader), first_of_next: FirstOfNext::Unread }, declared_rows)
    }

    pub(super) fn held(range: &'a Range<Data>) -> Self {
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        let declared_rows = range.end().map_or(0, |(row, _)| u64::from(row) + 1);
        let cells = Cells::Held {
            rows: range.rows().peekable(),
            number: u64::from(first_row),
            first_column: usize::try_from(first_column).unwrap_or(0),
        };
        Self::new(cells, declared_rows)
    }

    fn new(cells: Cells<'a>, declared_rows: u64) -> Self {
        Self { cells, declared_rows, ahead: None, next_number: 1, has_ended: false }
    }

    pub(super) fn declared_rows(&self) -> u64 {
        self.declared_rows
    }

    fn filled_row(&mut self) -> Result<Option<RawRow>, FileFault> {
        match &mut self.cells {
            Cells::Streamed { reader, first_of_next } => guarded(|| streamed_row(reader, first_of_next)),
            Cells::Held { rows, number, first_column } => Ok(held_row(rows, number, *first_column)),
        }
    }
}

impl Iterator for SheetRows<'_> {
    type Item = RawRow;

    fn next(&mut self) -> Option<RawRow> {
        if self.ahead.is_none() && !self.has_ended {
            self.ahead = match self.filled_row() {
                Ok(Some(row)) => Some(row),
                Ok(None) => {
                    self.has_ended = true;
                    None
                }
                Err(fault) => {
                    self.has_ended = true;
                    Some(damaged(self.next_number, &fault))
                }
            };
        }
        let ahead = self.ahead.take()?;
        if self.next_number < ahead.number {
            let blank = RawRow {
                number: self.next_number,
                kind: RawKind::Blank,
                cells: Vec::new(),
                reason: None,
                doubts: Vec::new(),
            };
            self.ahead = Some(ahead);
            self.next_number += 1;
            return Some(blank);
        }
        // Rows out of order keep their numbers and make no gaps.
        self.next_number = self.next_number.max(ahead.number + 1);
        Some(ahead)
    }
}

fn streamed_row(
    reader: &mut XlsxCellReader<'_, BufReader<File>>,
    first_of_next: &mut FirstOfNext,
) -> Result<Option<RawRow>, FileFault> {
    // Read past its end, the reader reports damage; so the end is remembered.
    let first = match std::mem::replace(first_of_next, FirstOfNext::None) {
        FirstOfNext::Unread => filled_cell(reader)?,
        FirstOfNext::Read(row, column, text) => Some((row, column, text)),
        FirstOfNext::None => None,
    };
    let Some((row, column, text)) = first else { return Ok(None) };
    let mut line = filled(u64::from(row) + 1);
    put(&mut line, column, text);
    while let Some((next_row, column, text)) = filled_cell(reader)? {
        if next_row != row {
            *first_of_next = FirstOfNext::Read(next_row, column, text);
            break;
        }
        put(&mut line, column, text);
    }
    Ok(Some(line))
}

fn filled_cell(reader: &mut XlsxCellReader<'_, BufReader<File>>) -> Result<Option<(u32, u32, CellText)>, FileFault> {
    loop {
        let cell: Option<Cell<DataRef<'_>>> = reader.next_cell().map_err(super::xlsx_fault)?;
        let Some(cell) = cell else { return Ok(None) };
        let (row, column) = cell.get_position();
        if row >= ROWS_MAX || column >= COLUMNS_MAX {
            return Err(FileFault::Damaged("a cell lies beyond the last row or column".into()));
        }
        if let Some(text) = cell::text_of_ref(cell.get_value()) {
            return Ok(Some((row, column, text)));
        }
    }
}

fn held_row(rows: &mut Peekable<calamine::Rows<'_, Data>>, number: &mut u64, first_column: usize) -> Option<RawRow> {
    for cells in rows.by_ref() {
        *number += 1;
        let mut line = filled(*number);
        for (column, data) in cells.iter().enumerate() {
            if let (Some(text), Ok(column)) = (cell::text_of(data), u32::try_from(first_column + column)) {
                put(&mut line, column, text);
            }
        }
        if !line.cells.is_empty() {
            return Some(line);
        }
    }
    None
}

/// Excel's own limits, XFD1048576.
const COLUMNS_MAX: u32 = 16_384;
const ROWS_MAX: u32 = 1_048_576;

fn filled(number: u64) -> RawRow {
    RawRow { number, kind: RawKind::Row, cells: Vec::new(), reason: None, doubts: Vec::new() }
}

fn put(line: &mut RawRow, column: u32, text: CellText) {
    let column = column as usize;
    if line.cells.len() <= column {
        line.cells.resize(column + 1, String::new());
    }
    let doubt = match &text {
        CellText::Plain(text) => is_garbled(text).then_some(Doubt::Garbled),
        CellText::LongNumber(_) => Some(Doubt::DigitsLost),
        CellText::Failed(error) => Some(Doubt::FormulaFailed(shown(error))),
    };
    line.doubts.extend(doubt.map(|doubt| CellDoubt { column, doubt }));
    line.cells[column] = match text {
        CellText::Plain(text) | CellText::LongNumber(text) => text,
        CellText::Failed(_) => String::new(),
    };
}

fn shown(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

fn damaged(number: u64, fault: &FileFault) -> RawRow {
    let words = match fault {
        FileFault::Damaged(words) => words.clone(),
        other => other.to_string(),
    };
    RawRow { reason: Some(RowReason::SheetDamaged(words)), ..filled(number) }
}
