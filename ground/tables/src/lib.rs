//! What files say: CSV and Excel in, CSV and Excel out. Pure: no database, no web, no clock.
//!
//! * [`sniff`] looks at a file once: what it is, its encoding, delimiter, sheets, header row, a few samples.
//! * [`Source`] reads it row by row with flat memory; each line is a [`Row`] or a [`RowFault`], and nothing is lost in between.
//! * [`values`] turns cells into dates, money, numbers and yes or no, however people wrote them.
//! * [`guess_columns`] proposes which column is which.
//! * [`TableWriter`] writes a list as CSV or Excel without its caller knowing which.
//!
//! What counts as a row: the number of a [`Row`] is its line in an editor (CSV) or its row in Excel. Blank lines, titles above the
//! header and the header itself are counted in the [`Tally`], so that its parts add up to the rows of the file.
//!
//! How cells of workbooks read: dates as `2024-01-05` or `2024-01-05 09:30:00`, times as `09:30:00`, whole numbers without `.0`,
//! other numbers with Excel's 15 digits, booleans as `TRUE` and `FALSE`. A failed formula (`#N/A`) reads as empty with a
//! [`CellDoubt`]; a number too long for Excel keeps its digits and has one too. Of merged cells the first has the value and the
//! others are empty. Hidden rows and columns are read; formulas give the value saved last. Cells are never trimmed.
//!
//! Every fault has a stable `code()` for machines, one English sentence with the remedy (`Display`) and the same in Chinese
//! (`chinese()`).

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod faults;
mod format;
mod layout;
mod mapping;
mod rows;
mod sniff;
mod source;
mod text;
pub mod values;
mod workbook;
mod write;

pub use faults::{CellDoubt, Doubt, FileFault, RowFault, RowReason, ValueFault, WriteFault};
pub use format::Format;
pub use layout::HeaderChoice;
pub use mapping::{Guess, Target, guess_columns};
pub use rows::{Row, Rows, Tally};
pub use sniff::{Sniffed, sniff};
pub use source::{BlankLines, ReadSettings, ShortRows, Source};
pub use text::{Encoding, UnknownEncoding};
pub use workbook::Sheet;
pub use write::{Cell, Column, CsvWriter, Origin, TableWriter, Written, XlsxStyle, XlsxWriter};
