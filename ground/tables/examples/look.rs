//! Shows how files are read, for looking at by eye: `cargo run -p tables --example look FILE…`.

use std::path::Path;

use tables::{ReadSettings, Source, sniff};

const SHOWN_ROWS: usize = 4;

fn main() {
    for file in std::env::args().skip(1) {
        println!("== {file}");
        if let Err(fault) = show(Path::new(&file)) {
            println!("   refused {}: {fault}\n   {}", fault.code(), fault.chinese());
        }
    }
}

fn show(path: &Path) -> Result<(), tables::FileFault> {
    let sniffed = sniff(path)?;
    println!(
        "   {} {:?} mark={} delimiter={:?} header={:?} columns={} undecodable={} {:?}",
        sniffed.format.word(),
        sniffed.encoding.map(tables::Encoding::name),
        sniffed.has_mark,
        sniffed.delimiter,
        sniffed.header_row,
        sniffed.columns,
        sniffed.undecodable,
        sniffed.undecodable_lines
    );
    for sheet in &sniffed.sheets {
        println!("   sheet {:?}", sheet);
    }
    println!("   headers {:?}", sniffed.headers);
    let mut source = Source::open(path, &ReadSettings::default())?;
    let mut rows = source.rows()?;
    let (mut shown_read, mut shown_reported) = (0, 0);
    for row in rows.by_ref() {
        match row {
            Ok(row) if shown_read < SHOWN_ROWS => {
                println!("   {:>5} {:?} {:?}", row.number, row.cells, row.doubts);
                shown_read += 1;
            }
            Err(fault) if shown_reported < SHOWN_ROWS => {
                println!("   {:>5} {} {:?}", fault.number, fault.code(), fault.cells);
                shown_reported += 1;
            }
            _ => {}
        }
    }
    println!("   {:?}", rows.tally());
    Ok(())
}
