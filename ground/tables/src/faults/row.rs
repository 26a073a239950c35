//! Why a row is reported instead of read, and what is doubtful about a cell that was read.

use std::fmt;

/// A row that is reported instead of read. Nothing of it is lost: `cells` holds what could be told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line in the file (CSV) or the row in the sheet (Excel), from 1.
    pub number: u64,
    pub reason: RowReason,
    /// What could be read of it, to be shown and mended; undecodable bytes are `\u{FFFD}`.
    pub cells: Vec<String>,
}

/// Why a row is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowReason {
    TooFewCells {
        columns: usize,
        cells: usize,
    },
    TooManyCells {
        columns: usize,
        cells: usize,
    },
    /// A quote opens and nothing closes it before the end of the file, or for longer than any cell can be.
    UnclosedQuote,
    /// A quote in the middle of a cell that is not doubled.
    StrayQuote,
    /// Bytes that mean nothing in the file's encoding.
    Undecodable,
    /// A NUL among the text: a damaged export.
    NullByte,
    /// A row of more than [`RowReason::BYTES_MAX`] bytes.
    TooLong,
    /// The workbook is damaged from here on; what the reader said. No row follows.
    SheetDamaged(String),
    /// The file could not be read further; what the system said. No row follows.
    Unreadable(String),
}

impl RowFault {
    /// Stable code of the reason, `row.unclosed_quote`.
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// The reason in one English sentence, with the remedy.
    pub fn message(&self) -> String {
        self.reason.to_string()
    }

    /// The same in Chinese.
    pub fn chinese(&self) -> String {
        self.reason.chinese()
    }
}

impl RowReason {
    /// The longest row that is read, in bytes of UTF-8. An Excel cell holds 32,767 characters at most.
    pub const BYTES_MAX: usize = 4 << 20;

    /// Stable code, `row.unclosed_quote`; pages translate it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooFewCells { .. } => "row.too_few_cells",
            Self::TooManyCells { .. } => "row.too_many_cells",
            Self::UnclosedQuote => "row.unclosed_quote",
            Self::StrayQuote => "row.stray_quote",
            Self::Undecodable => "row.undecodable",
            Self::NullByte => "row.null_byte",
            Self::TooLong => "row.too_long",
            Self::SheetDamaged(_) => "row.sheet_damaged",
            Self::Unreadable(_) => "row.unreadable",
        }
    }

    /// The sentence in Chinese, with the remedy.
    pub fn chinese(&self) -> String {
        match self {
            Self::TooFewCells { columns, cells } => {
                format!("这一行有 {cells} 个单元格，表头有 {columns} 列。请补齐缺少的单元格。")
            }
            Self::TooManyCells { columns, cells } => {
                format!("这一行有 {cells} 个单元格，表头只有 {columns} 列。含有分隔符的内容请用双引号括起来。")
            }
            Self::UnclosedQuote => "有一个双引号没有闭合。请补上结尾的双引号，或去掉开头的双引号。".into(),
            Self::StrayQuote => "单元格中间有多余的双引号。请写成两个双引号，并把整个单元格括起来。".into(),
            Self::Undecodable => "有些字节不属于该文件的编码。请改选编码，或在这一行重新录入乱码文字。".into(),
            Self::NullByte => "这一行含有空字符（NUL），说明导出时已损坏。请重新导出，或重新录入这一行。".into(),
            Self::TooLong => "这一行超过 4 MB，通常是缺少换行。请检查文件在这里的内容。".into(),
            Self::SheetDamaged(reason) => {
                format!("工作表从这里开始损坏（{reason}），后面的行读不出来。请用 Excel 修复后重新上传。")
            }
            Self::Unreadable(reason) => format!("文件从这里开始无法读取（{reason}），后面的行读不出来。请重新上传。"),
        }
    }
}

impl fmt::Display for RowReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewCells { columns, cells } => write!(f, "The row has {cells} cells and the header {columns} columns. Add the missing cells."),
            Self::TooManyCells { columns, cells } => write!(f, "The row has {cells} cells and the header only {columns} columns. Put quotes around text that contains the delimiter."),
            Self::UnclosedQuote => f.write_str("A quote is opened and never closed. Add the closing quote, or remove the opening one."),
            Self::StrayQuote => f.write_str("There is a quote in the middle of a cell. Double it and put quotes around the whole cell."),
            Self::Undecodable => f.write_str("Some bytes mean nothing in the encoding of the file. Choose another encoding, or type the garbled words again."),
            Self::NullByte => f.write_str("The row holds a NUL character, so the export is damaged. Export it again, or type the row again."),
            Self::TooLong => f.write_str("The row is longer than 4 MB, most often because line breaks are missing. Look at this place in the file."),
            Self::SheetDamaged(reason) => write!(f, "The sheet is damaged from here on ({reason}) and no further row can be read. Repair it in Excel and upload it again."),
            Self::Unreadable(reason) => write!(f, "The file can't be read from here on ({reason}). Upload it again."),
        }
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row {}: {}", self.number, self.reason)
    }
}

impl std::error::Error for RowFault {}

/// A cell that was read but should be looked at: `column` counts from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellDoubt {
    pub column: usize,
    pub doubt: Doubt,
}

/// What is doubtful about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// A formula that failed (`#N/A`); the cell is read as empty.
    FormulaFailed(&'static str),
    /// A number of 16 digits or more: Excel keeps 15, so an ID or card number stored as a number has lost its last digits.
    DigitsLost,
    /// Characters were lost before the file was written: `锟斤拷`, `???`.
    Garbled,
}

impl Doubt {
    /// Stable code, `cell.digits_lost`; pages translate it.
    pub fn code(self) -> &'static str {
        match self {
            Self::FormulaFailed(_) => "cell.formula_failed",
            Self::DigitsLost => "cell.digits_lost",
            Self::Garbled => "cell.garbled",
        }
    }

    /// The sentence in Chinese, with the remedy.
    pub fn chinese(self) -> String {
        match self {
            Self::FormulaFailed(shown) => {
                format!("公式出错（{shown}），按空单元格读取。请在 Excel 中修正公式或填入内容。")
            }
            Self::DigitsLost => {
                "号码按数字存放，Excel 只保留前 15 位，末尾几位已经丢失。请把该列设为“文本”，重新录入号码。".into()
            }
            Self::Garbled => "文字在导出之前已成乱码，无法还原。请从来源系统重新导出，或重新录入。".into(),
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FormulaFailed(shown) => write!(f, "The formula failed ({shown}); the cell is read as empty. Mend the formula in Excel or type the value."),
            Self::DigitsLost => f.write_str("The number was stored as a number and Excel keeps 15 digits, so the last ones are lost. Format the column as text and type the number again."),
            Self::Garbled => f.write_str(
                "The text was garbled before the file was written and can't be restored. Export it again, or type it again.",
            ),
        }
    }
}
