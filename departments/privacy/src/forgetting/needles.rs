//! What a person is known by, in all the forms people write it: what is looked for after they were forgotten.

use std::collections::{BTreeMap, BTreeSet};

use customers::contacts::contact::ContactKind;
use kernel::name;
use serde::{Deserialize, Serialize};

/// One identifier and how it may be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needle {
    pub kind: NeedleKind,
    /// The first is the one on record.
    pub forms: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedleKind {
    Name,
    Phone,
    Email,
    Messenger,
    IdNumber,
    Address,
    Plate,
    Vin,
    ExternalId,
    /// A keyed index of one of the others.
    Blind,
}

/// All that is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needles {
    /// Nobody else's: they may stand nowhere any more.
    pub own: Vec<Needle>,
    /// Names that others may bear: they may not stand in rows about this person.
    pub common: Vec<Needle>,
    /// How many were left out because another record holds them too.
    pub shared: u32,
}

/// Shorter texts stand in others by chance.
const CHARACTERS_MIN: usize = 6;
const NAME_CHARACTERS_MIN: usize = 3;

impl Needles {
    pub fn add(&mut self, kind: NeedleKind, forms: BTreeSet<String>) {
        let enough = if kind == NeedleKind::Name { NAME_CHARACTERS_MIN } else { CHARACTERS_MIN };
        let forms: Vec<String> = forms.into_iter().filter(|form| form.chars().count() >= enough).collect();
        if !forms.is_empty() {
            self.own.push(Needle { kind, forms });
        }
    }

    pub fn add_common(&mut self, name: &str) {
        if !name.is_empty() {
            self.common.push(Needle { kind: NeedleKind::Name, forms: vec![name.to_owned()] });
        }
    }

    /// Every written form of what is nobody else's, once.
    pub fn forms(&self) -> Vec<String> {
        let all: BTreeSet<&String> = self.own.iter().flat_map(|needle| &needle.forms).collect();
        // A form that holds another is found with it.
        let shortest = |form: &&String| !all.iter().any(|other| other != form && form.contains(other.as_str()));
        all.iter().copied().filter(shortest).cloned().collect()
    }

    pub fn counts(&self) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for needle in self.own.iter().chain(&self.common) {
            let kind = serde_json::to_value(needle.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
            *counts.entry(kind.unwrap_or_default()).or_default() += 1;
        }
        counts
    }
}

/// A contact in the forms people write it.
pub fn of_contact(kind: ContactKind, value: &str) -> (NeedleKind, BTreeSet<String>) {
    match kind {
        ContactKind::Phone => (NeedleKind::Phone, of_phone(value)),
        ContactKind::Email => (NeedleKind::Email, [value.to_owned(), value.to_lowercase()].into()),
        _ => (NeedleKind::Messenger, [value.to_owned()].into()),
    }
}

/// `+8613800001234` is also 13800001234, 138 0000 1234 and 138-0000-1234.
pub fn of_phone(value: &str) -> BTreeSet<String> {
    let national = value.strip_prefix("+86").unwrap_or(value);
    let digits: String = national.chars().filter(char::is_ascii_digit).collect();
    let mut forms: BTreeSet<String> = [value.to_owned(), digits.clone()].into();
    if let (11, Some(head), Some(middle), Some(tail)) =
        (digits.len(), digits.get(..3), digits.get(3..7), digits.get(7..))
    {
        forms.extend([" ", "-", "."].map(|between| [head, middle, tail].join(between)));
    }
    forms
}

/// 沪A12345 is also 沪A·12345, 沪A 12345 and 沪a12345.
pub fn of_plate(plate: &str) -> BTreeSet<String> {
    let (head, tail): (String, String) = (plate.chars().take(2).collect(), plate.chars().skip(2).collect());
    let mut forms: BTreeSet<String> =
        ["", "·", "•", ".", " ", "-"].map(|between| format!("{head}{between}{tail}")).into();
    forms.insert(name::search_key(plate));
    forms.extend(forms.clone().into_iter().map(|form| form.to_lowercase()));
    forms
}

/// A text in upper and lower case.
pub fn of_code(code: &str) -> BTreeSet<String> {
    [code.to_owned(), code.to_uppercase(), code.to_lowercase()].into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_looked_for_as_people_write_it() {
        let forms = of_phone("+8613800001234");
        for form in ["+8613800001234", "13800001234", "138 0000 1234", "138-0000-1234"] {
            assert!(forms.contains(form), "{form}");
        }
    }

    #[test]
    fn a_plate_is_looked_for_with_its_dot_and_in_lower_case() {
        let forms = of_plate("沪A12345");
        for form in ["沪A12345", "沪A·12345", "沪a12345"] {
            assert!(forms.contains(form), "{form}");
        }
    }

    #[test]
    fn what_would_be_found_by_chance_is_not_looked_for_and_what_holds_another_only_once() {
        let mut needles = Needles::default();
        needles.add(NeedleKind::ExternalId, ["1001".to_owned()].into());
        needles.add(NeedleKind::Name, ["王伟".to_owned()].into());
        needles.add(NeedleKind::Phone, of_phone("+8613800001234"));
        assert_eq!(needles.forms(), ["138 0000 1234", "138-0000-1234", "138.0000.1234", "13800001234"]);
        assert_eq!(needles.counts(), [("phone".to_owned(), 1)].into());
    }
}
