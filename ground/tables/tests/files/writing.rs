//! Lists that are written and read back.

use chrono::NaiveDate;
use tables::{Cell, Column, CsvWriter, ReadSettings, TableWriter, XlsxStyle, XlsxWriter};

use crate::fixture::{Fixture, read};

fn columns() -> Vec<Column> {
    ["姓名", "备注", "积分", "成交价", "购车日期", "到店"]
        .map(|title| Column { title: title.into(), width_digits: 14 })
        .to_vec()
}

/// The exporter does not know which file it writes.
fn write(mut writer: Box<dyn TableWriter>) {
    let day = NaiveDate::from_ymd_opt(2024, 1, 5).unwrap();
    let moment = day.and_hms_opt(9, 30, 0).unwrap();
    let note = "=HYPERLINK(\"x\"), \"引号\"\n第二行";
    writer
        .row(&[
            Cell::Text("张三"),
            Cell::Text(note),
            Cell::Integer(-5),
            Cell::Amount(-1_234_560),
            Cell::Date(day),
            Cell::Moment(moment),
        ])
        .unwrap();
    writer
        .row(&[Cell::Text("李四"), Cell::Empty, Cell::Integer(12), Cell::Amount(5), Cell::Empty, Cell::Empty])
        .unwrap();
    let fault = writer.row(&[Cell::Empty]).unwrap_err();
    assert_eq!(fault.code(), "write.wrong_width");
    let written = writer.finish().unwrap();
    assert_eq!((written.rows, written.sheets, written.shortened_cells), (2, 1, 0));
}

#[test]
fn a_csv_opens_in_excel_and_runs_nothing() {
    let file = Fixture::unwritten("csv");
    write(Box::new(CsvWriter::new(std::fs::File::create(file.path()).unwrap(), &columns()).unwrap()));
    let bytes = std::fs::read(file.path()).unwrap();
    assert!(bytes.starts_with("\u{FEFF}姓名,备注".as_bytes()));
    assert_eq!(
        read(&file, &ReadSettings::default()).unwrap().0,
        [
            "2: 张三|'=HYPERLINK(\"x\"), \"引号\"\n第二行|-5|-12345.60|2024-01-05|2024-01-05 09:30:00",
            "4: 李四||12|0.05||"
        ]
    );
}

#[test]
fn a_workbook_has_typed_cells_and_its_footer() {
    let file = Fixture::unwritten("xlsx");
    let style =
        XlsxStyle { sheet_name: "客户".into(), footer: Some("王经理 & 2024-01-05 导出".into()), origin: None };
    write(Box::new(XlsxWriter::new(file.path(), &columns(), style).unwrap()));
    assert_eq!(
        read(&file, &ReadSettings::default()).unwrap().0,
        [
            "2: 张三|=HYPERLINK(\"x\"), \"引号\"\n第二行|-5|-12345.6|2024-01-05|2024-01-05 09:30:00",
            "3: 李四||12|0.05||",
            "5: 王经理 & 2024-01-05 导出|||||"
        ]
    );
}

#[test]
fn characters_xml_does_not_know_leave_the_workbook_readable() {
    let file = Fixture::unwritten("xlsx");
    let columns = [Column { title: "备注".into(), width_digits: 20 }, Column { title: "值".into(), width_digits: 8 }];
    let mut writer = Box::new(XlsxWriter::new(file.path(), &columns, XlsxStyle::default()).unwrap());
    writer.row(&[Cell::Text("a\u{1}b\u{b}<&>\u{FFFF}😀"), Cell::Integer(i64::MAX)]).unwrap();
    writer.finish().unwrap();
    let (lines, _) = read(&file, &ReadSettings::default()).unwrap();
    assert!(lines[0].contains("<&>") && lines[0].ends_with("😀|9223372036854775807"), "{lines:?}");
}
