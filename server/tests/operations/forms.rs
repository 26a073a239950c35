//! Forms made from the schemas of the document: what is required and nothing else, or every field there is.

use serde_json::{Map, Value, json};

use super::Records;

/// Which fields a form fills.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Required,
    All,
}

/// A form for `schema` that is in order, with ids out of `records`.
pub fn form(schema: &Value, fill: Fill, records: &Records) -> Value {
    Maker { document: super::document(), fill, records }.value("", schema)
}

/// The fields of an object schema, each with its schema; none for what is no object.
pub fn fields(schema: &Value) -> Vec<(String, Value)> {
    let document = super::document();
    let schema = resolved(&document, schema);
    let properties = schema["properties"].as_object().cloned().unwrap_or_default();
    properties.into_iter().collect()
}

struct Maker<'a> {
    document: Value,
    fill: Fill,
    records: &'a Records,
}

impl Maker<'_> {
    fn value(&self, field: &str, schema: &Value) -> Value {
        let schema = resolved(&self.document, schema);
        if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)) {
            return example.clone();
        }
        if let Some(choice) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
            let real = choice.iter().find(|one| one["type"] != "null").unwrap();
            return self.value(field, real);
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let mut whole = Map::new();
            for part in parts {
                whole.extend(self.value(field, part).as_object().cloned().unwrap_or_default());
            }
            return Value::Object(whole);
        }
        if let Some(word) = schema["enum"].as_array() {
            return word[0].clone();
        }
        match kind(&schema) {
            "object" => self.object(&schema),
            "array" => json!([self.value(field.trim_end_matches('s'), &schema["items"])]),
            "integer" => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
            "number" => json!(1.5),
            "boolean" => json!(true),
            _ => self.text(field, &schema),
        }
    }

    fn object(&self, schema: &Value) -> Value {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let mut object = Map::new();
        for (name, part) in schema["properties"].as_object().into_iter().flatten() {
            if self.fill == Fill::All || required.iter().any(|one| one == name) {
                object.insert(name.clone(), self.value(name, part));
            }
        }
        Value::Object(object)
    }

    fn text(&self, field: &str, schema: &Value) -> Value {
        if schema["format"] == "uuid" {
            return json!(self.records.named(field));
        }
        json!(match (schema["format"].as_str(), field) {
            (Some("date"), _) => "2026-03-01",
            (Some("date-time"), _) => "2026-03-17T02:00:00Z",
            (_, "login") => "somebody",
            (_, "email") => "somebody@example.com",
            (_, "phone" | "value") => "13800001234",
            (_, "vin") => "LSVAA4183E2000017",
            (_, "plate") => "沪A12345",
            (_, "id_number") => "11010519491231002X",
            (_, "colour") => "blue",
            (_, "code") => "NEW1",
            (_, "time_zone") => "Asia/Shanghai",
            (_, "permission") => "use_roadbook",
            (_, "filter") => "stage:is:lead",
            (_, "column") => "name",
            (_, "sort") => "-created",
            (_, "password" | "old" | "new" | "current") => "another long password",
            (_, "text") => "上海市浦东新区张江路 1 号",
            _ => "文字",
        })
    }
}

fn resolved(document: &Value, schema: &Value) -> Value {
    match schema["$ref"].as_str() {
        Some(address) => resolved(document, document.pointer(address.trim_start_matches('#')).unwrap()),
        None => schema.clone(),
    }
}

fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("string"),
        other => other.as_str().unwrap_or(if schema["properties"].is_object() { "object" } else { "string" }),
    }
}
