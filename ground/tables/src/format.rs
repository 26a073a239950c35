//! What a file is, told by its content and never by its name.

mod archive;
mod compound;
mod lookalike;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::FileFault;

/// The forms that are read. `.tsv` and `.txt` are [`Format::Csv`] with another delimiter, `.xlsm` is [`Format::Xlsx`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Csv,
    Xlsx,
    Xls,
    Ods,
}

impl Format {
    /// The word for it in addresses and JSON: `csv`, `xlsx`, `xls`, `ods`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
        }
    }

    /// Recognises the file, or says what it is instead and what to do about it.
    pub(crate) fn of(path: &Path) -> Result<Self, FileFault> {
        let mut file = File::open(path)?;
        let mut head = Vec::with_capacity(HEAD_BYTES);
        file.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        if head.is_empty() {
            return Err(FileFault::Empty);
        }
        file.seek(SeekFrom::Start(0))?;
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return archive::workbook_form(&mut file, &head);
        }
        if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            return compound::workbook_form(&mut file, &head);
        }
        match lookalike::fault(&head) {
            Some(fault) => Err(fault),
            None => Ok(Self::Csv),
        }
    }
}

/// How much of the beginning is looked at.
const HEAD_BYTES: usize = 64 << 10;
