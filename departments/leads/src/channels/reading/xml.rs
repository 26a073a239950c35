//! XML without document types and entities of its own: what is sent can neither read files here nor grow into more than it is.

use kernel::Fault;
use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};
use serde_json::{Map, Value};

const DEPTH_MAX: usize = 64;

struct Element {
    name: String,
    fields: Map<String, Value>,
    text: String,
}

/// The tree of a document, with the root element's name on top: `{"adf": {"prospect": …}}`. Names are without their namespace, in
/// small letters.
pub fn tree(text: &str) -> Result<Value, Fault> {
    let mut reader = Reader::from_str(text.trim());
    reader.config_mut().trim_text_start = false;
    let mut open = vec![Element::named(String::new())];
    loop {
        let place = reader.buffer_position();
        match reader.read_event().map_err(|cause| broken(&cause.to_string(), place))? {
            Event::Start(start) => {
                if open.len() > DEPTH_MAX {
                    return Err(broken("elements lie too deep in each other", place));
                }
                open.push(Element::begun(&start));
            }
            Event::Empty(start) => close(&mut open, Element::begun(&start)),
            Event::End(_) => {
                let Some(element) = open.pop().filter(|_| !open.is_empty()) else { return Err(broken("", place)) };
                close(&mut open, element);
            }
            Event::Text(part) => say(&mut open, &part.into_inner()),
            Event::CData(part) => say(&mut open, &part.into_inner()),
            Event::GeneralRef(name) => say(&mut open, &character(&name.into_inner(), place)?),
            Event::DocType(_) => {
                let message = "XML with a document type (<!DOCTYPE …>) is not taken; send it without";
                return Err(Fault::new("", "payload.document_type", message));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match open.pop().filter(|_| open.is_empty()) {
        Some(whole) if !whole.fields.is_empty() => Ok(Value::Object(whole.fields)),
        Some(_) => Err(Fault::new("", "payload.unreadable", "this is not XML: there is no element")),
        None => Err(Fault::new("", "payload.unreadable", "the XML breaks off: an element is not closed")),
    }
}

impl Element {
    fn named(name: String) -> Self {
        Self { name, fields: Map::new(), text: String::new() }
    }

    fn begun(start: &BytesStart<'_>) -> Self {
        let mut element = Self::named(start.local_name().as_ref().to_lowercase());
        for attribute in start.attributes().with_checks(false).flatten() {
            let name = format!("@{}", attribute.key.local_name().as_ref().to_lowercase());
            let value = unescape(&attribute.value).unwrap_or_default().into_owned();
            element.fields.insert(name, Value::String(value));
        }
        element
    }

    fn value(self) -> Value {
        let text = self.text.trim().to_owned();
        let mut fields = self.fields;
        if fields.is_empty() {
            return Value::String(text);
        }
        if !text.is_empty() {
            fields.insert("#text".into(), Value::String(text));
        }
        Value::Object(fields)
    }
}

fn close(open: &mut [Element], element: Element) {
    let Some(parent) = open.last_mut() else { return };
    let name = element.name.clone();
    match parent.fields.get_mut(&name) {
        None => {
            parent.fields.insert(name, element.value());
        }
        Some(Value::Array(all)) => all.push(element.value()),
        Some(before) => *before = Value::Array(vec![before.take(), element.value()]),
    }
}

fn say(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// The five names every XML knows, and characters by number.
fn character(name: &str, place: u64) -> Result<String, Fault> {
    let known = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').and_then(|number| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            };
            code.and_then(char::from_u32).filter(|one| *one != '\0')
        }),
    };
    known.map(String::from).ok_or_else(|| broken("an entity of its own is not taken", place))
}

fn broken(cause: &str, place: u64) -> Fault {
    let message = format!("this XML can't be read at byte {place}: {cause}");
    Fault::new("", "payload.unreadable", message.trim_end_matches(": "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn elements_attributes_and_text_become_a_tree() {
        let text = r#"<?ADF VERSION="1.0"?><?xml version="1.0"?><!-- x --><ADF><prospect status="new"><id/>
            <name part='first'>A &amp; &#20013;</name><name part="last"><![CDATA[<B>]]></name><p:tel xmlns:p="u">1</p:tel></prospect></ADF>"#;
        let prospect = json!({
            "@status": "new", "id": "",
            "name": [{ "@part": "first", "#text": "A & 中" }, { "@part": "last", "#text": "<B>" }],
            "tel": { "@p": "u", "#text": "1" },
        });
        assert_eq!(tree(text).unwrap(), json!({ "adf": { "prospect": prospect } }));
    }

    #[test]
    fn no_document_type_and_no_entity_is_taken() {
        let laughs = r#"<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>"#;
        let file = r#"<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>"#;
        for text in [laughs, file] {
            assert_eq!(tree(text).unwrap_err().code, "payload.document_type");
        }
        assert_eq!(tree("<r>&x;</r>").unwrap_err().code, "payload.unreadable");
    }

    #[test]
    fn what_breaks_off_or_is_none_says_so() {
        for text in ["", "text", "<a>", "<a><b></a>", "<a", "</a>", "<a>&#xD800;</a>", "<a>&#0;</a>"] {
            assert_eq!(tree(text).unwrap_err().code, "payload.unreadable", "{text}");
        }
        let deep = format!("{}{}", "<a>".repeat(500), "</a>".repeat(500));
        assert_eq!(tree(&deep).unwrap_err().code, "payload.unreadable");
    }
}
