//! Files that are neither workbook nor delimited text, whatever their name says.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use crate::{Encoding, FileFault};

/// What the file is instead of delimited text, if it is something else.
pub(super) fn fault(head: &[u8]) -> Option<FileFault> {
    by_signature(head).or_else(|| by_markup(head)).or_else(|| is_binary(head).then_some(FileFault::Binary))
}

fn by_signature(head: &[u8]) -> Option<FileFault> {
    let starts = |signature: &[u8]| head.starts_with(signature);
    let at = |from: usize, signature: &[u8]| head.get(from..from + signature.len()) == Some(signature);
    if starts(b"%PDF-") {
        Some(FileFault::Pdf)
    } else if starts(b"\x89PNG\r\n\x1A\n") {
        Some(FileFault::Image("PNG"))
    } else if starts(b"\xFF\xD8\xFF") {
        Some(FileFault::Image("JPEG"))
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Some(FileFault::Image("GIF"))
    } else if starts(b"RIFF") && at(8, b"WEBP") {
        Some(FileFault::Image("WebP"))
    } else if starts(b"BM") && at(6, &[0, 0, 0, 0]) {
        Some(FileFault::Image("BMP"))
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        Some(FileFault::Image("TIFF"))
    } else if at(4, b"ftyphei") || at(4, b"ftypmif1") || at(4, b"ftypavif") {
        Some(FileFault::Image("HEIC"))
    } else if starts(b"Rar!\x1A\x07") {
        Some(FileFault::Archive("RAR"))
    } else if starts(b"7z\xBC\xAF\x27\x1C") {
        Some(FileFault::Archive("7z"))
    } else if starts(b"\x1F\x8B") {
        Some(FileFault::Archive("GZIP"))
    } else if is_bare_workbook(head) {
        Some(FileFault::OldWorkbook("Excel 4.0 (.xls)"))
    } else {
        None
    }
}

/// Excel 2 to 4 wrote their records without a container: BOF, then the length of its body. Source: [MS-XLS] 2.4.21.
fn is_bare_workbook(head: &[u8]) -> bool {
    matches!(head, [0x09, 0x00 | 0x02 | 0x04 | 0x08, 0x04..=0x10, 0x00, ..])
}

fn by_markup(head: &[u8]) -> Option<FileFault> {
    let beginning = beginning_of_text(head);
    let starts = |word: &str| beginning.starts_with(word);
    if starts("<?xml") || starts("<workbook") {
        return Some(if beginning.contains("<html") {
            FileFault::Html
        } else if beginning.contains("office:spreadsheet") || beginning.contains("excel.sheet") {
            FileFault::SpreadsheetXml
        } else {
            FileFault::Xml
        });
    }
    let is_page = [
        "<!doctype html",
        "<html",
        "<head",
        "<meta",
        "<body",
        "<style",
        "<table",
        "<tr",
        "<div",
        "<script",
        "mime-version:",
    ];
    if is_page.into_iter().any(starts) {
        return Some(FileFault::Html);
    }
    is_json(&beginning).then_some(FileFault::Json)
}

/// An object or a list, written in one line or over many: no row of a table is a bracket alone.
fn is_json(beginning: &str) -> bool {
    let first_line = beginning.lines().next().unwrap_or_default().trim_end();
    let mut tokens = beginning.chars().filter(|c| !c.is_whitespace());
    matches!(first_line, "[" | "{" | "[{" | "[[" | "[]" | "{}")
        || matches!((tokens.next(), tokens.next()), (Some('{'), Some('"')) | (Some('['), Some('{')))
}

fn beginning_of_text(head: &[u8]) -> String {
    let head = &head[..head.len().min(4096)];
    let encoding = match Encoding::by_mark(head) {
        Some((Encoding::Utf16Le, _)) => UTF_16LE,
        Some((Encoding::Utf16Be, _)) => UTF_16BE,
        _ => UTF_8,
    };
    encoding.decode(head).0.trim_start().to_lowercase()
}

/// More than one control character in twenty, or NULs that are no UTF-16.
fn is_binary(head: &[u8]) -> bool {
    if Encoding::by_mark(head).is_some() || Encoding::unmarked_utf16(head).is_some() {
        return false;
    }
    let controls = head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, 0 | b'\t'..=b'\r' | 0x1A | 0x1B)).count();
    let nuls = head.iter().filter(|&&byte| byte == 0).count();
    controls * 20 > head.len() || nuls * 5 > head.len()
}
