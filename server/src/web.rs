//! The pages, out of the binary: assets for a year, the document never cached.

use axum::{
    Router,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use platform::{Platform, crypto};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../web/dist"]
struct Pages;

const DOCUMENT: &str = "index.html";
const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

pub fn routes() -> Router<Platform> {
    Router::new()
        .route("/api/docs/page.css", get(async || asset("text/css; charset=utf-8", include_str!("open_api/page.css"))))
        .route(
            "/api/docs/page.js",
            get(async || asset("text/javascript; charset=utf-8", include_str!("open_api/page.js"))),
        )
        .route("/", get(page))
        .route("/{*path}", get(page))
}

/// A file of the pages; an address of the application answers its document; a missing asset is missing.
async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return platform::http::Problem::from(kernel::Error::NotFound).into_response();
    }
    if let Some(response) = file(path, &headers) {
        return response;
    }
    if path.starts_with("assets/") || path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        return StatusCode::NOT_FOUND.into_response();
    }
    file(DOCUMENT, &headers).unwrap_or_else(|| {
        (
            StatusCode::NOT_FOUND,
            "The pages are not in this binary; build them with `make web`. The API is at /api/docs.",
        )
            .into_response()
    })
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = if path.is_empty() { DOCUMENT } else { path };
    let packed = accepts_brotli(headers).then(|| Pages::get(&format!("{plain}.br"))).flatten();
    let is_packed = packed.is_some();
    let found: EmbeddedFile = packed.or_else(|| Pages::get(plain))?;
    let etag = crypto::hex(&found.metadata.sha256_hash()[..12]);
    let etag = HeaderValue::from_str(&format!("\"{etag}\"")).ok()?;
    if headers.get(header::IF_NONE_MATCH) == Some(&etag) {
        return Some(StatusCode::NOT_MODIFIED.into_response());
    }
    let mut response = found.data.into_owned().into_response();
    let kind = kind_of(plain);
    let keep = if plain.starts_with("assets/") { FOR_A_YEAR } else { ASK_AGAIN };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    answer.insert(header::ETAG, etag);
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Some(response)
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accepted| accepted.contains("br"))
}

fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn asset(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, ASK_AGAIN)], text)
}
