//! ZIP files: which of them are workbooks, and whether they would fit in memory when unpacked.
//! Source of the layout: PKWARE APPNOTE.TXT, 4.3 "General Format of a .ZIP File".

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::Format;
use crate::FileFault;

/// Names the workbook in the archive, or what the archive is instead.
pub(super) fn workbook_form(file: &mut File, head: &[u8]) -> Result<Format, FileFault> {
    let entries = entries(file)?.ok_or_else(|| FileFault::Damaged("the end of the file is missing".into()))?;
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    if entries
        .iter()
        .any(|entry| entry.name.starts_with("xl/") && entry.name.ends_with(".bin") && entry.name.contains("workbook"))
    {
        return Err(FileFault::OldWorkbook("Excel Binary Workbook (.xlsb)"));
    }
    if has("word/document.xml") {
        return Err(FileFault::OtherDocument("Word"));
    }
    if has("ppt/presentation.xml") {
        return Err(FileFault::OtherDocument("PowerPoint"));
    }
    if entries.iter().any(|entry| entry.name.ends_with(".iwa")) {
        return Err(FileFault::OtherDocument("Apple Numbers"));
    }
    let form = if entries.iter().any(|entry| entry.name.ends_with("workbook.xml")) {
        Format::Xlsx
    } else if has("content.xml") && !names_other_opendocument(head) {
        Format::Ods
    } else if has("content.xml") {
        return Err(FileFault::OtherDocument("OpenDocument"));
    } else {
        return Err(FileFault::Archive("ZIP"));
    };
    match entries.iter().find(|entry| entry.is_held_in_memory() && entry.bytes > HELD_BYTES_MAX) {
        Some(entry) => Err(FileFault::TooBig(entry.bytes)),
        None => Ok(form),
    }
}

/// Worksheets are streamed; these parts are held whole, so a small file that unpacks to gigabytes is refused.
const HELD_BYTES_MAX: u64 = 1 << 30;
/// A workbook has a few dozen parts; whoever packs more hides something behind them.
const ENTRIES_MAX: usize = 20_000;
const DIRECTORY_BYTES_MAX: u64 = 16 << 20;

struct Entry {
    /// Lower case, with forward slashes.
    name: String,
    /// Unpacked.
    bytes: u64,
}

impl Entry {
    fn is_held_in_memory(&self) -> bool {
        !self.name.starts_with("xl/worksheets/")
    }
}

/// The central directory, or none when the file has no proper end.
fn entries(file: &mut File) -> Result<Option<Vec<Entry>>, FileFault> {
    let length = file.seek(SeekFrom::End(0))?;
    let tail_bytes = length.min(66 << 10);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length - tail_bytes))?;
    file.take(tail_bytes).read_to_end(&mut tail)?;
    let Some(end) = tail.windows(4).rposition(|bytes| bytes == b"PK\x05\x06") else { return Ok(None) };
    let (Some(mut size), Some(mut start)) = (u32_at(&tail, end + 12), u32_at(&tail, end + 16)) else { return Ok(None) };
    if start == u64::from(u32::MAX) || size == u64::from(u32::MAX) {
        let Some(big) = tail.windows(4).rposition(|bytes| bytes == b"PK\x06\x06") else { return Ok(None) };
        let (Some(big_size), Some(big_start)) = (u64_at(&tail, big + 40), u64_at(&tail, big + 48)) else {
            return Ok(None);
        };
        (size, start) = (big_size, big_start);
    }
    if start.checked_add(size).is_none_or(|after| after > length) {
        return Ok(None);
    }
    let too_many = || FileFault::Damaged(format!("it has more than {ENTRIES_MAX} parts"));
    if size > DIRECTORY_BYTES_MAX {
        return Err(too_many());
    }
    let mut directory = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(size).read_to_end(&mut directory)?;
    let entries = listed(&directory);
    if entries.len() > ENTRIES_MAX { Err(too_many()) } else { Ok(Some(entries)) }
}

fn listed(directory: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut at = 0;
    while entries.len() <= ENTRIES_MAX && directory.get(at..at + 4) == Some(b"PK\x01\x02") {
        let (Some(bytes), Some(name_bytes), Some(extra_bytes), Some(comment_bytes)) = (
            u32_at(directory, at + 24),
            u16_at(directory, at + 28),
            u16_at(directory, at + 30),
            u16_at(directory, at + 32),
        ) else {
            break;
        };
        let name_start = at + 46;
        let Some(name) = directory.get(name_start..name_start + name_bytes) else { break };
        let extra = directory.get(name_start + name_bytes..name_start + name_bytes + extra_bytes).unwrap_or_default();
        let name = String::from_utf8_lossy(name).to_lowercase().replace('\\', "/");
        entries.push(Entry { name, bytes: unpacked_bytes(bytes, extra) });
        at = name_start + name_bytes + extra_bytes + comment_bytes;
    }
    entries
}

/// The size, from the ZIP64 field when the ordinary one is full.
fn unpacked_bytes(ordinary: u64, extra: &[u8]) -> u64 {
    if ordinary != u64::from(u32::MAX) {
        return ordinary;
    }
    let mut at = 0;
    while let (Some(kind), Some(bytes)) = (u16_at(extra, at), u16_at(extra, at + 2)) {
        if kind == 1 {
            return u64_at(extra, at + 4).unwrap_or(ordinary);
        }
        at += 4 + bytes;
    }
    ordinary
}

/// OpenDocument files begin with an entry `mimetype` that is stored as it is.
fn names_other_opendocument(head: &[u8]) -> bool {
    let beginning = String::from_utf8_lossy(&head[..head.len().min(200)]);
    beginning.contains("vnd.oasis.opendocument.") && !beginning.contains("opendocument.spreadsheet")
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
