//! The bytes of the database's own file, read past the engine while it is in use.

use std::{
    fs::File,
    io::{Read, Result},
    path::Path,
};

/// A file of the database, from its first byte to its last.
///
/// On POSIX whoever closes a file lets go of all locks the process holds on it, the engine's too: another program would then believe
/// that nobody has the database open, and on leaving throw away the log with what was written last
/// (<https://www.sqlite.org/howtocorrupt.html>, 2.2). So a file that was opened here once stays open as long as the process lives.
pub struct FileBytes {
    file: kept::Kept,
    at: u64,
}

impl FileBytes {
    pub(super) fn of(path: &Path) -> Result<Self> {
        Ok(Self { file: kept::open(path)?, at: 0 })
    }

    /// How many bytes the file has now.
    ///
    /// # Errors
    /// When the file system does not tell.
    pub fn size(&self) -> Result<u64> {
        Ok(self.file.metadata()?.len())
    }
}

impl Read for FileBytes {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = kept::read_at(&mut self.file, buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(unix)]
mod kept {
    use std::{
        collections::BTreeMap,
        os::unix::fs::{FileExt, MetadataExt},
        sync::{Mutex, PoisonError},
    };

    use super::{File, Path, Result};

    pub type Kept = &'static File;

    /// By device and number on it: a file that took another's place is another file.
    static OPEN: Mutex<BTreeMap<(u64, u64), Kept>> = Mutex::new(BTreeMap::new());

    pub fn open(path: &Path) -> Result<Kept> {
        let there = std::fs::metadata(path)?;
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = open.get(&(there.dev(), there.ino())) {
            return Ok(*file);
        }
        let file: Kept = Box::leak(Box::new(File::open(path)?));
        let opened = file.metadata()?;
        open.insert((opened.dev(), opened.ino()), file);
        Ok(file)
    }

    pub fn read_at(file: &mut Kept, buffer: &mut [u8], at: u64) -> Result<usize> {
        FileExt::read_at(*file, buffer, at)
    }
}

/// Elsewhere locks belong to the handle that took them.
#[cfg(not(unix))]
mod kept {
    use std::io::Read;

    use super::{File, Path, Result};

    pub type Kept = File;

    pub fn open(path: &Path) -> Result<Kept> {
        File::open(path)
    }

    pub fn read_at(file: &mut Kept, buffer: &mut [u8], _at: u64) -> Result<usize> {
        file.read(buffer)
    }
}
