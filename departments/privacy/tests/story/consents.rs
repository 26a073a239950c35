//! What customers allow: giving, refusing, taking back, and what follows from it.

use serde_json::{Value, json};
use testkit::{Caller, House};

async fn person(boss: &Caller, house: &House) -> String {
    boss.post("/customers", json!({ "name": "王小明", "store_id": house.store.id })).await.is(201).id()
}

async fn say(by: &Caller, customer: &str, purpose: &str, channel: &str, answer: &str) -> testkit::Answer {
    let form = json!({ "purpose": purpose, "channel": channel, "answer": answer, "how": "spoken", "proof": "通话录音 0316-018" });
    by.post(&format!("/customers/{customer}/consents"), form).await
}

async fn verdict(by: &Caller, customer: &str, purpose: &str, channel: &str) -> String {
    let form = json!({ "customers": [customer], "purpose": purpose, "channel": channel });
    by.post("/consents/lookup", form).await.is(200).text("/0/verdict")
}

async fn listed(by: &Caller, filter: &str) -> usize {
    by.get(&format!("/customers?filter={filter}")).await.is(200).body["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn what_is_given_can_be_taken_back_and_both_stay_on_record() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let customer = person(&boss, &house).await;
    assert_eq!(verdict(&boss, &customer, "marketing", "sms").await, "missing");
    let given = say(&boss, &customer, "marketing", "all", "given").await.is(201);
    assert_eq!(given.text("/consent/proof"), "通话录音 0316-018");
    assert_eq!(verdict(&boss, &customer, "marketing", "sms").await, "given");
    house.clock.advance(chrono::TimeDelta::hours(1));
    say(&boss, &customer, "marketing", "sms", "withdrawn").await.is(201);
    assert_eq!(verdict(&boss, &customer, "marketing", "sms").await, "withdrawn");
    assert_eq!(verdict(&boss, &customer, "marketing", "email").await, "given");
    let answers = boss.get(&format!("/customers/{customer}/consents/answers")).await.is(200);
    let said: Vec<&str> =
        answers.body["items"].as_array().unwrap().iter().map(|one| one["answer"].as_str().unwrap()).collect();
    assert_eq!(said, ["withdrawn", "given"]);
    let timeline = boss.get(&format!("/customers/{customer}/timeline")).await.is(200);
    assert_eq!(timeline.text("/items/0/name"), "consent.withdrawn");
    assert_eq!(timeline.text("/items/0/body/channel"), "sms");
}

#[tokio::test]
async fn an_answer_for_all_ways_takes_the_place_of_every_one() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let customer = person(&boss, &house).await;
    say(&boss, &customer, "marketing", "sms", "given").await.is(201);
    say(&boss, &customer, "marketing", "email", "given").await.is(201);
    house.clock.advance(chrono::TimeDelta::hours(1));
    say(&boss, &customer, "marketing", "all", "withdrawn").await.is(201);
    for way in ["sms", "email", "push"] {
        assert_eq!(verdict(&boss, &customer, "marketing", way).await, "withdrawn", "{way}");
    }
}

#[tokio::test]
async fn answers_that_cannot_be_are_refused_with_their_reason() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let customer = person(&boss, &house).await;
    let nothing = say(&boss, &customer, "marketing", "sms", "withdrawn").await.is(409);
    assert_eq!(nothing.code(), "consent.nothing_given");
    let contract = say(&boss, &customer, "service_contract", "all", "refused").await.is(409);
    assert_eq!(contract.code(), "consent.not_asked");
    let unknown = say(&boss, &customer, "astrology", "all", "given").await.is(422);
    assert_eq!(unknown.code(), "consent.unknown_purpose");
    let channel = say(&boss, &customer, "share_oem", "sms", "given").await.is(422);
    assert_eq!(channel.code(), "consent.channel_unwanted");
    let technician = house.machine("technician").await;
    say(&technician, &customer, "marketing", "sms", "given").await.is(403);
    let neighbour = house.neighbour().await;
    say(&neighbour, &customer, "marketing", "sms", "given").await.is(404);
}

#[tokio::test]
async fn asking_again_soon_after_a_no_is_remarked_upon() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let customer = person(&boss, &house).await;
    assert_eq!(say(&boss, &customer, "marketing", "all", "refused").await.is(201).body["asked_too_soon"], false);
    house.clock.advance(chrono::TimeDelta::days(30));
    let standings = boss.get(&format!("/customers/{customer}/consents")).await.is(200);
    let marketing = standings.body["purposes"].as_array().unwrap().iter().find(|one| one["purpose"] == "marketing");
    assert_eq!(marketing.unwrap()["channels"][0]["may_ask_from"], "2026-09-12T02:00:00Z");
    assert_eq!(say(&boss, &customer, "marketing", "all", "refused").await.is(201).body["asked_too_soon"], true);
    house.clock.advance(chrono::TimeDelta::days(200));
    assert_eq!(say(&boss, &customer, "marketing", "all", "refused").await.is(201).body["asked_too_soon"], false);
}

#[tokio::test]
async fn lists_are_narrowed_to_those_who_allow_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (one, two, three) = (person(&boss, &house).await, person(&boss, &house).await, person(&boss, &house).await);
    say(&boss, &one, "marketing", "all", "given").await.is(201);
    say(&boss, &one, "marketing", "sms", "refused").await.is(201);
    say(&boss, &two, "marketing", "sms", "given").await.is(201);
    say(&boss, &three, "profiling", "all", "refused").await.is(201);
    for (filter, count) in [
        ("marketing_consent:is:sms", 1),
        ("marketing_consent:is:email", 1),
        ("marketing_consent:any_of:sms,email", 2),
        ("marketing_consent:is_not:sms", 2),
        ("marketing_consent:present", 2),
        ("marketing_consent:empty", 1),
        ("profiling:is:true", 2),
        ("profiling:is:false", 1),
    ] {
        assert_eq!(listed(&boss, filter).await, count, "{filter}");
    }
}

#[tokio::test]
async fn who_refuses_automated_decisions_gets_no_recommendation() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "王小明", "store_id": house.store.id, "birthday": "1990-03-20", "stage": "owner" });
    let customer = boss.post("/customers", form).await.is(201).id();
    let car = json!({ "brand": "大众", "series": "帕萨特", "owner_id": customer, "purchased_on": "2020-01-01", "mileage_km": 80000 });
    boss.post("/vehicles", car).await.is(201);
    house.settle().await;
    let codes = async || {
        let profile = boss.get(&format!("/customers/{customer}/profile")).await.is(200);
        let suggestions = profile.body["suggestions"].as_array().unwrap().clone();
        let codes: Vec<String> = suggestions.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect();
        (profile.body["is_profiled"].as_bool().unwrap(), codes)
    };
    let (is_profiled, before) = codes().await;
    assert!(is_profiled && before.contains(&"trade_in".to_owned()), "{before:?}");
    say(&boss, &customer, "profiling", "all", "refused").await.is(201);
    let (is_profiled, after) = codes().await;
    assert!(!is_profiled && !after.iter().any(|code| ["trade_in", "win_back", "birthday"].contains(&code.as_str())));
    say(&boss, &customer, "profiling", "all", "given").await.is(201);
    assert_eq!(codes().await, (true, before));
}

#[tokio::test]
async fn a_group_shapes_its_purposes_and_adds_its_own() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let customer = person(&boss, &house).await;
    let mut form = json!({
        "name": "车友会活动", "basis": "consent", "asks": "opt_in", "kinds": ["identity", "contact"], "months": 12,
        "ask_again_days": 90,
    });
    boss.put("/consent-purposes/owners_club", form.clone()).await.is(200);
    let given = say(&boss, &customer, "owners_club", "all", "given").await.is(201);
    assert_eq!(given.text("/consent/until"), "2027-03-16T02:00:00Z");
    form["asks"] = json!("nobody");
    assert_eq!(boss.put("/consent-purposes/owners_club", form.clone()).await.is(422).code(), "purpose.consent_unasked");
    form["asks"] = json!("opt_in");
    assert_eq!(
        boss.put("/consent-purposes/Owners%20Club", form.clone()).await.is(422).code(),
        "purpose.malformed_code"
    );
    form["is_active"] = json!(false);
    boss.put("/consent-purposes/owners_club", form).await.is(200);
    assert_eq!(verdict(&boss, &customer, "owners_club", "all").await, "closed");
    let neighbours = house.neighbour().await.get("/consent-purposes").await.is(200);
    assert!(!neighbours.body.to_string().contains("owners_club"));
}

#[tokio::test]
async fn a_consent_keeps_the_version_it_was_given_to_and_ends_when_a_new_one_demands_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let customer = person(&boss, &house).await;
    let policy = boss.post("/policies", json!({ "name": "营销同意书", "purposes": ["marketing"] })).await.is(201).id();
    let nothing = boss.put(&format!("/policies/{policy}/publication"), Value::Null).await.is(409);
    assert_eq!(nothing.code(), "policy.no_draft");
    let mut draft = json!({ "title": "营销同意书", "body": "我们会给您发优惠短信。" });
    boss.put(&format!("/policies/{policy}/draft"), draft.clone()).await.is(200);
    house.stranger().get(&format!("/public/policies/{policy}")).await.is(404);
    let published = boss.put(&format!("/policies/{policy}/publication"), Value::Null).await.is(200);
    let hash = published.text("/present/hash");
    assert_eq!(hash.len(), 64);
    let read = house.stranger().get(&format!("/public/policies/{policy}")).await.is(200);
    assert_eq!((read.text("/body"), read.text("/hash")), ("我们会给您发优惠短信。".into(), hash.clone()));

    let given = say(&boss, &customer, "marketing", "all", "given").await.is(201);
    assert_eq!((given.text("/consent/policy/number"), given.text("/consent/policy/hash")), ("1".into(), hash));
    let rule = json!({ "all": [{ "field": "marketing_consent", "operator": "is", "value": "sms" }] });
    let group = boss.post("/tag-groups", json!({ "name": "授权" })).await.is(201).id();
    let tag = json!({ "group_id": group, "name": "可发短信", "colour": "red" });
    let tag = boss.post("/tags", tag).await.is(201).id();
    boss.put(&format!("/tags/{tag}/rule"), json!({ "rule": rule })).await.is(200);
    let counted_and_tagged = async || {
        house.settle().await;
        let counted = boss.post("/customers/count", json!({ "rule": rule })).await.is(200).body["count"].clone();
        let tags = boss.get(&format!("/customers/{customer}")).await.is(200).body["tags"].clone();
        (counted, tags.as_array().map(Vec::len))
    };
    assert_eq!(counted_and_tagged().await, (json!(1), Some(1)));

    draft["body"] = json!("我们会给您发优惠短信，也会打电话。");
    draft["demands_consent"] = json!(true);
    boss.put(&format!("/policies/{policy}/draft"), draft.clone()).await.is(200);
    let unsaid = boss.put(&format!("/policies/{policy}/publication"), Value::Null).await.is(409);
    assert_eq!(unsaid.code(), "policy.changes_missing");
    assert_eq!(verdict(&boss, &customer, "marketing", "sms").await, "given");
    draft["changes"] = json!("新增电话联系");
    boss.put(&format!("/policies/{policy}/draft"), draft).await.is(200);
    boss.put(&format!("/policies/{policy}/publication"), Value::Null).await.is(200);
    assert_eq!(verdict(&boss, &customer, "marketing", "sms").await, "outdated");
    assert_eq!(listed(&boss, "marketing_consent:is:sms").await, 0);
    assert_eq!(counted_and_tagged().await, (json!(0), Some(0)), "rules hear of a text that demands a new answer");
    let unsettled = boss.get(&format!("/policies/{policy}/unsettled")).await.is(200);
    assert_eq!(unsettled.text("/items/0/customer/id"), customer);
    let whole = boss.get(&format!("/policies/{policy}")).await.is(200);
    assert_eq!(
        (whole.text("/versions/0/number"), whole.text("/versions/1/body")),
        ("2".into(), "我们会给您发优惠短信。".into())
    );
    let old = house.stranger().get(&format!("/public/policies/{policy}?number=1")).await.is(200);
    assert_eq!(old.text("/body"), "我们会给您发优惠短信。");

    say(&boss, &customer, "marketing", "all", "given").await.is(201);
    assert_eq!(verdict(&boss, &customer, "marketing", "sms").await, "given");
    assert_eq!(counted_and_tagged().await, (json!(1), Some(1)));
    assert_eq!(boss.get(&format!("/policies/{policy}/unsettled")).await.is(200).body["items"], json!([]));
}
