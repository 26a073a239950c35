//! Files that people bring and take: uploads waiting to be imported, exports waiting to be fetched.

use std::path::{Path, PathBuf};

use kernel::{Error, Result};

/// A folder beside the database. Names are made here, never by a caller.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The path of a file of one kind (`imports`, `exports`) with this id; its folder exists afterwards.
    pub fn path(&self, kind: &str, id: impl std::fmt::Display) -> Result<PathBuf> {
        let folder = self.folder.join(kind);
        std::fs::create_dir_all(&folder).map_err(Error::internal)?;
        Ok(folder.join(id.to_string()))
    }

    /// Removes a file; one that is already gone is no fault.
    pub fn remove(path: &Path) -> Result<()> {
        match std::fs::remove_file(path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::internal(cause)),
            _ => Ok(()),
        }
    }
}
