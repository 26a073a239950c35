//! Excel workbooks, written row by row to disk: a styled, frozen header, column widths, typed dates and numbers.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use super::{Cell, Column, TableWriter, Written, amount_text, check_width};
use crate::WriteFault;

/// What a workbook looks like beyond its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct XlsxStyle {
    /// The tab's name; characters Excel forbids become spaces. Empty for `Sheet1`.
    pub sheet_name: String,
    /// Who exported this when and why: the last line of each sheet, below an empty one, and the foot of each printed page.
    pub footer: Option<String>,
    /// Who exported this, and the mark by which the file is known again: kept in the properties of the document.
    pub origin: Option<Origin>,
}

/// Where a workbook comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub author: String,
    pub mark: String,
}

/// Writes an Excel workbook. Rows go to a temporary file as they come; only the current one is in memory.
pub struct XlsxWriter {
    path: PathBuf,
    workbook: Workbook,
    columns: Vec<Column>,
    style: XlsxStyle,
    formats: Formats,
    /// The row after the last one written on the current sheet, from 0.
    next_row: u32,
    /// The rows of a sheet, header and footer included.
    rows_max: u32,
    written: Written,
}

impl XlsxWriter {
    /// Begins the workbook with its header. The file appears when it is finished.
    ///
    /// # Errors
    /// If there are more columns than Excel has, or no temporary file can be made.
    pub fn new(path: &Path, columns: &[Column], style: XlsxStyle) -> Result<Self, WriteFault> {
        Self::with_rows_max(path, columns, style, EXCEL_ROWS)
    }

    fn with_rows_max(path: &Path, columns: &[Column], style: XlsxStyle, rows_max: u32) -> Result<Self, WriteFault> {
        let mut workbook = Workbook::new();
        if let Some(origin) = &style.origin {
            let properties = DocProperties::new().set_author(&origin.author).set_comment(&origin.mark);
            workbook.set_properties(&properties.set_custom_property("Roadbook-Mark", origin.mark.as_str()));
        }
        let mut writer = Self {
            path: path.to_owned(),
            workbook,
            columns: columns.to_vec(),
            style,
            formats: Formats::new(),
            next_row: 0,
            rows_max,
            written: Written { rows: 0, sheets: 0, shortened_cells: 0 },
        };
        writer.begin_sheet()?;
        Ok(writer)
    }

    fn begin_sheet(&mut self) -> Result<(), WriteFault> {
        self.written.sheets += 1;
        let name = tab_name(&self.style.sheet_name, self.written.sheets);
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?.set_landscape();
        if let Some(footer) = &self.style.footer {
            let footer: String = footer.replace('&', "&&").chars().take(200).collect();
            sheet.set_footer(format!("&L{footer}&R&P / &N"));
        }
        for (place, column) in (0_u16..).zip(&self.columns) {
            sheet.set_column_width(place, f64::from(column.width_digits.clamp(4, 120)))?;
            sheet.write_string_with_format(0, place, shortened(&column.title).0, &self.formats.header)?;
        }
        self.next_row = 1;
        Ok(())
    }

    fn sheet(&mut self) -> Result<&mut Worksheet, WriteFault> {
        Ok(self.workbook.worksheet_from_index(self.written.sheets as usize - 1)?)
    }

    fn write_footer(&mut self) -> Result<(), WriteFault> {
        let Some(footer) = self.style.footer.clone() else { return Ok(()) };
        let row = self.next_row + 1;
        let format = self.formats.footer.clone();
        self.sheet()?.write_string_with_format(row, 0, shortened(&footer).0, &format)?;
        Ok(())
    }
}

impl TableWriter for XlsxWriter {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteFault> {
        check_width(self.columns.len(), cells.len())?;
        if self.next_row + FOOTER_ROWS >= self.rows_max {
            self.write_footer()?;
            self.begin_sheet()?;
        }
        let row = self.next_row;
        let sheet = self.workbook.worksheet_from_index(self.written.sheets as usize - 1)?;
        for (column, cell) in (0_u16..).zip(cells) {
            let is_shortened = write_cell(sheet, row, column, cell, &self.formats)?;
            self.written.shortened_cells += u64::from(is_shortened);
        }
        self.next_row += 1;
        self.written.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteFault> {
        self.write_footer()?;
        self.workbook.save(&self.path)?;
        Ok(self.written)
    }
}

impl From<XlsxError> for WriteFault {
    fn from(reason: XlsxError) -> Self {
        match reason {
            XlsxError::IoError(reason) => Self::Io(reason),
            other => Self::Workbook(other.to_string()),
        }
    }
}

const EXCEL_ROWS: u32 = 1_048_576;
/// An empty line and the footer.
const FOOTER_ROWS: u32 = 2;
/// Characters of UTF-16 in a cell.
const CELL_UNITS_MAX: usize = 32_767;
/// Whole numbers beyond this lose digits as Excel numbers and are written as text.
const EXACT_MAX: u64 = 999_999_999_999_999;

struct Formats {
    header: Format,
    date: Format,
    moment: Format,
    amount: Format,
    integer: Format,
    footer: Format,
}

impl Formats {
    fn new() -> Self {
        let header = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00F1_F3F5))
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0x00AD_B5BD))
            .set_align(FormatAlign::VerticalCenter);
        Self {
            header,
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            amount: Format::new().set_num_format("#,##0.00"),
            integer: Format::new().set_num_format("0"),
            footer: Format::new().set_italic().set_font_color(Color::RGB(0x0086_8E96)),
        }
    }
}

/// Says whether a text had to be cut.
fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell<'_>,
    formats: &Formats,
) -> Result<bool, WriteFault> {
    match cell {
        Cell::Empty | Cell::Text("") => {}
        Cell::Text(text) => {
            let (text, is_shortened) = shortened(text);
            sheet.write_string(row, column, text)?;
            return Ok(is_shortened);
        }
        Cell::Integer(number) if number.unsigned_abs() <= EXACT_MAX => {
            sheet.write_number_with_format(row, column, *number as f64, &formats.integer)?;
        }
        Cell::Amount(minor) if minor.unsigned_abs() <= EXACT_MAX => {
            sheet.write_number_with_format(row, column, *minor as f64 / 100.0, &formats.amount)?;
        }
        Cell::Integer(number) => {
            sheet.write_string(row, column, number.to_string())?;
        }
        Cell::Amount(minor) => {
            sheet.write_string(row, column, amount_text(*minor))?;
        }
        Cell::Date(day) => match excel_day(*day) {
            Some(serial) => {
                sheet.write_datetime_with_format(row, column, serial, &formats.date)?;
            }
            None => {
                sheet.write_string(row, column, day.format("%Y-%m-%d").to_string())?;
            }
        },
        Cell::Moment(moment) => match excel_moment(*moment) {
            Some(serial) => {
                sheet.write_datetime_with_format(row, column, serial, &formats.moment)?;
            }
            None => {
                sheet.write_string(row, column, moment.format("%Y-%m-%d %H:%M:%S").to_string())?;
            }
        },
    }
    Ok(false)
}

/// None before 1900 and after 9999, which Excel does not know.
fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

fn excel_moment(moment: NaiveDateTime) -> Option<ExcelDateTime> {
    let (hour, minute, second) = (moment.hour(), moment.minute(), moment.second());
    excel_day(moment.date())?.and_hms(u16::try_from(hour).ok()?, u8::try_from(minute).ok()?, f64::from(second)).ok()
}

fn shortened(text: &str) -> (String, bool) {
    if text.len() <= CELL_UNITS_MAX || text.encode_utf16().count() <= CELL_UNITS_MAX {
        return (text.to_owned(), false);
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < CELL_UNITS_MAX
    });
    (kept.collect::<String>() + "…", true)
}

/// At most 31 characters, none of `* ? : [ ] \ /`, no apostrophe at the ends; from the second sheet on with its number.
fn tab_name(wanted: &str, number: u32) -> String {
    let plain = wanted.replace(['*', '?', ':', '[', ']', '\\', '/'], " ");
    let plain = plain.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    let plain = if plain.is_empty() { "Sheet1" } else { plain };
    let ending = if number > 1 { format!(" ({number})") } else { String::new() };
    let mut units = ending.encode_utf16().count();
    let kept = plain.chars().take_while(|c| {
        units += c.len_utf16();
        units <= 31
    });
    kept.collect::<String>().trim_end_matches('\'').to_owned() + &ending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_name_is_one_excel_takes() {
        assert_eq!(tab_name("客户/2024[1]", 1), "客户 2024 1");
        assert_eq!(tab_name("''", 1), "Sheet1");
        assert_eq!(tab_name(&"长".repeat(40), 12).encode_utf16().count(), 31);
    }

    #[test]
    fn a_list_longer_than_a_sheet_goes_on_to_the_next() {
        let path = std::env::temp_dir().join(format!("tables-sheets-{}.xlsx", std::process::id()));
        let columns = [Column { title: "序号".into(), width_digits: 8 }];
        let style = XlsxStyle { sheet_name: "客户".into(), footer: Some("导出人 张三".into()), origin: None };
        let mut writer = Box::new(XlsxWriter::with_rows_max(&path, &columns, style, 10).unwrap());
        for number in 0..20 {
            writer.row(&[Cell::Integer(number)]).unwrap();
        }
        assert_eq!(writer.finish().unwrap(), Written { rows: 20, sheets: 3, shortened_cells: 0 });
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_counted() {
        let (text, is_shortened) = shortened(&"长".repeat(40_000));
        assert!(is_shortened);
        assert_eq!(text.encode_utf16().count(), CELL_UNITS_MAX);
    }
}
