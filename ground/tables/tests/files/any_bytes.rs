//! Whatever the bytes: no panic, no row lost, and what was written is what is read.

use std::sync::LazyLock;

use proptest::prelude::*;
use tables::values::{self, DateOrder};
use tables::{HeaderChoice, ReadSettings, Source};

use crate::fixture::{Fixture, read};
use crate::messy::check;

/// Bytes that begin like a known form, or are made of what CSV is made of.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let beginning = prop_oneof![
        Just(vec![]),
        Just(b"\xEF\xBB\xBF".to_vec()),
        Just(b"\xFF\xFE".to_vec()),
        Just(b"PK\x03\x04".to_vec()),
        Just(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        Just(b"a,b\n".to_vec()),
    ];
    let any = proptest::collection::vec(any::<u8>(), 0..400);
    let csv =
        proptest::collection::vec(proptest::sample::select(b"a1,;\t|\"\"\n\r \0\xB0\xA1\xE5\xBC\xA0".to_vec()), 0..400);
    (beginning, prop_oneof![any, csv]).prop_map(|(mut beginning, rest)| {
        beginning.extend(rest);
        beginning
    })
}

static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..20 {
        sheet.write(row, 0, format!("客户{row}")).unwrap().write(row, 1, row).unwrap();
    }
    workbook.save_to_buffer().unwrap()
});

proptest! {
    #[test]
    fn any_bytes_are_read_reported_or_refused(bytes in bytes()) {
        check(Fixture::new(bytes).path());
    }

    #[test]
    fn a_workbook_with_changed_bytes_is_read_reported_or_refused(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = WORKBOOK.clone();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        check(Fixture::new(bytes).path());
    }

    #[test]
    fn what_a_csv_writer_writes_is_read_back(rows in proptest::collection::vec(("[^\0]{0,12}", "[^\0]{0,12}"), 1..20)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["first", "second"]).unwrap();
        rows.iter().for_each(|(first, second)| writer.write_record([first, second]).unwrap());
        let file = Fixture::new(writer.into_inner().unwrap());
        let settings = ReadSettings { header: HeaderChoice::Row(1), delimiter: Some(','), ..ReadSettings::default() };
        let mut source = Source::open(file.path(), &settings).unwrap();
        let read: Vec<(String, String)> =
            source.rows().unwrap().map(|row| row.unwrap().cells).map(|cells| (cells[0].clone(), cells[1].clone())).collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn any_text_is_a_value_or_a_fault(text in "\\PC{0,24}") {
        let _ = values::parse_date(&text, None);
        let _ = values::parse_date(&text, Some(DateOrder::DayMonthYear));
        let _ = values::parse_amount(&text);
        let _ = values::parse_integer(&text);
        let _ = values::parse_flag(&text);
        let _ = values::guess_date_order([text.as_str()]);
    }

    #[test]
    fn an_amount_written_with_two_decimals_is_read_back(fen in -1_000_000_000_000_i64..1_000_000_000_000) {
        let text = format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
        prop_assert_eq!(values::parse_amount(&text), Ok(fen));
    }

    #[test]
    fn a_day_written_in_any_form_is_read_back(year in 1900..=2100_i32, ordinal in 1..=365_u32) {
        let day = chrono::NaiveDate::from_yo_opt(year, ordinal).unwrap();
        for form in ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%m.%d", "%Y%m%d", "%Y年%-m月%-d日", "%-d %B %Y", "%b %-d, %Y", "%Y-%m-%d %H:%M"] {
            let text = day.and_hms_opt(9, 30, 0).unwrap().format(form).to_string();
            prop_assert_eq!(values::parse_date(&text, None), Ok(day), "{}", text);
        }
    }
}

#[test]
fn a_settled_encoding_that_is_wrong_reports_rows_and_loses_none() {
    let file = Fixture::new("姓名,电话\n张三,1\n李四,2\n");
    let settings =
        ReadSettings { encoding: Some(tables::Encoding::Big5), header: HeaderChoice::None, ..ReadSettings::default() };
    let (_, tally) = read(&file, &settings).unwrap();
    assert_eq!(tally.total(), 3);
}
