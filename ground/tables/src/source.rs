//! A file opened for reading, with what is settled about it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::rows::{RawRows, Rows, Shape};
use crate::sniff::{Input, Looked, Sniffed, look};
use crate::text::{Decoded, Quoting, TextRows};
use crate::{Encoding, FileFault, HeaderChoice};

/// What is settled about a file; whatever is not is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadSettings {
    /// Of a text file.
    pub encoding: Option<Encoding>,
    /// Of a text file: any ASCII character but a quote or a line break.
    pub delimiter: Option<char>,
    /// Of a text file: `"` is a character like others. For exports that write inches or nicknames and never quote.
    pub quotes_are_text: bool,
    /// Of a workbook.
    pub sheet: Option<String>,
    pub header: HeaderChoice,
    pub short_rows: ShortRows,
    pub blank_lines: BlankLines,
}

/// What becomes of rows with too few cells in a text file. In a workbook missing cells are simply empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortRows {
    #[default]
    Report,
    /// The missing cells are empty. Excel leaves out delimiters at the end of rows when the last columns are sparse.
    Fill,
}

/// What becomes of lines without a character but spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlankLines {
    /// They are no rows, only counted.
    #[default]
    Count,
    /// So are rows of nothing but separators, which Excel leaves behind below a list.
    CountUnfilled,
    /// They are rows with one empty cell, as in a list of one column with gaps.
    Keep,
}

impl ReadSettings {
    pub(crate) fn quoting(&self) -> Quoting {
        if self.quotes_are_text { Quoting::Off } else { Quoting::Double }
    }

    pub(crate) fn delimiter_byte(&self) -> Result<Option<u8>, FileFault> {
        match self.delimiter {
            None => Ok(None),
            Some(given) => match u8::try_from(given) {
                Ok(byte) if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | 0) => Ok(Some(byte)),
                _ => Err(FileFault::BadDelimiter(given)),
            },
        }
    }
}

/// A file that is a table. `rows` may be called again and begins again.
pub struct Source {
    path: PathBuf,
    settings: ReadSettings,
    sniffed: Sniffed,
    input: Input,
}

impl Source {
    /// Opens the file. With the encoding settled this looks at the beginning only; without it, it reads a text file once.
    ///
    /// # Errors
    /// If the file is no table, or lacks the sheet or header row that is settled.
    pub fn open(path: &Path, settings: &ReadSettings) -> Result<Self, FileFault> {
        let Looked { sniffed, input } = look(path, settings)?;
        Ok(Self { path: path.to_owned(), settings: settings.clone(), sniffed, input })
    }

    /// What the file is and how it is read. `undecodable` is not counted here; rows that do not decode are reported.
    pub fn sniffed(&self) -> &Sniffed {
        &self.sniffed
    }

    /// One per column; empty for a column without a name.
    pub fn headers(&self) -> &[String] {
        &self.sniffed.headers
    }

    pub fn columns(&self) -> usize {
        self.sniffed.columns
    }

    /// The rows from the first on.
    ///
    /// # Errors
    /// If the file has changed or gone since it was opened.
    pub fn rows(&mut self) -> Result<Rows<'_>, FileFault> {
        let shape = Shape {
            header_row: self.sniffed.header_row,
            columns: self.sniffed.columns,
            short_rows: self.settings.short_rows,
            blank_lines: self.settings.blank_lines,
        };
        match &mut self.input {
            Input::Text { found, delimiter } => {
                let text = Decoded::open(&self.path, *found)?;
                let rows = TextRows::new(text, *delimiter, self.settings.quoting());
                Ok(Rows::new(RawRows::Text(Box::new(rows)), shape, self.sniffed.bytes))
            }
            Input::Book(book) => {
                let name = self.sniffed.sheet.as_deref().ok_or(FileFault::NoSheet)?;
                let size = self.sniffed.sheets.iter().find(|sheet| sheet.name == name).map_or(0, |sheet| sheet.rows);
                Ok(Rows::new(RawRows::Sheet(Box::new(book.rows(name)?)), shape, size))
            }
        }
    }
}
