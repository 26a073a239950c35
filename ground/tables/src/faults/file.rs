//! Why a whole file can't be read or written.

use std::fmt;

/// Why a file can't be read as a table.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileFault {
    /// The file is missing, or the operating system would not read it.
    Io(std::io::Error),
    /// No bytes, or nothing but blank lines.
    Empty,
    /// A workbook that opens only with a password.
    Encrypted,
    /// A web page saved under an Excel name, as many web systems export it.
    Html,
    /// "XML Spreadsheet 2003", an Excel form from before .xlsx.
    SpreadsheetXml,
    /// Any other XML.
    Xml,
    Json,
    Pdf,
    /// A picture; the name of its form (`PNG`).
    Image(&'static str),
    /// An archive that is no workbook; the name of its form (`ZIP`).
    Archive(&'static str),
    /// Another office document; its program (`Word`).
    OtherDocument(&'static str),
    /// A workbook form that is not read (`Excel binary workbook (.xlsb)`).
    OldWorkbook(&'static str),
    /// Bytes that are no text in any encoding.
    Binary,
    /// A workbook that is damaged; what the reader said.
    Damaged(String),
    /// A workbook part would not fit in memory; its size in bytes when unpacked.
    TooBig(u64),
    /// The workbook has no worksheet with cells.
    NoSheet,
    /// The sheet asked for is not in the workbook; its name.
    UnknownSheet(String),
    /// The header row asked for is not in the file, or is blank; its number.
    UnknownHeaderRow(u64),
    /// A delimiter that is no single ASCII character.
    BadDelimiter(char),
}

impl FileFault {
    /// Stable code, `file.html`; pages translate it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "file.unreadable",
            Self::Empty => "file.empty",
            Self::Encrypted => "file.encrypted",
            Self::Html => "file.html",
            Self::SpreadsheetXml => "file.spreadsheet_xml",
            Self::Xml => "file.xml",
            Self::Json => "file.json",
            Self::Pdf => "file.pdf",
            Self::Image(_) => "file.image",
            Self::Archive(_) => "file.archive",
            Self::OtherDocument(_) => "file.other_document",
            Self::OldWorkbook(_) => "file.old_workbook",
            Self::Binary => "file.binary",
            Self::Damaged(_) => "file.damaged",
            Self::TooBig(_) => "file.too_big",
            Self::NoSheet => "file.no_sheet",
            Self::UnknownSheet(_) => "file.unknown_sheet",
            Self::UnknownHeaderRow(_) => "file.unknown_header_row",
            Self::BadDelimiter(_) => "file.bad_delimiter",
        }
    }

    /// The sentence in Chinese, with the remedy.
    pub fn chinese(&self) -> String {
        match self {
            Self::Io(reason) => format!("文件无法读取：{reason}。请重新上传。"),
            Self::Empty => "文件是空的。请确认导出时选中了数据，然后重新上传。".into(),
            Self::Encrypted => "工作簿设有密码。请在 Excel 中打开，取消密码保护后另存，再上传。".into(),
            Self::Html => "这其实是一个网页，只是用了 Excel 的扩展名（很多系统这样导出）。请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (.xlsx)”，再上传。".into(),
            Self::SpreadsheetXml => "这是“XML 电子表格 2003”。请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (.xlsx)”，再上传。".into(),
            Self::Xml => "这是 XML 文件，不是表格。请从来源系统导出 Excel 或 CSV。".into(),
            Self::Json => "这是 JSON 文件，不是表格。请从来源系统导出 Excel 或 CSV。".into(),
            Self::Pdf => "这是 PDF，读不出表格。请从来源系统导出 Excel 或 CSV。".into(),
            Self::Image(form) => format!("这是一张图片（{form}）。请上传原始的 Excel 或 CSV 文件。"),
            Self::Archive(form) => format!("这是压缩包（{form}）。请先解压，再上传里面的 Excel 或 CSV 文件。"),
            Self::OtherDocument(program) => format!("这是 {program} 文档。请把其中的表格复制到 Excel，另存为 .xlsx，再上传。"),
            Self::OldWorkbook(form) => format!("暂不支持 {form}。请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (.xlsx)”，再上传。"),
            Self::Binary => "文件内容不是文字。请确认选对了文件，并从来源系统导出 Excel 或 CSV。".into(),
            Self::Damaged(reason) => format!("工作簿已损坏（{reason}）。请用 Excel 或 WPS 打开并修复，另存为 .xlsx，再上传。"),
            Self::TooBig(bytes) => format!("工作簿解压后有 {} MB，超出可处理的大小。请另存为 CSV，再上传。", bytes >> 20),
            Self::NoSheet => "工作簿里没有带数据的工作表。请确认数据在普通工作表中，然后重新上传。".into(),
            Self::UnknownSheet(name) => format!("工作簿里没有名为“{name}”的工作表。请另选一个。"),
            Self::UnknownHeaderRow(number) => format!("第 {number} 行不能作表头：文件里没有这一行，或者它是空行。请另选一行。"),
            Self::BadDelimiter(given) => format!("“{given}”不能作分隔符。请选逗号、分号、制表符或竖线。"),
        }
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(reason) => write!(f, "The file can't be read: {reason}. Upload it again."),
            Self::Empty => f.write_str("The file is empty. Check that the export had rows in it and upload it again."),
            Self::Encrypted => f.write_str("The workbook is protected by a password. Open it in Excel, remove the password, save it and upload it again."),
            Self::Html => f.write_str("This is a web page under an Excel name, as many systems export it. Open it in Excel or WPS, save it as “Excel Workbook (.xlsx)” and upload that."),
            Self::SpreadsheetXml => f.write_str("This is an “XML Spreadsheet 2003”. Open it in Excel or WPS, save it as “Excel Workbook (.xlsx)” and upload that."),
            Self::Xml => f.write_str("This is an XML file, not a table. Export Excel or CSV from the system it came from."),
            Self::Json => f.write_str("This is a JSON file, not a table. Export Excel or CSV from the system it came from."),
            Self::Pdf => f.write_str("This is a PDF; no table can be read from it. Export Excel or CSV from the system it came from."),
            Self::Image(form) => write!(f, "This is a picture ({form}). Upload the Excel or CSV file itself."),
            Self::Archive(form) => write!(f, "This is an archive ({form}). Unpack it and upload the Excel or CSV file inside."),
            Self::OtherDocument(program) => write!(f, "This is a {program} document. Copy its table into Excel, save that as .xlsx and upload it."),
            Self::OldWorkbook(form) => write!(f, "{form} can't be read. Open it in Excel or WPS, save it as “Excel Workbook (.xlsx)” and upload that."),
            Self::Binary => f.write_str("The file holds no text. Check that it is the right one, and export Excel or CSV from the system it came from."),
            Self::Damaged(reason) => write!(f, "The workbook is damaged ({reason}). Open it in Excel or WPS, let it repair, save it as .xlsx and upload that."),
            Self::TooBig(bytes) => write!(f, "Unpacked, the workbook has {} MB, more than can be held. Save it as CSV and upload that.", bytes >> 20),
            Self::NoSheet => f.write_str("The workbook has no worksheet with cells. Put the rows on an ordinary worksheet and upload it again."),
            Self::UnknownSheet(name) => write!(f, "The workbook has no sheet called “{name}”. Choose another."),
            Self::UnknownHeaderRow(number) => write!(f, "Row {number} can't be the header: the file has no such row, or it is blank. Choose another."),
            Self::BadDelimiter(given) => write!(f, "“{given}” can't be a delimiter. Choose comma, semicolon, tab or bar."),
        }
    }
}

impl std::error::Error for FileFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(reason) => Some(reason),
            _ => None,
        }
    }
}

impl From<std::io::Error> for FileFault {
    fn from(reason: std::io::Error) -> Self {
        Self::Io(reason)
    }
}

/// Why a file can't be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteFault {
    Io(std::io::Error),
    /// What the workbook writer refused; its words.
    Workbook(String),
    /// A row has another number of cells than the table has columns.
    WrongWidth {
        columns: usize,
        cells: usize,
    },
}

impl WriteFault {
    /// Stable code, `write.failed`; pages translate it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) | Self::Workbook(_) => "write.failed",
            Self::WrongWidth { .. } => "write.wrong_width",
        }
    }

    /// The sentence in Chinese, with the remedy.
    pub fn chinese(&self) -> String {
        match self {
            Self::Io(reason) => format!("文件写入失败：{reason}。请检查磁盘空间后重试。"),
            Self::Workbook(reason) => format!("Excel 文件写入失败：{reason}。请重试，或改用 CSV。"),
            Self::WrongWidth { columns, cells } => {
                format!("这一行有 {cells} 个单元格，表格有 {columns} 列，请使两者一致。")
            }
        }
    }
}

impl fmt::Display for WriteFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(reason) => {
                write!(f, "The file could not be written: {reason}. Check the space on the disk and try again.")
            }
            Self::Workbook(reason) => {
                write!(f, "The Excel file could not be written: {reason}. Try again, or use CSV.")
            }
            Self::WrongWidth { columns, cells } => {
                write!(f, "The row has {cells} cells and the table {columns} columns. Give it as many.")
            }
        }
    }
}

impl std::error::Error for WriteFault {}

impl From<std::io::Error> for WriteFault {
    fn from(reason: std::io::Error) -> Self {
        Self::Io(reason)
    }
}
