//! Changes that a page of another site sends with the visitor's cookie are refused, whatever the cookie allows. Browsers say where a
//! request comes from and pages can't forge it (Fetch Metadata, W3C); programs say nothing and have no cookie to misuse.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, Uri, header};
use kernel::Error;
use platform::http::Problem;

pub async fn keep_out(request: Request, next: Next) -> Response {
    let is_change = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_change && !is_for_anybody(request.uri().path()) && comes_from_elsewhere(request.headers()) {
        return Problem::from(Error::invalid(
            "origin",
            "request.foreign_page",
            "a change must come from a page of this server; programs use an API key and send no Origin",
        ))
        .into_response();
    }
    next.run(request).await
}

/// The form on a dealer's website sends enquiries from there; no cookie counts at its address.
fn is_for_anybody(path: &str) -> bool {
    path.starts_with("/api/v1/intake/")
}

fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => !matches!(site, "same-origin" | "none"),
        // Browsers from before Fetch Metadata.
        None => text(header::ORIGIN.as_str()).is_some_and(|origin| host_of(origin) != text(header::HOST.as_str())),
    }
}

fn host_of(origin: &str) -> Option<&str> {
    // `null`, as sandboxed frames send it, has no host and so is elsewhere.
    origin.parse::<Uri>().ok()?.authority()?;
    origin.split_once("://").map(|(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_page_of_another_site_is_told_from_ours_and_from_a_program() {
        for ours in [
            headers(&[]),
            headers(&[("sec-fetch-site", "same-origin")]),
            headers(&[("sec-fetch-site", "none")]),
            headers(&[("origin", "https://crm.example.com"), ("host", "crm.example.com")]),
            headers(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]),
        ] {
            assert!(!comes_from_elsewhere(&ours), "{ours:?}");
        }
        for other in [
            headers(&[("sec-fetch-site", "cross-site")]),
            headers(&[("sec-fetch-site", "same-site")]),
            headers(&[("origin", "https://evil.example"), ("host", "crm.example.com")]),
            headers(&[("origin", "null"), ("host", "crm.example.com")]),
            headers(&[("origin", "https://crm.example.com.evil.example"), ("host", "crm.example.com")]),
        ] {
            assert!(comes_from_elsewhere(&other), "{other:?}");
        }
    }
}
