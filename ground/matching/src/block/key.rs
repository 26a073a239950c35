//! The keys under which a record is found by those that may be the same.

use crate::Kind;
use crate::hash::stable_hash;
use crate::normal::{COMPANY, Look, PART, name::is_surname_only};
use crate::schema::{Looks, Record, Schema};

/// What two records that share a key have in common; the telling ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pass {
    /// A phone, plate, VIN, e-mail address or number.
    Number,
    /// The end of a VIN, a plate without its province.
    NumberEnd,
    /// The digits of the birth date in any order, and one part of the name.
    NameBorn,
    /// The sound of the whole name, in any order.
    WholeName,
    /// One part of the name, and the place.
    NamePlace,
    /// The street or the whole address.
    Home,
    /// Free text.
    Text,
    Born,
    Given,
    Surname,
    Place,
}

const PASSES: [Pass; 11] = [
    Pass::Number,
    Pass::NumberEnd,
    Pass::NameBorn,
    Pass::WholeName,
    Pass::NamePlace,
    Pass::Home,
    Pass::Text,
    Pass::Born,
    Pass::Given,
    Pass::Surname,
    Pass::Place,
];
const PASS_BITS: u32 = 4;

/// A key to store beside a record and to look others up by: 64 bits, of which the first four say the pass. They are made with a
/// public hash, so whoever must hide a birth date or a phone puts a keyed hash over them, or gives sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockingKey(u64);

impl BlockingKey {
    fn new(pass: Pass, parts: &[&str]) -> Self {
        Self(((pass as u64) << (64 - PASS_BITS)) | (stable_hash(parts) >> PASS_BITS))
    }

    pub fn pass(self) -> Pass {
        PASSES.get((self.0 >> (64 - PASS_BITS)) as usize).copied().unwrap_or(Pass::Place)
    }

    /// The key as one number.
    pub fn number(self) -> u64 {
        self.0
    }
}

impl Pass {
    pub fn all() -> impl Iterator<Item = Self> {
        PASSES.into_iter()
    }

    /// Whether records under a key too common to compare them all are best put in the order of their names.
    pub(super) fn is_about_names(self) -> bool {
        matches!(self, Self::NameBorn | Self::WholeName | Self::NamePlace | Self::Given | Self::Surname)
    }
}

/// The keys of a record, in the order of the passes and without repetition: some ten to twenty.
///
/// ```
/// use matching::{Kind, Schema, blocking_keys};
/// let schema = Schema::new([("name", Kind::Name), ("phone", Kind::Phone)]).unwrap();
/// let one = blocking_keys(&schema, &schema.record(["张伟", "138 1234 5678"]));
/// let other = blocking_keys(&schema, &schema.record(["王芳", "+8613812345678"]));
/// assert!(one.iter().any(|key| other.contains(key)));
/// ```
pub fn blocking_keys(schema: &Schema, record: &Record) -> Vec<BlockingKey> {
    let mut keys = Vec::new();
    keys_of(schema, record, &mut keys);
    keys
}

/// Fills `keys` anew.
pub(crate) fn keys_of(schema: &Schema, record: &impl Looks, keys: &mut Vec<BlockingKey>) {
    keys.clear();
    let mut add = |pass, parts: &[&str]| keys.push(BlockingKey::new(pass, parts));
    let names = Names::of(schema, record);
    number_keys(schema, record, &mut add);
    name_keys(schema, record, &names, &mut add);
    place_keys(schema, record, &mut add);
    keys.sort_unstable();
    keys.dedup();
}

fn number_keys(schema: &Schema, record: &impl Looks, add: &mut impl FnMut(Pass, &[&str])) {
    for (place, field) in schema.fields().iter().enumerate().filter(|(_, field)| field.kind.is_key()) {
        for look in record.looks(place) {
            add(Pass::Number, &[field.kind.word(), look.text]);
            if !look.is_sealed() {
                match field.kind {
                    Kind::Vin if look.text.len() >= 6 && look.text.is_ascii() => {
                        add(Pass::NumberEnd, &["vin", &look.text[look.text.len() - 6..]]);
                    }
                    Kind::Plate => {
                        let number: String = look.text.chars().filter(char::is_ascii_alphanumeric).collect();
                        add(Pass::NumberEnd, &["plate", &number]);
                    }
                    _ => {}
                }
            }
        }
    }
}

fn name_keys(schema: &Schema, record: &impl Looks, names: &Names<'_>, add: &mut impl FnMut(Pass, &[&str])) {
    if let Some(whole) = &names.whole {
        add(Pass::WholeName, &[whole]);
    }
    let born = schema.places(Kind::BirthDate).find_map(|place| record.first(place));
    let sorted_digits = born.filter(|born| born.text.len() == 8).map(|born| sorted(born.text));
    let areas: Vec<&str> = schema
        .fields()
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.kind, Kind::Postcode | Kind::Place))
        .filter_map(|(place, _)| record.first(place))
        .map(|look| look.text)
        .collect();
    for (pass, sound) in [(Pass::Surname, &names.surname), (Pass::Given, &names.given)] {
        let Some(sound) = sound.as_deref().filter(|sound| !sound.is_empty()) else { continue };
        add(pass, &[sound]);
        if let Some(digits) = &sorted_digits {
            add(Pass::NameBorn, &[sound, digits]);
        }
        areas.iter().for_each(|area| add(Pass::NamePlace, &[sound, area]));
    }
    if let Some(born) = born {
        add(Pass::Born, &[born.text]);
    }
}

fn place_keys(schema: &Schema, record: &impl Looks, add: &mut impl FnMut(Pass, &[&str])) {
    for (place, field) in schema.fields().iter().enumerate() {
        for look in record.looks(place) {
            match field.kind {
                Kind::Address => {
                    let [_, district, rest] = look.parts();
                    if !rest.is_empty() {
                        add(Pass::Home, &[rest]);
                        add(Pass::Home, &["sound", district, look.sound]);
                    }
                }
                Kind::Company => add(Pass::Home, &["company", look.sound]),
                Kind::Postcode | Kind::Place => add(Pass::Place, &[look.text]),
                Kind::Text => {
                    add(Pass::Text, &[&field.name, look.sound]);
                    let first = look.text.split(' ').next().unwrap_or_default();
                    add(Pass::Text, &[&field.name, "first", first]);
                }
                _ => {}
            }
        }
    }
}

/// The sounds of a name and its parts.
struct Names<'a> {
    whole: Option<String>,
    surname: Option<std::borrow::Cow<'a, str>>,
    given: Option<std::borrow::Cow<'a, str>>,
}

impl<'a> Names<'a> {
    fn of(schema: &Schema, record: &'a impl Looks) -> Self {
        if let Some(look) = schema.places(Kind::Name).find_map(|place| record.first(place)) {
            return Self::of_whole(look);
        }
        let sound = |kind| schema.places(kind).find_map(|place| record.first(place)).map(|look| look.sound.into());
        let (surname, given): (Option<std::borrow::Cow<'_, str>>, _) = (sound(Kind::Surname), sound(Kind::GivenName));
        let whole =
            surname.as_ref().zip(given.as_ref()).map(|(surname, given)| in_any_order(&format!("{surname} {given}")));
        Self { whole, surname, given }
    }

    fn of_whole(look: Look<'a>) -> Self {
        if look.text.starts_with(COMPANY) {
            return Self { whole: Some(look.sound.to_owned()), surname: None, given: None };
        }
        if let Some((surname, _)) = look.text.split_once(PART) {
            let syllables: Vec<&str> = look.sound.split(' ').collect();
            let (surname, given) = syllables.split_at(surname.chars().count().min(syllables.len()));
            let whole = (!is_surname_only(look.text)).then(|| in_any_order(look.sound));
            return Self { whole, surname: Some(surname.join(" ").into()), given: Some(given.join(" ").into()) };
        }
        let words: Vec<&str> = look.sound.split(' ').collect();
        let (first, last) = (words.first().copied(), words.last().copied().filter(|_| words.len() > 1));
        Self { whole: Some(in_any_order(look.sound)), surname: last.map(Into::into), given: first.map(Into::into) }
    }
}

fn in_any_order(sounds: &str) -> String {
    let mut words: Vec<&str> = sounds.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

fn sorted(digits: &str) -> String {
    let mut sorted: Vec<char> = digits.chars().collect();
    sorted.sort_unstable();
    sorted.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Schema {
        Schema::new([
            ("name", Kind::Name),
            ("phone", Kind::Phone),
            ("born", Kind::BirthDate),
            ("vin", Kind::Vin),
            ("address", Kind::Address),
        ])
        .unwrap()
    }

    fn shared(a: [&str; 5], b: [&str; 5]) -> Vec<Pass> {
        let schema = schema();
        let [of_a, of_b] = [a, b].map(|cells| blocking_keys(&schema, &schema.record(cells)));
        of_a.into_iter().filter(|key| of_b.contains(key)).map(BlockingKey::pass).collect()
    }

    #[test]
    fn those_who_may_be_the_same_share_a_key() {
        assert!(shared(["陈静", "", "", "", ""], ["程婧", "", "", "", ""]).contains(&Pass::WholeName));
        assert!(
            shared(["张伟", "13812345678", "", "", ""], ["李娜", "138-1234-5678", "", "", ""]).contains(&Pass::Number)
        );
        assert!(
            shared(["张伟", "", "1985-03-07", "", ""], ["张军", "", "1985-07-03", "", ""]).contains(&Pass::NameBorn)
        );
        let end = shared(["张伟", "", "", "LSVAA4183E2000001", ""], ["王芳", "", "", "E2000001", ""]);
        assert!(end.contains(&Pass::NumberEnd));
    }

    #[test]
    fn those_who_have_nothing_in_common_share_none() {
        assert!(
            shared(["张伟", "13812345678", "1985-03-07", "", ""], ["李娜", "13912345678", "1963-11-25", "", ""])
                .is_empty()
        );
    }

    #[test]
    fn a_surname_alone_is_no_whole_name() {
        assert!(!shared(["王女士", "", "", "", ""], ["王先生", "", "", "", ""]).contains(&Pass::WholeName));
    }

    #[test]
    fn the_list_is_short() {
        let schema = schema();
        let record = schema.record([
            "张伟",
            "13812345678;13900001111",
            "1985-03-07",
            "LSVAA4183E2000001",
            "上海市浦东新区张江路100号",
        ]);
        let keys = blocking_keys(&schema, &record);
        assert!(keys.len() <= 20, "{}", keys.len());
    }
}
