//! How two records agree, field by field, in sixteen bytes.

use crate::Kind;
use crate::compare::level;
use crate::level::{Level, Rarity};
use crate::normal::Look;
use crate::schema::{Looks, Schema};

/// The levels of all fields of a pair, four bits each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Pattern(u128);

impl Pattern {
    pub fn get(self, place: usize) -> Level {
        Level::at(self.place(place))
    }

    /// The place of the level in tables.
    pub fn place(self, place: usize) -> usize {
        ((self.0 >> (4 * place)) & 0xF) as usize
    }

    pub fn set(&mut self, place: usize, level: Level) {
        self.0 = (self.0 & !(0xF << (4 * place))) | ((level.place() as u128) << (4 * place));
    }
}

/// Compares two records. `rarity` says what an equal value counts as.
pub(crate) fn compare_records(
    schema: &Schema,
    swappable: &[(usize, usize)],
    a: &impl Looks,
    b: &impl Looks,
    rarity: impl Fn(usize, Look<'_>) -> Rarity,
) -> Pattern {
    let mut pattern = Pattern::default();
    for (place, field) in schema.fields().iter().enumerate() {
        pattern.set(place, best(field.kind, a, b, place, &rarity));
    }
    unswap_all(schema, swappable, &mut pattern, a, b);
    pattern
}

/// Puts right what [`compare_records`] does at the end, for a pattern made field by field.
pub(crate) fn unswap_all(
    schema: &Schema,
    swappable: &[(usize, usize)],
    pattern: &mut Pattern,
    a: &impl Looks,
    b: &impl Looks,
) {
    for &(one, other) in swappable {
        if pattern.get(one) == Level::Different || pattern.get(other) == Level::Different {
            unswap(schema, pattern, (one, other), a, b);
        }
    }
}

/// The level of the two values that agree best.
pub(crate) fn best(
    kind: Kind,
    a: &impl Looks,
    b: &impl Looks,
    place: usize,
    rarity: &impl Fn(usize, Look<'_>) -> Rarity,
) -> Level {
    let mut best = Level::Missing;
    for of_a in a.looks(place) {
        for of_b in b.looks(place) {
            let rare = if of_a.text == of_b.text { rarity(place, of_a) } else { Rarity::Rare };
            let found = level(kind, of_a, of_b, rare);
            if best == Level::Missing || (found != Level::Missing && found < best) {
                best = found;
            }
        }
    }
    best
}

/// Values that agree crosswise were written into one another's field.
fn unswap(schema: &Schema, pattern: &mut Pattern, (one, other): (usize, usize), a: &impl Looks, b: &impl Looks) {
    let crosswise = |x: usize, y: usize| {
        let (of_a, of_b) = (a.first(x)?, b.first(y)?);
        Some(level(schema.kind(x), of_a, of_b, Rarity::Rare).agrees())
    };
    let (there, back) = (crosswise(one, other), crosswise(other, one));
    let is_swapped = there.is_some_and(|agrees| agrees) || back.is_some_and(|agrees| agrees);
    if is_swapped && there.unwrap_or(true) && back.unwrap_or(true) {
        for (place, known) in [(one, there), (other, back)] {
            pattern.set(place, if known.is_some() { Level::Alike } else { Level::Missing });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_anothers_field_are_alike() {
        let schema = Schema::new([("given", Kind::GivenName), ("surname", Kind::Surname)]).unwrap();
        let [a, b] = [["mary", "waller"], ["waller", "mary"]].map(|cells| schema.record(cells));
        let pattern = compare_records(&schema, &schema.swappable(), &a, &b, |_, _| Rarity::Rare);
        assert_eq!([pattern.get(0), pattern.get(1)], [Level::Alike, Level::Alike]);
    }

    #[test]
    fn the_phones_that_agree_best_count() {
        let schema = Schema::new([("phone", Kind::Phone)]).unwrap();
        let [a, b] = ["13812345678;13900001234", "13911112222、13812345678"].map(|cell| schema.record([cell]));
        let pattern = compare_records(&schema, &[], &a, &b, |_, _| Rarity::Rare);
        assert_eq!(pattern.get(0), Level::Exact(Rarity::Rare));
    }
}
