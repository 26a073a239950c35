//! What a person is known by, in all the forms people write it: what is looked for after they were forgotten.

use std::collections::{BTreeMap, BTreeSet};

use customers::contacts::contact::ContactKind;
use kernel::name;
use serde::{Deserialize, Serialize};

use super::texts::Texts;

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
    /// Names that others bear too, or of one character: they may not stand in rows about this person.
    pub common: Vec<Needle>,
    /// Names of two characters that nobody else bears. They are taken out of what people wrote; elsewhere the same characters may
    /// be a word.
    #[serde(default)]
    pub short: Vec<Needle>,
    /// How many were left out because another record holds them too.
    pub shared: u32,
}

/// Shorter texts stand in others by chance.
const CHARACTERS_MIN: usize = 6;
/// Shorter numbers of other systems are mileages, prices and postcodes too, even where they stand alone.
const EXTERNAL_DIGITS_MIN: usize = 8;
const NAME_CHARACTERS_MIN: usize = 3;
const SHORT_NAME_CHARACTERS_MIN: usize = 2;

impl NeedleKind {
    /// Leads to the person and to nobody else, wherever it stands.
    pub fn is_unmistakable(self) -> bool {
        matches!(self, Self::Phone | Self::Email | Self::Messenger | Self::IdNumber | Self::Address)
    }
}

impl Needles {
    /// A name, by how long it is and whether others bear it.
    pub fn add_name(&mut self, shown: &str, is_borne_by_others: bool) {
        let length = shown.chars().count();
        let needle = || Needle { kind: NeedleKind::Name, forms: vec![shown.to_owned()] };
        if length == 0 {
            return;
        }
        if is_borne_by_others || length < SHORT_NAME_CHARACTERS_MIN {
            self.common.push(needle());
        } else if length < NAME_CHARACTERS_MIN {
            self.short.push(needle());
        } else {
            self.add(NeedleKind::Name, [shown.to_owned(), name::search_key(shown)].into());
        }
    }

    pub fn add(&mut self, kind: NeedleKind, forms: BTreeSet<String>) {
        let enough = if kind == NeedleKind::Name { NAME_CHARACTERS_MIN } else { CHARACTERS_MIN };
        let forms: Vec<String> = forms.into_iter().filter(|form| form.chars().count() >= enough).collect();
        if !forms.is_empty() {
            self.own.push(Needle { kind, forms });
        }
    }

    /// Every written form of what is nobody else's, once.
    pub fn forms(&self) -> Texts {
        texts(&self.own)
    }

    /// Those that mean nobody and nothing else, wherever they stand.
    pub fn unmistakable(&self) -> Texts {
        texts(self.own.iter().filter(|needle| needle.kind.is_unmistakable()))
    }

    /// Those taken out of what people wrote.
    pub fn written(&self) -> Texts {
        texts(self.own.iter().chain(&self.short))
    }

    pub fn counts(&self) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for needle in self.own.iter().chain(&self.common).chain(&self.short) {
            let kind = serde_json::to_value(needle.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
            *counts.entry(kind.unwrap_or_default()).or_default() += 1;
        }
        counts
    }
}

impl Needle {
    /// The forms that can be looked for among other words.
    fn searched(&self) -> impl Iterator<Item = &String> {
        let too_short = |form: &str| {
            self.kind == NeedleKind::ExternalId && is_a_number(form) && form.chars().count() < EXTERNAL_DIGITS_MIN
        };
        self.forms.iter().filter(move |form| !too_short(form))
    }

    /// Whether a form may by chance be part of something longer that has nothing to do with the person.
    fn is_found_alone(&self, form: &str) -> bool {
        match self.kind {
            NeedleKind::ExternalId => true,
            NeedleKind::Messenger => is_a_number(form),
            _ => false,
        }
    }
}

fn is_a_number(form: &str) -> bool {
    form.chars().all(|char| char.is_ascii_digit())
}

/// A form that holds one found anywhere is found with that.
fn texts<'a>(needles: impl IntoIterator<Item = &'a Needle>) -> Texts {
    let (mut anywhere, mut alone) = (BTreeSet::new(), BTreeSet::new());
    for needle in needles {
        for form in needle.searched() {
            if needle.is_found_alone(form) {
                alone.insert(form)
            } else {
                anywhere.insert(form)
            };
        }
    }
    let is_needed = |form: &&String| !anywhere.iter().any(|other| other != form && form.contains(other.as_str()));
    let needed = |forms: &BTreeSet<&String>| forms.iter().copied().filter(is_needed).cloned().collect();
    let alone: Vec<String> =
        alone.iter().copied().filter(|form| !anywhere.contains(form)).filter(is_needed).cloned().collect();
    Texts { anywhere: needed(&anywhere), alone }
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
    fn a_name_is_looked_for_by_how_surely_it_means_this_person() {
        let mut needles = Needles::default();
        needles.add_name("百里奚然", false);
        needles.add_name("王伟", false);
        needles.add_name("张伟", true);
        needles.add_name("宋", false);
        assert_eq!((needles.own.len(), needles.short.len(), needles.common.len()), (1, 1, 2));
        assert!(
            needles.written().anywhere.contains(&"王伟".to_owned())
                && !needles.forms().anywhere.contains(&"王伟".to_owned())
        );
        needles.add(NeedleKind::Plate, of_plate("沪A12345"));
        needles.add(NeedleKind::Email, ["one@example.com".to_owned()].into());
        assert_eq!(needles.unmistakable().anywhere, ["one@example.com"]);
    }

    #[test]
    fn what_would_be_found_by_chance_is_not_looked_for_and_what_holds_another_only_once() {
        let mut needles = Needles::default();
        needles.add(NeedleKind::ExternalId, ["1001".to_owned()].into());
        needles.add(NeedleKind::Name, ["王伟".to_owned()].into());
        needles.add(NeedleKind::Phone, of_phone("+8613800001234"));
        assert_eq!(needles.forms().anywhere, ["138 0000 1234", "138-0000-1234", "138.0000.1234", "13800001234"]);
        assert_eq!(needles.counts(), [("phone".to_owned(), 1)].into());
    }

    #[test]
    fn numbers_of_other_systems_are_looked_for_where_they_stand_alone_and_short_ones_nowhere() {
        let mut needles = Needles::default();
        for external in ["200120", "10023456", "DMS-77", "13800001234"] {
            needles.add(NeedleKind::ExternalId, [external.to_owned()].into());
        }
        needles.add(NeedleKind::Messenger, ["7654321".to_owned()].into());
        needles.add(NeedleKind::Messenger, ["wxid_7654321".to_owned()].into());
        // A part of the phone, which is found inside other texts as well.
        needles.add(NeedleKind::ExternalId, ["38000012".to_owned()].into());
        needles.add(NeedleKind::Phone, of_phone("+8613800001234"));
        let forms = needles.forms();
        assert_eq!(forms.alone, ["10023456", "38000012", "7654321", "DMS-77"]);
        assert!(forms.anywhere.contains(&"wxid_7654321".to_owned()));
        assert!(forms.anywhere.contains(&"13800001234".to_owned()));
        assert_eq!(needles.unmistakable().alone, ["7654321"]);
        assert_eq!(needles.counts()["external_id"], 5, "the proof counts what was known, searched or not");
    }
}
