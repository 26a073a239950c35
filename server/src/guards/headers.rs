//! Headers of every answer (OWASP secure headers): pages run our own scripts alone, nobody frames them, nothing is guessed.

use axum::{
    Router,
    extract::Request,
    middleware::{self, Next},
    response::Response,
};
use http::{HeaderName, HeaderValue, header};
use platform::Platform;

/// Scripts, styles and pictures come from here; pictures may also be drawn by the page itself. A page with other needs says so.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The camera reads VINs and QR codes; nothing else of the machine is ours to use.
const PERMISSIONS: &str = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";
/// Two years, as browsers ask of a site that means it.
const ENCRYPTED_FROM_NOW_ON: &str = "max-age=63072000; includeSubDomains";

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What the API answers is about people: no browser and no proxy keeps it.
const NEVER_KEPT: &str = "private, no-store";

pub fn on_every_answer(routes: Router<Platform>, is_encrypted: bool) -> Router<Platform> {
    routes.layer(middleware::from_fn(move |request: Request, next: Next| async move {
        let is_api = request.uri().path().starts_with("/api/v1/");
        headed(next.run(request).await, is_api, is_encrypted)
    }))
}

fn headed(mut response: Response, is_api: bool, is_encrypted: bool) -> Response {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(NEVER_KEPT));
    }
    if is_encrypted {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ENCRYPTED_FROM_NOW_ON));
    }
    response
}
