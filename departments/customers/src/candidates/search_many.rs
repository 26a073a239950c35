//! Looking up many at once, for the rows of a file: a fixed number of queries for all of them, and of each only the likeliest.

use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{CustomerId, Result};
use matching::{Record, score};
use platform::Db;
use sea_orm::Value;

use super::{
    keys, model,
    particulars::Particulars,
    reading::{self, Known},
    search::{Candidate, car_terms},
    verdict::{MatchBand, Verdict},
};
use crate::{by_keys::fetch_by, people::arrival::blind_of};

/// A key that leads to more than these tells too little to compare them all for every row of a file.
const RECORDS_PER_KEY: i64 = 8;

platform::record! {
    struct Led { customer_id: CustomerId, key: String }
}
platform::record! {
    struct LedByKey { customer_id: CustomerId, key: i64 }
}
platform::record! {
    struct KeyLine { key: i64, records: i64 }
}

/// For each the one customer of the group who is most likely the same: sure or to be asked about, or nobody. Those a file has
/// brought itself are not looked at.
pub async fn likeliest(
    db: &Db<'_>,
    wanted: &[&Particulars],
    brought: &HashSet<CustomerId>,
) -> Result<Vec<Option<Candidate>>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let records: Vec<Record> = wanted.iter().map(|one| one.record()).collect();
    let led = led_to(db, wanted, &records).await?;
    let ids: BTreeSet<CustomerId> = led.iter().flatten().filter(|id| !brought.contains(id)).copied().collect();
    let known = reading::these(db, &ids.into_iter().collect::<Vec<_>>()).await?;
    let known: HashMap<CustomerId, (Known, Record)> =
        known.into_iter().map(|one| (one.id, (one.clone(), one.particulars.record()))).collect();
    let model = model::current(db).await?;
    let likeliest = records.iter().zip(&led).map(|(record, ids)| {
        let candidates = ids.iter().filter_map(|id| known.get(id)).map(|(known, theirs)| {
            let verdict = Verdict::of(&score(&model, record, theirs));
            (known, verdict)
        });
        let asked = candidates.filter(|(_, verdict)| verdict.band != MatchBand::Different);
        let best = asked.max_by_key(|(known, verdict)| (verdict.millionths, std::cmp::Reverse(known.id)));
        best.map(|(known, verdict)| Candidate { known: known.clone(), verdict })
    });
    Ok(likeliest.collect())
}

async fn led_to(db: &Db<'_>, wanted: &[&Particulars], records: &[Record]) -> Result<Vec<BTreeSet<CustomerId>>> {
    let (group, ring) = (db.scope().group(), db.platform().keys());
    let mut led = vec![BTreeSet::new(); wanted.len()];
    let mut by_text: [HashMap<String, Vec<usize>>; 3] = Default::default();
    let mut by_key: HashMap<i64, Vec<usize>> = HashMap::new();
    for (place, (one, record)) in wanted.iter().zip(records).enumerate() {
        let contacts = one.contacts.iter().map(|(kind, value)| blind_of(*kind, value, group, ring));
        let numbers = one.id_number.iter().map(|number| ring.blind("id number", group, number));
        let [of_contacts, of_numbers, of_cars] = &mut by_text;
        contacts.for_each(|blind| of_contacts.entry(blind).or_default().push(place));
        numbers.for_each(|blind| of_numbers.entry(blind).or_default().push(place));
        car_terms(one).into_iter().for_each(|term| of_cars.entry(term).or_default().push(place));
        keys::of_record(record, group, ring).into_iter().for_each(|key| by_key.entry(key).or_default().push(place));
    }
    for (select, places) in WAYS.iter().zip(&by_text) {
        let keys = places.keys().map(|key| Value::from(key.as_str())).collect();
        for Led { customer_id, key } in fetch_by(db, select, "", keys).await? {
            places.get(&key).into_iter().flatten().for_each(|place| {
                led[*place].insert(customer_id);
            });
        }
    }
    let few = few_records(db, by_key.keys().copied().collect()).await?;
    let select = "select k.customer_id, k.key from match_keys k join customers c on c.id = k.customer_id \
        where c.group_id = $1 and k.key in";
    for LedByKey { customer_id, key } in fetch_by(db, select, "", few).await? {
        by_key.get(&key).into_iter().flatten().for_each(|place| {
            led[*place].insert(customer_id);
        });
    }
    Ok(led)
}

const WAYS: [&str; 3] = [
    "select customer_id, blind from contacts where group_id = $1 and blind in",
    "select id, id_number_blind from customers where group_id = $1 and id_number_blind in",
    "select p.customer_id, t.term from search_terms t join vehicle_people p on p.vehicle_id = t.vehicle_id \
     where t.group_id = $1 and t.kind in ('plate', 'vin') and t.term in",
];

/// The keys that lead to few.
async fn few_records(db: &Db<'_>, keys: Vec<i64>) -> Result<Vec<Value>> {
    let select = "select key, count(*) from match_keys where $1 is not null and key in";
    let keys = keys.into_iter().map(Value::from).collect();
    let lines: Vec<KeyLine> = fetch_by(db, select, "group by key", keys).await?;
    Ok(lines.into_iter().filter(|line| line.records <= RECORDS_PER_KEY).map(|line| Value::from(line.key)).collect())
}
