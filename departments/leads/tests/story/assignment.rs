//! Rules: which lead goes to whom, in turn, and how the rules are written.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::claim::join_all;

/// Somebody who writes enquiries down, and may shape how they are given.
pub async fn manager(house: &House) -> Caller {
    house.person("zhao", "赵敏", "sales_manager", Reach::Store).await
}

pub fn enquiry(number: usize, channel: &str) -> Value {
    json!({ "name": format!("客户{number}"), "phone": format!("1380000{number:04}"), "channel": channel, "brand": "大众", "series": "帕萨特" })
}

pub async fn hired(house: &House, count: usize) -> Vec<kernel::StaffId> {
    let mut staff = Vec::new();
    for number in 0..count {
        let name = format!("顾问{number}");
        staff.push(house.hire(&format!("s{number}"), &name, "sales_consultant", Reach::Own).await);
    }
    staff
}

pub fn rule(title: &str, people: &[(kernel::StaffId, i32)]) -> Value {
    let people: Vec<Value> =
        people.iter().map(|(staff, weight)| json!({ "staff_id": staff, "weight": weight })).collect();
    json!({ "title": title, "people": people })
}

fn name(answer: &testkit::Answer) -> String {
    answer.body.pointer("/consultant/name").and_then(Value::as_str).unwrap_or("nobody").to_owned()
}

#[tokio::test]
async fn leads_go_round_by_weight_and_say_by_which_rule() {
    let house = House::new().await;
    let manager = manager(&house).await;
    let staff = hired(&house, 2).await;
    let made = manager.post("/assignment-rules", rule("展厅组", &[(staff[0], 2), (staff[1], 1)])).await.is(201);
    let mut order = Vec::new();
    for number in 0..6 {
        let taken = manager.post("/leads", enquiry(number, "walk_in")).await.is(201);
        assert_eq!(taken.text("/lead/rule_title"), "展厅组");
        order.push(name(&taken));
    }
    assert_eq!(order, ["顾问0", "顾问1", "顾问0", "顾问0", "顾问1", "顾问0"]);
    let rules = manager.get("/assignment-rules").await.is(200);
    let received: Vec<&Value> =
        rules.body["items"][0]["people"].as_array().unwrap().iter().map(|one| &one["received"]).collect();
    assert_eq!(received, [&json!(4), &json!(2)]);
    let lead = manager.get("/leads").await.is(200).text("/items/0/id");
    let lead = manager.get(&format!("/leads/{lead}")).await.is(200);
    let timeline = manager.get(&format!("/customers/{}/timeline", lead.text("/customer/id"))).await.is(200);
    let opened = timeline.body["items"].as_array().unwrap().iter().find(|one| one["name"] == "lead.opened").unwrap();
    assert_eq!(opened["body"]["rule"], "展厅组");
    let given = json!({ "consultant_id": staff[1] });
    let given = manager.put(&format!("/leads/{}/consultant", lead.id()), given).await.is(200);
    assert_eq!(given.body["rule_title"], Value::Null, "a person decided");
    manager.delete(&format!("/assignment-rules/{}", made.id())).await.is(204);
    assert_eq!(name(&manager.post("/leads", enquiry(9, "walk_in")).await.is(201)), "nobody");
}

#[tokio::test]
async fn the_first_rule_that_holds_and_has_somebody_free_decides() {
    let house = House::new().await;
    let manager = manager(&house).await;
    let staff = hired(&house, 2).await;
    let mut douyin = rule("抖音专席", &[(staff[0], 1)]);
    douyin["conditions"] = json!({ "channels": ["douyin"] });
    let mut phone = rule("电话进公海", &[]);
    phone["conditions"] = json!({ "channels": ["phone"] });
    let first = manager.post("/assignment-rules", douyin).await.is(201);
    manager.post("/assignment-rules", phone).await.is(201);
    let rest = manager.post("/assignment-rules", rule("其余", &[(staff[1], 1)])).await.is(201);
    assert_eq!(name(&manager.post("/leads", enquiry(1, "douyin")).await.is(201)), "顾问0");
    let pooled = manager.post("/leads", enquiry(2, "phone")).await.is(201);
    assert_eq!((name(&pooled), pooled.text("/lead/rule_title")), ("nobody".into(), "电话进公海".into()));
    assert_eq!(name(&manager.post("/leads", enquiry(3, "website")).await.is(201)), "顾问1");
    let preview = json!({ "channel": "douyin", "brand": "VW" });
    let seen = manager.post("/assignment-rules/previews", preview.clone()).await.is(200);
    assert_eq!((seen.text("/consultant/name"), seen.text("/rule/title")), ("顾问0".into(), "抖音专席".into()));
    assert_eq!(seen.body["asked"][1]["holds"], false);
    manager.put(&format!("/lead-takers/{}", staff[0]), json!({ "hours": null, "capacity": 1 })).await.is(200);
    let full = manager.post("/assignment-rules/previews", preview.clone()).await.is(200);
    assert_eq!((full.text("/consultant/name"), full.text("/rule/title")), ("顾问1".into(), "其余".into()));
    assert_eq!(full.text("/asked/0/people/0/passed_over"), "full");
    let order = json!({ "rules": [rest.id(), first.id()] });
    assert_eq!(
        manager.put("/assignment-rules/order", order).await.is(422).text("/errors/0/code"),
        "assignment.other_rules"
    );
    let all = manager.get("/assignment-rules").await.is(200);
    let order: Vec<Value> = all.body["items"].as_array().unwrap().iter().rev().map(|one| one["id"].clone()).collect();
    let ordered = manager.put("/assignment-rules/order", json!({ "rules": order })).await.is(200);
    assert_eq!(ordered.text("/items/0/title"), "其余");
    assert_eq!(name(&manager.post("/leads", enquiry(4, "phone")).await.is(201)), "顾问1");
}

#[tokio::test]
async fn of_many_leads_at_once_each_is_somebodys_and_all_get_their_share() {
    let house = House::new().await;
    let manager = manager(&house).await;
    let staff = hired(&house, 3).await;
    manager.post("/assignment-rules", rule("轮流", &[(staff[0], 1), (staff[1], 1), (staff[2], 1)])).await.is(201);
    let other = manager.on(&house.another_node().await);
    let nodes = [&manager, &other];
    let running = (0..12).map(|number| nodes[number % 2].post("/leads", enquiry(number, "website"))).collect();
    for answer in join_all(running).await {
        answer.is(201);
    }
    let people = manager.get("/assignment-rules").await.is(200).body["items"][0]["people"].clone();
    let received: Vec<i64> = people.as_array().unwrap().iter().map(|one| one["received"].as_i64().unwrap()).collect();
    assert_eq!(received, [4, 4, 4]);
    for one in staff {
        let theirs = manager.get(&format!("/leads/count?consultant={one}")).await.is(200);
        assert_eq!(theirs.body["count"], 4);
    }
}

#[tokio::test]
async fn whoever_looks_after_the_customer_comes_before_any_rule_when_they_work_on_leads() {
    let house = House::new().await;
    let manager = manager(&house).await;
    let staff = hired(&house, 2).await;
    manager.post("/assignment-rules", rule("轮流", &[(staff[0], 1)])).await.is(201);
    let known = |phone: &str, who| json!({ "name": "老客户", "phones": [phone], "consultant_id": who });
    manager.post("/customers", known("13800000001", staff[1])).await.is(201);
    let own = manager.post("/leads", enquiry(1, "website")).await.is(201);
    assert_eq!((name(&own), own.body["lead"]["rule_title"].clone()), ("顾问1".into(), Value::Null));
    let advisor = house.hire("wang", "王强", "service_advisor", Reach::Own).await;
    manager.post("/customers", known("13800000002", advisor)).await.is(201);
    assert_eq!(name(&manager.post("/leads", enquiry(2, "website")).await.is(201)), "顾问0");
    let mut named = enquiry(3, "website");
    named["consultant_id"] = json!(advisor);
    let refused = manager.post("/leads", named).await.is(422);
    assert_eq!(refused.text("/errors/0/code"), "staff.may_not_work_leads");
}

#[tokio::test]
async fn what_is_wrong_with_a_rule_is_told_field_by_field() {
    let house = House::new().await;
    let manager = manager(&house).await;
    let staff = hired(&house, 1).await;
    let advisor = house.hire("wang", "王强", "service_advisor", Reach::Own).await;
    let bad = rule(" ", &[(staff[0], 0), (staff[0], 1), (advisor, 1)]);
    let refused = manager.post("/assignment-rules", bad).await.is(422);
    let faults: Vec<String> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}:{}", one["field"].as_str().unwrap(), one["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        faults,
        [
            "title:text.missing",
            "people.0.weight:weight.out_of_range",
            "people.1.staff_id:assignment.named_twice",
            "people.2.staff_id:staff.may_not_work_leads",
        ]
    );
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    assert_eq!(seller.get("/assignment-rules").await.is(403).text("/permission"), "assign_leads");
    let made = manager.post("/assignment-rules", rule("轮流", &[(staff[0], 1)])).await.is(201);
    let stranger = house.machine_in("sales_manager", &house.other_store).await;
    stranger.get(&format!("/assignment-rules/{}", made.id())).await.is(404);
    let of_store = json!({ "title": "x", "store_id": house.store.id });
    assert_eq!(stranger.post("/assignment-rules", of_store).await.is(422).text("/errors/0/code"), "store.unknown");
}
