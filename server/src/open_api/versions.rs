//! Versions in the document: an answer that is one record with a version carries it as `ETag`, a change of it takes `If-Match`.

use serde_json::{Map, Value, json};

/// What is read as a version: `"3"`, `W/"3"`, or `*` for any.
const VERSION: &str = r#"^(\*|(W/)?"?[0-9]{1,9}"?)$"#;

/// Says so at every operation that answers such a record.
pub fn with_versions(mut document: Value) -> Value {
    let schemas = document.pointer("/components/schemas").cloned().unwrap_or_default();
    let Some(Value::Object(paths)) = document.get_mut("paths") else { return document };
    for (method, operation) in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::iter_mut) {
        if answers_a_version(operation, "200", &schemas) {
            tell(method, operation);
        }
        if answers_a_version(operation, "201", &schemas) {
            operation["responses"]["201"]["headers"]["ETag"] = etag();
        }
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
        for version in parameters.filter(|one| one["name"] == "If-Match") {
            version["schema"] = json!({ "type": "string", "pattern": VERSION });
        }
    }
    document
}

fn answers_a_version(operation: &Value, status: &str, schemas: &Value) -> bool {
    operation
        .pointer(&format!("/responses/{status}/content/application~1json/schema"))
        .is_some_and(|schema| has_version(schema, schemas))
}

/// A schema has what those it refers to or consists of have.
fn has_version(schema: &Value, schemas: &Value) -> bool {
    let referred = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    let parts = schema["allOf"].as_array().map_or(&[][..], Vec::as_slice);
    schema["properties"]["version"]["type"] == "integer"
        || referred.is_some_and(|name| has_version(&schemas[name], schemas))
        || parts.iter().any(|part| has_version(part, schemas))
}

fn tell(method: &str, operation: &mut Value) {
    operation["responses"]["200"]["headers"]["ETag"] = etag();
    if method != "patch" {
        return;
    }
    let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    if parameters.iter().all(|one| one["name"] != "If-Match") {
        parameters.push(json!({ "name": "If-Match", "in": "header", "required": false, "schema": { "type": "string" },
            "description": "The version seen, `\"3\"`: when somebody was faster the answer is 412 with the record as it is now. \
                            Left out, the change is made to the record as it is, and the last one wins." }));
        operation["parameters"] = parameters.into();
    }
}

fn etag() -> Value {
    json!({ "description": "The version of the record, to send as `If-Match` with a change.", "schema": { "type": "string" } })
}
