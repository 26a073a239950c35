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
        make_private_folder(&folder)?;
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

/// A folder that nobody but its owner looks into, with those above it; one that is there stays as it is.
pub fn make_private_folder(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(Error::internal)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn nobody_else_on_the_machine_looks_into_the_folders_of_files() {
        let place = std::env::temp_dir().join(format!("roadbook-files-{}", uuid::Uuid::now_v7()));
        let path = Files::in_folder(place.join("files")).path("imports", "1").expect("a path");
        for folder in path.ancestors().skip(1).take(3) {
            assert_eq!(
                folder.metadata().expect("a folder").permissions().mode() & 0o777,
                0o700,
                "{}",
                folder.display()
            );
        }
        std::fs::remove_dir_all(place).expect("removed");
    }
}
