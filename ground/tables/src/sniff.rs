//! A first look at a file: everything a person must see before they say what its columns mean.

use std::path::Path;

use serde::Serialize;

use crate::layout::{Layout, guess_delimiter, lay_out};
use crate::rows::{RawKind, RawRow};
use crate::text::{Decoded, EncodingFound, Quoting, TextRows, find_encoding};
use crate::workbook::{self, Sheet, Workbook};
use crate::{BlankLines, Encoding, FileFault, Format, HeaderChoice, ReadSettings, RowReason};

/// What a file is and how it would be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sniffed {
    pub format: Format,
    pub bytes: u64,
    /// Of a text file.
    pub encoding: Option<Encoding>,
    /// Whether the text begins with a byte order mark.
    pub has_mark: bool,
    /// The first lines, at most 20, that do not decode in `encoding`; filled by [`sniff`], which reads the whole file.
    pub undecodable_lines: Vec<u64>,
    /// How many lines do not decode.
    pub undecodable: u64,
    /// Of a text file.
    pub delimiter: Option<char>,
    /// Of a workbook, in the order of its tabs.
    pub sheets: Vec<Sheet>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// The line or row of the header, from 1; none if every row is data.
    pub header_row: Option<u64>,
    /// One per column; empty for a column without a name.
    pub headers: Vec<String>,
    pub columns: usize,
    /// The cells of the first rows below the header, at most 100.
    pub samples: Vec<Vec<String>>,
}

/// Looks at a file with nothing known about it, and reads it once to its end to see whether all of it decodes.
///
/// # Errors
/// If the file is no table, with what it is instead and the remedy.
pub fn sniff(path: &Path) -> Result<Sniffed, FileFault> {
    let mut sniffed = look(path, &ReadSettings::default())?.sniffed;
    if let Some(encoding) = sniffed.encoding {
        let found = find_encoding(path, Some(encoding))?;
        // Without quotes and with a delimiter that does not occur, each row is one line.
        let lines = TextRows::new(Decoded::open(path, found)?, 0, Quoting::Off);
        for line in lines.filter(|line| line.reason == Some(RowReason::Undecodable)) {
            sniffed.undecodable += 1;
            if sniffed.undecodable_lines.len() < LINES_NAMED_MAX {
                sniffed.undecodable_lines.push(line.number);
            }
        }
    }
    Ok(sniffed)
}

const LINES_NAMED_MAX: usize = 20;
/// Filled rows the layout is guessed from.
const LAID_OUT_ROWS: usize = 300;
const SAMPLES_MAX: usize = 100;

/// A file that was looked at and can be read.
pub(crate) struct Looked {
    pub sniffed: Sniffed,
    pub input: Input,
}

pub(crate) enum Input {
    Text { found: EncodingFound, delimiter: u8 },
    Book(Box<Workbook>),
}

/// Looks at the beginning of a file, with what is already settled about it. Only the encoding, unless settled, needs all of it.
pub(crate) fn look(path: &Path, settings: &ReadSettings) -> Result<Looked, FileFault> {
    let format = Format::of(path)?;
    let bytes = std::fs::metadata(path)?.len();
    if format == Format::Csv {
        look_at_text(path, bytes, settings)
    } else {
        look_at_book(path, bytes, format, settings)
    }
}

fn look_at_text(path: &Path, bytes: u64, settings: &ReadSettings) -> Result<Looked, FileFault> {
    let found = find_encoding(path, settings.encoding)?;
    let quoting = settings.quoting();
    let delimiter = match settings.delimiter_byte()? {
        Some(delimiter) => delimiter,
        None => {
            let mut text = Decoded::open(path, found)?;
            text.extend()?;
            while text.window().trim().is_empty() && !text.is_at_end() {
                text.consume(text.window().len());
                text.extend()?;
            }
            guess_delimiter(text.window(), text.is_at_end(), quoting)
        }
    };
    let sample = sample(TextRows::new(Decoded::open(path, found)?, delimiter, quoting), settings);
    if settings.blank_lines != BlankLines::Keep && is_empty(&sample, settings) {
        return Err(FileFault::Empty);
    }
    let layout = lay_out(&sample, settings.header, false)?;
    let sniffed = Sniffed {
        format: Format::Csv,
        bytes,
        encoding: Some(found.encoding),
        has_mark: found.mark_bytes > 0,
        delimiter: Some(char::from(delimiter)),
        ..laid_out(layout, &sample)
    };
    Ok(Looked { sniffed, input: Input::Text { found, delimiter } })
}

fn look_at_book(path: &Path, bytes: u64, format: Format, settings: &ReadSettings) -> Result<Looked, FileFault> {
    let mut book = Workbook::open(path, format)?;
    let sheets = book.sheets()?;
    let sheet = match &settings.sheet {
        Some(name) => name.clone(),
        None => workbook::fullest(&sheets).ok_or(FileFault::NoSheet)?.name.clone(),
    };
    let sample = sample(book.rows(&sheet)?, settings);
    if is_empty(&sample, settings) {
        return Err(FileFault::Empty);
    }
    let layout = lay_out(&sample, settings.header, true)?;
    let sniffed = Sniffed { format, bytes, sheets, sheet: Some(sheet), ..laid_out(layout, &sample) };
    Ok(Looked { sniffed, input: Input::Book(Box::new(book)) })
}

/// The first rows; at least up to the header if its row is settled.
fn sample(rows: impl Iterator<Item = RawRow>, settings: &ReadSettings) -> Vec<RawRow> {
    let wanted_row = match settings.header {
        HeaderChoice::Row(number) => number,
        _ => 0,
    };
    let mut filled = 0;
    let mut sample = Vec::new();
    for row in rows.filter(|row| row.kind != RawKind::Directive) {
        let (is_blank, number) = (row.is_blank(), row.number);
        if number + KEPT_ABOVE > wanted_row && (!is_blank || settings.blank_lines == BlankLines::Keep) {
            filled += usize::from(number > wanted_row);
            sample.push(row);
        }
        if filled >= LAID_OUT_ROWS {
            break;
        }
    }
    sample
}

/// A settled header that is not there is a fault of its own.
fn is_empty(sample: &[RawRow], settings: &ReadSettings) -> bool {
    !matches!(settings.header, HeaderChoice::Row(_)) && sample.iter().all(RawRow::is_blank)
}

/// Rows kept above a settled header: none is needed but the header itself.
const KEPT_ABOVE: u64 = 1;

fn laid_out(layout: Layout, sample: &[RawRow]) -> Sniffed {
    let below = sample.iter().filter(|row| row.reason.is_none() && Some(row.number) > layout.header_row);
    let samples = below
        .filter(|row| !row.is_blank())
        .take(SAMPLES_MAX)
        .map(|row| {
            let mut cells = row.cells.clone();
            cells.resize(layout.columns, String::new());
            cells
        })
        .collect();
    Sniffed {
        format: Format::Csv,
        bytes: 0,
        encoding: None,
        has_mark: false,
        undecodable_lines: Vec::new(),
        undecodable: 0,
        delimiter: None,
        sheets: Vec::new(),
        sheet: None,
        header_row: layout.header_row,
        headers: layout.headers,
        columns: layout.columns,
        samples,
    }
}
