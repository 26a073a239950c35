//! Learning a model from the base itself, without anybody saying which records are the same: expectation maximisation (Dempster,
//! Laird, Rubin 1977; for linkage Winkler 1988) over the patterns of the pairs worth comparing.
//!
//! Strangers are not learned from those pairs, which were picked because they agree: equal values are counted in the whole
//! base (so a rare surname is worth more than a common one), and the other levels in pairs drawn at random.

use std::collections::BTreeMap;

use super::{CLASSES, FieldModel, Model, RELATED, SAME, prior};
use crate::Kind;
use crate::base::{Base, pairs_of};
use crate::hash::{mixed, stable_hash};
use crate::level::{LEVELS, Level, Rarity};
use crate::pattern::Pattern;

/// The patterns of the pairs worth comparing, and how often each was seen.
pub(crate) type Seen = BTreeMap<Pattern, u64>;

const ROUNDS_MAX: usize = 60;
/// The share of the same changes by less: it has settled.
const SETTLED: f64 = 1e-5;
/// What is known beforehand counts as much as so many pairs of the same and of relatives.
const SAME_KNOWN: f64 = 30.0;
const RELATED_KNOWN: f64 = 50.0;
/// … and as much as having seen half a pair of strangers agree, in as many pairs as that takes (a gamma prior): what is rarer than
/// can be counted keeps the share it is known to have.
const STRANGE_KNOWN: f64 = 0.5;
/// Of pairs with an equal value at least this share are neither the same nor related: numbers are mistyped, invented and reused.
const STRANGE_SHARE_MIN: f64 = 0.01;
const RANDOM_PAIRS_MAX: u32 = 300_000;
/// However few duplicates a base has left, those to come are not taken to be fewer than this share of the usual …
const COMING_SHARE: f64 = 0.25;
/// … nor than this share of the pairs that are related.
const SAME_BESIDE_RELATED: f64 = 0.25;

/// Learns what agreement is worth in this base. `seen` are the patterns of `1/scale` of the pairs worth comparing.
pub(crate) fn learn(base: &Base, seen: &Seen, scale: f64, seed: u64) -> Model {
    let mut model = Model::unlearned(base.schema().clone(), base.len());
    if base.len() < 2 {
        return model;
    }
    let known = Known::of(base, &model, seed);
    model.frequent = known.frequent.clone();
    for field in 0..model.fields.len() {
        spread_exact(&mut model.fields[field], &known, field);
    }
    model.weigh();
    for _ in 0..ROUNDS_MAX {
        let expected = Expected::of(&model, seen, scale);
        let before = model.same;
        maximise(&mut model, &known, &expected, base.pairs());
        model.weigh();
        if (model.same - before).abs() <= SETTLED * before {
            break;
        }
    }
    model
}

/// What is counted once.
struct Known {
    /// Per field: pairs of records that both say something.
    filled_pairs: Vec<f64>,
    /// Per field and rarity: pairs with an equal value.
    equal_pairs: Vec<[f64; LEVELS]>,
    /// Per field and rarity: records whose value others have too.
    shared_records: Vec<[f64; LEVELS]>,
    /// Per field and level: among pairs drawn at random.
    at_random: Vec<[f64; LEVELS]>,
    /// How many of all pairs one drawn pair stands for.
    pairs_each: f64,
    frequent: Vec<Vec<(u64, Rarity)>>,
    /// Per field: whether it is of no known kind and never twice the same, as a number of the row: its likeness says nothing.
    only_numbers_rows: Vec<bool>,
}

impl Known {
    fn of(base: &Base, model: &Model, seed: u64) -> Self {
        let fields = base.schema().fields().len();
        let (at_random, drawn) = random_levels(base, model, seed);
        let mut known = Self {
            filled_pairs: Vec::with_capacity(fields),
            equal_pairs: vec![[0.0; LEVELS]; fields],
            shared_records: vec![[0.0; LEVELS]; fields],
            at_random,
            pairs_each: base.pairs() / drawn,
            frequent: vec![Vec::new(); fields],
            only_numbers_rows: Vec::with_capacity(fields),
        };
        for field in 0..fields {
            let column = base.column(field);
            let is_unknown = matches!(base.schema().kind(field), Kind::Text | Kind::Identifier);
            known.only_numbers_rows.push(is_unknown && column.filled() == base.len() && column.is_all_distinct());
            known.filled_pairs.push(pairs_of(column.filled()).max(1.0));
            for (value, &count) in (0..).zip(column.counts()) {
                let rarity = Rarity::of_count(count);
                let place = Level::Exact(rarity).place();
                known.equal_pairs[field][place] += pairs_of(count);
                known.shared_records[field][place] += if count > 1 { f64::from(count) } else { 0.0 };
                if rarity != Rarity::Rare {
                    known.frequent[field].push((stable_hash(&[column.look(value).text]), rarity));
                }
            }
            known.frequent[field].sort_unstable();
        }
        known
    }
}

/// The levels of pairs drawn at random, or of all pairs where there are few; and how many pairs that were.
fn random_levels(base: &Base, model: &Model, seed: u64) -> (Vec<[f64; LEVELS]>, f64) {
    let mut counts = vec![[0.0; LEVELS]; base.schema().fields().len()];
    let mut drawn = 0.0_f64;
    let mut count = |a: u32, b: u32| {
        let pattern = model.pattern_in(base, a, b);
        counts.iter_mut().enumerate().for_each(|(field, counts)| counts[pattern.place(field)] += 1.0);
        drawn += 1.0;
    };
    if base.pairs() <= f64::from(RANDOM_PAIRS_MAX) {
        (0..base.len()).for_each(|a| (a + 1..base.len()).for_each(|b| count(a, b)));
    } else {
        for number in 0..u64::from(RANDOM_PAIRS_MAX) {
            let draw = mixed(seed ^ mixed(number + 1));
            let within = |part: u64| u32::try_from((part * u64::from(base.len())) >> 32).unwrap_or(0);
            let (a, b) = (within(draw >> 32), within(draw & 0xFFFF_FFFF));
            if a != b {
                count(a.min(b), a.max(b));
            }
        }
    }
    (counts, drawn.max(1.0))
}

/// Spreads what is known of equal values over the rarities, as the values of this base are spread.
fn spread_exact(field: &mut FieldModel, known: &Known, place: usize) {
    let total: f64 = known.shared_records[place].iter().sum();
    let pairs: f64 = known.equal_pairs[place].iter().sum();
    for (table, weights, sum) in [
        (&mut field.same, &known.shared_records[place], total),
        (&mut field.related, &known.shared_records[place], total),
        (&mut field.strange, &known.equal_pairs[place], pairs),
    ] {
        let exact: f64 = prior::exact_places().map(|level| table[level]).sum();
        for level in prior::exact_places() {
            // A little is left to rarities this base does not have yet.
            let share = if sum > 0.0 { 0.95 * weights[level] / sum + 0.01 } else { 0.2 };
            table[level] = exact * share;
        }
    }
}

/// How many pairs of each class show each level.
struct Expected {
    totals: [f64; CLASSES],
    levels: Vec<[[f64; LEVELS]; CLASSES]>,
}

impl Expected {
    fn of(model: &Model, seen: &Seen, scale: f64) -> Self {
        let mut expected = Self { totals: [0.0; CLASSES], levels: vec![[[0.0; LEVELS]; CLASSES]; model.fields.len()] };
        for (&pattern, &count) in seen {
            let likelihoods = model.likelihoods(pattern);
            let most = likelihoods.iter().copied().fold(f64::MIN, f64::max);
            let shares = likelihoods.map(|likelihood| (likelihood - most).exp2());
            let sum: f64 = shares.iter().sum();
            for class in [SAME, RELATED] {
                let pairs = count as f64 * scale * shares[class] / sum;
                if pairs > 1e-9 {
                    expected.totals[class] += pairs;
                    for (field, levels) in expected.levels.iter_mut().enumerate() {
                        levels[class][pattern.place(field)] += pairs;
                    }
                }
            }
        }
        expected
    }
}

fn maximise(model: &mut Model, known: &Known, expected: &Expected, pairs: f64) {
    let records = f64::from(model.records);
    // Half a pair more, so that a small base without duplicates does not make them impossible.
    model.related = ((expected.totals[RELATED] + 0.5) / pairs).min(0.3);
    // A base that was cleaned has its households still, but hardly any duplicates: what comes next is entered twice as often as ever.
    let coming = (prior::DUPLICATES_PER_RECORD * records * COMING_SHARE).max(0.5);
    model.same = ((expected.totals[SAME] + 0.5).max(coming) / pairs).max(model.related * SAME_BESIDE_RELATED).min(0.3);
    let has_persons = model.schema.fields().iter().any(|field| is_name(field.kind));
    for place in 0..model.fields.len() {
        let kind = model.schema.kind(place);
        let mut start = prior::of(kind);
        spread_exact(&mut start, known, place);
        let levels = &expected.levels[place];
        let same = blend(&levels[SAME], &start.same, SAME_KNOWN);
        let strange = strangers(known, place, levels, &start.strange);
        let related = match kind {
            _ if !has_persons => strange,
            Kind::Name => without_namesakes(blend(&levels[RELATED], &start.related, RELATED_KNOWN), &start.related),
            Kind::Surname => blend(&levels[RELATED], &start.related, RELATED_KNOWN),
            _ => prior::of_relatives(kind, &same, &strange),
        };
        model.fields[place] = if known.only_numbers_rows[place] {
            FieldModel { same: strange, related: strange, strange }
        } else {
            FieldModel { same, related, strange }
        };
    }
}

fn is_name(kind: Kind) -> bool {
    matches!(kind, Kind::Name | Kind::GivenName | Kind::Surname)
}

/// No two of a household have one name, whatever is learned: the few equal ones that look like it are one person.
fn without_namesakes(mut related: [f64; LEVELS], known: &[f64; LEVELS]) -> [f64; LEVELS] {
    for level in prior::exact_places() {
        let more = (related[level] - known[level]).max(0.0);
        related[level] -= more;
        related[Level::Different.place()] += more;
    }
    related
}

/// Shares from counts, with what is known beforehand counting as `weight` pairs.
fn blend(counts: &[f64; LEVELS], start: &[f64; LEVELS], weight: f64) -> [f64; LEVELS] {
    let filled: f64 = counts[1..].iter().sum();
    std::array::from_fn(
        |level| if level == 0 { 0.0 } else { (counts[level] + weight * start[level]) / (filled + weight) },
    )
}

fn strangers(known: &Known, place: usize, levels: &[[f64; LEVELS]; CLASSES], start: &[f64; LEVELS]) -> [f64; LEVELS] {
    let close = |level: usize| levels[SAME][level] + levels[RELATED][level];
    let drawn: f64 = known.at_random[place][1..].iter().sum();
    let mut shares = [0.0; LEVELS];
    for level in prior::exact_places() {
        let equal = known.equal_pairs[place][level];
        let strange = (equal - close(level)).max(STRANGE_SHARE_MIN * equal);
        shares[level] = share_of_strangers(strange, known.filled_pairs[place], start[level]);
    }
    for level in *prior::exact_places().end() + 1..LEVELS {
        // Few pairs drawn at random are the same, but in a small base they are not none. Not more than half is believed, or what is
        // taken for the same at first would prove itself.
        let count = known.at_random[place][level];
        let strange = (count - close(level) / known.pairs_each).max(0.5 * count);
        shares[level] = share_of_strangers(strange, drawn, start[level]);
    }
    let sum: f64 = shares.iter().sum();
    let different = Level::Different.place();
    shares[different] = (shares[different] + 1.0 - sum).max(1e-6);
    shares
}

/// What is known beforehand gives way where the count, less its standard error, says that it is wrong here.
fn share_of_strangers(counted: f64, among: f64, start: f64) -> f64 {
    let known = (counted + STRANGE_KNOWN) / (among + STRANGE_KNOWN / start);
    known.max((counted - counted.sqrt()) / among.max(1.0))
}
