//! Fields of a form as a browser sends them.

use serde_json::{Map, Value};

/// A field that comes several times is a list.
pub fn tree(text: &str) -> Value {
    let mut fields: Map<String, Value> = Map::new();
    for (name, value) in form_urlencoded::parse(text.trim().as_bytes()) {
        let value = Value::String(value.into_owned());
        match fields.get_mut(name.as_ref()) {
            None => {
                fields.insert(name.into_owned(), value);
            }
            Some(Value::Array(all)) => all.push(value),
            Some(before) => *before = Value::Array(vec![before.take(), value]),
        }
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_texts_and_repeated_ones_lists() {
        let read = tree("name=%E7%8E%8B+%E4%BA%94&car=a&car=b&car=c&empty=&alone");
        assert_eq!(read, json!({ "name": "王 五", "car": ["a", "b", "c"], "empty": "", "alone": "" }));
        assert_eq!(tree("  "), json!({}));
    }
}
