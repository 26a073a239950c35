//! Files that may hold a person: what was uploaded to be imported, what was exported, and the file of the database itself.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use aho_corasick::AhoCorasick;
use kernel::{Error, Result};
use platform::{Files, Platform, database::FileBytes};

/// What was looked into and removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleared {
    pub looked_into: u32,
    /// The ids of those that are gone.
    pub removed: Vec<String>,
}

/// Looks into these files and removes those in which one of the texts stands.
pub async fn clear(platform: &Platform, kind: &str, ids: Vec<String>, forms: &[String]) -> Result<Cleared> {
    let search = search_for(forms)?;
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
fn search_for(forms: &[String]) -> Result<AhoCorasick> {
    let mut patterns: Vec<Vec<u8>> = Vec::new();
    for form in forms {
        patterns.push(form.as_bytes().to_vec());
        patterns.push(encoding_rs::GBK.encode(form).0.into_owned());
        patterns.push(form.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    patterns.sort_unstable();
    patterns.dedup();
    AhoCorasick::new(patterns).map_err(Error::internal)
}

fn holds(path: &Path, search: &AhoCorasick) -> Result<bool> {
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

fn is_in(reader: impl Read, search: &AhoCorasick) -> Result<bool> {
    match search.stream_find_iter(BufReader::with_capacity(CHUNK_BYTES, reader)).next() {
        None => Ok(false),
        Some(Ok(_)) => Ok(true),
        Some(Err(cause)) => Err(Error::internal(cause)),
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
        let search = search_for(&["欧阳明轩".to_owned()]).unwrap();
        let gbk = encoding_rs::GBK.encode("客户,欧阳明轩").0.into_owned();
        assert!(is_in(gbk.as_slice(), &search).unwrap());
        assert!(is_in("客户,欧阳明轩".as_bytes(), &search).unwrap());
        assert!(!is_in("客户,欧阳".as_bytes(), &search).unwrap());
    }
}
