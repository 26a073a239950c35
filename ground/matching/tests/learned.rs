//! What a base teaches: models learned without labels from generated customers, of whom it is known who is who.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::NaiveDate;
use matching::{Band, Base, Kind, Pair, Scan, ScanSettings, Schema};
use proptest::prelude::*;
use world::World;

/// The base, and for each record the first one of the same customer.
fn customers(count: u64) -> (Base, Vec<u32>) {
    let schema = Schema::new([
        ("name", Kind::Name),
        ("phone", Kind::Phone),
        ("born", Kind::BirthDate),
        ("city", Kind::Place),
        ("plate", Kind::Plate),
    ])
    .unwrap();
    let world = World::new(11, count, NaiveDate::from_ymd_opt(2026, 6, 1).unwrap());
    let (mut base, mut people) = (Base::new(schema.clone()), Vec::new());
    for story in world.customers() {
        let mut record = schema.blank();
        record.write(&schema, 0, &story.customer.name);
        story.customer.phones.iter().for_each(|phone| record.write(&schema, 1, &phone.number));
        record.write(&schema, 2, &story.customer.birthday.map(|day| day.to_string()).unwrap_or_default());
        record.write(&schema, 3, story.customer.city.unwrap_or_default());
        story.cars.iter().flat_map(|car| &car.plates).for_each(|period| record.write(&schema, 4, &period.plate));
        base.add(&record).unwrap();
        people.push(u32::try_from(story.duplicate_of.unwrap_or(story.index)).unwrap());
    }
    (base, people)
}

fn scan(count: u64, threads: usize) -> (Scan, Vec<u32>) {
    let (base, people) = customers(count);
    (Scan::run(base, &ScanSettings { threads, ..ScanSettings::default() }, |_| {}), people)
}

#[test]
fn a_base_without_labels_finds_its_duplicates_and_merges_nobody_else() {
    let (scan, people) = scan(1_500, 2);
    let is_right = |pair: &&Pair| people[pair.left as usize] == people[pair.right as usize];
    let same: Vec<&Pair> = scan.pairs().iter().filter(|pair| pair.band() == Band::Same).collect();
    assert!(same.iter().all(is_right), "a wrong merge");
    let found = scan.pairs().iter().filter(is_right).count();
    let duplicates = (0_u32..).zip(&people).filter(|(place, of)| place != *of).count();
    // A record with nothing but a common name and another phone can't be told from a namesake's.
    assert!(found * 100 >= duplicates * 78, "{found} of {duplicates}");
    assert!(found * 100 >= scan.pairs().len() * 95, "{found} of {} pairs", scan.pairs().len());
}

/// A base as it is after its duplicates were merged: families with one phone, and one customer entered anew.
#[test]
fn a_cleaned_base_still_takes_one_name_and_one_phone_for_one_customer() {
    let schema = Schema::new([("name", Kind::Name), ("phone", Kind::Phone), ("born", Kind::BirthDate)]).unwrap();
    let mut base = Base::new(schema.clone());
    let world = World::new(5, 2_400, NaiveDate::from_ymd_opt(2026, 6, 1).unwrap());
    let people: Vec<_> = world.customers().filter(|story| story.duplicate_of.is_none()).collect();
    for (place, story) in people.iter().enumerate() {
        // Every fifth has the phone of the one before.
        let phones = &people[if place % 5 == 4 { place - 1 } else { place }].customer.phones;
        let phone = phones.first().map_or("", |phone| phone.number.as_str());
        let born = story.customer.birthday.map(|day| day.to_string()).unwrap_or_default();
        base.add(&schema.record([story.customer.name.as_str(), phone, &born])).unwrap();
    }
    let left = base.add(&schema.record(["周强", "13812349876", "1988-04-12"])).unwrap();
    let right = base.add(&schema.record(["周强", "138 1234 9876", ""])).unwrap();
    let scan = Scan::run(base, &ScanSettings::default(), |_| {});
    let score = scan.explain(left, right);
    assert_eq!(score.band, Band::Same, "{score:?}");
    let same = scan.pairs().iter().filter(|pair| pair.band() == Band::Same).count();
    assert_eq!(same, 1, "families are merged");
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let (one, _) = scan(600, 1);
    let (three, _) = scan(600, 3);
    assert_eq!(one.pairs(), three.pairs());
    assert_eq!(serde_json::to_string(one.model()).unwrap(), serde_json::to_string(three.model()).unwrap());
}

#[test]
fn an_empty_table_and_a_table_of_one_row_have_no_pairs() {
    for count in [0, 1] {
        assert!(scan(count, 2).0.pairs().is_empty());
    }
}

#[test]
fn progress_ends_at_all() {
    let (base, _) = customers(300);
    let mut last = None;
    Scan::run(base, &ScanSettings::default(), |progress| {
        assert!(progress.done <= progress.total);
        last = Some(progress.step);
    });
    assert_eq!(last, Some(matching::Step::Comparing));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_table_can_be_searched(rows in prop::collection::vec(prop::collection::vec("[王李张伟明静a-c0-9 -]{0,8}", 4), 0..12)) {
        let schema = Schema::new([("name", Kind::Name), ("phone", Kind::Phone), ("born", Kind::BirthDate), ("text", Kind::Text)]).unwrap();
        let mut base = Base::new(schema.clone());
        for cells in &rows {
            base.add(&schema.record(cells.iter().map(String::as_str))).unwrap();
        }
        let scan = Scan::run(base, &ScanSettings { probability_min: 0.001, ..ScanSettings::default() }, |_| {});
        for pair in scan.pairs() {
            prop_assert!(pair.left < pair.right && (0.0..=1.0).contains(&pair.probability));
            prop_assert!((scan.score(pair).probability - scan.explain(pair.left, pair.right).probability).abs() < 1e-9);
        }
    }
}
