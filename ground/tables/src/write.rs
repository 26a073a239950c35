//! Lists out, as CSV or Excel, behind one trait.

mod csv_file;
mod xlsx_file;

use chrono::{NaiveDate, NaiveDateTime};

use crate::WriteFault;
pub use csv_file::CsvWriter;
pub use xlsx_file::{Origin, XlsxStyle, XlsxWriter};

/// A column of a list that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    /// The width in Excel, in digits of the usual font; a Chinese character takes two.
    pub width_digits: u16,
}

/// What a cell holds. Texts that look like formulas are written as texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(&'a str),
    Integer(i64),
    /// Money in minor units of a currency with two decimals (fen).
    Amount(i64),
    Date(NaiveDate),
    /// In the time zone of the reader.
    Moment(NaiveDateTime),
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Without the header.
    pub rows: u64,
    /// 1 for CSV; Excel begins another sheet after 1,048,575 rows.
    pub sheets: u32,
    /// Texts cut because Excel holds 32,767 characters in a cell.
    pub shortened_cells: u64,
}

/// Writes a list row by row with flat memory. The header is written when the writer is made.
pub trait TableWriter: Send {
    /// Writes one row of as many cells as there are columns.
    ///
    /// # Errors
    /// If the number of cells is another, or the disk is full.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteFault>;

    /// Completes the file. Without this it is not usable.
    ///
    /// # Errors
    /// If the disk is full.
    fn finish(self: Box<Self>) -> Result<Written, WriteFault>;
}

fn check_width(columns: usize, cells: usize) -> Result<(), WriteFault> {
    if columns == cells { Ok(()) } else { Err(WriteFault::WrongWidth { columns, cells }) }
}

/// `-12345.60`
fn amount_text(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.unsigned_abs();
    format!("{sign}{}.{:02}", minor / 100, minor % 100)
}
