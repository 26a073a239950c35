//! Lists of leads: filtered, sorted, paged, counted.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

async fn five_leads(house: &House) -> Caller {
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    for number in 0..5 {
        let channel = if number % 2 == 0 { "walk_in" } else { "douyin" };
        let form =
            json!({ "name": format!("客户{number}"), "phone": format!("1380000123{number}"), "channel": channel });
        host.post("/leads", form).await.is(201);
        house.clock.advance(TimeDelta::minutes(10));
    }
    host
}

fn names(answer: &testkit::Answer) -> Vec<String> {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item["customer"]["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_go_on_where_they_ended_in_either_order() {
    let house = House::new().await;
    let host = five_leads(&house).await;
    for (sort, first, last) in
        [("-enquired", "客户4", "客户0"), ("enquired", "客户0", "客户4"), ("due", "客户0", "客户4")]
    {
        let mut found = Vec::new();
        let mut path = format!("/leads?sort={sort}&limit=2");
        loop {
            let page = host.get(&path).await.is(200);
            found.extend(names(&page));
            let Some(next) = page.body["next"].as_str() else { break };
            path = format!("/leads?sort={sort}&limit=2&cursor={next}");
        }
        assert_eq!((found.len(), found[0].as_str(), found[4].as_str()), (5, first, last), "{sort}");
    }
}

#[tokio::test]
async fn a_list_is_narrowed_by_channel_state_and_words() {
    let house = House::new().await;
    let host = five_leads(&house).await;
    let count = async |query: &str| names(&host.get(&format!("/leads?{query}")).await.is(200)).len();
    assert_eq!(count("channel=douyin").await, 2);
    assert_eq!(count("channel=douyin,walk_in&grade=n").await, 5);
    assert_eq!(count("state=lost").await, 0);
    assert_eq!(count("state=all&consultant=none").await, 5);
    assert_eq!(count("q=13800001233").await, 1);
    assert_eq!(count("q=LE-SH01-26-000002").await, 1);
    assert_eq!(count(&format!("store={}", house.other_store.id)).await, 0);
    for (query, code) in [
        ("state=gone", "query.malformed"),
        ("channel=fax", "query.malformed"),
        ("consultant=li", "id.malformed"),
        ("sort=name", "sort.unknown_field"),
    ] {
        assert_eq!(host.get(&format!("/leads?{query}")).await.is(422).text("/errors/0/code"), code, "{query}");
    }
}

#[tokio::test]
async fn what_nobody_answers_is_overdue_after_half_an_hour() {
    let house = House::new().await;
    let host = five_leads(&house).await;
    let summary = host.get("/leads/summary").await.is(200);
    assert_eq!((&summary.body["pool"]["count"], &summary.body["open"]["count"]), (&json!(5), &json!(5)));
    let elsewhere = host.get(&format!("/leads/summary?store={}", house.other_store.id)).await.is(200);
    assert_eq!((&elsewhere.body["open"]["count"], &elsewhere.body["answered"]["count"]), (&json!(0), &json!(0)));
    assert_eq!(summary.body["overdue"]["count"], 2, "those of fifty and of forty minutes ago");
    assert_eq!((&summary.body["answered"]["count"], &summary.body["in_time"]["count"]), (&json!(2), &json!(0)));
    let overdue = host.get("/leads?overdue=true&sort=due").await.is(200);
    assert_eq!((names(&overdue)[0].as_str(), overdue.text("/items/0/sla")), ("客户0", "red".into()));
    assert_eq!(host.get("/leads/count?overdue=true").await.is(200).body, json!({ "count": 2, "capped": false }));
}

#[tokio::test]
async fn a_consultant_sees_their_own_and_the_pool() {
    let house = House::new().await;
    let host = five_leads(&house).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let colleague = house.person("sun", "孙静", "sales_consultant", Reach::Own).await;
    let first = host.get("/leads?sort=enquired").await.is(200).text("/items/0/id");
    seller.put(&format!("/leads/{first}/claim"), json!(null)).await.is(200);
    assert_eq!(names(&seller.get("/leads").await.is(200)).len(), 5);
    assert_eq!(names(&colleague.get("/leads").await.is(200)).len(), 4);
    assert_eq!(names(&seller.get("/leads?consultant=me").await.is(200)), ["客户0"]);
    assert_eq!(seller.get("/leads/summary").await.is(200).body["mine"]["count"], 1);
    let machine = house.machine_in("integrator", &house.store).await;
    assert_eq!(machine.get("/leads?consultant=me").await.is(422).text("/errors/0/code"), "consultant.nobody");
}

#[tokio::test]
async fn leads_of_a_deleted_customer_leave_the_lists_until_the_record_is_taken_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "王小明", "phone": "13800001234", "channel": "phone", "store_id": house.store.id });
    let taken = boss.post("/leads", form).await.is(201);
    let customer = format!("/customers/{}", taken.text("/lead/customer/id"));
    boss.delete(&customer).await.is(204);
    assert_eq!(boss.get("/leads?state=all").await.is(200).body["items"], json!([]));
    assert_eq!(boss.get("/leads/summary").await.is(200).body["pool"]["count"], 0);
    boss.put(&format!("{customer}/restoration"), Value::Null).await.is(200);
    assert_eq!(boss.get("/leads/summary").await.is(200).body["pool"]["count"], 1);
}
