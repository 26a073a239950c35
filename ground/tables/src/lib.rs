//! What files say: CSV and Excel in, CSV and Excel out. Pure: no database, no web, no clock.
//!
//! * [`sniff`] looks at a file once: what it is, its encoding, delimiter, sheets, header row, a few samples.
//! * [`Source`] reads it row by row with flat memory; each line is a [`Row`] or a [`RowFault`], and nothing is lost in between.
//! * [`values`] turns cells into dates, money, numbers and yes or no, however people wrote them.
//! * [`guess_columns`] proposes which column is which.
//! * [`TableWriter`] writes a list as CSV or Excel without its caller knowing which.
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
pub use text::Encoding;
pub use workbook::Sheet;
pub use write::{Cell, Column, CsvWriter, TableWriter, Written, XlsxStyle, XlsxWriter};
