//! What is known of each kind of field before any base is seen: rough shares, from the nature of the field and not from one set of
//! records. A few thousand records outweigh them.

use super::FieldModel;
use crate::Kind;
use crate::kind::Says;
use crate::level::{LEVELS, Level, RARITIES, Rarity};

/// Pairs that are the same, for each record: one customer in twenty entered twice.
pub(super) const DUPLICATES_PER_RECORD: f64 = 0.05;

/// Shares of exact, alike, near, partial, kin; what is left to one is different.
type Shares = [f64; 5];

/// The shares of a kind, spread evenly over the rarities of exact agreement.
pub(super) fn of(kind: Kind) -> FieldModel {
    let (same, strange) = (table(of_the_same(kind)), table(of_strangers(kind)));
    FieldModel { related: of_relatives(kind, &same, &strange), same, strange }
}

/// Of people who are related: where and what as of the same, who as of strangers, but for what runs in families.
pub(super) fn of_relatives(kind: Kind, same: &[f64; LEVELS], strange: &[f64; LEVELS]) -> [f64; LEVELS] {
    let shares_of_same = match kind {
        _ if kind.says() == Says::Where => return in_common(kind, same, strange),
        // Half of a household has one surname; the kin level says so already in whole names.
        Kind::Surname => 0.6,
        Kind::GivenName => 0.02,
        // Twins, and birthdays invented for a whole family.
        Kind::BirthDate => 0.01,
        // 王女士 beside 王小红 is half as likely in a household as of one person, for half of it has another surname.
        Kind::Name => return table([0.001, 0.01, 0.015, 0.03, 0.45]),
        _ => 0.0,
    };
    std::array::from_fn(|place| shares_of_same * same[place] + (1.0 - shares_of_same) * strange[place])
}

/// What relatives have in common they have as one person has it; but a number one digit off is no sign that two are close.
fn in_common(kind: Kind, same: &[f64; LEVELS], strange: &[f64; LEVELS]) -> [f64; LEVELS] {
    const MISTYPED: f64 = 0.05;
    let mut shares = *same;
    if kind.is_key() {
        let near = Level::Near.place();
        shares[near] = MISTYPED * same[near] + (1.0 - MISTYPED) * strange[near];
        shares[Level::Different.place()] += same[near] - shares[near];
    }
    shares
}

/// Two records of one person: typing errors, other spellings, and what changes in life, such as phones and addresses.
fn of_the_same(kind: Kind) -> Shares {
    match kind {
        Kind::Name => [0.72, 0.08, 0.08, 0.06, 0.03],
        Kind::GivenName => [0.75, 0.06, 0.08, 0.04, 0.0],
        Kind::Surname => [0.82, 0.04, 0.07, 0.02, 0.0],
        Kind::Company => [0.50, 0.15, 0.10, 0.10, 0.03],
        Kind::Phone => [0.70, 0.0, 0.04, 0.01, 0.0],
        Kind::Email => [0.60, 0.0, 0.05, 0.10, 0.0],
        Kind::Plate => [0.70, 0.0, 0.05, 0.02, 0.0],
        Kind::Vin => [0.70, 0.0, 0.03, 0.05, 0.0],
        Kind::IdNumber => [0.95, 0.0, 0.03, 0.0, 0.0],
        Kind::Identifier => [0.90, 0.0, 0.05, 0.0, 0.0],
        Kind::BirthDate => [0.85, 0.02, 0.06, 0.03, 0.01],
        Kind::Gender => [0.97, 0.0, 0.0, 0.0, 0.0],
        Kind::Address => [0.57, 0.10, 0.12, 0.08, 0.01],
        Kind::HouseNumber => [0.80, 0.0, 0.08, 0.0, 0.0],
        Kind::Place => [0.80, 0.0, 0.06, 0.04, 0.0],
        Kind::Postcode => [0.80, 0.0, 0.08, 0.0, 0.0],
        Kind::Text => [0.50, 0.0, 0.10, 0.10, 0.0],
    }
}

/// Two people picked at random.
fn of_strangers(kind: Kind) -> Shares {
    match kind {
        Kind::Name => [2e-4, 5e-4, 1e-3, 5e-3, 0.06],
        Kind::GivenName => [5e-3, 1e-3, 5e-3, 5e-3, 0.0],
        Kind::Surname => [1e-2, 2e-3, 5e-3, 2e-3, 0.0],
        Kind::Company => [1e-4, 1e-4, 1e-4, 1e-3, 1e-3],
        Kind::Phone => [2e-7, 0.0, 5e-7, 1e-7, 0.0],
        Kind::Email => [1e-7, 0.0, 1e-6, 1e-5, 0.0],
        Kind::Plate => [1e-7, 0.0, 1e-5, 1e-6, 0.0],
        Kind::Vin => [1e-8, 0.0, 1e-7, 1e-6, 0.0],
        Kind::IdNumber => [1e-8, 0.0, 1e-6, 0.0, 0.0],
        Kind::Identifier => [1e-6, 0.0, 1e-4, 0.0, 0.0],
        Kind::BirthDate => [5e-5, 2e-5, 1e-3, 1e-3, 1.5e-2],
        Kind::Gender => [0.5, 0.0, 0.0, 0.0, 0.0],
        Kind::Address => [1e-6, 1e-6, 1e-4, 1e-3, 1e-3],
        Kind::HouseNumber => [1e-2, 0.0, 5e-2, 0.0, 0.0],
        Kind::Place => [2e-2, 0.0, 1e-2, 1e-2, 0.0],
        Kind::Postcode => [2e-3, 0.0, 1e-2, 0.0, 0.0],
        Kind::Text => [2e-2, 0.0, 1e-2, 5e-2, 0.0],
    }
}

fn table(shares: Shares) -> [f64; LEVELS] {
    let mut table = [0.0; LEVELS];
    for place in exact_places() {
        table[place] = shares[0] / RARITIES as f64;
    }
    for (level, share) in [Level::Alike, Level::Near, Level::Partial, Level::Kin].into_iter().zip(&shares[1..]) {
        // A level a kind never shows must still not be impossible.
        table[level.place()] = share.max(1e-9);
    }
    table[Level::Different.place()] = 1.0 - table[1..Level::Different.place()].iter().sum::<f64>();
    table
}

/// The places of exact agreement, from rare to everywhere.
pub(super) fn exact_places() -> std::ops::RangeInclusive<usize> {
    Level::Exact(Rarity::Rare).place()..=Level::Exact(Rarity::Everywhere).place()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_agreement_never_speaks_against() {
        for kind in Kind::all() {
            let field = of(kind);
            for table in [field.same, field.related, field.strange] {
                assert!((table[1..].iter().sum::<f64>() - 1.0).abs() < 1e-9, "{kind:?}");
                assert!(table[1..].iter().all(|share| *share > 0.0), "{kind:?}");
            }
            assert!(field.same[1] > field.strange[1], "{kind:?}");
            assert!(field.same[LEVELS - 1] < field.strange[LEVELS - 1], "{kind:?}");
        }
    }
}
