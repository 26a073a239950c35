//! Files that are no tables, whatever their names say.

use tables::{ReadSettings, Source, sniff};

use crate::fixture::{Fixture, zip};

/// A compound file with one directory sector naming these streams. Source of the layout: [MS-CFB] 2.2 and 2.6.
fn compound(streams: &[&str]) -> Vec<u8> {
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(512, 0xFF);
    file[30..32].copy_from_slice(&9_u16.to_le_bytes());
    file[48..52].copy_from_slice(&1_u32.to_le_bytes());
    file[76..80].copy_from_slice(&0_u32.to_le_bytes());
    file.extend([0xFD_FF_FF_FF_u32, 0xFE_FF_FF_FF].iter().flat_map(|mark| mark.to_be_bytes()));
    file.resize(1024, 0xFF);
    for name in streams {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.resize(128, 0);
        file.extend(entry);
    }
    file.resize(1536, 0);
    file
}

#[test]
fn what_is_no_table_is_refused_with_its_name() {
    let utf16_page: Vec<u8> = "\u{FEFF}<html><table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let noise: Vec<u8> = (0..4096_u32).map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("file.empty", vec![]),
        ("file.empty", b"\n\r\n  \n".to_vec()),
        ("file.empty", b"\xEF\xBB\xBF".to_vec()),
        ("file.html", b"  <html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>1".to_vec()),
        ("file.html", b"\xEF\xBB\xBF<TABLE border=1>".to_vec()),
        ("file.html", b"<?xml version=\"1.0\"?>\n<!DOCTYPE html><html>".to_vec()),
        ("file.html", utf16_page),
        (
            "file.spreadsheet_xml",
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook>".to_vec(),
        ),
        ("file.xml", b"<?xml version=\"1.0\"?><adf><prospect/></adf>".to_vec()),
        ("file.json", b"[{\"name\":\"x\"}]".to_vec()),
        ("file.json", b"[\r\n  [\"name\", \"phone\"],\r\n  [\"x\", \"1\"]\r\n]\r\n".to_vec()),
        ("file.json", b"\xEF\xBB\xBF{\n  // customers\n  \"name\": \"x\"\n}\n".to_vec()),
        ("file.pdf", b"%PDF-1.7\n%\xE2\xE3".to_vec()),
        ("file.image", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec()),
        ("file.image", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec()),
        ("file.archive", b"Rar!\x1A\x07\x01\0".to_vec()),
        ("file.archive", b"\x1F\x8B\x08\0\0\0\0\0".to_vec()),
        ("file.archive", zip(&[("客户.csv", b"a,b")])),
        ("file.other_document", zip(&[("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")])),
        ("file.old_workbook", zip(&[("xl/workbook.bin", b"x")])),
        ("file.old_workbook", b"\x09\x04\x06\0\0\0\x10\0".to_vec()),
        ("file.damaged", b"PK\x03\x04 cut short".to_vec()),
        ("file.damaged", zip(&[("xl/workbook.xml", b"<workbook"), ("xl/_rels/workbook.xml.rels", b"nothing")])),
        ("file.encrypted", compound(&["Root Entry", "EncryptionInfo", "EncryptedPackage"])),
        ("file.other_document", compound(&["Root Entry", "WordDocument"])),
        ("file.damaged", compound(&["Root Entry", "Workbook"])),
        ("file.binary", noise),
    ];
    for (code, bytes) in cases {
        let file = Fixture::new(&bytes);
        let fault = sniff(file.path()).unwrap_err();
        assert_eq!(fault.code(), code, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
        assert_eq!(Source::open(file.path(), &ReadSettings::default()).err().map(|fault| fault.code()), Some(code));
        assert!(!fault.chinese().is_empty() && fault.to_string().ends_with('.'));
    }
}

#[test]
fn a_part_that_unpacks_to_gigabytes_is_found_behind_any_number_of_others() {
    let names: Vec<String> = (0..20_001).map(|number| format!("{number}")).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![("xl/workbook.xml", b"<workbook/>")];
    parts.extend(names.iter().map(|name| (name.as_str(), b"".as_slice())));
    assert_eq!(sniff(Fixture::new(zip(&parts)).path()).unwrap_err().code(), "file.damaged");

    let mut bomb = zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", b"<sst/>")]);
    let entry = bomb.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    bomb[entry + 24..entry + 28].copy_from_slice(&0x7FFF_FFFF_u32.to_le_bytes());
    assert_eq!(sniff(Fixture::new(bomb).path()).unwrap_err().code(), "file.too_big");
}

#[test]
fn a_missing_file_is_a_fault() {
    assert_eq!(sniff(Fixture::unwritten("csv").path()).unwrap_err().code(), "file.unreadable");
}

#[test]
fn a_delimiter_must_be_one_plain_character() {
    let file = Fixture::new("a,b\n1,2\n");
    for given in ['，', '"', '\n'] {
        let settings = ReadSettings { delimiter: Some(given), ..ReadSettings::default() };
        assert_eq!(Source::open(file.path(), &settings).err().map(|fault| fault.code()), Some("file.bad_delimiter"));
    }
}
