//! A schema that is put together of parts says so in one piece: parts that take no field but their own would refuse the fields of one
//! another, and no body could ever meet all of them.

use serde_json::{Map, Value};

/// Lays the parts of every `allOf` together when one of them takes no other fields.
pub fn in_one_piece(mut document: Value) -> Value {
    let schemas = document.pointer("/components/schemas").cloned().unwrap_or_default();
    if let Some(own) = document.pointer_mut("/components/schemas") {
        lay_together(own, &schemas);
    }
    document
}

fn lay_together(value: &mut Value, schemas: &Value) {
    match value {
        Value::Object(fields) => {
            if let Some(whole) =
                fields.get("allOf").and_then(Value::as_array).and_then(|parts| one_piece(parts, schemas))
            {
                fields.remove("allOf");
                fields.extend(whole);
            }
            fields.values_mut().for_each(|inner| lay_together(inner, schemas));
        }
        Value::Array(all) => all.iter_mut().for_each(|inner| lay_together(inner, schemas)),
        _ => {}
    }
}

fn one_piece(parts: &[Value], schemas: &Value) -> Option<Map<String, Value>> {
    let parts: Vec<&Value> = parts.iter().map(|part| resolved(part, schemas)).collect();
    let is_closed = |part: &&Value| part["additionalProperties"] == false;
    if parts.len() < 2 || !parts.iter().any(is_closed) || !parts.iter().all(|part| part["properties"].is_object()) {
        return None;
    }
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for part in parts {
        properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    let mut whole = Map::new();
    whole.insert("type".into(), "object".into());
    whole.insert("properties".into(), properties.into());
    whole.insert("required".into(), required.into());
    whole.insert("additionalProperties".into(), false.into());
    Some(whole)
}

fn resolved<'a>(part: &'a Value, schemas: &'a Value) -> &'a Value {
    match part["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        Some(name) => &schemas[name],
        None => part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn closed_parts_become_one_piece_and_open_ones_stay() {
        let closed =
            json!({ "type": "object", "properties": { "a": {} }, "required": ["a"], "additionalProperties": false });
        let open = json!({ "type": "object", "properties": { "b": {} }, "required": ["b"] });
        let schemas = json!({
            "Closed": closed,
            "Open": open,
            "Mixed": { "allOf": [{ "$ref": "#/components/schemas/Closed" }, { "$ref": "#/components/schemas/Open" }] },
            "Plain": { "allOf": [{ "$ref": "#/components/schemas/Open" }, { "properties": { "c": {} } }] },
        });
        let done = in_one_piece(json!({ "components": { "schemas": schemas } }));
        let mixed = &done["components"]["schemas"]["Mixed"];
        assert_eq!(mixed["required"], json!(["a", "b"]));
        assert_eq!((&mixed["additionalProperties"], mixed.get("allOf")), (&json!(false), None));
        assert!(done["components"]["schemas"]["Plain"]["allOf"].is_array());
    }
}
