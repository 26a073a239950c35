//! What people type into forms, trimmed and measured, and fields that may be cleared.

use kernel::Fault;
use serde::{Deserialize, Deserializer};

/// A text that must be there, at most `chars_max` long.
pub(crate) fn required(field: &str, raw: &str, chars_max: usize, faults: &mut Vec<Fault>) -> String {
    let text = raw.trim();
    if text.is_empty() {
        faults.push(Fault::new(field, "required", "this must be filled in"));
    }
    measured(field, text, chars_max, faults)
}

/// A text that may be empty, which is the same as none.
pub(crate) fn optional(field: &str, raw: Option<&str>, chars_max: usize, faults: &mut Vec<Fault>) -> Option<String> {
    let text = raw.map(str::trim).filter(|text| !text.is_empty())?;
    Some(measured(field, text, chars_max, faults))
}

fn measured(field: &str, text: &str, chars_max: usize, faults: &mut Vec<Fault>) -> String {
    if text.chars().count() > chars_max {
        faults.push(Fault::new(field, "text.too_long", format!("at most {chars_max} characters fit here")));
    }
    text.to_owned()
}

/// Reads a field of a change: absent leaves it (`None`), null clears it (`Some(None)`).
pub(crate) fn clearable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    reader: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(reader).map(Some)
}
