//! Telling the people an incident affects, and the report to the authority.

use serde_json::{Value, json};
use testkit::{Caller, House};

fn incident(affected: &Value) -> Value {
    json!({ "page": {
        "book": "incidents", "name": "U 盘遗失", "happened_at": null, "found_at": "2026-03-15T02:00:00Z",
        "kinds": ["identity", "contact"], "cause": "离职员工拷贝", "harm": "可能收到骚扰电话", "measures": "已远程锁定",
        "contact": "400-000-0000", "affected": affected, "authority_told_at": null, "persons_told_at": null,
        "why_not_told": null,
    } })
}

fn words() -> Value {
    json!({ "words": {
        "cause": "U 盘遗失", "harm": "可能收到骚扰电话", "measures": "已远程锁定，请警惕陌生来电", "contact": "400-000-0000",
    } })
}

async fn customer(by: &Caller, house: &House, name: &str, more: Value) -> String {
    let mut form = json!({ "name": name, "store_id": house.store.id, "stage": "owner" });
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.post("/customers", form).await.is(201).id()
}

#[tokio::test]
async fn everybody_an_incident_affects_is_told_once_and_who_is_out_of_reach_is_listed() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    customer(&boss, &house, "王小明", json!({ "phones": ["13800001234"] })).await;
    customer(&boss, &house, "李雷", json!({ "email": "li@qq.com" })).await;
    let unreached = customer(&boss, &house, "韩梅梅", json!({})).await;
    customer(&boss, &house, "路人", json!({ "phones": ["13900001234"], "stage": "lead" })).await;
    house.settle().await;
    let id = boss.post("/book-entries", incident(&json!(["stage:is:owner"]))).await.is(201).id();
    let path = format!("/book-entries/{id}/notice");
    boss.get(&path).await.is(404);
    let mut long = words();
    long["words"]["measures"] = json!("长".repeat(101));
    assert_eq!(boss.post(&path, long).await.is(422).text("/errors/0/field"), "words.measures");
    let begun = boss.post(&path, words()).await.is(201);
    assert_eq!((&begun.body["total"], &begun.body["state"]), (&json!(3), &json!("running")));
    assert_eq!(boss.post(&path, words()).await.is(409).code(), "breach_notice.already_begun");
    house.settle().await;
    let done = boss.get(&path).await.is(200).body;
    assert_eq!((&done["state"], &done["told"], &done["unreached"]), (&json!("done"), &json!(2), &json!(1)), "{done}");
    let listed = boss.get(&format!("{path}/unreached")).await.is(200);
    assert_eq!((listed.text("/items/0/id"), listed.text("/items/0/name")), (unreached, "韩梅梅".into()));
    let messages = boss.get("/messages").await.is(200).body;
    let messages = messages["items"].as_array().unwrap();
    assert_eq!(messages.len(), 2);
    let is_told = |text: &str| text.contains("姓名等身份信息、联系方式") && text.contains("400-000-0000");
    assert!(
        messages.iter().all(|one| one["purpose"] == "notice" && is_told(one["text"].as_str().unwrap())),
        "{messages:?}"
    );
    let entry = boss.get(&format!("/book-entries/{id}")).await.is(200);
    assert!(entry.body["page"]["persons_told_at"].is_string(), "the book says so by itself");
    boss.put(&format!("/book-entries/{id}/closure"), Value::Null).await.is(200);
}

#[tokio::test]
async fn only_an_open_incident_that_affects_somebody_is_told_of() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let nobody = boss.post("/book-entries", incident(&json!([]))).await.is(201).id();
    let refused = boss.post(&format!("/book-entries/{nobody}/notice"), words()).await.is(409);
    assert_eq!(refused.code(), "breach_notice.nobody_affected");
    let processor = json!({ "page": {
        "book": "processors", "name": "某短信平台", "service": "短信", "contract": null, "purpose": "验证码", "kinds": ["contact"],
        "place": null, "contact": null, "since": null, "until": null,
    } });
    let processor = boss.post("/book-entries", processor).await.is(201).id();
    let refused = boss.post(&format!("/book-entries/{processor}/notice"), words()).await.is(409);
    assert_eq!(refused.code(), "breach_notice.no_incident");
    boss.get(&format!("/book-entries/{processor}/report")).await.is(409);
    house.neighbour().await.post(&format!("/book-entries/{nobody}/notice"), words()).await.is(404);
}

#[tokio::test]
async fn the_report_to_the_authority_is_a_paper_in_both_languages() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = boss.post("/book-entries", incident(&json!(["stage:is:owner"]))).await.is(201).id();
    for language in ["zh", "en"] {
        let report = boss.get(&format!("/book-entries/{id}/report?language={language}")).await.is(200);
        assert_eq!(report.headers["content-type"], "application/pdf");
        assert!(report.bytes.starts_with(b"%PDF"));
    }
}
