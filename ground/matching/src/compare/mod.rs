//! How far two values of a kind agree.

mod address;
mod name;
mod number;
mod text;

use crate::Kind;
use crate::level::{Level, Rarity};
use crate::normal::{Look, Value, name::is_surname_only};

/// How far two values agree; equal ones as [`Rarity::Rare`], for who knows how often they occur says so.
///
/// ```
/// use matching::{Kind, Level, compare, normalise};
/// let [a, b] = ["陈静", "陈婧"].map(|name| normalise(Kind::Name, name).remove(0));
/// assert_eq!(compare(Kind::Name, &a, &b), Level::Alike);
/// ```
pub fn compare(kind: Kind, a: &Value, b: &Value) -> Level {
    level(kind, a.look(), b.look(), Rarity::Rare)
}

/// `rarity` is what the value counts as if they are equal.
pub(crate) fn level(kind: Kind, a: Look<'_>, b: Look<'_>, rarity: Rarity) -> Level {
    if a.text == b.text {
        return equal(kind, a, rarity);
    }
    if a.is_sealed() || b.is_sealed() {
        // A key beside a plain value can't be compared at all.
        return if a.is_sealed() && b.is_sealed() { Level::Different } else { Level::Missing };
    }
    match kind {
        Kind::Name => name::whole(a, b),
        Kind::GivenName => name::given(a, b),
        Kind::Surname => name::surname(a, b),
        Kind::Company => name::company(a, b),
        Kind::Phone => number::phone(a.text, b.text),
        Kind::Email => number::email(a.text, b.text),
        Kind::Plate => number::plate(a.text, b.text),
        Kind::Vin => number::vin(a.text, b.text),
        Kind::IdNumber | Kind::Identifier => number::identifier(a.text, b.text),
        Kind::HouseNumber | Kind::Postcode => number::short(a.text, b.text),
        Kind::BirthDate => number::date(a.text, b.text),
        Kind::Gender => Level::Different,
        Kind::Address => address::whole(a, b),
        Kind::Place => address::place(a, b),
        Kind::Text => text::free(a.text, b.text),
    }
}

fn equal(kind: Kind, value: Look<'_>, rarity: Rarity) -> Level {
    match kind {
        Kind::Name if is_surname_only(value.text) => Level::Partial,
        Kind::BirthDate if value.text.len() < 8 => Level::Partial,
        _ => Level::Exact(rarity),
    }
}
