//! Excel and OpenDocument workbooks.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tables::{Doubt, HeaderChoice, ReadSettings, Row, Source, sniff};

use crate::fixture::{Fixture, read, zip};

fn saved(mut workbook: Workbook) -> Fixture {
    let file = Fixture::unwritten("xlsx");
    workbook.save(file.path()).unwrap();
    file
}

#[test]
fn cells_read_as_excel_shows_them() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("yyyy/m/d");
    let chinese_day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for (column, title) in (0..).zip(["姓名", "手机", "购车日期", "生日", "到店时间", "价格", "会员"])
    {
        sheet.write(0, column, title).unwrap();
    }
    sheet.write(1, 0, "张三").unwrap();
    sheet.write(1, 1, 13_800_138_000.0).unwrap();
    sheet.write_with_format(1, 2, ExcelDateTime::from_ymd(2024, 1, 5).unwrap(), &day).unwrap();
    sheet.write_with_format(1, 3, ExcelDateTime::from_ymd(1988, 12, 31).unwrap(), &chinese_day).unwrap();
    let arrival = ExcelDateTime::from_ymd(2024, 1, 5).unwrap().and_hms(9, 30, 0.0).unwrap();
    sheet.write_with_format(1, 4, arrival, &moment).unwrap();
    sheet.write(1, 5, 199_800.1).unwrap();
    sheet.write(1, 6, true).unwrap();
    let (lines, _) = read(&saved(workbook), &ReadSettings::default()).unwrap();
    assert_eq!(lines, ["2: 张三|13800138000|2024-01-05|1988-12-31|2024-01-05 09:30:00|199800.1|TRUE"]);
}

#[test]
fn failed_formulas_and_lost_digits_are_doubts() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "姓名").unwrap().write(0, 1, "身份证号").unwrap().write(0, 2, "顾问").unwrap();
    sheet.write(1, 0, "张三").unwrap().write(1, 1, 350_103_199_001_011_232.0).unwrap();
    sheet.write_formula(1, 2, Formula::new("=VLOOKUP(1,A1:B2,2)").set_result("#N/A")).unwrap();
    let file = saved(workbook);
    let mut source = Source::open(file.path(), &ReadSettings::default()).unwrap();
    let rows: Vec<Row> = source.rows().unwrap().map(Result::unwrap).collect();
    assert_eq!(rows[0].cells[2], "");
    let doubts: Vec<(usize, Doubt)> = rows[0].doubts.iter().map(|doubt| (doubt.column, doubt.doubt)).collect();
    assert_eq!(doubts, [(1, Doubt::DigitsLost), (2, Doubt::FormulaFailed("#N/A"))]);
}

#[test]
fn the_fullest_visible_sheet_is_read_and_another_on_demand() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("说明").unwrap().write(0, 0, "请看下一页").unwrap();
    let list = workbook.add_worksheet().set_name("客户").unwrap();
    list.write(0, 0, "姓名").unwrap().write(0, 1, "年龄").unwrap();
    for row in 1..5 {
        list.write(row, 0, format!("客户{row}")).unwrap().write(row, 1, row).unwrap();
    }
    let hidden = workbook.add_worksheet().set_name("字典").unwrap().set_hidden(true);
    (0..50).for_each(|row| {
        hidden.write(row, 0, row).unwrap();
    });
    let file = saved(workbook);
    let sniffed = sniff(file.path()).unwrap();
    assert_eq!(sniffed.sheet.as_deref(), Some("客户"));
    assert_eq!(
        sniffed.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.rows, sheet.is_hidden)).collect::<Vec<_>>(),
        [("说明", 1, false), ("客户", 5, false), ("字典", 50, true)]
    );
    let on =
        |sheet: &str| ReadSettings { sheet: Some(sheet.into()), header: HeaderChoice::None, ..ReadSettings::default() };
    assert_eq!(read(&file, &on("说明")).unwrap().0, ["1: 请看下一页"]);
    assert_eq!(read(&file, &on("无此页")).unwrap_err().code(), "file.unknown_sheet");
}

#[test]
fn rows_keep_excels_numbers_through_padding_and_gaps() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(1, 1, 1, 3, "福州店客户名单", &Format::new()).unwrap();
    for (column, title) in (1..).zip(["姓名", "电话", "日期"]) {
        sheet.write(3, column, title).unwrap();
    }
    sheet.write(4, 1, "张三").unwrap().write(4, 2, "13800138000").unwrap();
    sheet.write(7, 1, "李四").unwrap().write(7, 3, "2024-01-05").unwrap();
    let file = saved(workbook);
    assert_eq!(sniff(file.path()).unwrap().header_row, Some(4));
    let (lines, tally) = read(&file, &ReadSettings::default()).unwrap();
    assert_eq!(lines, ["5: |张三|13800138000|", "8: |李四||2024-01-05"]);
    assert_eq!((tally.above_header, tally.header, tally.blank, tally.read, tally.total()), (3, 1, 2, 2, 8));
}

#[test]
fn an_opendocument_sheet_is_read() {
    let content = r#"<?xml version="1.0" encoding="UTF-8"?>
        <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
        <office:body><office:spreadsheet><table:table table:name="客户">
        <table:table-row><table:table-cell office:value-type="string"><text:p>姓名</text:p></table:table-cell>
            <table:table-cell office:value-type="string"><text:p>日期</text:p></table:table-cell></table:table-row>
        <table:table-row><table:table-cell office:value-type="string"><text:p>张三</text:p></table:table-cell>
            <table:table-cell office:value-type="date" office:date-value="2024-01-05"><text:p>5.1.24</text:p></table:table-cell></table:table-row>
        </table:table></office:spreadsheet></office:body></office:document-content>"#;
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let file = Fixture::new(zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.replace(['\n'], "").replace("    ", "").as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ]));
    assert_eq!(sniff(file.path()).unwrap().format.word(), "ods");
    assert_eq!(read(&file, &ReadSettings::default()).unwrap().0, ["2: 张三|2024-01-05"]);
}
