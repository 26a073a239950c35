//! What keeps a house busy beside its customers' stories: a policy in two versions, the books of the law, what customers agree to, data
//! given to others, requests of persons, messages and what became of them, verifying calls, changes that wait to be confirmed, enquiries
//! and what came of them, an audit of data, duplicates looked for. Told through the API, as the people of the house would.

mod assignment;
mod carrier;
mod channels;
mod clerk;
mod enquiries;
mod words;

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GroupId, MessageId, Result};
use platform::{Platform, jobs};
use serde_json::{Value, json};

use self::clerk::Clerk;

/// So many owners have something to do with what is told here.
const OWNERS: usize = 12;
/// The records of the demo world are better than the sixty the settings ask for; below this are six to twelve in a hundred.
const AUDITED_BELOW: i64 = 76;

/// Tells them; a world with fewer owners has none of it.
pub async fn tell(platform: &Platform, group: GroupId) -> Result<()> {
    let logins = super::logins_of(platform, group).await?;
    let login = |role: &str| logins.iter().find(|login| login.role == role).map(|login| login.login.clone());
    let (Some(boss), Some(manager)) = (login("group_manager"), login("store_manager")) else { return Ok(()) };
    let app = crate::routes::app(platform.clone());
    let boss = Clerk::sign_in(&app, &boss).await?;
    let manager = Clerk::sign_in(&app, &manager).await?;
    let seller = match login("sales_consultant") {
        Some(seller) => Some(Clerk::sign_in(&app, &seller).await?),
        None => None,
    };
    let told = tell_as(platform, group, (&app, &boss, &manager, seller.as_ref())).await;
    for clerk in [Some(boss), Some(manager), seller].into_iter().flatten() {
        clerk.sign_out().await?;
    }
    told
}

/// Through the app, as the boss, a manager and a seller.
type By<'a> = (&'a Router, &'a Clerk, &'a Clerk, Option<&'a Clerk>);

async fn tell_as(platform: &Platform, group: GroupId, (app, boss, manager, seller): By<'_>) -> Result<()> {
    let asked = "/customers?filter=stage:is:owner&filter=kind:is:person&sort=name&limit=60";
    let owners = manager.get(asked).await?;
    let reached = |owner: &&Value| owner["phone"].is_string();
    let owners: Vec<&Value> = owners["items"].as_array().into_iter().flatten().filter(reached).take(OWNERS).collect();
    if owners.len() < OWNERS {
        return Ok(());
    }
    let now = platform.clock().now();
    publish_policies(boss).await?;
    keep_books(boss, now).await?;
    receive_requests(manager, &owners, now).await?;
    note_consents(manager, &owners).await?;
    note_shares(boss, &owners).await?;
    let written = write_messages(manager, &owners).await?;
    work_off(platform).await?;
    carrier::report(platform, group, boss, &Clerk::outside(app), &written).await?;
    verify_by_phone(manager, &owners, now).await?;
    ask_for_changes(manager, &owners).await?;
    set_tasks(boss, now).await?;
    // Before those who only asked today come in: of them hardly anything is known yet.
    let audit = json!({ "store_id": owners[0]["store"]["id"], "score_below": AUDITED_BELOW });
    boss.post("/quality/audits", audit).await?;
    if let Some(seller) = seller {
        take_enquiries(boss, manager, seller, now).await?;
        let store = seller.get("/session").await?["stores"][0]["id"].clone();
        channels::tell(boss, &Clerk::outside(app), &store).await?;
    }
    boss.post("/duplicate-scans", Value::Null).await?;
    Ok(())
}

/// The second version is what customers read now, and a third is being written.
async fn publish_policies(boss: &Clerk) -> Result<()> {
    let purposes = json!({ "name": "个人信息保护政策", "purposes": ["marketing", "care_survey", "profiling"] });
    let policy = boss.post("/policies", purposes).await?;
    let path = format!("/policies/{}", clerk::id(&policy));
    for (number, changes) in words::VERSIONS.iter().enumerate() {
        let draft = json!({ "title": "个人信息保护政策", "body": words::POLICY, "changes": changes });
        boss.put(&format!("{path}/draft"), draft).await?;
        if number + 1 < words::VERSIONS.len() {
            boss.put(&format!("{path}/publication"), Value::Null).await?;
        }
    }
    Ok(())
}

async fn keep_books(boss: &Clerk, now: DateTime<Utc>) -> Result<()> {
    for page in words::pages(now) {
        boss.post("/book-entries", json!({ "page": page })).await?;
    }
    Ok(())
}

/// One in each state, the oldest near its term.
async fn receive_requests(manager: &Clerk, owners: &[&Value], now: DateTime<Utc>) -> Result<()> {
    for ((kind, channel, days_ago, wish, deeds), owner) in words::REQUESTS.iter().zip(owners) {
        let received = manager
            .post(
                "/person-requests",
                json!({
                    "kind": kind, "channel": channel, "asked_by": "person", "asker_name": owner["name"],
                    "customer_id": owner["id"], "wish": wish, "received_at": now - TimeDelta::days(*days_ago),
                }),
            )
            .await?;
        let path = format!("/person-requests/{}", clerk::id(&received));
        for deed in *deeds {
            match *deed {
                "check" => {
                    let check = json!({ "method": "called_back", "result": "passed" });
                    manager.post(&format!("{path}/identity-checks"), check).await?
                }
                "work" => manager.put(&format!("{path}/work"), Value::Null).await?,
                "answer" => {
                    let answer = json!({ "outcome": "partly", "text": words::ANSWER });
                    manager.put(&format!("{path}/answer"), answer).await?
                }
                "refuse" => manager.put(&format!("{path}/refusal"), json!({ "reason": "withdrawn" })).await?,
                _ => manager.put(&format!("{path}/closure"), json!({ "handed_over": "letter" })).await?,
            };
        }
    }
    Ok(())
}

/// What was signed at the desk, said on the phone or ticked in the app, each with where its proof lies.
async fn note_consents(manager: &Clerk, owners: &[&Value]) -> Result<()> {
    for (place, purpose, channel, answer, how, proof) in words::CONSENTS {
        let path = format!("/customers/{}/consents", clerk::id(owners[*place]));
        let said = json!({ "purpose": purpose, "channel": channel, "answer": answer, "how": how, "proof": proof });
        manager.post(&path, said).await?;
    }
    Ok(())
}

/// To whom data of the first owners went: to an insurer they allowed it, and to an authority the law names.
async fn note_shares(boss: &Clerk, owners: &[&Value]) -> Result<()> {
    for (party, party_name, purpose, kinds, way, note, count) in words::SHARES {
        let customers: Vec<&str> = owners.iter().take(*count).map(|owner| clerk::id(owner)).collect();
        let share = json!({
            "party": party, "party_name": party_name, "purpose": purpose, "kinds": kinds, "way": way, "note": note,
            "customers": customers,
        });
        boss.post("/shares", share).await?;
    }
    Ok(())
}

async fn write_messages(manager: &Clerk, owners: &[&Value]) -> Result<Vec<MessageId>> {
    let mut written = Vec::new();
    for (text, owner) in words::MESSAGES.iter().zip(owners) {
        let message = json!({ "customer_id": owner["id"], "channel": "sms", "text": text });
        let answer = manager.post("/messages", message).await?;
        written.push(serde_json::from_value(answer["id"].clone())?);
    }
    Ok(written)
}

/// Until nothing is due: what was written must have left the house before anything is heard of it.
async fn work_off(platform: &Platform) -> Result<()> {
    let kinds = crate::house::jobs();
    for _ in 0..ROUNDS_MAX {
        if jobs::run_due(platform, &kinds).await? == 0 {
            break;
        }
    }
    Ok(())
}

const ROUNDS_MAX: usize = 200;

/// Calls to ask whether records are still right: some made, one still to be made.
async fn verify_by_phone(manager: &Clerk, owners: &[&Value], now: DateTime<Utc>) -> Result<()> {
    let called = owners.iter().skip(words::MESSAGES.len());
    for ((finding, note), owner) in words::CALLS.iter().zip(called) {
        let title = format!("电话核实资料：{}", owner["name"].as_str().unwrap_or_default());
        let due_at = now + TimeDelta::hours(6);
        let task = json!({ "title": title, "kind": "verify", "due_at": due_at, "customer_id": owner["id"] });
        let task = manager.post("/tasks", task).await?;
        if let Some(finding) = finding {
            let found = json!({ "finding": finding, "note": note, "task_id": task["id"] });
            manager.post(&format!("/customers/{}/verifying-calls", clerk::id(owner)), found).await?;
        }
    }
    Ok(())
}

/// New numbers that wait for their owners to confirm them; the numbers are of nobody.
async fn ask_for_changes(manager: &Clerk, owners: &[&Value]) -> Result<()> {
    for (value, owner) in words::NEW_NUMBERS.iter().zip(owners.iter().rev()) {
        let path = format!("/customers/{}", clerk::id(owner));
        let customer = manager.get(&path).await?;
        let mut contacts = customer["contacts"].as_array().into_iter().flatten();
        let Some(phone) = contacts.find(|contact| contact["kind"] == "phone") else { continue };
        let wish = json!({ "field": "phone", "deed": "replace", "contact_id": phone["id"], "value": value });
        manager.post(&format!("{path}/pending-changes"), wish).await?;
    }
    Ok(())
}

/// In the store of the consultant, at the desk of a manager who works there.
async fn take_enquiries(boss: &Clerk, manager: &Clerk, seller: &Clerk, now: DateTime<Utc>) -> Result<()> {
    let store = seller.get("/session").await?["stores"][0]["id"].clone();
    let session = manager.get("/session").await?;
    let works_there = session["stores"].as_array().into_iter().flatten().any(|one| one["id"] == store);
    let desk = if works_there { manager } else { boss };
    enquiries::tell(desk, seller, &store, now).await?;
    assignment::tell(desk, &store).await
}

async fn set_tasks(boss: &Clerk, now: DateTime<Utc>) -> Result<()> {
    for (title, hours) in words::TASKS {
        let task = json!({ "title": title, "kind": "other", "due_at": now + TimeDelta::hours(*hours) });
        boss.post("/tasks", task).await?;
    }
    Ok(())
}
