//! Bytes from outside into a tree of values, whatever they are written in: what can't be read says why.

mod form;
mod text;
mod xml;

use kernel::Fault;
use serde_json::Value;

use super::words::PayloadFormat;

pub use text::{kept, opened, text_of};

/// The tree of a payload: objects, lists and texts; of XML, attributes stand below `@name` and text beside them below `#text`.
pub fn tree(format: PayloadFormat, text: &str) -> Result<Value, Fault> {
    match format {
        PayloadFormat::Json | PayloadFormat::Feiyu => json(text),
        PayloadFormat::Form => Ok(form::tree(text)),
        PayloadFormat::Xml | PayloadFormat::Adf => xml::tree(text),
        // A page may send either.
        PayloadFormat::Website if text.trim_start().starts_with('{') => json(text),
        PayloadFormat::Website => Ok(form::tree(text)),
    }
}

fn json(text: &str) -> Result<Value, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Fault::new("", "payload.empty", "nothing was sent"));
    }
    serde_json::from_str(text).map_err(|cause| {
        let place = format!("line {}, column {}", cause.line(), cause.column());
        let what = if cause.is_eof() { "the JSON breaks off" } else { "this is not JSON" };
        Fault::new("", "payload.unreadable", format!("{what} at {place}"))
    })
}
