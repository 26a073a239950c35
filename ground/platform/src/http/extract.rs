//! Requests in: like axum's extractors, but a bad request is a problem that names the field.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::request::Parts;
use kernel::{Error, Fault};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::Problem;

/// A JSON body, in or out.
pub struct Json<T>(pub T);

/// Path parameters.
pub struct Path<T>(pub T);

/// Query parameters; a repeated one fills a list.
pub struct Query<T>(pub T);

/// The raw pairs of the query string, for parameters whose names are not fixed.
pub struct Pairs(pub Vec<(String, String)>);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = request
            .headers()
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|kind| kind.split(';').next())
            .map(|kind| kind.trim().to_ascii_lowercase())
            .is_some_and(|kind| kind == "application/json" || kind.ends_with("+json"));
        if !is_json {
            return Err(fault("", "body.not_json", "send the body as JSON with Content-Type: application/json"));
        }
        let body = Bytes::from_request(request, state).await.map_err(|cause| body_problem(&cause))?;
        if let Some(field) = field_with_nul(&body) {
            return Err(fault(field, "text.nul", NUL_IN_TEXT));
        }
        // A list would be read as the fields of a form in their order, which is nobody's meaning.
        if body.trim_ascii_start().first() == Some(&b'[') {
            return Err(fault("", "field.wrong", "send an object with named fields, not a list"));
        }
        let mut reader = serde_json::Deserializer::from_slice(&body);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|cause| json_problem(cause, &body))?;
        reader.end().map_err(|cause| fault("", "body.malformed", cause.to_string()))?;
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if parts.uri.path().contains("%00") {
            return Err(fault("id", "id.malformed", NUL_IN_TEXT));
        }
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(cause) => {
                Err(fault("id", "id.malformed", format!("the address holds no valid id ({})", cause.body_text())))
            }
        }
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let text = parts.uri.query().unwrap_or_default();
        refuse_nul(text)?;
        let reader = serde_urlencoded::Deserializer::new(form_pairs(text));
        match serde_path_to_error::deserialize(reader) {
            Ok(value) => Ok(Self(value)),
            Err(cause) => {
                let path = cause.path().to_string();
                Err(fault(if path == "." { "" } else { &path }, "query.malformed", cause.into_inner().to_string()))
            }
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Pairs {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let text = parts.uri.query().unwrap_or_default();
        refuse_nul(text)?;
        serde_urlencoded::from_str(text).map(Self).map_err(|cause| fault("", "query.malformed", cause.to_string()))
    }
}

/// PostgreSQL keeps no text with U+0000 in it and nobody types one, so it ends at the door, on either engine.
const NUL_IN_TEXT: &str = "take the character U+0000 out; no text may hold it";

fn refuse_nul(query: &str) -> Result<(), Problem> {
    match form_pairs(query).find(|(name, value)| name.contains('\0') || value.contains('\0')) {
        Some((name, _)) => Err(fault(name.replace('\0', ""), "text.nul", NUL_IN_TEXT)),
        None => Ok(()),
    }
}

/// The path of the first text with U+0000 in it, which JSON can only write as an escape.
fn field_with_nul(body: &[u8]) -> Option<String> {
    const ESCAPE: &[u8] = br"\u0000";
    body.windows(ESCAPE.len()).any(|window| window == ESCAPE).then_some(())?;
    path_to_nul(&serde_json::from_slice(body).ok()?)
}

fn path_to_nul(value: &Value) -> Option<String> {
    let joined = |step: String, rest: String| match rest.as_str() {
        "" => step,
        rest if rest.starts_with('[') => format!("{step}{rest}"),
        rest => format!("{step}.{rest}"),
    };
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(at, item)| Some(joined(format!("[{at}]"), path_to_nul(item)?)))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let rest = if name.contains('\0') { Some(String::new()) } else { path_to_nul(field) };
            Some(joined(name.replace('\0', ""), rest?))
        }),
        _ => None,
    }
}

fn form_pairs(text: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(text.as_bytes())
}

/// A value of a wrong type is told with its path. The reader calls one that stands where a word of a list is wanted bad syntax, so
/// the body is looked at once more.
fn json_problem(cause: serde_path_to_error::Error<serde_json::Error>, body: &[u8]) -> Problem {
    let path = cause.path().to_string();
    let inner = cause.into_inner();
    let field = if path == "." { String::new() } else { path };
    match inner.classify() {
        serde_json::error::Category::Data => {
            let said = inner.to_string();
            // What is read in two goes, such as a form of several shapes, has no path of its own.
            let named = missing_field(&said).or_else(|| unknown_field(&said).filter(|_| field.is_empty()));
            let path = [Some(field.as_str()), named].into_iter().flatten().filter(|step| !step.is_empty());
            fault(path.collect::<Vec<_>>().join("."), "field.wrong", with_remedy(&said))
        }
        _ if serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok() => {
            fault(field, "field.wrong", "send a text here: one of the words the documentation lists")
        }
        _ => fault("", "body.malformed", format!("the body is not JSON: {inner}")),
    }
}

/// Without the place in the text, which the path tells better; what the reader of days and instants says, in words that help.
fn with_remedy(said: &str) -> String {
    let said = said.rsplit_once(" at line ").map_or(said, |(before, _)| before);
    match said {
        "input is out of range" => {
            "there is no such day or time; days are written 2026-03-05, instants 2026-03-05T09:30:00Z".into()
        }
        "input contains invalid characters"
        | "premature end of input"
        | "trailing input"
        | "input is not enough for unique date and time" => {
            "days are written 2026-03-05, instants 2026-03-05T09:30:00Z".into()
        }
        other => other.to_owned(),
    }
}

/// The name in "unknown field `name`, expected …".
fn unknown_field(said: &str) -> Option<&str> {
    said.strip_prefix("unknown field `")?.split('`').next()
}

/// The name in "missing field `name` at line 1 column 2".
fn missing_field(said: &str) -> Option<&str> {
    said.strip_prefix("missing field `")?.split('`').next()
}

fn body_problem(cause: &axum::extract::rejection::BytesRejection) -> Problem {
    if cause.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge { bytes_max: super::idempotency::BODY_BYTES_MAX as u64 }.into()
    } else {
        fault("", "body.unreadable", cause.body_text())
    }
}

fn fault(field: impl Into<String>, code: &str, message: impl Into<String>) -> Problem {
    Error::Invalid(vec![Fault::new(field, code, message)]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_nul_is_found_by_its_path() {
        for (body, field) in [
            (r#"{"name": "a\u0000b"}"#, Some("name")),
            (r#"{"vehicle": {"people": [{"name": "x"}, {"name": "\u0000"}]}}"#, Some("vehicle.people[1].name")),
            (r#"{"a\u0000": 1}"#, Some("a")),
            (r#"{"name": "a backslash: \\u0000"}"#, None),
            (r#"{"name": "\u0001"}"#, None),
        ] {
            assert_eq!(field_with_nul(body.as_bytes()).as_deref(), field, "{body}");
        }
    }
}
