//! Any request may be refused; the document says so of every operation.

use serde_json::{Value, json};

/// Gives each operation that names no answer for refusals the one all of them share.
pub fn with_refusals(mut document: Value) -> Value {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for operation in paths.into_iter().flat_map(|paths| paths.values_mut()).filter_map(Value::as_object_mut) {
        for answers in operation.values_mut().filter_map(|one| one.get_mut("responses")?.as_object_mut()) {
            answers.entry("4XX").or_insert_with(refusal);
        }
    }
    document
}

fn refusal() -> Value {
    json!({
        "description": "Refused: `code` says why, `detail` how to mend it.",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/ProblemView" } } },
    })
}
