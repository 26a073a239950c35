//! Every operation of the document, with forms that are in order and ids of records that exist, for tests that walk them all.

pub mod forms;
pub mod records;
mod seals;

use http::Method;
use serde_json::Value;

pub use records::Records;

/// One operation of the OpenAPI document.
#[derive(Clone, Debug)]
pub struct Operation {
    pub method: Method,
    /// Below `/api/v1`, with its parameters in braces.
    pub path: String,
    /// The schema of its JSON body, when it takes one.
    pub form: Option<Value>,
    /// The names of its query parameters.
    pub query: Vec<String>,
}

/// All operations, in the order of their paths.
pub fn all() -> Vec<Operation> {
    let document = document();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let form = operation.pointer("/requestBody/content/application~1json/schema").cloned();
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let query = parameters.iter().filter(|parameter| parameter["in"] == "query");
            operations.push(Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path.strip_prefix("/api/v1").unwrap().to_owned(),
                form,
                query: query.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect(),
            });
        }
    }
    operations
}

/// A stream has no end to read to.
pub fn is_stream(operation: &Operation) -> bool {
    operation.path == "/live"
}

pub fn document() -> Value {
    serde_json::to_value(server::open_api::document()).unwrap()
}

impl Operation {
    pub fn takes_id(&self) -> bool {
        self.path.contains('{')
    }

    /// The path with each parameter as `value` gives it; called with the segment before and the name of the parameter.
    pub fn path_with(&self, value: impl Fn(&str, &str) -> String) -> String {
        let mut before = "";
        let mut path = String::new();
        for segment in self.path.split('/').skip(1) {
            path.push('/');
            match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => path.push_str(&value(before, name)),
                None => {
                    path.push_str(segment);
                    before = segment;
                }
            }
        }
        path
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
