//! CSV for Excel: UTF-8 with its mark, CRLF, and no cell that a spreadsheet would run.

use std::io::{BufWriter, Write};

use super::{Cell, Column, TableWriter, Written, amount_text, check_width};
use crate::WriteFault;

/// Writes CSV to a file or any other place.
///
/// Texts that begin with `=`, `+`, `-`, `@`, a tab or a line break, full-width or not, get an apostrophe before them, so that Excel shows
/// them instead of running them; plain numbers such as `-5` and `+8613800138000` are left as they are. Source: OWASP, "CSV Injection".
pub struct CsvWriter<W: Write> {
    file: csv::Writer<BufWriter<W>>,
    columns: usize,
    rows: u64,
}

impl<W: Write> CsvWriter<W> {
    /// Begins the file with its mark and header.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn new(place: W, columns: &[Column]) -> Result<Self, WriteFault> {
        Self::begin(place, columns, "\u{FEFF}")
    }

    /// The same without the mark, for programs that read it.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn without_mark(place: W, columns: &[Column]) -> Result<Self, WriteFault> {
        Self::begin(place, columns, "")
    }

    fn begin(place: W, columns: &[Column], mark: &str) -> Result<Self, WriteFault> {
        let mut place = BufWriter::new(place);
        place.write_all(mark.as_bytes())?;
        let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(place);
        file.write_record(columns.iter().map(|column| harmless(&column.title).into_owned())).map_err(csv_fault)?;
        Ok(Self { file, columns: columns.len(), rows: 0 })
    }
}

impl<W: Write + Send> TableWriter for CsvWriter<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteFault> {
        check_width(self.columns, cells.len())?;
        for cell in cells {
            match cell {
                Cell::Text(text) => self.file.write_field(harmless(text).as_bytes()),
                other => self.file.write_field(text_of(other)),
            }
            .map_err(csv_fault)?;
        }
        self.file.write_record(None::<&[u8]>).map_err(csv_fault)?;
        self.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteFault> {
        self.file.flush()?;
        Ok(Written { rows: self.rows, sheets: 1, shortened_cells: 0 })
    }
}

fn text_of(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => (*text).to_owned(),
        Cell::Integer(number) => number.to_string(),
        Cell::Amount(minor) => amount_text(*minor),
        Cell::Date(day) => day.format("%Y-%m-%d").to_string(),
        Cell::Moment(moment) => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    let is_risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_risky && !is_plain_number(text) { format!("'{text}").into() } else { text.into() }
}

/// A sign, digits, at most one decimal point: nothing a spreadsheet could run.
fn is_plain_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    !whole.is_empty() && is_digits(whole) && is_digits(fraction)
}

fn csv_fault(reason: csv::Error) -> WriteFault {
    match reason.into_kind() {
        csv::ErrorKind::Io(reason) => WriteFault::Io(reason),
        other => WriteFault::Io(std::io::Error::other(format!("{other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for (text, written) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("@SUM(1)", "'@SUM(1)"),
            ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
            ("＝1+1", "'＝1+1"),
            ("\tx", "'\tx"),
            ("-", "'-"),
            ("-5", "-5"),
            ("+8613800138000", "+8613800138000"),
            ("-12.50", "-12.50"),
            ("张三", "张三"),
        ] {
            assert_eq!(harmless(text), written, "{text}");
        }
    }
}
