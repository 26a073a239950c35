//! CSV and its relatives: encodings, delimiters, headers, and rows that are wrong.

use encoding_rs::{BIG5, GB18030};
use tables::{BlankLines, Encoding, HeaderChoice, ReadSettings, ShortRows, Source, Tally, sniff};

use crate::fixture::{Fixture, lines, read};

const CUSTOMERS: &str = "客户姓名,手机号,备注\n张三,13800138000,喜欢白色\n李四,13900139000,周末来店\n";
const CUSTOMERS_TRADITIONAL: &str = "客戶姓名,手機號,備註\n張三豐,13800138000,喜歡白色\n李四維,13900139000,週末來店\n";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn sniffed_encoding(bytes: &[u8]) -> (Encoding, bool) {
    let sniffed = sniff(Fixture::new(bytes).path()).unwrap();
    (sniffed.encoding.unwrap(), sniffed.has_mark)
}

#[test]
fn every_encoding_gives_the_same_rows() {
    let marked = format!("\u{FEFF}{CUSTOMERS}");
    for (bytes, encoding, has_mark) in [
        (CUSTOMERS.as_bytes().to_vec(), Encoding::Utf8, false),
        (marked.as_bytes().to_vec(), Encoding::Utf8, true),
        (utf16(CUSTOMERS, u16::to_le_bytes), Encoding::Utf16Le, false),
        (utf16(&marked, u16::to_le_bytes), Encoding::Utf16Le, true),
        (utf16(CUSTOMERS, u16::to_be_bytes), Encoding::Utf16Be, false),
        (utf16(&marked, u16::to_be_bytes), Encoding::Utf16Be, true),
        (GB18030.encode(CUSTOMERS).0.to_vec(), Encoding::Gb18030, false),
    ] {
        assert_eq!(sniffed_encoding(&bytes), (encoding, has_mark));
        assert_eq!(lines(&bytes), ["2: 张三|13800138000|喜欢白色", "3: 李四|13900139000|周末来店"], "{encoding:?}");
    }
}

#[test]
fn gbk_is_told_from_big5_and_from_latin_letters() {
    // 姓名,电话 / 王伟,1 in GBK, byte by byte.
    let short = b"\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\n\xCD\xF5\xCE\xB0,1\n";
    assert_eq!(sniffed_encoding(short).0, Encoding::Gb18030);
    assert_eq!(lines(short), ["2: 王伟|1"]);
    let big5 = BIG5.encode(CUSTOMERS_TRADITIONAL).0;
    assert_eq!(sniffed_encoding(&big5).0, Encoding::Big5);
    assert_eq!(lines(&big5)[0], "2: 張三豐|13800138000|喜歡白色");
    let latin = b"name,city\nJos\xE9,M\xFCnchen\nBj\xF6rk,Reykjav\xEDk\n";
    assert_eq!(sniffed_encoding(latin).0, Encoding::Windows1252);
    assert_eq!(lines(latin), ["2: José|München", "3: Björk|Reykjavík"]);
}

#[test]
fn chinese_far_below_an_ascii_beginning_still_decides() {
    let mut bytes = b"code,name\n".to_vec();
    for number in 0..60_000 {
        bytes.extend(format!("{number},plain\n").bytes());
    }
    bytes.extend(GB18030.encode("60000,福州分公司\n").0.iter());
    assert_eq!(sniffed_encoding(&bytes).0, Encoding::Gb18030);
}

#[test]
fn bytes_that_do_not_decode_are_reported_with_their_line() {
    let mut bytes = GB18030.encode(CUSTOMERS).0.to_vec();
    bytes.extend(b"\xCD\xF5\xFF,13700137000,x\n");
    bytes.extend(GB18030.encode("赵六,13600136000,好\n").0.iter());
    let file = Fixture::new(&bytes);
    let sniffed = sniff(file.path()).unwrap();
    assert_eq!((sniffed.undecodable, sniffed.undecodable_lines), (1, vec![4]));
    let (lines, tally) = read(&file, &ReadSettings::default()).unwrap();
    assert_eq!(lines[2..], ["4! row.undecodable 王\u{FFFD}|13700137000|x", "5: 赵六|13600136000|好"]);
    assert_eq!(tally, Tally { header: 1, read: 3, reported: 1, ..Tally::default() });
}

#[test]
fn one_broken_line_does_not_make_utf8_another_encoding() {
    let mut bytes = CUSTOMERS.as_bytes().to_vec();
    bytes.extend(b"\xE5\xBC,1,2\n");
    assert_eq!(sniffed_encoding(&bytes).0, Encoding::Utf8);
    assert_eq!(lines(&bytes)[2], "4! row.undecodable \u{FFFD}|1|2");
}

#[test]
fn the_delimiter_is_the_one_that_parts_rows_alike() {
    for (text, delimiter) in [
        ("a;b;c\n1,5;2,5;x\n1,7;2;y\n", ';'),
        ("a\tb\n1,2\t3\n4\t5;6\n", '\t'),
        ("a|b\nx, y|2\nz|3\n", '|'),
        ("name,note\n张三,\"a;b;c\"\n李四,\"d;e;f\"\n", ','),
        ("sep=;\na;b\n1;2\n", ';'),
        ("one\ntwo\n", ','),
    ] {
        assert_eq!(sniff(Fixture::new(text).path()).unwrap().delimiter, Some(delimiter), "{text}");
    }
}

#[test]
fn excels_separator_line_is_no_row() {
    let (lines, tally) = read(&Fixture::new("sep=;\nname;age\n张三;30\n"), &ReadSettings::default()).unwrap();
    assert_eq!(lines, ["3: 张三|30"]);
    assert_eq!(tally, Tally { above_header: 1, header: 1, read: 1, ..Tally::default() });
}

#[test]
fn the_header_is_found_below_titles_and_padding() {
    let text = "福州店客户名单,,\n导出时间：2024-01-05,,\n\n姓名,电话,购车日期\n张三,13800138000,2024-01-05\n";
    let file = Fixture::new(text);
    let sniffed = sniff(file.path()).unwrap();
    assert_eq!((sniffed.header_row, sniffed.headers), (Some(4), vec!["姓名".into(), "电话".into(), "购车日期".into()]));
    let (lines, tally) = read(&file, &ReadSettings::default()).unwrap();
    assert_eq!(lines, ["5: 张三|13800138000|2024-01-05"]);
    assert_eq!(tally, Tally { above_header: 3, header: 1, read: 1, ..Tally::default() });
}

#[test]
fn a_long_remark_beside_the_titles_and_signs_nobody_sees_leave_them_titles() {
    let remark = "Exported by Zhang Wei on 2026-03-16 10:00; reason: monthly calls · RB-7KQ2M9XWTD";
    let unseen = "\u{2060}\u{200B}\u{200C}".repeat(20);
    let text = format!("Customer{unseen},Phone,{remark}\r\nLi Hong,13900002222,\r\nWang Ming,13800001111,\r\n");
    let sniffed = sniff(Fixture::new(text.as_str()).path()).unwrap();
    assert_eq!((sniffed.header_row, sniffed.columns), (Some(1), 3));
}

#[test]
fn a_file_without_a_header_loses_no_row() {
    let text = "张三,13800138000,2024-01-05\n李四,13900139000,2024-02-05\n";
    assert_eq!(sniff(Fixture::new(text).path()).unwrap().header_row, None);
    assert_eq!(lines(text), ["1: 张三|13800138000|2024-01-05", "2: 李四|13900139000|2024-02-05"]);
}

#[test]
fn plates_and_part_numbers_are_no_names_of_columns() {
    for text in [
        "闽A12345,张三\n沪B67890,李四\n",
        "1K0615301,刹车盘\n5C0615302,刹车片\n",
        "RO-2024-001,张三\nRO-2024-002,李四\n",
    ] {
        assert_eq!(sniff(Fixture::new(text).path()).unwrap().header_row, None, "{text}");
    }
    for text in ["车牌,电话1,电话2\n闽A12345,1,2\n", "part,1998-01,1998-02\nA1,0,3\n", ",2022,2023,2024\n福州,1,2,3\n"]
    {
        assert_eq!(sniff(Fixture::new(text).path()).unwrap().header_row, Some(1), "{text}");
    }
}

#[test]
fn settled_headers_overrule_the_guess() {
    let file = Fixture::new("a,b\nc,d\n1,2\n");
    let with = |header| ReadSettings { header, ..ReadSettings::default() };
    assert_eq!(read(&file, &with(HeaderChoice::None)).unwrap().0, ["1: a|b", "2: c|d", "3: 1|2"]);
    assert_eq!(read(&file, &with(HeaderChoice::Row(2))).unwrap().0, ["3: 1|2"]);
    assert_eq!(read(&file, &with(HeaderChoice::Row(9))).unwrap_err().code(), "file.unknown_header_row");
}

#[test]
fn quotes_keep_delimiters_line_breaks_and_quotes() {
    let text = "name,note\n张三,\"a, \"\"b\"\"\r\nc\"\n李四, \"d\" \n王五, e \n";
    assert_eq!(lines(text), ["2: 张三|a, \"b\"\r\nc", "4: 李四|d", "5: 王五| e "]);
}

#[test]
fn a_missing_closing_quote_costs_one_line() {
    let rows: String = (3..2_000).map(|number| format!("{number},plain,x\n")).collect();
    let read = lines(format!("id,note,more\n1,fine,x\n2,\"open,x\n{rows}"));
    assert_eq!(read[..3], ["2: 1|fine|x", "3! row.unclosed_quote 2|open|x", "4: 3|plain|x"]);
    assert_eq!(read.len(), 1_999);
}

#[test]
fn a_missing_closing_quote_that_closes_by_accident_costs_one_line() {
    let swallowing = "id,note,more\n1,\"open,x\n2,fine,x\n3,fine,\"y\"\n4,z\",z\n5,fine,x\n";
    let read = lines(swallowing);
    assert_eq!(
        read,
        ["2! row.unclosed_quote 1|open|x", "3: 2|fine|x", "4: 3|fine|y", "5! row.stray_quote 4|z|z", "6: 5|fine|x"]
    );
    // Closed cleanly far below, but the row then has too few cells.
    assert_eq!(lines("id,note,more\n1,\"open,x\n2,fine,x\n3,\",x,y,z\n")[0], "2! row.unclosed_quote 1|open|x");
}

#[test]
fn a_stray_quote_costs_its_line() {
    assert_eq!(
        lines("a,b\n1,5\" pipe\n2,\"x\" y\n3,z\n"),
        ["2! row.stray_quote 1|5\" pipe", "3! row.stray_quote 2|x\" y", "4: 3|z"]
    );
    let settings = ReadSettings { quotes_are_text: true, ..ReadSettings::default() };
    let file = Fixture::new("a,b\n1,5\" pipe\n2,\"x\n");
    assert_eq!(read(&file, &settings).unwrap().0, ["2: 1|5\" pipe", "3: 2|\"x"]);
}

#[test]
fn rows_of_the_wrong_width_are_reported_and_spare_empty_cells_are_not() {
    let text = "a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,2,3\n";
    assert_eq!(lines(text), ["2! row.too_few_cells 1|2", "3! row.too_many_cells 1|2|3|4", "4: 1|2|3", "5: 1|2|3"]);
    let settings = ReadSettings { short_rows: ShortRows::Fill, ..ReadSettings::default() };
    assert_eq!(read(&Fixture::new(text), &settings).unwrap().0[0], "2: 1|2|");
}

#[test]
fn characters_lost_before_the_export_are_doubts() {
    let file = Fixture::new("name,city,note\n锟斤拷,福州,ok??\n???,a\u{FFFD}b,铁锟\n");
    let mut source = Source::open(file.path(), &ReadSettings::default()).unwrap();
    let doubted: Vec<Vec<usize>> =
        source.rows().unwrap().map(|row| row.unwrap().doubts.iter().map(|doubt| doubt.column).collect()).collect();
    assert_eq!(doubted, [vec![0], vec![0, 1]]);
}

#[test]
fn a_nul_is_reported() {
    assert_eq!(lines("a,b,c\n1,\0,3\n4,5,6\n"), ["2! row.null_byte 1|\0|3", "3: 4|5|6"]);
}

#[test]
fn a_line_too_long_to_hold_is_reported_and_passed() {
    let long = "x".repeat(9 << 20);
    let read = lines(format!("a,b\n1,2\n3,{long}\r\n5,6\n"));
    assert_eq!(read.len(), 3);
    assert!(read[1].starts_with("3! row.too_long 3,xxx"), "{}", &read[1][..40]);
    assert_eq!(read[2], "4: 5|6");
}

#[test]
fn blank_lines_are_counted_or_kept() {
    let file = Fixture::new("name\n张三\n\n  \n李四\n");
    let (lines, tally) = read(&file, &ReadSettings::default()).unwrap();
    assert_eq!(lines, ["2: 张三", "5: 李四"]);
    assert_eq!(tally, Tally { header: 1, blank: 2, read: 2, ..Tally::default() });
    let settings = ReadSettings { blank_lines: BlankLines::Keep, ..ReadSettings::default() };
    assert_eq!(read(&file, &settings).unwrap().0, ["2: 张三", "3: ", "4:   ", "5: 李四"]);
}

#[test]
fn every_kind_of_line_end_ends_a_line() {
    for text in ["a,b\r1,2\r3,4\r", "a,b\r\n1,2\r\n3,4", "a,b\n1,2\n3,4\n"] {
        assert_eq!(lines(text), ["2: 1|2", "3: 3|4"], "{text:?}");
    }
}

#[test]
fn rows_across_the_joints_of_chunks_are_whole() {
    // Row lengths that move the end of a chunk through every place of a row, in a two-byte encoding.
    let mut text = "编号,姓名,备注\r\n".to_owned();
    for number in 0..40_000 {
        text.push_str(&format!("{number},\"张\"\"三\"\"\",第{}行\r\n", "长".repeat(number % 7)));
    }
    let (lines, tally) = read(&Fixture::new(GB18030.encode(&text).0), &ReadSettings::default()).unwrap();
    assert_eq!(tally.read, 40_000);
    assert!(
        lines
            .iter()
            .enumerate()
            .all(|(number, line)| line.starts_with(&format!("{}: {number}|张\"三\"|第", number + 2)))
    );
}

#[test]
fn settings_survive_as_json() {
    let settings = ReadSettings {
        encoding: Some(Encoding::Gb18030),
        delimiter: Some('\t'),
        header: HeaderChoice::Row(3),
        ..ReadSettings::default()
    };
    let json = serde_json::to_string(&settings).unwrap();
    assert_eq!(serde_json::from_str::<ReadSettings>(&json).unwrap(), settings);
    assert_eq!(
        serde_json::from_str::<ReadSettings>("{\"encoding\":\"UTF-8\"}").unwrap().encoding,
        Some(Encoding::Utf8)
    );
    assert_eq!("gbk".parse(), Ok(Encoding::Gb18030));
    assert!("EBCDIC".parse::<Encoding>().is_err());
}

#[test]
fn a_source_reads_again_from_the_beginning_and_says_how_far_it_is() {
    let file = Fixture::new(CUSTOMERS);
    let mut source = Source::open(file.path(), &ReadSettings::default()).unwrap();
    assert_eq!(source.rows().unwrap().count(), 2);
    let mut rows = source.rows().unwrap();
    assert!(rows.by_ref().all(|row| row.is_ok()));
    assert!((rows.progress() - 1.0).abs() < f64::EPSILON);
}
