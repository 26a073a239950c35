//! Compound files, the container of old Office documents and of encrypted new ones.
//! Source of the layout: [MS-CFB] 2.2 "Compound File Header" and 2.6 "Compound File Directory Sectors".

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::Format;
use crate::FileFault;

/// Names the workbook in the container, or what it is instead.
pub(super) fn workbook_form(file: &mut File, head: &[u8]) -> Result<Format, FileFault> {
    let names = stream_names(file, head).ok_or_else(|| FileFault::Damaged("its directory can't be read".into()))?;
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("EncryptedPackage") {
        return Err(FileFault::Encrypted);
    }
    if has("Workbook") || has("Book") {
        if file.metadata()?.len() > BYTES_MAX {
            return Err(FileFault::TooBig(file.metadata()?.len()));
        }
        return Ok(Format::Xls);
    }
    Err(FileFault::OtherDocument(if has("WordDocument") {
        "Word"
    } else if has("PowerPoint Document") {
        "PowerPoint"
    } else if names.iter().any(|name| name.starts_with("__substg1.0_") || name.starts_with("__properties_version")) {
        "Outlook"
    } else {
        "Office"
    }))
}

/// An .xls holds at most 65,536 rows a sheet and is read whole; nothing honest is larger.
const BYTES_MAX: u64 = 512 << 20;
const SECTORS_MAX: usize = 2_000;
const ENTRY_BYTES: usize = 128;
/// Sector numbers from here on are marks: free, end of chain.
const FIRST_MARK: u32 = 0xFFFF_FFFA;

fn stream_names(file: &mut File, head: &[u8]) -> Option<Vec<String>> {
    let sector_bytes = match head.get(30..32)? {
        [9, 0] => 512_usize,
        [12, 0] => 4096,
        _ => return None,
    };
    let mut sector = u32_at(head, 48)?;
    let mut names = Vec::new();
    for _ in 0..SECTORS_MAX {
        if sector >= FIRST_MARK {
            break;
        }
        for entry in read_sector(file, sector, sector_bytes)?.chunks_exact(ENTRY_BYTES) {
            names.extend(entry_name(entry));
        }
        sector = following(file, head, sector, sector_bytes)?;
    }
    Some(names)
}

/// The sector after `sector` in its chain, from the allocation table whose first 109 sectors are listed in the header.
fn following(file: &mut File, head: &[u8], sector: u32, sector_bytes: usize) -> Option<u32> {
    let per_sector = sector_bytes / 4;
    let index = usize::try_from(sector).ok()?;
    if index / per_sector >= 109 {
        return Some(FIRST_MARK);
    }
    let table = u32_at(head, 76 + 4 * (index / per_sector))?;
    if table >= FIRST_MARK {
        return Some(FIRST_MARK);
    }
    u32_at(&read_sector(file, table, sector_bytes)?, 4 * (index % per_sector))
}

fn read_sector(file: &mut File, sector: u32, sector_bytes: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; sector_bytes];
    file.seek(SeekFrom::Start((u64::from(sector) + 1) * sector_bytes as u64)).ok()?;
    let mut filled = 0;
    while filled < sector_bytes {
        match file.read(&mut bytes[filled..]).ok()? {
            0 => break,
            read => filled += read,
        }
    }
    (filled > 0).then_some(bytes)
}

fn entry_name(entry: &[u8]) -> Option<String> {
    let bytes = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
    let name = entry.get(..bytes.checked_sub(2)?.min(62))?;
    let units: Vec<u16> = name.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
