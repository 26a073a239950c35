//! A file coming in with a form: streamed to disk, never held in memory.

use std::path::Path;

use axum::{
    extract::multipart::{Field, MultipartError},
    http::StatusCode,
};
use kernel::{Error, Result};
use tokio::io::AsyncWriteExt;

/// Writes one part of a form to a file; [`Error::TooLarge`] once it passes `bytes_max`. What does not come whole leaves no file, also
/// when the sender goes away in the middle.
pub async fn save_part(mut part: Field<'_>, path: &Path, bytes_max: u64) -> Result<()> {
    let mut half = HalfWritten(Some(path));
    let mut place = tokio::fs::File::create(path).await.map_err(Error::internal)?;
    let mut size: u64 = 0;
    while let Some(bytes) = part.chunk().await.map_err(|cause| broken_form(&cause, bytes_max))? {
        size += bytes.len() as u64;
        if size > bytes_max {
            return Err(Error::TooLarge { bytes_max });
        }
        place.write_all(&bytes).await.map_err(Error::internal)?;
    }
    place.flush().await.map_err(Error::internal)?;
    half.0 = None;
    Ok(())
}

/// Removes the file unless it was written whole.
struct HalfWritten<'a>(Option<&'a Path>);

impl Drop for HalfWritten<'_> {
    fn drop(&mut self) {
        if let Some(path) = self.0
            && let Err(cause) = std::fs::remove_file(path)
            && cause.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%cause, "half an upload can't be removed");
        }
    }
}

/// What to say of a form that cannot be read on.
pub fn broken_form(cause: &MultipartError, bytes_max: u64) -> Error {
    if cause.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Error::TooLarge { bytes_max };
    }
    Error::invalid("file", "body.broken_form", cause.body_text())
}
