//! Looking up one customer among all of the group: a handful of keys lead to those worth comparing, the model weighs them.

use std::collections::BTreeSet;

use kernel::{CustomerId, Result};
use matching::{Record, score};
use platform::Db;
use sea_orm::Value;

use super::{
    keys, model,
    particulars::Particulars,
    reading::{self, Known},
    verdict::{MatchBand, Verdict},
};
use crate::people::arrival::blind_of;

/// Somebody who is there, and how sure it is that they are meant.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub known: Known,
    pub verdict: Verdict,
}

/// Of the records one key leads to, so many are looked at: a number that more share tells nobody from another.
const RECORDS_PER_KEY: usize = 40;
/// Cars of which only the end of a number was typed.
const TAIL_CHARACTERS: usize = 6;
/// Namesakes are shown while they are few.
const NAMESAKES_MAX: usize = 3;

/// Those of the group who might be this one, the likeliest first and at most `most`: all that are the same or must be asked
/// about, those who share a phone, car or other number, and namesakes while they are few. Across all stores: who may see whom
/// is the caller's to ask.
pub async fn find(
    db: &Db<'_>,
    wanted: &Particulars,
    except: Option<CustomerId>,
    most: usize,
) -> Result<Vec<Candidate>> {
    let record = wanted.record();
    let mut ids = led_to(db, wanted, &record).await?;
    ids.retain(|id| Some(*id) != except);
    let model = model::current(db).await?;
    let mut found: Vec<Candidate> = reading::these(db, &ids.into_iter().collect::<Vec<_>>())
        .await?
        .into_iter()
        .map(|known| {
            let verdict = Verdict::of(&score(&model, &record, &known.particulars.record()));
            Candidate { known, verdict }
        })
        .collect();
    let is_weighty = |one: &Candidate| one.verdict.band != MatchBand::Different || one.verdict.shares_a_number();
    let namesakes = found.iter().filter(|one| !is_weighty(one) && one.verdict.shares_the_name()).count();
    found.retain(|one| is_weighty(one) || (one.verdict.shares_the_name() && namesakes <= NAMESAKES_MAX));
    found.sort_by_key(|one| {
        let (sure, shares) = (one.verdict.millionths, one.verdict.shares_a_number());
        (std::cmp::Reverse(one.verdict.band as u8), std::cmp::Reverse(shares), std::cmp::Reverse(sure), one.known.id)
    });
    found.truncate(most);
    Ok(found)
}

platform::record! {
    struct Led { customer_id: CustomerId }
}

async fn led_to(db: &Db<'_>, wanted: &Particulars, record: &Record) -> Result<BTreeSet<CustomerId>> {
    let (group, keys) = (db.scope().group(), db.platform().keys());
    let mut ways = Ways { texts: Vec::new(), values: vec![group.into()] };
    for (kind, value) in &wanted.contacts {
        ways.add(
            "select customer_id from contacts where group_id = $1 and blind = $2",
            blind_of(*kind, value, group, keys),
        );
    }
    if let Some(number) = &wanted.id_number {
        let blind = keys.blind("id number", group, number);
        ways.add("select id as customer_id from customers where group_id = $1 and id_number_blind = $2", blind);
    }
    for term in car_terms(wanted) {
        // Of everybody who has or had the car.
        ways.add(
            "select p.customer_id from search_terms t join vehicle_people p on p.vehicle_id = t.vehicle_id
             where t.group_id = $1 and t.term = $2 and t.kind in ('plate', 'vin')",
            term,
        );
    }
    for key in keys::of_record(record, group, keys) {
        ways.add(
            "select k.customer_id from match_keys k join customers c on c.id = k.customer_id where c.group_id = $1 and k.key = $2",
            key,
        );
    }
    if ways.texts.is_empty() {
        return Ok(BTreeSet::new());
    }
    let led: Vec<Led> = db.fetch_text(&ways.texts.join(" union all "), ways.values).await?;
    Ok(led.into_iter().map(|line| line.customer_id).collect())
}

/// Plates and VINs, whole and by their telling end, as search terms are written.
pub(super) fn car_terms(wanted: &Particulars) -> Vec<String> {
    let mut terms = Vec::new();
    for vin in wanted.vins.iter().map(|vin| vin.to_lowercase()) {
        terms.extend(vin.len().checked_sub(TAIL_CHARACTERS).and_then(|start| vin.get(start..)).map(str::to_owned));
    }
    for plate in wanted.plates.iter().map(|plate| kernel::name::search_key(plate)) {
        let without_province = plate.char_indices().nth(1).map(|(start, _)| plate[start..].to_owned());
        terms.extend(without_province);
    }
    terms
}

/// Queries that each lead to a few customers, put together into one.
struct Ways {
    texts: Vec<String>,
    values: Vec<Value>,
}

impl Ways {
    /// `$1` is the group, `$2` in the text the value.
    fn add(&mut self, text: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let text = text.replace("$2", &format!("${}", self.values.len()));
        let name = self.texts.len();
        self.texts.push(format!("select customer_id from ({text} limit {RECORDS_PER_KEY}) way_{name}"));
    }
}
