//! What people type into forms, trimmed and measured.

use kernel::Fault;

/// A text that must be there, at most `chars_max` long.
pub(crate) fn required(field: &str, text: &mut String, chars_max: usize, faults: &mut Vec<Fault>) {
    *text = text.trim().to_owned();
    if text.is_empty() {
        faults.push(Fault::new(field, "text.missing", "this must be filled in"));
    }
    measure(field, text, chars_max, faults);
}

/// A text that may be empty, which is the same as none.
pub(crate) fn optional(field: &str, text: &mut Option<String>, chars_max: usize, faults: &mut Vec<Fault>) {
    *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    measure(field, text.as_deref().unwrap_or_default(), chars_max, faults);
}

fn measure(field: &str, text: &str, chars_max: usize, faults: &mut Vec<Fault>) {
    if text.chars().count() > chars_max {
        faults.push(Fault::new(field, "text.too_long", format!("at most {chars_max} characters fit here")));
    }
}
