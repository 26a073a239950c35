//! Files that may hold a person: what was uploaded to be imported, what was exported, and the file of the database itself.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use aho_corasick::AhoCorasick;
use kernel::{Error, Result};
use platform::{Files, Platform, database::FileBytes};

use super::texts::Texts;

/// What was looked into and removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleared {
    pub looked_into: u32,
    /// The ids of those that are gone.
    pub removed: Vec<String>,
}

/// Looks into these files and removes those in which one of the texts stands.
pub async fn clear(platform: &Platform, kind: &str, ids: Vec<String>, texts: &Texts) -> Result<Cleared> {
    let search = Search::of(texts)?;
    let path_of = |id: String| Ok((platform.files().path(kind, &id)?, id));
    let paths: Vec<(PathBuf, String)> = ids.into_iter().map(path_of).collect::<Result<_>>()?;
    let work = move || -> Result<Cleared> {
        let mut cleared = Cleared::default();
        for (path, id) in paths.into_iter().filter(|(path, _)| path.exists()) {
            cleared.looked_into += 1;
            if holds(&path, &search)? {
                Files::remove(&path)?;
                cleared.removed.push(id);
            }
        }
        Ok(cleared)
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// How large the file of the database is, and how often one of the texts stands in its bytes.
pub async fn count_in(file: FileBytes, forms: &[String]) -> Result<(u64, u64)> {
    let forms: Vec<Vec<u8>> = forms.iter().map(|form| form.as_bytes().to_vec()).collect();
    let search = AhoCorasick::new(forms).map_err(Error::internal)?;
    let work = move || -> Result<(u64, u64)> {
        let size = file.size().map_err(Error::internal)?;
        let mut hits = 0;
        for found in search.stream_find_iter(BufReader::with_capacity(CHUNK_BYTES, file)) {
            found.map_err(Error::internal)?;
            hits += 1;
        }
        Ok((size, hits))
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

const CHUNK_BYTES: usize = 1 << 20;
/// Workbooks are archives; more than this is not unpacked, for nobody writes such a one.
const UNPACKED_BYTES_MAX: u64 = 4 << 30;

/// The texts as UTF-8, as GBK and as old workbooks keep them.
struct Search {
    anywhere: AhoCorasick,
    alone: AhoCorasick,
    /// Of each pattern of `alone`, how many bytes a digit beside it has.
    widths: Vec<usize>,
    bytes_max: usize,
}

/// So many bytes beside a pattern tell whether it stands alone.
const BESIDE: usize = 2;

impl Search {
    fn of(texts: &Texts) -> Result<Self> {
        let (anywhere, alone) = (patterns(&texts.anywhere), patterns(&texts.alone));
        let bytes_max = anywhere.iter().chain(&alone).map(|(pattern, _)| pattern.len()).max().unwrap_or(1);
        let automaton = |patterns: &[(Vec<u8>, usize)]| {
            AhoCorasick::new(patterns.iter().map(|(pattern, _)| pattern)).map_err(Error::internal)
        };
        let (anywhere, searched) = (automaton(&anywhere)?, automaton(&alone)?);
        Ok(Self { anywhere, alone: searched, widths: alone.into_iter().map(|(_, width)| width).collect(), bytes_max })
    }

    /// Whether these bytes hold one of the texts, where nothing is known of what stands before and behind them unless they are the
    /// first or the last.
    fn hits(&self, bytes: &[u8], is_first: bool, is_last: bool) -> bool {
        let stands_alone = |start: usize, end: usize, width: usize| {
            let before = start.checked_sub(width).and_then(|from| bytes.get(from..start));
            let after = bytes.get(end..end + width);
            // What is not told yet is told with the next bytes, what is not told any more was with those before.
            let is_told = (is_first || start >= BESIDE) && (is_last || end + BESIDE <= bytes.len());
            is_told && !before.is_some_and(is_digit) && !after.is_some_and(is_digit)
        };
        self.anywhere.is_match(bytes)
            || self.alone.find_overlapping_iter(bytes).any(|found| {
                let width = self.widths.get(found.pattern().as_usize()).copied().unwrap_or(1);
                stands_alone(found.start(), found.end(), width)
            })
    }
}

/// One of ASCII, in one byte or in the two of old workbooks. Letters beside a number don't make it another: in GBK they may be halves
/// of characters.
fn is_digit(bytes: &[u8]) -> bool {
    matches!(bytes, [b'0'..=b'9'] | [b'0'..=b'9', 0])
}

/// Each with how many bytes a digit has beside it.
fn patterns(forms: &[String]) -> Vec<(Vec<u8>, usize)> {
    let mut patterns: Vec<(Vec<u8>, usize)> = Vec::new();
    for form in forms {
        patterns.push((form.as_bytes().to_vec(), 1));
        patterns.push((encoding_rs::GBK.encode(form).0.into_owned(), 1));
        patterns.push((form.encode_utf16().flat_map(u16::to_le_bytes).collect(), 2));
    }
    patterns.sort_unstable();
    patterns.dedup();
    patterns
}

fn holds(path: &Path, search: &Search) -> Result<bool> {
    let mut head = [0; 4];
    let length = open(path)?.read(&mut head).map_err(Error::internal)?;
    if head.get(..length).is_some_and(|head| head == b"PK\x03\x04") {
        // One that can't be unpacked is looked at as it is.
        if let Ok(mut archive) = zip::ZipArchive::new(BufReader::new(open(path)?)) {
            for at in 0..archive.len() {
                let Ok(entry) = archive.by_index(at) else { continue };
                if is_in(entry.take(UNPACKED_BYTES_MAX), search)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
    }
    is_in(open(path)?, search)
}

fn is_in(mut reader: impl Read, search: &Search) -> Result<bool> {
    // The end of what was read comes before what is read next, so that nothing is missed between the two.
    let kept = search.bytes_max + 2 * BESIDE;
    let mut held: Vec<u8> = Vec::with_capacity(CHUNK_BYTES + kept);
    let mut is_first = true;
    loop {
        let read = reader.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut held).map_err(Error::internal)?;
        if search.hits(&held, is_first, read == 0) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        is_first &= held.len() <= kept;
        held.drain(..held.len().saturating_sub(kept));
    }
}

fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_utf_8_and_in_gbk() {
        let search = Search::of(&Texts { anywhere: vec!["欧阳明轩".to_owned()], ..Texts::default() }).unwrap();
        let gbk = encoding_rs::GBK.encode("客户,欧阳明轩").0.into_owned();
        assert!(is_in(gbk.as_slice(), &search).unwrap());
        assert!(is_in("客户,欧阳明轩".as_bytes(), &search).unwrap());
        assert!(!is_in("客户,欧阳".as_bytes(), &search).unwrap());
    }

    #[test]
    fn a_number_is_found_where_it_stands_alone_in_whatever_a_file_is_written() {
        let search = Search::of(&Texts { alone: vec!["10023456".to_owned()], ..Texts::default() }).unwrap();
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for text in ["10023456", "编号,10023456\r\n", "编号10023456已核对", "<v>10023456</v>"] {
            for bytes in [text.as_bytes().to_vec(), encoding_rs::GBK.encode(text).0.into_owned(), wide(text)] {
                assert!(is_in(bytes.as_slice(), &search).unwrap(), "{text}");
            }
        }
        for text in ["9910023456", "100234567", "订单9910023456,1002345678"] {
            for bytes in [text.as_bytes().to_vec(), encoding_rs::GBK.encode(text).0.into_owned(), wide(text)] {
                assert!(!is_in(bytes.as_slice(), &search).unwrap(), "{text}");
            }
        }
    }

    #[test]
    fn nothing_is_missed_between_two_readings() {
        let search =
            Search::of(&Texts { anywhere: vec!["needle".to_owned()], alone: vec!["10023456".to_owned()] }).unwrap();
        for before in CHUNK_BYTES - 12..CHUNK_BYTES + 2 {
            let around = |text: &str| {
                let mut bytes = vec![b' '; before];
                bytes.extend(text.as_bytes());
                bytes
            };
            assert!(is_in(around("needle").as_slice(), &search).unwrap(), "{before}");
            assert!(is_in(around("10023456 and more").as_slice(), &search).unwrap(), "{before}");
            assert!(is_in(around("10023456").as_slice(), &search).unwrap(), "{before}");
            for longer in ["100234567", "910023456", "9910023456 and more"] {
                assert!(!is_in(around(longer).as_slice(), &search).unwrap(), "{longer} {before}");
            }
        }
    }
}
