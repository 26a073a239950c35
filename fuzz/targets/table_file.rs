//! A file somebody uploads: text in any encoding, a workbook, or something that only says so. Every row is a row or a fault.
#![no_main]

use std::io::Write;

use libfuzzer_sys::fuzz_target;
use tables::{ReadSettings, Source};

const ROWS_MAX: usize = 2_000;

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::NamedTempFile::new_in("/dev/shm").expect("a file in memory");
    file.write_all(bytes).expect("written");
    let Ok(mut source) = Source::open(file.path(), &ReadSettings::default()) else { return };
    let columns = source.columns();
    let Ok(rows) = source.rows() else { return };
    let mut last = 0;
    for row in rows.take(ROWS_MAX).flatten() {
        assert!(row.number > last, "rows are counted up");
        assert!(row.cells.len() <= columns.max(row.cells.len()));
        last = row.number;
    }
});
