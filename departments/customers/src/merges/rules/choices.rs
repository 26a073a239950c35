//! Which of two values wins, and why.

use kernel::name;
use std::cmp::Ordering;

use crate::{
    merges::{field::MergeField, record::Record},
    people::customer::Customer,
    words::words,
};

words! {
    /// Whose value of a field the one record has.
    Side as MergeWinner { Kept "kept", Absorbed "absorbed" }
}
words! {
    /// Why a value is proposed.
    Why as MergeReason { Same "same", OnlyOne "only_one", Verified "verified", Fuller "fuller", Newer "newer" }
}

/// One field of both records, and which value is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub field: MergeField,
    pub kept: Option<String>,
    pub absorbed: Option<String>,
    pub proposed: Side,
    pub why: Why,
}

/// A choice for each field that at least one of them knows.
pub fn choices(kept: &Record, absorbed: &Record) -> Vec<Choice> {
    MergeField::CHOOSABLE.iter().filter_map(|field| choice(*field, kept, absorbed)).collect()
}

/// Whether the second record is the better one to keep: it knows more, or as much for longer.
pub fn better_kept(one: &Record, other: &Record) -> bool {
    let known = |record: &Record| {
        let fields = MergeField::CHOOSABLE.iter().filter(|field| field.text(&record.customer).is_some()).count();
        fields + record.contacts.len() + 2 * record.cars.len()
    };
    match known(other).cmp(&known(one)) {
        Ordering::Greater => true,
        Ordering::Less => false,
        Ordering::Equal => other.customer.created_at < one.customer.created_at,
    }
}

fn choice(field: MergeField, kept: &Record, absorbed: &Record) -> Option<Choice> {
    let (one, other) = (field.text(&kept.customer), field.text(&absorbed.customer));
    let (proposed, why) = match (&one, &other) {
        (None, None) => return None,
        (Some(one), Some(other)) if one == other => (Side::Kept, Why::Same),
        (Some(_), None) => (Side::Kept, Why::OnlyOne),
        (None, Some(_)) => (Side::Absorbed, Why::OnlyOne),
        (Some(one), Some(other)) => between(field, (kept, one), (absorbed, other)),
    };
    Some(Choice { field, kept: one, absorbed: other, proposed, why })
}

fn between(field: MergeField, kept: (&Record, &str), absorbed: (&Record, &str)) -> (Side, Why) {
    let proven = match field {
        MergeField::Birthday => kept.0.born.or(absorbed.0.born).map(|day| day.to_string()),
        MergeField::Gender => kept.0.sex.or(absorbed.0.sex).map(|sex| sex.word().to_owned()),
        _ => None,
    };
    if let Some(proven) = proven {
        for (side, text) in [(Side::Kept, kept.1), (Side::Absorbed, absorbed.1)] {
            if text == proven {
                return (side, Why::Verified);
            }
        }
    }
    if field == MergeField::Name && is_full(kept.1) != is_full(absorbed.1) {
        return (if is_full(kept.1) { Side::Kept } else { Side::Absorbed }, Why::Fuller);
    }
    (newer(&kept.0.customer, &absorbed.0.customer), Why::Newer)
}

/// A surname with a courtesy says less than a whole name.
fn is_full(text: &str) -> bool {
    name::split(text).is_none_or(|name| name.is_full() && name.courtesy.is_none())
}

fn newer(kept: &Customer, absorbed: &Customer) -> Side {
    if absorbed.changed_at > kept.changed_at { Side::Absorbed } else { Side::Kept }
}
