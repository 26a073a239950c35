//! The OpenAPI document: served as JSON and as a page, and kept in `docs/openapi.json`.

mod answers;
mod created;
mod merged;
mod refusals;
mod versions;

use axum::response::{Html, IntoResponse};
use http::header;
use serde_json::Value;
use utoipa::openapi::{
    ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};

/// The head of the document: what it is and how one signs in.
pub fn about() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Roadbook 路书")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "One journal per customer and car. Lists page by `cursor`; writes take `Idempotency-Key`. Changes may carry the version \
             they were made from in `If-Match`: then a record that was changed since answers 412 with how it is now; without it a \
             change is made to the record as it is, and the last one wins. A record that was created answers 201 with its address in \
             `Location` and its version in `ETag`. A query parameter nobody knows is refused with `query.unknown`. Every fault is \
             `application/problem+json` with a stable `code`.",
        ))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").build()))
        .contact(Some(ContactBuilder::new().name(Some("Roadbook")).build()))
        .build();
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("roadbook_session")));
    let mut components = utoipa::openapi::Components::new();
    components.add_security_scheme("key", bearer);
    components.add_security_scheme("session", cookie);
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([
            SecurityRequirement::new("key", Vec::<String>::new()),
            SecurityRequirement::new("session", Vec::<String>::new()),
        ]))
        .build()
}

/// The whole document as kept in `docs/openapi.json`.
pub fn document() -> Value {
    let (_, document) = crate::routes::api().split_for_parts();
    whole(&document)
}

/// A handler that answers the whole document.
pub fn serve(
    document: &Value,
) -> impl Fn() -> std::future::Ready<axum::response::Response> + Clone + Send + Sync + 'static {
    let text = document.to_string();
    move || std::future::ready(([(header::CONTENT_TYPE, "application/json")], text.clone()).into_response())
}

/// The document with all that holds for every operation alike.
pub fn whole(document: &OpenApi) -> Value {
    let document = refusals::with_refusals(serde_json::to_value(document).unwrap_or_default());
    merged::in_one_piece(created::with_addresses(versions::with_versions(answers::made_whole(document))))
}

/// The document as a page, without anything from elsewhere.
pub async fn page() -> Html<&'static str> {
    Html(include_str!("open_api/page.html"))
}
