//! Reads a file to its end and says how fast: `cargo run --release -p tables --example read_speed FILE`.
//! With `--make ROWS FILE` it writes a file to read, CSV or .xlsx by its name.

use std::path::Path;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use tables::{Cell, Column, CsvWriter, ReadSettings, Source, TableWriter, XlsxStyle, XlsxWriter};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--make", rows, file] => make(Path::new(file), rows.parse()?),
        [file] => read(Path::new(file)),
        _ => Err("give a file, or --make ROWS FILE".into()),
    }
}

fn read(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let begun = Instant::now();
    let mut source = Source::open(path, &ReadSettings::default())?;
    println!(
        "opened in {:.2} s: {:?} {:?}",
        begun.elapsed().as_secs_f64(),
        source.sniffed().format,
        source.sniffed().encoding
    );
    let begun = Instant::now();
    let mut rows = source.rows()?;
    let mut characters = 0;
    for row in rows.by_ref() {
        let cells = row.map_or_else(|fault| fault.cells, |row| row.cells);
        characters += cells.iter().map(String::len).sum::<usize>();
    }
    let seconds = begun.elapsed().as_secs_f64();
    let tally = rows.tally();
    println!("{tally:?}");
    println!("{:.2} s, {:.0} rows/s, {} MB of cells", seconds, tally.total() as f64 / seconds, characters >> 20);
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
    }
    Ok(())
}

fn make(path: &Path, rows: u64) -> Result<(), Box<dyn std::error::Error>> {
    let titles = ["客户姓名", "手机号", "性别", "车架号", "车牌", "车型", "购车日期", "成交价", "里程", "备注"];
    let columns = titles.map(|title| Column { title: title.into(), width_digits: 14 });
    let mut writer: Box<dyn TableWriter> = if path.extension().is_some_and(|ending| ending == "xlsx") {
        Box::new(XlsxWriter::new(path, &columns, XlsxStyle::default())?)
    } else {
        Box::new(CsvWriter::new(std::fs::File::create(path)?, &columns)?)
    };
    let first_day = NaiveDate::from_ymd_opt(2020, 1, 1).ok_or("no such day")?;
    let begun = Instant::now();
    for row in 0..rows {
        let number = i64::try_from(row)?;
        writer.row(&[
            Cell::Text(&format!("张三{row}")),
            Cell::Text(&format!("139{row:08}")),
            Cell::Text("男"),
            Cell::Text(&format!("LSVAA49J1320{row:05}")),
            Cell::Text(&format!("闽A{row:05}")),
            Cell::Text("朗逸 2024款 1.5L"),
            Cell::Date(first_day + Days::new(row % 2_000)),
            Cell::Amount(8_000_000 + number % 20_000_000),
            Cell::Integer(number % 90_000),
            Cell::Text(&format!("第{row}位客户，喜欢\"白色\", 周末来店")),
        ])?;
    }
    let written = writer.finish()?;
    println!("{written:?} in {:.2} s", begun.elapsed().as_secs_f64());
    Ok(())
}
