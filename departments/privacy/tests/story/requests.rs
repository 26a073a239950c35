//! What people ask about their own data: receiving, checking who asks, the clock, the answer and its letter.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

pub async fn customer(boss: &Caller, house: &House, name: &str, phone: &str) -> String {
    let form = json!({ "name": name, "store_id": house.store.id, "phones": [phone] });
    boss.post("/customers", form).await.is(201).id()
}

pub fn asked(kind: &str, customer: &str) -> Value {
    json!({ "kind": kind, "channel": "desk", "asked_by": "person", "asker_name": "王小明", "customer_id": customer,
            "asker_contact": "xiaoming@example.com", "wish": "想知道你们有我的哪些信息" })
}

pub async fn identified(boss: &Caller, request: &str) -> Answer {
    let check = json!({ "method": "id_card_seen", "result": "passed", "note": "与本人相符" });
    boss.post(&format!("/person-requests/{request}/identity-checks"), check).await.is(200)
}

#[tokio::test]
async fn a_request_is_received_checked_worked_on_answered_and_closed() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let request = boss.post("/person-requests", asked("explain", &person)).await.is(201);
    let id = request.id();
    assert_eq!(request.text("/number"), "PR-SH01-26-000001");
    assert_eq!((request.text("/state"), request.text("/sla")), ("received".into(), "green".into()));
    // Received on Monday 16 March 2026; no holiday until the Tomb-Sweeping Festival (4 to 6 April).
    assert_eq!((request.text("/due_on"), request.text("/working_days_left")), ("2026-04-07".into(), "15".into()));
    assert_eq!(request.text("/asker_name"), "王小明");

    let early = boss.put(&format!("/person-requests/{id}/work"), Value::Null).await.is(409);
    assert_eq!(early.code(), "person_request.not_identified");
    let checked = identified(&boss, &id).await;
    assert_eq!((checked.text("/state"), checked.text("/checks/0/note")), ("identified".into(), "与本人相符".into()));
    boss.put(&format!("/person-requests/{id}/work"), Value::Null).await.is(200);
    let answer = json!({ "outcome": "granted", "text": "评分由到店次数与保养间隔得出。" });
    let answered = boss.put(&format!("/person-requests/{id}/answer"), answer).await.is(200);
    assert_eq!((answered.text("/state"), answered.text("/outcome")), ("answered".into(), "granted".into()));

    let letter = boss.get(&format!("/person-requests/{id}/letter?language=en")).await.is(200);
    assert_eq!(letter.headers["content-type"], "application/pdf");
    assert!(letter.bytes.starts_with(b"%PDF"));
    let closed = boss.put(&format!("/person-requests/{id}/closure"), json!({ "handed_over": "mail" })).await.is(200);
    assert_eq!((closed.text("/state"), closed.body["can"].clone()), ("closed".into(), json!(["letter"])));

    let timeline = boss.get(&format!("/customers/{person}/timeline")).await.is(200);
    let told: Vec<&str> =
        timeline.body["items"].as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect();
    for name in ["received", "identity_checked", "begun", "answered", "closed"] {
        assert!(told.contains(&format!("person_request.{name}").as_str()), "{name} in {told:?}");
    }
}

#[tokio::test]
async fn the_task_of_a_request_follows_it_and_is_done_with_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let agent = house.person("care", "周敏", "care_agent", Reach::Store).await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let request = agent.post("/person-requests", asked("access", &person)).await.is(201).id();
    let mine = agent.get("/tasks?state=open").await.is(200);
    assert_eq!(mine.text("/items/0/title"), "个人信息请求 PR-SH01-26-000001：查阅个人信息");
    let task = mine.text("/items/0/id");
    let longer = json!({ "reason": "记录分散在三家门店" });
    agent.put(&format!("/person-requests/{request}/extension"), longer.clone()).await.is(200);
    assert_eq!(agent.get(&format!("/tasks/{task}")).await.is(200).text("/due_at"), "2026-04-28T16:00:00Z");
    let again = agent.put(&format!("/person-requests/{request}/extension"), longer).await.is(409);
    assert_eq!(again.code(), "person_request.already_extended");
    let refusal = json!({ "reason": "withdrawn" });
    let refused = agent.put(&format!("/person-requests/{request}/refusal"), refusal).await.is(200);
    assert_eq!(refused.text("/outcome"), "withdrawn");
    assert_eq!(agent.get(&format!("/tasks/{task}")).await.is(200).text("/state"), "done");
}

#[tokio::test]
async fn the_light_turns_amber_after_ten_working_days_and_red_when_the_term_is_over() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let id = boss.post("/person-requests", asked("access", &person)).await.is(201).id();
    let light = async || boss.get(&format!("/person-requests/{id}")).await.is(200).text("/sla");
    house.clock.advance(TimeDelta::days(14));
    assert_eq!(light().await, "green");
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(light().await, "amber");
    house.clock.advance(TimeDelta::days(8));
    assert_eq!(light().await, "red");
    let late = boss.get("/person-requests?late=true").await.is(200);
    assert_eq!((late.text("/items/0/id"), late.text("/items/0/working_days_left")), (id.clone(), "-1".into()));
    assert_eq!(boss.get("/person-requests/count").await.is(200).text("/late/count"), "1");
    let too_late = json!({ "reason": "x" });
    let refused = boss.put(&format!("/person-requests/{id}/extension"), too_late).await.is(409);
    assert_eq!(refused.code(), "person_request.too_late_to_extend");
}

#[tokio::test]
async fn somebody_elses_data_is_refused_and_stays_refused() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let id = boss.post("/person-requests", asked("copy", &person)).await.is(201).id();
    let found = json!({ "method": "called_back", "result": "somebody_else", "note": "机主称未提出" });
    boss.post(&format!("/person-requests/{id}/identity-checks"), found).await.is(200);
    let check = json!({ "method": "id_card_seen", "result": "passed" });
    let again = boss.post(&format!("/person-requests/{id}/identity-checks"), check).await.is(409);
    assert_eq!(again.code(), "person_request.somebody_else");
    let answer = json!({ "outcome": "granted" });
    let answered = boss.put(&format!("/person-requests/{id}/answer"), answer).await.is(409);
    assert_eq!(answered.code(), "person_request.somebody_else");
    let refused = boss.put(&format!("/person-requests/{id}/refusal"), json!({ "reason": "somebody_else" })).await;
    assert_eq!(refused.is(200).text("/refusal_reason"), "somebody_else");
}

#[tokio::test]
async fn a_relative_proves_kinship_too_and_may_not_ask_for_everything() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let by_relative = |kind: &str| {
        let mut form = asked(kind, &person);
        form["asked_by"] = json!("relative");
        form
    };
    let refused = boss.post("/person-requests", by_relative("explain")).await.is(422);
    assert_eq!(refused.text("/errors/0/code"), "person_request.not_for_relatives");
    let id = boss.post("/person-requests", by_relative("access")).await.is(201).id();
    assert_eq!(identified(&boss, &id).await.text("/state"), "received");
    let kinship = json!({ "method": "kinship_proven", "result": "passed" });
    let proven = boss.post(&format!("/person-requests/{id}/identity-checks"), kinship).await.is(200);
    assert_eq!(proven.text("/state"), "identified");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_request_is_said_field_by_field() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let stranger = "01900000-0000-7000-8000-000000000000";
    let form = json!({
        "kind": "access", "channel": "desk", "asked_by": "person", "asker_name": " ", "wish": "x".repeat(2_001),
        "received_at": "2031-01-01T00:00:00Z", "assignee_id": stranger,
    });
    let refused = boss.post("/person-requests", form).await.is(422);
    let fields: Vec<&str> =
        refused.body["errors"].as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["asker_name", "wish", "received_at", "assignee_id"]);
    let unknown = boss.post("/person-requests", asked("access", stranger)).await.is(422);
    assert_eq!(unknown.text("/errors/0/code"), "customer.unknown");
    let id = {
        let person = customer(&boss, &house, "王小明", "13800001234").await;
        boss.post("/person-requests", asked("access", &person)).await.is(201).id()
    };
    identified(&boss, &id).await;
    let partly = boss.put(&format!("/person-requests/{id}/answer"), json!({ "outcome": "partly" })).await.is(422);
    assert_eq!(partly.text("/errors/0/field"), "text");
}

#[tokio::test]
async fn requests_of_another_store_are_not_seen_and_two_changes_at_once_are_told() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let elsewhere = house.machine_in("care_agent", &house.other_store).await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let id = boss.post("/person-requests", asked("access", &person)).await.is(201).id();
    elsewhere.get(&format!("/person-requests/{id}")).await.is(404);
    assert_eq!(elsewhere.get("/person-requests?state=all").await.is(200).body["items"], json!([]));
    identified(&boss, &id).await;
    let path = format!("/person-requests/{id}/work");
    let stale = boss.call(http::Method::PUT, &path, None, &[("if-match", "\"1\"")]).await.is(412);
    assert_eq!(stale.text("/current/state"), "identified");
}

/// What the messages to the customers say, the latest first.
pub async fn told(by: &Caller) -> Vec<(String, String)> {
    let messages = by.get("/messages").await.is(200);
    let texts = messages.body["items"].as_array().unwrap().iter();
    texts.map(|one| (one["to"].as_str().unwrap().to_owned(), one["text"].as_str().unwrap().to_owned())).collect()
}

pub fn digits(text: &str) -> String {
    let (_, rest) = text.split_once("验证码 ").unwrap();
    rest.chars().take_while(char::is_ascii_digit).collect()
}

#[tokio::test]
async fn whoever_tells_the_code_sent_to_the_contact_on_record_is_known() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let agent = house.person("care", "周敏", "care_agent", Reach::Store).await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let nobody = json!({ "kind": "access", "channel": "phone", "asked_by": "person", "asker_name": "某人",
                         "store_id": house.store.id });
    let unnamed = boss.post("/person-requests", nobody).await.is(201).id();
    let refused = boss.post(&format!("/person-requests/{unnamed}/identity-codes"), json!({})).await.is(409);
    assert_eq!(refused.code(), "person_request.no_customer");
    let id = boss.post("/person-requests", asked("access", &person)).await.is(201).id();
    let (codes, tell) =
        (format!("/person-requests/{id}/identity-codes"), format!("/person-requests/{id}/identity-codes/told"));
    assert_eq!(boss.put(&tell, json!({ "code": "123456" })).await.is(409).code(), "code.none");
    let sent = agent.post(&codes, json!({})).await.is(201);
    assert_eq!((sent.text("/to"), sent.text("/attempts_left")), ("138****1234".into(), "5".into()));
    let out = boss.get(&format!("/person-requests/{id}")).await.is(200);
    assert_eq!(out.text("/code/expires_at"), sent.text("/expires_at"));
    assert_eq!((out.text("/code/attempts_left"), out.text("/code/sends_left")), ("5".into(), "4".into()));
    house.settle().await;
    let code = digits(&told(&boss).await[0].1);
    assert_eq!(agent.post(&codes, json!({})).await.is(429).code(), "code.too_soon");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let refused = boss.put(&tell, json!({ "code": wrong })).await.is(422);
    assert_eq!(refused.code(), "code.wrong");
    assert!(refused.text("/errors/0/message").contains("4 tries left"), "{}", refused.body);
    assert_eq!(boss.get(&format!("/person-requests/{id}")).await.is(200).text("/code/attempts_left"), "4");
    let known = boss.put(&tell, json!({ "code": code })).await.is(200);
    assert!(known.body["code"].is_null(), "a code that was told is not out any more");
    assert_eq!(
        ["/state", "/checks/0/method", "/checks/0/result"].map(|at| known.text(at)),
        ["identified", "code_told", "passed"].map(str::to_owned)
    );
    assert_eq!(boss.put(&tell, json!({ "code": code })).await.is(409).code(), "code.none", "a code is good once");
    house.clock.advance(TimeDelta::minutes(2));
    agent.post(&codes, json!({})).await.is(201);
    for _ in 0..5 {
        boss.put(&tell, json!({ "code": wrong })).await.is(422);
    }
    let failed = boss.get(&format!("/person-requests/{id}")).await.is(200);
    assert_eq!(
        (failed.text("/checks/1/method"), failed.text("/checks/1/result")),
        ("code_told".into(), "failed".into())
    );
    assert_eq!(boss.put(&tell, json!({ "code": wrong })).await.is(409).code(), "code.used_up");
}

#[tokio::test]
async fn the_person_is_told_that_a_request_came_in_and_where_the_letter_is() {
    let house = House::new().await;
    house.platform.provide(messaging::PublicAddress("https://crm.example.com".into()));
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let id = boss.post("/person-requests", asked("explain", &person)).await.is(201).id();
    house.settle().await;
    let first = told(&boss).await;
    assert_eq!(first.len(), 1);
    assert!(first[0].1.contains("PR-SH01-26-000001") && first[0].1.contains("2026年4月7日"), "{first:?}");
    identified(&boss, &id).await;
    let answered = boss
        .put(&format!("/person-requests/{id}/answer"), json!({ "outcome": "granted", "text": "由到店次数得出。" }))
        .await
        .is(200);
    assert!(answered.body["letter_message_id"].is_string());
    house.settle().await;
    let (to, text) = told(&boss).await.remove(0);
    assert_eq!(to, "138****1234");
    let (_, link) = text.split_once("https://crm.example.com/api/v1").unwrap();
    let link: String = link.chars().take_while(|c| c.is_ascii_graphic()).collect();
    let letter = house.stranger().get(&link).await.is(200);
    assert!(letter.bytes.starts_with(b"%PDF"));
    house.stranger().get(&format!("{link}0")).await.is(404);
    house.clock.advance(TimeDelta::days(30));
    house.stranger().get(&link).await.is(404);
}

#[tokio::test]
async fn the_letter_of_one_who_comes_in_anothers_name_is_handed_over_by_hand() {
    let house = House::new().await;
    house.platform.provide(messaging::PublicAddress("https://crm.example.com".into()));
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let mut form = asked("access", &person);
    form["asked_by"] = json!("agent");
    let id = boss.post("/person-requests", form).await.is(201).id();
    identified(&boss, &id).await;
    let mandate = json!({ "method": "mandate_seen", "result": "passed" });
    boss.post(&format!("/person-requests/{id}/identity-checks"), mandate).await.is(200);
    boss.put(&format!("/person-requests/{id}/copy"), Value::Null).await.is(200);
    house.settle().await;
    let answered = boss.put(&format!("/person-requests/{id}/answer"), json!({ "outcome": "granted" })).await.is(200);
    assert_eq!(answered.body["letter_message_id"], Value::Null);
    house.settle().await;
    assert!(told(&boss).await.is_empty());
}
