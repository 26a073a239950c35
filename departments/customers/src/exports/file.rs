//! The file of an export: where it lies, how it is written, how it goes out.

use std::{fs::File, path::PathBuf};

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use kernel::{Error, ExportId, Result};
use platform::{Files, Platform};
use tables::{Column, CsvWriter, TableWriter, WriteFault, XlsxStyle, XlsxWriter};
use tokio::io::AsyncReadExt;

use super::export::{Export, FileFormat};

const FOLDER: &str = "exports";
const CHUNK_BYTES: usize = 64 * 1024;

pub(super) fn path(platform: &Platform, id: ExportId) -> Result<PathBuf> {
    platform.files().path(FOLDER, id)
}

/// Where one run of the job writes: beside the file, so that nobody fetches half of it and a run that was given up doesn't
/// write into the file of the next.
pub(super) fn part(platform: &Platform, id: ExportId, attempt: i32) -> Result<PathBuf> {
    platform.files().path(FOLDER, format!("{id}.{attempt}.part"))
}

/// Removes what the runs up to this one have left.
pub(super) fn clear_parts(platform: &Platform, id: ExportId, until_attempt: i32) -> Result<()> {
    (1..=until_attempt).try_for_each(|attempt| Files::remove(&part(platform, id, attempt)?))
}

/// Begins the file with its header.
pub(super) fn begin(
    path: &std::path::Path,
    format: FileFormat,
    columns: &[Column],
    style: XlsxStyle,
) -> Result<Box<dyn TableWriter>> {
    Ok(match format {
        FileFormat::Csv => {
            let file = File::create(path).map_err(Error::internal)?;
            Box::new(CsvWriter::new(file, columns).map_err(fault)?)
        }
        FileFormat::Xlsx => Box::new(XlsxWriter::new(path, columns, style).map_err(fault)?),
    })
}

/// The file as a download that is not kept in memory.
pub(super) async fn download(platform: &Platform, export: &Export) -> Result<Response> {
    let name = export.fetched_as()?;
    let file = tokio::fs::File::open(path(platform, export.id)?).await.map_err(Error::internal)?;
    let length = file.metadata().await.map_err(Error::internal)?.len();
    let mut response = Body::from_stream(chunks(file)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(export.format)));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::CONTENT_DISPOSITION, disposition(name, export.format)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

pub(super) fn fault(cause: WriteFault) -> Error {
    Error::internal(cause)
}

fn chunks(file: tokio::fs::File) -> impl futures::Stream<Item = std::io::Result<Vec<u8>>> {
    stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK_BYTES];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok((read > 0).then_some((chunk, file)))
    })
}

fn kind(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileFormat::Csv => "text/csv; charset=utf-8",
    }
}

/// A plain name for old clients and the whole one for all others (RFC 6266).
fn disposition(name: &str, format: FileFormat) -> Result<HeaderValue> {
    let encoded: String = name.bytes().map(encoded_byte).collect();
    let text = format!("attachment; filename=\"customers.{}\"; filename*=UTF-8''{encoded}", format.word());
    HeaderValue::from_str(&text).map_err(Error::internal)
}

fn encoded_byte(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_file_name_is_sent_in_both_ways() {
        let header = disposition("客户-20260316.xlsx", FileFormat::Xlsx).unwrap();
        assert_eq!(
            header.to_str().unwrap(),
            "attachment; filename=\"customers.xlsx\"; filename*=UTF-8''%E5%AE%A2%E6%88%B7-20260316.xlsx"
        );
    }
}
