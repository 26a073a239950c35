//! What the OpenAPI document says of each operation that is held for all of them alike: the parameters of its query, and what a
//! created record is told with.

use std::{collections::HashMap, sync::Arc};

use axum::extract::{MatchedPath, Request};
use http::Method;
use serde_json::{Map, Value};

/// The operations by route and method.
#[derive(Clone, Debug, Default)]
pub struct Contract(Arc<HashMap<(String, Method), Promise>>);

/// What is promised of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promise {
    /// The names of its query parameters.
    pub query: Vec<String>,
    /// Whether what it creates has an address below its own.
    pub has_location: bool,
    /// Whether what it creates has a version.
    pub has_version: bool,
}

impl Contract {
    pub fn of(document: &Value) -> Self {
        let mut promises = HashMap::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flat_map(Map::iter) {
                if let Ok(method) = method.to_uppercase().parse() {
                    promises.insert((path.clone(), method), Promise::of(operation));
                }
            }
        }
        Self(Arc::new(promises))
    }

    /// What is promised of the operation a request is for; nothing of what is not in the document.
    pub fn promise(&self, request: &Request) -> Option<&Promise> {
        let route = request.extensions().get::<MatchedPath>()?.as_str().to_owned();
        // Whoever answers GET answers HEAD.
        let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
        self.0.get(&(route, method))
    }
}

impl Promise {
    fn of(operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let created = &operation["responses"]["201"]["headers"];
        Self {
            query: parameters
                .filter(|one| one["in"] == "query")
                .filter_map(|one| one["name"].as_str().map(str::to_owned))
                .collect(),
            has_location: created["Location"].is_object(),
            has_version: created["ETag"].is_object(),
        }
    }
}
