//! `roadbook duplicates scan`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tables::{Cell, Column, TableWriter, XlsxStyle, XlsxWriter};
use tempfile::TempDir;

const CUSTOMERS: &str = "\
序号,客户姓名,手机,车牌,出生日期,城市
1,张伟,13812345678,沪A12345,1985-03-07,上海
2,李娜,13912345678,沪B23456,1990-11-02,上海
3,張偉,+86 138-1234-5678,沪A·12345,,上海市
4,王小明,13712340001,苏E34567,1978-05-05,苏州
5,王建国,13712340001,苏E34567,1951-01-20,苏州
6,赵敏,13612345678,浙A45678,1988-08-08,杭州
7,陈静,13512345678,沪C56789,1992-02-14,上海
8,陈婧,13512345678,沪C56789,1992-02-14,上海
9,张伟,15900001111,京N99999,1970-12-12,北京
";

fn scan(folder: &Path, file: &str, extra: &[&str]) -> Output {
    scan_into(folder, file, "pairs.csv", extra)
}

fn scan_into(folder: &Path, file: &str, out: &str, extra: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_roadbook"))
        .current_dir(folder)
        .args(["duplicates", "scan", file, "--out", out])
        .args(extra)
        .output()
        .unwrap()
}

fn folder_with(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let pairs = folder.path().join("pairs.csv");
    (folder, pairs)
}

/// `(left, right, score)` of each line below the header.
fn pairs(file: &Path) -> Vec<(u32, u32, f64)> {
    let text = std::fs::read_to_string(file).unwrap();
    assert_eq!(text.lines().next(), Some("left,right,score,reasons"));
    text.lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split(',');
            let mut next = || cells.next().unwrap();
            (next().parse().unwrap(), next().parse().unwrap(), next().parse().unwrap())
        })
        .collect()
}

#[test]
fn a_table_is_searched_with_guessed_columns_and_no_database() {
    let (folder, file) = folder_with("customers.csv", CUSTOMERS.as_bytes());
    let output = scan(folder.path(), "customers.csv", &[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found = pairs(&file);
    let places: Vec<(u32, u32)> = found.iter().map(|(left, right, _)| (*left, *right)).collect();
    assert_eq!(places, [(1, 3), (7, 8)], "father and son with one phone, and a namesake elsewhere, are no duplicates");
    assert!(found.iter().all(|(.., score)| *score >= 0.99), "{found:?}");
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["rows"], 9);
    assert_eq!(summary["pairs_same"], 2);
    let kinds: Vec<&str> =
        summary["columns"].as_array().unwrap().iter().map(|column| column["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["name", "phone", "plate", "birth_date", "place"]);
    assert!(std::fs::read_to_string(&file).unwrap().contains("手机 same"));
    assert!(!folder.path().join("data").exists(), "no database is made for it");
}

#[test]
fn columns_may_be_told_and_left_out() {
    let (folder, file) = folder_with("customers.csv", CUSTOMERS.as_bytes());
    let told = ["--columns", "name=客户姓名,birth_date=5", "--score-min", "0.2"];
    assert!(scan(folder.path(), "customers.csv", &told).status.success());
    assert!(!std::fs::read_to_string(&file).unwrap().contains("手机"));
    assert!(scan(folder.path(), "customers.csv", &["--ignore", "手机,车牌"]).status.success());
    assert!(!std::fs::read_to_string(&file).unwrap().contains("手机"));
}

#[test]
fn the_same_table_in_another_form_gives_the_same_pairs() {
    let (folder, file) = folder_with("customers.csv", CUSTOMERS.as_bytes());
    assert!(scan(folder.path(), "customers.csv", &[]).status.success());
    let expected = pairs(&file);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(CUSTOMERS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(folder.path().join("utf16.csv"), utf16).unwrap();
    write_workbook(&folder.path().join("customers.xlsx"));
    for other in ["utf16.csv", "customers.xlsx"] {
        assert!(scan(folder.path(), other, &[]).status.success(), "{other}");
        assert_eq!(pairs(&file), expected, "{other}");
    }
}

fn write_workbook(file: &Path) {
    let rows: Vec<Vec<&str>> = CUSTOMERS.lines().map(|line| line.split(',').collect()).collect();
    let columns: Vec<Column> =
        rows[0].iter().map(|title| Column { title: (*title).to_owned(), width_digits: 12 }).collect();
    let mut writer: Box<dyn TableWriter> = Box::new(XlsxWriter::new(file, &columns, XlsxStyle::default()).unwrap());
    for row in &rows[1..] {
        let cells: Vec<Cell<'_>> = row.iter().map(|cell| Cell::Text(cell)).collect();
        writer.row(&cells).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn what_is_wrong_is_said_with_the_remedy() {
    let (folder, _) = folder_with("customers.csv", CUSTOMERS.as_bytes());
    for (file, extra, said) in [
        ("none.csv", &[][..], "none.csv"),
        ("customers.csv", &["--columns", "phone=电话号码"][..], "客户姓名"),
        ("customers.csv", &["--columns", "telephone=手机"][..], "birth_date"),
        ("customers.csv", &["--columns", "手机"][..], "kind=column"),
        ("customers.csv", &["--ignore", "nothing"][..], "nothing"),
        ("customers.csv", &["--score-min", "2"][..], "0 to below 1"),
    ] {
        let output = scan(folder.path(), file, extra);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{extra:?}");
        assert!(stderr.contains(said), "{extra:?}: {stderr}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_said_before_the_work() {
    let (folder, _) = folder_with("customers.csv", CUSTOMERS.as_bytes());
    for out in ["missing/folder/pairs.csv", "."] {
        let output = scan_into(folder.path(), "customers.csv", out, &[]);
        assert!(!output.status.success());
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(stderr.contains("a folder that is there") && !stderr.contains("comparing"), "{stderr}");
    }
}

#[test]
fn the_table_itself_is_never_overwritten() {
    let (folder, file) = folder_with("pairs.csv", CUSTOMERS.as_bytes());
    let output = scan(folder.path(), "pairs.csv", &[]);
    assert!(!output.status.success());
    assert_eq!(std::fs::read_to_string(file).unwrap(), CUSTOMERS);
}

#[test]
fn a_row_that_cannot_be_read_keeps_its_number() {
    let broken = CUSTOMERS.replace(
        "2,李娜,13912345678,沪B23456,1990-11-02,上海",
        "2,李娜,13912345678,沪B23456,1990-11-02,上海,one,too,many",
    );
    let (folder, file) = folder_with("customers.csv", broken.as_bytes());
    let output = scan(folder.path(), "customers.csv", &[]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 3 (row 2)"));
    assert_eq!(pairs(&file).first().map(|(left, right, _)| (*left, *right)), Some((1, 3)));
}
