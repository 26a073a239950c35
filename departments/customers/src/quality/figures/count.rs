//! Counting a whole base in three passes: by combinations of gaps, by source, by who looks after the customer. Pure sums of what
//! the database grouped.

use std::collections::{BTreeMap, HashMap};

use kernel::{GroupId, Result, StaffId, StoreId};
use platform::Db;
use sea_orm::prelude::Uuid;

use super::figure::{Axis, Figure, band};
use crate::quality::gap::Gaps;

platform::record! {
    /// Customers of a store with the same gaps, who therefore score alike.
    pub struct Alike {
        pub store: StoreId, pub missing: i64, pub doubts: i64, pub quality: i32, pub completeness: i32, pub validity: i32,
        pub customers: i64,
    }
}

platform::record! {
    pub struct OfSource { store: StoreId, source: Option<String>, customers: i64, quality: i64, completeness: i64, validity: i64 }
}

platform::record! {
    pub struct OfPerson { store: StoreId, person: Option<Uuid>, customers: i64, quality: i64, completeness: i64, validity: i64 }
}

/// Everything that was counted of a group.
#[derive(Default)]
pub struct Counted {
    sums: BTreeMap<(StoreId, u8, String), Sums>,
    axes: HashMap<u8, Axis>,
    pub doubtful: HashMap<StoreId, i64>,
}

/// Customers and their scores added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub customers: i64,
    pub quality: i64,
    pub completeness: i64,
    pub validity: i64,
}

/// Reads a group's base; customers that were put away don't count.
pub async fn read(db: &Db<'_>) -> Result<Counted> {
    let group = || vec![db.scope().group().into()];
    let mut counted = Counted::default();
    let alike = "select c.store_id, f.missing, f.doubts, f.quality, f.completeness, f.validity, count(*)
                 from customer_facts f join customers c on c.id = f.customer_id
                 where f.group_id = $1 and c.deleted_at is null group by 1, 2, 3, 4, 5, 6";
    for rows in db.fetch_text::<Alike>(alike, group()).await? {
        counted.add_alike(&rows);
    }
    let by_source = "select c.store_id, c.source, count(*), cast(sum(f.quality) as bigint),
                     cast(sum(f.completeness) as bigint), cast(sum(f.validity) as bigint)
                     from customer_facts f join customers c on c.id = f.customer_id
                     where f.group_id = $1 and c.deleted_at is null group by 1, 2";
    for row in db.fetch_text::<OfSource>(by_source, group()).await? {
        let sums = sums(row.customers, row.quality, row.completeness, row.validity);
        counted.add(row.store, Axis::Source, row.source.unwrap_or_default(), sums);
    }
    for (axis, column) in [(Axis::Consultant, "consultant_id"), (Axis::Advisor, "advisor_id")] {
        let by_person = format!(
            "select c.store_id, c.{column}, count(*), cast(sum(f.quality) as bigint),
             cast(sum(f.completeness) as bigint), cast(sum(f.validity) as bigint)
             from customer_facts f join customers c on c.id = f.customer_id
             where f.group_id = $1 and c.deleted_at is null group by 1, 2"
        );
        for row in db.fetch_text::<OfPerson>(&by_person, group()).await? {
            let sums = sums(row.customers, row.quality, row.completeness, row.validity);
            let person = row.person.map(|id| StaffId(id).to_string()).unwrap_or_default();
            counted.add(row.store, axis, person, sums);
        }
    }
    Ok(counted)
}

impl Counted {
    /// One group of customers with the same gaps, on every axis that follows from them.
    pub fn add_alike(&mut self, rows: &Alike) {
        let n = rows.customers;
        let sums = sums(n, i64::from(rows.quality) * n, i64::from(rows.completeness) * n, i64::from(rows.validity) * n);
        self.add(rows.store, Axis::All, String::new(), sums);
        self.add(rows.store, Axis::Band, band(rows.quality).to_string(), sums);
        let gaps = Gaps { missing: rows.missing, doubts: rows.doubts };
        for field in gaps.missing() {
            self.add(rows.store, Axis::Missing, field.word().to_owned(), sums);
        }
        for doubt in gaps.doubts() {
            self.add(rows.store, Axis::Doubtful, doubt.word().to_owned(), sums);
        }
        if rows.doubts != 0 {
            *self.doubtful.entry(rows.store).or_default() += n;
        }
    }

    /// The rows as they are kept.
    pub fn figures(&self, group: GroupId) -> Vec<Figure> {
        let figure = |((store, axis, word), sums): (&(StoreId, u8, String), &Sums)| Figure {
            group_id: group,
            store_id: *store,
            axis: self.axes[axis],
            word: word.clone(),
            customers: sums.customers,
            quality_sum: sums.quality,
            completeness_sum: sums.completeness,
            validity_sum: sums.validity,
        };
        self.sums.iter().map(figure).collect()
    }

    /// How each store stands as a whole.
    pub fn stores(&self) -> impl Iterator<Item = (StoreId, Sums)> {
        let all = self.sums.iter().filter(|((_, axis, _), _)| *axis == Axis::All as u8);
        all.map(|((store, ..), sums)| (*store, *sums))
    }

    fn add(&mut self, store: StoreId, axis: Axis, word: String, more: Sums) {
        self.axes.insert(axis as u8, axis);
        let sums = self.sums.entry((store, axis as u8, word)).or_default();
        sums.customers += more.customers;
        sums.quality += more.quality;
        sums.completeness += more.completeness;
        sums.validity += more.validity;
    }
}

fn sums(customers: i64, quality: i64, completeness: i64, validity: i64) -> Sums {
    Sums { customers, quality, completeness, validity }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::gap::{Doubt, MissingField};

    #[test]
    fn customers_alike_are_counted_on_every_axis_they_stand_on() {
        let store = StoreId(Uuid::from_u128(1));
        let mut counted = Counted::default();
        let rows = |missing, doubts, quality, customers| Alike {
            store,
            missing,
            doubts,
            quality,
            completeness: quality,
            validity: 100,
            customers,
        };
        counted.add_alike(&rows(MissingField::City.bit(), 0, 85, 3));
        counted.add_alike(&rows(MissingField::City.bit(), Doubt::VinCheck.bit(), 55, 2));
        let figures = counted.figures(GroupId(Uuid::nil()));
        let of = |axis: Axis, word: &str| {
            figures.iter().find(|row| row.axis == axis && row.word == word).map(|row| (row.customers, row.quality_sum))
        };
        assert_eq!(of(Axis::All, ""), Some((5, 365)));
        assert_eq!(of(Axis::Band, "80"), Some((3, 255)));
        assert_eq!(of(Axis::Missing, "city"), Some((5, 365)));
        assert_eq!(of(Axis::Doubtful, "vin_check"), Some((2, 110)));
        assert_eq!(counted.doubtful[&store], 2);
    }

    #[test]
    fn every_score_falls_into_one_band() {
        for (score, begin) in [(0, 0), (39, 0), (40, 40), (79, 60), (80, 80), (89, 80), (90, 90), (100, 90)] {
            assert_eq!(band(score), begin, "{score}");
        }
    }
}
