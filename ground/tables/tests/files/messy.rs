//! Files as they come in the wild: those in the folder `ROADBOOK_MESSY` if it is set, otherwise a few of our own.

use std::path::{Path, PathBuf};

use tables::{BlankLines, Format, HeaderChoice, ReadSettings, Source, sniff};

use crate::fixture::Fixture;

/// Looks at the file and reads it; every line must end up in exactly one row.
pub fn check(path: &Path) {
    let Ok(sniffed) = sniff(path) else { return };
    let guessed = tally_of(path, &ReadSettings::default());
    assert_eq!(guessed.1, guessed.0.total(), "{}", path.display());
    if sniffed.format == Format::Csv {
        let everything =
            ReadSettings { header: HeaderChoice::None, encoding: sniffed.encoding, ..ReadSettings::default() };
        let text = decoded(path, &sniffed);
        assert_eq!(lines_read(path, &everything), physical_lines(&text), "{}", path.display());
    }
}

/// What the tally says, and the rows counted here with what it says was passed over.
fn tally_of(path: &Path, settings: &ReadSettings) -> (tables::Tally, u64) {
    let mut source = Source::open(path, settings).unwrap();
    let mut rows = source.rows().unwrap();
    let counted = rows.by_ref().count() as u64;
    let tally = rows.tally();
    (tally, counted + tally.above_header + tally.header + tally.blank)
}

/// Physical lines of all rows: one each, and one more per line break inside a quoted cell.
fn lines_read(path: &Path, settings: &ReadSettings) -> usize {
    let mut source = Source::open(path, settings).unwrap();
    let mut rows = source.rows().unwrap();
    let in_rows: usize = rows
        .by_ref()
        .map(|row| row.map_or_else(|fault| fault.cells, |row| row.cells))
        .map(|cells| {
            1 + cells.iter().map(|cell| cell.replace("\r\n", "\n").matches(['\r', '\n']).count()).sum::<usize>()
        })
        .sum();
    let tally = rows.tally();
    in_rows + usize::try_from(tally.blank + tally.above_header).unwrap()
}

fn decoded(path: &Path, sniffed: &tables::Sniffed) -> String {
    let bytes = std::fs::read(path).unwrap();
    let codec = encoding_rs::Encoding::for_label(sniffed.encoding.unwrap().name().as_bytes()).unwrap();
    let text = codec.decode_without_bom_handling(&bytes).0.into_owned();
    if sniffed.has_mark { text.trim_start_matches('\u{FEFF}').to_owned() } else { text }
}

fn physical_lines(text: &str) -> usize {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.matches('\n').count() + usize::from(!text.is_empty() && !text.ends_with('\n'))
}

#[test]
fn no_file_crashes_and_none_loses_a_row() {
    let Some(folder) = std::env::var_os("ROADBOOK_MESSY") else {
        for text in
            ["", "a", "a,b\n\"\n", "\"\"\"\n\"\"\n", "a,b\r\n1,\"2\r\n\r\n3\"\r\n4", "x\r\"y\rz\"\r", "a,\"b\n\"c\n"]
        {
            check(Fixture::new(text).path());
        }
        return;
    };
    let files = files_below(Path::new(&folder));
    assert!(!files.is_empty());
    files.iter().for_each(|file| check(file));
}

/// The cases of csv-test-data, if they are in the folder: each good file has its cells in `json/`, each bad one is refused, reported, or
/// has no row.
#[test]
fn the_cases_of_rfc_4180_read_as_expected() {
    let Some(folder) = std::env::var_os("ROADBOOK_MESSY") else {
        let file = Fixture::new("foo,bar\n1,\"a \"\"b\"\"\"\n");
        assert_eq!(cells(file.path(), HeaderChoice::None), [["foo", "bar"], ["1", "a \"b\""]]);
        return;
    };
    let folder = Path::new(&folder).join("csv-test-data");
    let mut good = 0;
    for file in files_below(&folder.join("csv")) {
        let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let Ok(json) = std::fs::read_to_string(folder.join("json").join(format!("{stem}.json"))) else {
            let is_read = sniff(&file).is_ok() && !cells(&file, HeaderChoice::Guess).is_empty();
            assert!(!is_read, "{stem} should not be read");
            continue;
        };
        good += 1;
        let expected: serde_json::Value = serde_json::from_str(&json).unwrap();
        let is_headed = stem.starts_with("header");
        let read = cells(&file, if is_headed { HeaderChoice::Row(1) } else { HeaderChoice::None });
        let read = if is_headed { by_header(&file, &read) } else { serde_json::json!(read) };
        assert_eq!(read, expected, "{stem}");
    }
    assert_eq!(good, 18);
}

fn cells(path: &Path, header: HeaderChoice) -> Vec<Vec<String>> {
    let settings = ReadSettings { header, blank_lines: BlankLines::Keep, ..ReadSettings::default() };
    let mut source = Source::open(path, &settings).unwrap();
    source.rows().unwrap().filter_map(Result::ok).map(|row| row.cells).collect()
}

fn by_header(path: &Path, rows: &[Vec<String>]) -> serde_json::Value {
    let headers = sniff(path).unwrap().headers;
    let object = |row: &Vec<String>| -> serde_json::Value {
        headers
            .iter()
            .cloned()
            .zip(row.iter().map(|cell| serde_json::json!(cell)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    rows.iter().map(object).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}
