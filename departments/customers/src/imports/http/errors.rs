//! The rows that failed, as a file to take away.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use kernel::{Error, ImportId, permission::ImportCustomers};
use platform::{
    Allowed, Files,
    crypto::random_token,
    http::{Path, ProblemView, Reply},
};
use tokio::io::AsyncReadExt;

use crate::imports::{errors_file::write_errors, store};

const PIECE_BYTES: usize = 64 << 10;

/// The rows that failed as CSV: their cells and what is wrong, to be mended and imported again.
#[utoipa::path(get, path = "/api/v1/imports/{id}/errors", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = String, content_type = "text/csv"), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn download_errors(allowed: Allowed<ImportCustomers>, Path(id): Path<ImportId>) -> Reply<Response> {
    let db = allowed.read();
    let import = store::find(&db, id).await?;
    let path = allowed.platform().files().path("imports", format!("{id}.{}", random_token()?))?;
    let place = std::fs::File::create(&path).map_err(Error::internal)?;
    write_errors(&db, &import, allowed.scope().language(), place).await?;
    let file = tokio::fs::File::open(&path).await.map_err(Error::internal)?;
    // The open file stays readable without its name.
    Files::remove(&path)?;
    let pieces = stream::unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE_BYTES];
        match file.read(&mut piece).await {
            Ok(0) => None,
            Ok(bytes) => {
                piece.truncate(bytes);
                Some((Ok::<_, std::io::Error>(piece), file))
            }
            Err(cause) => Some((Err(cause), file)),
        }
    });
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let name = format!("attachment; filename=\"{}.errors.csv\"", import.number);
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(Error::internal)?);
    Ok(response)
}
