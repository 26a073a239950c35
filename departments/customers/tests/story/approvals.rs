//! Exports that wait for somebody else, the marks of files, and the ledger they leave.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

async fn person(by: &Caller, house: &House, name: &str, phone: &str) -> String {
    let form = json!({ "name": name, "phones": [phone], "store_id": house.store.id });
    by.post("/customers", form).await.is(201).id()
}

fn form(columns: &[&str], format: &str) -> Value {
    json!({ "about": "customers", "columns": columns, "format": format, "reason": "展会邀约" })
}

/// Every file with whole phones waits.
async fn all_wait(by: &Caller) -> Value {
    let mut rules = by.get("/export-rules").await.is(200).body;
    for field in ["version", "can"] {
        rules.as_object_mut().unwrap().remove(field);
    }
    rules["whole_rows_free"] = json!(0);
    by.put("/export-rules", rules.clone()).await.is(200);
    rules
}

/// An export of the store manager that waits, and somebody who may decide on it.
async fn held(house: &House) -> (Caller, Caller, Answer) {
    let boss = house.person("gm", "赵总", "group_manager", Reach::Group).await;
    let manager = house.person("sm", "钱店长", "store_manager", Reach::Group).await;
    all_wait(&boss).await;
    person(&manager, house, "王小明", "13800001111").await;
    let begun = manager.post("/exports", form(&["name", "phone"], "csv")).await.is(201);
    (boss, manager, begun)
}

#[tokio::test]
async fn whole_phones_wait_for_somebody_else_and_masked_ones_do_not() {
    let house = House::new().await;
    let (boss, manager, begun) = held(&house).await;
    assert_eq!((begun.text("/state"), &begun.body["needs_approval"]), ("held".into(), &json!(true)));
    let id = begun.id();
    house.settle().await;
    assert_eq!(manager.get(&format!("/exports/{id}/file")).await.is(409).code(), "export.held");
    let own = manager.put(&format!("/exports/{id}/approval"), json!({})).await.is(409);
    assert_eq!(own.code(), "export.own");
    let waiting = boss.get("/exports?state=held").await.is(200);
    assert_eq!(
        (waiting.text("/items/0/id"), &waiting.body["items"][0]["can"]),
        (id.clone(), &json!(["approve", "refuse"]))
    );
    boss.put(&format!("/exports/{id}/approval"), json!({ "reason": "已核对" })).await.is(200);
    assert_eq!(boss.put(&format!("/exports/{id}/approval"), json!({})).await.is(409).code(), "export.not_held");
    house.settle().await;
    for _ in 0..3 {
        manager.get(&format!("/exports/{id}/file")).await.is(200);
    }
    assert_eq!(manager.get(&format!("/exports/{id}/file")).await.is(409).code(), "export.fetched_out");
    let done = manager.get(&format!("/exports/{id}")).await.is(200);
    assert_eq!((done.text("/decided_by/name"), done.text("/downloads")), ("赵总".into(), "3".into()));

    let masked = manager.post("/exports", form(&["name"], "csv")).await.is(201);
    assert_eq!(masked.text("/state"), "waiting");
}

#[tokio::test]
async fn an_export_is_turned_down_with_a_reason_or_lapses() {
    let house = House::new().await;
    let (boss, manager, begun) = held(&house).await;
    let path = format!("/exports/{}", begun.id());
    assert_eq!(boss.put(&format!("{path}/refusal"), json!({})).await.is(422).code(), "text.missing");
    boss.put(&format!("{path}/refusal"), json!({ "reason": "用途不明" })).await.is(200);
    let refused = manager.get(&path).await.is(200);
    assert_eq!((refused.text("/state"), refused.text("/decision_reason")), ("refused".into(), "用途不明".into()));
    assert_eq!(manager.get(&format!("{path}/file")).await.is(409).code(), "export.turned_down");

    let again = manager.post("/exports", form(&["name", "phone"], "csv")).await.is(201).id();
    house.clock.advance(TimeDelta::days(8));
    house.settle().await;
    let boss = house.machine("group_manager").await;
    assert_eq!(boss.get(&format!("/exports/{again}")).await.is(200).text("/state"), "lapsed");
    assert_eq!(boss.put(&format!("/exports/{again}/approval"), json!({})).await.is(409).code(), "export.not_held");
}

#[tokio::test]
async fn what_must_be_approved_says_what_it_is_for() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    person(&boss, &house, "王小明", "13800001111").await;
    let mut rules = all_wait(&boss).await;
    let silent = json!({ "about": "customers", "columns": ["phone"], "format": "csv" });
    assert_eq!(boss.post("/exports", silent.clone()).await.is(422).code(), "export.reason_needed");
    rules["whole_rows_free"] = json!(1);
    boss.put("/export-rules", rules.clone()).await.is(200);
    assert_eq!(boss.post("/exports", silent.clone()).await.is(201).text("/state"), "waiting");
    person(&boss, &house, "李雷", "13900002222").await;
    assert_eq!(boss.post("/exports", silent).await.is(422).code(), "export.reason_needed");
    rules["downloads_max"] = json!(0);
    assert_eq!(boss.put("/export-rules", rules.clone()).await.is(422).code(), "number.out_of_range");
    rules["downloads_max"] = json!(1);
    house.machine("sales_manager").await.put("/export-rules", rules).await.is(403);
}

#[tokio::test]
async fn a_file_is_known_again_by_its_marks() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    person(&boss, &house, "王小明", "13800001111").await;
    let csv = boss.post("/exports", form(&["name"], "csv")).await.is(201);
    house.settle().await;
    let file = boss.get(&format!("/exports/{}/file", csv.id())).await.is(200);
    let text = String::from_utf8(file.bytes).unwrap();
    let mark = csv.text("/mark");
    assert!(text.contains(&mark) && text.contains("展会邀约"), "{text}");
    // Only the unseen mark is left in the first title.
    let title: String = text.split(',').next().unwrap().to_owned();
    assert!(!title.contains(&mark));
    for part in [title, mark.clone()] {
        let traced = boss.post("/file-traces", json!({ "text": part })).await.is(200);
        assert_eq!((traced.text("/0/id"), traced.text("/0/mark")), (csv.id(), mark.clone()));
    }
    assert_eq!(boss.post("/file-traces", json!({ "text": "RB-0000000000" })).await.is(200).body, json!([]));
    let neighbour = house.neighbour().await;
    assert_eq!(neighbour.post("/file-traces", json!({ "text": mark })).await.is(200).body, json!([]));
}

#[tokio::test]
async fn each_file_stands_in_the_ledger_with_whom_it_was_about() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let one = person(&boss, &house, "王小明", "13800001111").await;
    person(&boss, &house, "李雷", "13900002222").await;
    let only = json!({ "about": "customers", "ids": [one], "columns": ["name", "spend"], "format": "xlsx", "reason": "保险续保" });
    let export = boss.post("/exports", only).await.is(201).id();
    house.settle().await;
    let ledger = boss.get("/shares").await.is(200);
    assert_eq!(
        (ledger.text("/items/0/export_id"), ledger.text("/items/0/purpose"), &ledger.body["items"][0]["kinds"]),
        (export.clone(), "保险续保".into(), &json!(["identity", "purchases"]))
    );
    let subjects = boss.get(&format!("/shares/{export}/customers")).await.is(200);
    assert_eq!(subjects.names(), ["王小明"]);
    let of_one = boss.get(&format!("/customers/{one}/shares")).await.is(200);
    assert_eq!(of_one.text("/items/0/id"), export);
}

#[tokio::test]
async fn nothing_is_given_away_without_the_consent_the_law_wants() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (one, two) =
        (person(&boss, &house, "王小明", "13800001111").await, person(&boss, &house, "李雷", "13900002222").await);
    let share = json!({
        "party": "insurer", "party_name": "平安财险", "purpose": "share_insurer", "kinds": ["identity", "vehicle"],
        "customers": [one, two], "way": "portal", "note": null,
    });
    let yes = json!({ "purpose": "share_insurer", "answer": "given", "how": "paper" });
    boss.post(&format!("/customers/{one}/consents"), yes.clone()).await.is(201);
    let refused = boss.post("/shares", share.clone()).await.is(409);
    assert_eq!(refused.code(), "share.no_consent");
    assert_eq!(boss.get("/shares").await.is(200).body["items"], json!([]));
    boss.post(&format!("/customers/{two}/consents"), yes).await.is(201);
    let given = boss.post("/shares", share.clone()).await.is(201);
    assert_eq!((given.text("/title"), given.text("/customers")), ("向保险公司提供".into(), "2".into()));
    let timeline = boss.get(&format!("/customers/{two}/timeline")).await.is(200);
    assert_eq!(
        (timeline.text("/items/0/name"), timeline.text("/items/0/body/party")),
        ("person.shared".into(), "平安财险".into())
    );
    let by_law = json!({
        "party": "authority", "party_name": "车管所", "purpose": "legal_duty", "kinds": ["identity"], "customers": [one],
        "way": "paper", "note": "协查函 2026-18",
    });
    boss.post("/shares", by_law).await.is(201);
    let of_one = boss.get(&format!("/customers/{one}/shares")).await.is(200);
    assert_eq!(of_one.body["items"].as_array().unwrap().len(), 2);
    house.machine("sales_consultant").await.post("/shares", share).await.is(403);
}
