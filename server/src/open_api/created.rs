//! Records that were created, in the document: where one is to be found is told in `Location`.

use serde_json::{Map, Value, json};

/// Says so at every operation that creates a record with a page of its own.
pub fn with_addresses(mut document: Value) -> Value {
    let Some(Value::Object(paths)) = document.get_mut("paths") else { return document };
    let pages: Vec<String> =
        paths.iter().filter(|(_, item)| item["get"].is_object()).map(|(path, _)| page_of(path)).collect();
    for (_, item) in paths.iter_mut().filter(|(path, _)| pages.contains(path)) {
        if let Some(created) = item.pointer_mut("/post/responses/201").filter(|created| answers_json(created)) {
            created["headers"]["Location"] = json!({
                "description": "The address of the record.", "schema": { "type": "string", "format": "uri-reference" } });
        }
    }
    document
}

/// The collection whose records a path answers one by one: `/tasks` of `/tasks/{id}`; itself never one, for any other path.
fn page_of(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((collection, last)) if last.starts_with('{') => collection.to_owned(),
        _ => String::new(),
    }
}

fn answers_json(created: &Value) -> bool {
    created["content"].as_object().is_some_and(|content: &Map<String, Value>| content.contains_key("application/json"))
}
