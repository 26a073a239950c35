//! Reads a file to its end and says how fast: `cargo run --release -p tables --example read_speed FILE`.
//! With `--make ROWS FILE` it writes such a file first.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use tables::{ReadSettings, Source};

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
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "客户姓名,手机号,性别,车架号,车牌,车型,购车日期,成交价,里程,备注")?;
    for row in 0..rows {
        let (month, day) = (row % 12 + 1, row % 28 + 1);
        writeln!(
            file,
            "张三{row},139{row:08},男,LSVAA49J1320{row:05},闽A{row:05},朗逸 2024款 1.5L,2024-{month:02}-{day:02},\"{},{:03}.00\",{},\"第{row}位客户，喜欢\"\"白色\"\"\"",
            row % 300 + 80,
            row % 1000,
            row % 90_000
        )?;
    }
    Ok(file.flush()?)
}
