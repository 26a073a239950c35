//! What the server answers is always whole: a field that may be empty is null, not missing. The schemas say so.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Fields left out of a problem when there is nothing to say.
const MAY_BE_MISSING: &[(&str, &[&str])] =
    &[("ProblemView", &["errors", "permission", "current", "kept", "request_id"])];

/// Makes every property of schemas that are only answered required; those a caller sends stay as they are.
pub fn made_whole(mut document: Value) -> Value {
    let sent = sent_schemas(&document);
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        for (name, schema) in schemas.iter_mut().filter(|(name, _)| !sent.contains(*name)) {
            require_all(name, schema);
        }
    }
    document
}

fn require_all(name: &str, schema: &mut Value) {
    for inner in ["items", "allOf", "oneOf", "anyOf"] {
        match schema.get_mut(inner) {
            Some(Value::Array(all)) => all.iter_mut().for_each(|one| require_all(name, one)),
            Some(one @ Value::Object(_)) => require_all(name, one),
            _ => {}
        }
    }
    let Some(schema) = schema.as_object_mut() else { return };
    let missing = MAY_BE_MISSING.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, fields)| fields);
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    properties.values_mut().for_each(|property| require_all(name, property));
    let required: Vec<Value> =
        properties.keys().filter(|key| !missing.contains(&key.as_str())).map(|key| Value::from(key.as_str())).collect();
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
}

/// The names of all schemas a caller may send, with those inside them.
fn sent_schemas(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = Vec::new();
    if let Some(Value::Object(paths)) = document.get("paths") {
        for operation in paths.values().filter_map(Value::as_object).flat_map(Map::values) {
            for part in ["requestBody", "parameters"] {
                collect(operation.get(part).unwrap_or(&Value::Null), &mut open);
            }
        }
    }
    while let Some(name) = open.pop() {
        if found.insert(name.clone()) {
            collect(document.pointer(&format!("/components/schemas/{name}")).unwrap_or(&Value::Null), &mut open);
        }
    }
    found
}

fn collect(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(name) = fields.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
                names.push(name.to_owned());
            }
            fields.values().for_each(|inner| collect(inner, names));
        }
        Value::Array(all) => all.iter().for_each(|inner| collect(inner, names)),
        _ => {}
    }
}
