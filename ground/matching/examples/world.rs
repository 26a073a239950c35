//! Searches a generated customer base and says how long it took, how much memory, and how right it was:
//! `cargo run --release -p matching --example world [CUSTOMERS] [SEED]`. Also how long one new customer takes to be looked up.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::time::Instant;

use chrono::NaiveDate;
use matching::{Base, Finder, Kind, Record, Scan, ScanSettings, Schema, Step};
use world::{PersonStory, World};

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let (customers, seed) = (numbers.next().unwrap_or(100_000), numbers.next().unwrap_or(7));
    let today = NaiveDate::from_ymd_opt(2026, 6, 1).ok_or("no such day")?;
    let world = World::new(seed, customers, today);
    let schema = schema()?;
    let begun = Instant::now();
    let mut base = Base::new(schema.clone());
    let mut original = Vec::new();
    for story in world.customers() {
        base.add(&record(&schema, &story))?;
        original.push(story.duplicate_of);
    }
    println!("{customers} customers told and added in {:.1} s, {}", begun.elapsed().as_secs_f64(), memory());
    let begun = Instant::now();
    let mut step = Step::Grouping;
    let scan = Scan::run(base, &ScanSettings::default(), |progress| {
        if progress.step != step {
            step = progress.step;
            println!("  {step:?} begins after {:.1} s, {}", begun.elapsed().as_secs_f64(), memory());
        }
    });
    println!("searched in {:.1} s: {} pairs compared, {}", begun.elapsed().as_secs_f64(), scan.compared(), memory());
    report(&scan, &original);
    look_up(scan, &World::new(seed + 1, 2_000, today), &schema)
}

fn schema() -> Result<Schema, Box<dyn Error>> {
    Ok(Schema::new([
        ("name", Kind::Name),
        ("phone", Kind::Phone),
        ("email", Kind::Email),
        ("birthday", Kind::BirthDate),
        ("gender", Kind::Gender),
        ("address", Kind::Address),
        ("city", Kind::Place),
        ("plate", Kind::Plate),
        ("vin", Kind::Vin),
    ])?)
}

fn record(schema: &Schema, story: &PersonStory) -> Record {
    let customer = &story.customer;
    let mut record = schema.blank();
    let mut write = |place, raw: &str| record.write(schema, place, raw);
    write(0, &customer.name);
    customer.phones.iter().for_each(|phone| write(1, &phone.number));
    write(2, customer.email.as_deref().unwrap_or_default());
    write(3, &customer.birthday.map(|day| day.to_string()).unwrap_or_default());
    write(4, &customer.gender.map(|gender| format!("{gender:?}")).unwrap_or_default());
    if let Some(address) = &customer.address {
        write(5, &format!("{}{}{}{}", address.province, address.city, address.district, address.detail));
    }
    write(6, customer.city.unwrap_or_default());
    for car in &story.cars {
        car.plates.iter().for_each(|period| write(7, &period.plate));
        write(8, car.vin.as_deref().unwrap_or_default());
    }
    record
}

fn report(scan: &Scan, original: &[Option<u64>]) {
    let one = |place: u32| original[place as usize].unwrap_or(u64::from(place));
    let truth = original.iter().flatten().count() as f64;
    for threshold in [0.5, 0.9, 0.99] {
        let found: Vec<_> = scan.pairs().iter().filter(|pair| pair.probability >= threshold).collect();
        let right = found.iter().filter(|pair| one(pair.left) == one(pair.right)).count() as f64;
        let (precision, recall) = (right / (found.len() as f64).max(1.0), right / truth);
        println!(
            "from {threshold}: {truth} true, {} found: P {precision:.4} R {recall:.4} F {:.4}",
            found.len(),
            2.0 * precision * recall / (precision + recall)
        );
    }
    missed(scan, original);
    println!("{} people with several records", scan.clusters().len());
    let wrong = scan.pairs().iter().filter(|pair| one(pair.left) != one(pair.right));
    for pair in wrong.take(12) {
        let reasons: Vec<String> = scan.score(pair).reasons.iter().map(ToString::to_string).collect();
        println!("  wrong {:.3}: {}", pair.probability, reasons.join("; "));
    }
}

/// What the records that were not found have in common, most frequent first.
fn missed(scan: &Scan, original: &[Option<u64>]) {
    let found: HashSet<(u32, u32)> = scan.pairs().iter().map(|pair| (pair.left, pair.right)).collect();
    let mut kinds: BTreeMap<String, (u32, f64)> = BTreeMap::new();
    for (place, of) in (0_u32..).zip(original) {
        let Some(of) = of.and_then(|of| u32::try_from(of).ok()) else { continue };
        if found.contains(&(of, place)) {
            continue;
        }
        let score = scan.explain(of, place);
        let mut words: Vec<String> =
            score.reasons.iter().map(|reason| format!("{} {}", reason.field, reason.level.word())).collect();
        words.sort();
        let kind = kinds.entry(words.join(", ")).or_default();
        *kind = (kind.0 + 1, score.probability.max(kind.1));
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (kind, (count, probability)) in kinds.into_iter().take(15) {
        println!("  missed {count}, at most {probability:.3}: {kind}");
    }
}

/// Looks up newcomers from another world one by one.
fn look_up(scan: Scan, newcomers: &World, schema: &Schema) -> Result<(), Box<dyn Error>> {
    let (base, model) = scan.into_parts();
    let finder = Finder::new(base, model);
    let mut millis: Vec<f64> = newcomers
        .customers()
        .map(|story| {
            let record = record(schema, &story);
            let begun = Instant::now();
            let found = finder.find(&record, 0.5, 10);
            let took = begun.elapsed().as_secs_f64() * 1000.0;
            std::hint::black_box(found);
            took
        })
        .collect();
    millis.sort_by(f64::total_cmp);
    let at = |share: f64| millis[((millis.len() - 1) as f64 * share) as usize];
    println!("one new record: p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms, {}", at(0.5), at(0.99), at(1.0), memory());
    Ok(())
}

/// Now and at most, in MB.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| {
        let found = status.lines().find_map(|line| line.strip_prefix(name));
        found.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
    };
    format!("{} MB (at most {} MB)", line("VmRSS:"), line("VmHWM:"))
}
