//! Small files that disappear after the test, and short ways to read them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use tables::{FileFault, ReadSettings, Source, Tally};

/// A file in the temporary folder; removed when dropped.
pub struct Fixture(PathBuf);

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Fixture {
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        let fixture = Self::unwritten("csv");
        std::fs::write(&fixture.0, bytes).unwrap();
        fixture
    }

    /// A path at which nothing is yet.
    pub fn unwritten(ending: &str) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("tables-{}-{number}.{ending}", std::process::id())))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        // Nothing is there if the test never wrote it.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Each row on a line, `2: a|b` if read and `3! row.code a|b` if reported.
pub fn read(file: &Fixture, settings: &ReadSettings) -> Result<(Vec<String>, Tally), FileFault> {
    let mut source = Source::open(file.path(), settings)?;
    let mut rows = source.rows()?;
    let lines = rows
        .by_ref()
        .map(|row| match row {
            Ok(row) => format!("{}: {}", row.number, row.cells.join("|")),
            Err(fault) => format!("{}! {} {}", fault.number, fault.code(), fault.cells.join("|")),
        })
        .collect();
    let tally = rows.tally();
    Ok((lines, tally))
}

pub fn lines(bytes: impl AsRef<[u8]>) -> Vec<String> {
    read(&Fixture::new(bytes), &ReadSettings::default()).unwrap().0
}

/// A ZIP archive with its entries stored as they are. Source of the layout: PKWARE APPNOTE.TXT, 4.3.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let start = u32::try_from(file.len()).unwrap();
        let size = u32::try_from(content.len()).unwrap();
        let mut fields = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        fields.extend(crc32(content).to_le_bytes());
        fields.extend(size.to_le_bytes());
        fields.extend(size.to_le_bytes());
        fields.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        fields.extend([0, 0]);
        file.extend(b"PK\x03\x04");
        file.extend(&fields);
        file.extend(name.as_bytes());
        file.extend(*content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (count, start) = (u16::try_from(entries.len()).unwrap(), u32::try_from(file.len()).unwrap());
    let size = u32::try_from(directory.len()).unwrap();
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(count.to_le_bytes());
    file.extend(count.to_le_bytes());
    file.extend(size.to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
    })
}
