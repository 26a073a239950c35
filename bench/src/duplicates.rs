//! Telling who is the same: one typed customer looked up among all, and the whole base searched for duplicates.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{
    Outcome,
    dice::Dice,
    http::{Connection, Request, encoded},
    sample::Sample,
};

const ASKED: usize = 2_000;
const POLL: Duration = Duration::from_millis(500);
const SEARCHED_WITHIN: Duration = Duration::from_secs(3_600);

/// Looks up people with a name of the base, a phone and a birthday, one at a time; answers how long that took.
pub async fn look_up(address: &str, key: &str, sample: &Sample) -> Outcome<String> {
    let mut connection = Connection::open(address, key).await?;
    let mut dice = Dice::new(13);
    let mut times = Vec::with_capacity(ASKED);
    let mut found = 0;
    for _ in 0..ASKED {
        let name = &dice.one_of(&sample.customers).name;
        let phone = format!("139{:08}", dice.below(100_000_000));
        let born = format!("{}-{:02}-{:02}", 1950 + dice.below(50), 1 + dice.below(12), 1 + dice.below(28));
        let path = format!("/api/v1/customers/matches?name={}&phone={phone}&birthday={born}", encoded(name));
        let begun = Instant::now();
        let answer = connection.get(&path).await?;
        times.push(begun.elapsed());
        if answer.status != 200 {
            return Err(format!("GET {path}: {}", answer.status).into());
        }
        let matches: Vec<Value> = serde_json::from_slice(&answer.body)?;
        found += usize::from(!matches.is_empty());
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0;
    Ok(format!(
        "{ASKED} look-ups among {}: p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms; {found} led to somebody",
        sample.total,
        at(0.5),
        at(0.99),
        at(1.0)
    ))
}

/// Searches the whole base as the page does; answers how long it took and what it found.
pub async fn search_all(address: &str, key: &str) -> Outcome<String> {
    let mut connection = Connection::open(address, key).await?;
    let begin = Request { method: "POST", path: "/api/v1/duplicate-scans".into(), body: String::new() };
    let begun = Instant::now();
    let answer = connection.send(&begin).await?;
    let scan: Value = serde_json::from_slice(&answer.body)?;
    let id = scan["id"].as_str().ok_or_else(|| format!("no search began: {scan}"))?.to_owned();
    while begun.elapsed() < SEARCHED_WITHIN {
        tokio::time::sleep(POLL).await;
        let answer = connection.get(&format!("/api/v1/duplicate-scans/{id}")).await?;
        let scan: Value = serde_json::from_slice(&answer.body)?;
        match scan["state"].as_str() {
            Some("done") => {
                let seconds = begun.elapsed().as_secs_f64();
                let (customers, same, ask) = (&scan["customers"], &scan["pairs_same"], &scan["pairs_ask"]);
                return Ok(format!(
                    "{customers} customers in {seconds:.0} s: {same} pairs the same, {ask} to ask about"
                ));
            }
            Some("failed") => return Err(format!("the search failed: {}", scan["error"]).into()),
            _ => {}
        }
    }
    Err("the search did not end in time".into())
}
