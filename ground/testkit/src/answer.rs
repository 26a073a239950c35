//! What an endpoint answered.

use http::{HeaderMap, StatusCode};
use serde_json::Value;

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The body as JSON; null when it is empty, the text when it is none.
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, bytes: Vec<u8>) -> Self {
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| if bytes.is_empty() { Value::Null } else { String::from_utf8_lossy(&bytes).into() });
        Self { status, headers, body, bytes }
    }

    /// The answer itself, when its status is this one.
    ///
    /// # Panics
    /// When it is another, with the body: that is what went wrong.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "the answer was {}", self.body);
        self
    }

    /// The code of a problem, or the empty text.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A text of the body, by its path: `/items/0/name`.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        let found = self.body.pointer(path).unwrap_or_else(|| panic!("{path} is not in {}", self.body));
        found.as_str().map_or_else(|| found.to_string(), str::to_owned)
    }

    /// The id of the record answered.
    #[track_caller]
    pub fn id(&self) -> String {
        self.text("/id")
    }

    /// The names of a page's items.
    pub fn names(&self) -> Vec<String> {
        let items = self.body["items"].as_array().or_else(|| self.body.as_array());
        items.into_iter().flatten().map(|item| item["name"].as_str().unwrap_or_default().to_owned()).collect()
    }
}
