//! What no weight may outvote: a household's phone makes nobody the same, nor do a common name and one day of birth, nor much that is
//! only alike, and one person has one number.

use kernel::resident_id::ResidentId;

use super::{ASK_FROM, Caution, SAME_FROM};
use crate::Kind;
use crate::level::{Level, Rarity};
use crate::normal::{dates, name};
use crate::pattern::Pattern;
use crate::schema::{Looks, Schema};

/// Held below a band, a probability is this much below its edge.
const BELOW: f64 = 0.001;

/// The probability as far as the guards let it rise, and the guard that held it.
pub(crate) fn guarded(
    schema: &Schema,
    pattern: Pattern,
    probability: f64,
    a: &impl Looks,
    b: &impl Looks,
) -> (f64, Option<Caution>) {
    if probability < ASK_FROM {
        return (probability, None);
    }
    if has_two_valid_numbers(schema, pattern, a, b) {
        return (ASK_FROM - BELOW, Some(Caution::TwoIdNumbers));
    }
    match against_merging(schema, pattern, a) {
        Some(caution) => (probability.min(SAME_FROM - BELOW), Some(caution)),
        None => (probability, None),
    }
}

/// Two numbers of identity cards, each with a check digit that holds, belong to two people.
fn has_two_valid_numbers(schema: &Schema, pattern: Pattern, a: &impl Looks, b: &impl Looks) -> bool {
    let is_valid =
        |look: Option<crate::normal::Look<'_>>| look.is_some_and(|look| ResidentId::parse(look.text).is_ok());
    schema.places(Kind::IdNumber).any(|place| {
        matches!(pattern.get(place), Level::Near | Level::Different)
            && is_valid(a.first(place))
            && is_valid(b.first(place))
    })
}

fn against_merging(schema: &Schema, pattern: Pattern, a: &impl Looks) -> Option<Caution> {
    let levels = |kind| schema.places(kind).map(|place| pattern.get(place)).collect::<Vec<_>>();
    let any = |kinds: &[Kind], says: fn(Level) -> bool| kinds.iter().flat_map(|kind| levels(*kind)).any(says);
    if any(&[Kind::IdNumber, Kind::Identifier], Level::is_exact) {
        return None;
    }
    let has_names =
        any(&[Kind::Name, Kind::GivenName, Kind::Surname, Kind::BirthDate, Kind::IdNumber, Kind::Identifier], |_| true);
    if any(&[Kind::Name, Kind::GivenName], Level::contradicts) {
        return Some(Caution::OtherName);
    }
    if any(&[Kind::BirthDate], Level::contradicts) {
        return Some(Caution::OtherBirthDate);
    }
    if any(&[Kind::Gender], Level::contradicts) && !any(&[Kind::Name, Kind::GivenName], Level::is_exact) {
        return Some(Caution::OtherGender);
    }
    let is_known =
        any(&[Kind::Name, Kind::GivenName, Kind::BirthDate, Kind::IdNumber, Kind::Identifier], Level::agrees);
    if has_names && !is_known {
        return Some(Caution::ContactAlone);
    }
    // A number one digit off may be mistyped, or a stranger's.
    let shares_number = any(&NUMBERS, |level| level.is_exact() || level == Level::Partial);
    let tells = shares_number || any(&[Kind::Email], Level::is_exact) || any(&HOMES, Level::agrees);
    let is_born_alike = any(&[Kind::BirthDate], Level::agrees) && !tells;
    if is_born_alike && !is_unusual(schema, pattern, a) {
        return Some(Caution::NameAndBirthDate);
    }
    (has_names && !tells_one_person(schema, pattern)).then_some(Caution::NothingWhole)
}

/// Whether something agrees to the letter that one person has alone, or two of what few people have together: the whole name, the
/// day of birth, the address. However rare a name is and however near a phone, one digit off it is another's.
fn tells_one_person(schema: &Schema, pattern: Pattern) -> bool {
    let is_equal = |kind| schema.places(kind).any(|place| pattern.get(place).is_exact());
    let all_equal = |kind| {
        let known: Vec<Level> =
            schema.places(kind).map(|place| pattern.get(place)).filter(|level| *level != Level::Missing).collect();
        !known.is_empty() && known.into_iter().all(Level::is_exact)
    };
    if Kind::all().filter(|kind| kind.is_key()).any(is_equal) {
        return true;
    }
    let is_named = is_equal(Kind::Name) || (is_equal(Kind::GivenName) && is_equal(Kind::Surname));
    [is_named, all_equal(Kind::BirthDate), all_equal(Kind::Address)].into_iter().filter(|agrees| *agrees).count() >= 2
}

/// What namesakes born on one day do not share: whole, or without an area code, a province or the beginning.
const NUMBERS: [Kind; 3] = [Kind::Phone, Kind::Plate, Kind::Vin];
/// What they do not share without living or working together.
const HOMES: [Kind; 4] = [Kind::Company, Kind::Address, Kind::HouseNumber, Kind::Postcode];

/// Whether an equal name that few have stands beside an equal day that is neither common nor a January first, which often says no
/// more than the year.
fn is_unusual(schema: &Schema, pattern: Pattern, a: &impl Looks) -> bool {
    let holds = |kind, at_most: Rarity, looks: fn(&str) -> bool| {
        schema.places(kind).any(|place| {
            let is_rare = matches!(pattern.get(place), Level::Exact(rarity) if rarity <= at_most);
            is_rare && a.first(place).is_some_and(|look| looks(look.text))
        })
    };
    holds(Kind::Name, Rarity::Rare, name::is_unusual) && holds(Kind::BirthDate, Rarity::Uncommon, dates::is_telling)
}
