//! Notes which fields of a row change, for the journal.

use journal::events::customers::FieldChange;

/// The fields that changed so far.
#[derive(Debug, Default)]
pub(crate) struct Changes(Vec<FieldChange>);

impl Changes {
    /// Puts a new value into its place and notes the change when it is one.
    pub fn set<T: PartialEq>(&mut self, field: &str, place: &mut T, new: T, shown: impl Fn(&T) -> Option<String>) {
        if *place != new {
            self.0.push(FieldChange { field: field.to_owned(), from: shown(place), to: shown(&new) });
            *place = new;
        }
    }

    pub fn text(&mut self, field: &str, place: &mut String, new: String) {
        self.set(field, place, new, |text| Some(text.clone()));
    }

    pub fn optional(&mut self, field: &str, place: &mut Option<String>, new: Option<String>) {
        self.set(field, place, new, Clone::clone);
    }

    pub fn flag(&mut self, field: &str, place: &mut bool, new: bool) {
        self.set(field, place, new, |flag| Some(flag.to_string()));
    }

    /// Notes a change that was made elsewhere.
    pub fn note(&mut self, field: &str, from: Option<String>, to: Option<String>) {
        if from != to {
            self.0.push(FieldChange { field: field.to_owned(), from, to });
        }
    }

    /// Notes that a field changed whose values the journal must not hold.
    pub fn secretly(&mut self, field: &str) {
        self.0.push(FieldChange { field: field.to_owned(), from: None, to: None });
    }

    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|change| change.field == field)
    }

    pub fn into_fields(self) -> Vec<FieldChange> {
        self.0
    }
}
