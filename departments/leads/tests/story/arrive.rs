//! Enquiries: whose they are, and of which lead.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::House;

fn enquiry(phone: &str) -> Value {
    json!({ "name": "王小明", "phone": phone, "channel": "walk_in", "brand": "VW", "series": "帕萨特", "horizon": "week" })
}

#[tokio::test]
async fn an_enquiry_of_somebody_new_makes_a_customer_and_a_lead_in_the_pool() {
    let house = House::new().await;
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    let taken = host.post("/leads", enquiry("138 0000 1234")).await.is(201);
    assert_eq!((taken.text("/outcome"), taken.body["is_new_customer"].clone()), ("created".into(), json!(true)));
    assert_eq!(taken.text("/number"), "LE-SH01-26-000001");
    assert_eq!(taken.body["consultant"], Value::Null);
    assert!(taken.headers["location"].to_str().unwrap().ends_with(&taken.id()));
    let lead = &taken.body["lead"];
    assert_eq!((&lead["state"], &lead["grade"], &lead["brand"]), (&json!("unassigned"), &json!("n"), &json!("大众")));
    assert_eq!((&lead["customer"]["name"], &lead["customer"]["phone"]), (&json!("王小明"), &json!("138****1234")));
    assert_eq!((&lead["touches"][0]["kind"], &lead["touches"][0]["channel"]), (&json!("enquiry"), &json!("walk_in")));
    let customer = lead["customer"]["id"].as_str().unwrap();
    let timeline = host.get(&format!("/customers/{customer}/timeline")).await.is(200);
    let names: Vec<&str> =
        timeline.body["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"lead.opened") && names.contains(&"customer.created"), "{names:?}");
}

#[tokio::test]
async fn who_asks_again_comes_back_to_the_same_lead() {
    let house = House::new().await;
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    let first = host.post("/leads", enquiry("13800001234")).await.is(201);
    let again = json!({ "phone": "+86 13800001234", "channel": "douyin", "source": "直播间", "comment": "还有优惠吗" });
    let again = host.post("/leads", again).await.is(200);
    assert_eq!((again.text("/outcome"), again.id()), ("merged".into(), first.id()));
    assert_eq!(again.body["lead"]["enquiries"], 2);
    assert_eq!(again.body["lead"]["channel"], "walk_in", "the first way stays the lead's own");
    let touches = again.body["lead"]["touches"].as_array().unwrap().clone();
    assert_eq!((touches.len(), &touches[0]["text"]), (2, &json!("还有优惠吗")));
    assert_eq!(host.get("/customers").await.is(200).body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn another_enquiry_completes_the_wish_and_keeps_its_own_words() {
    let house = House::new().await;
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    host.post("/leads", json!({ "name": "王小明", "phone": "13800001234", "channel": "walk_in" })).await.is(201);
    let again = json!({ "name": "王先生", "phone": "13800001234", "channel": "douyin", "brand": "大众", "series": "途观",
        "budget_max": 25_000_000, "horizon": "month" });
    let learned = host.post("/leads", again).await.is(200);
    let lead = &learned.body["lead"];
    assert_eq!((&lead["series"], &lead["budget_max"]), (&json!("途观"), &json!(25_000_000)));
    assert_eq!((&lead["horizon"], &lead["grade"]), (&json!("month"), &json!("n")));
    assert_eq!((&lead["touches"][0]["name"], &lead["touches"][0]["series"]), (&json!("王先生"), &Value::Null));
    let other = json!({ "phone": "13800001234", "channel": "phone", "series": "帕萨特", "horizon": "week" });
    let third = host.post("/leads", other).await.is(200);
    let lead = &third.body["lead"];
    assert_eq!((&lead["series"], &lead["horizon"]), (&json!("途观"), &json!("week")));
    assert_eq!(lead["touches"][0]["series"], "帕萨特", "what was said otherwise stands beside");
}

#[tokio::test]
async fn the_same_id_coming_twice_at_once_is_taken_once() {
    let house = House::new().await;
    let machine = house.machine_in("integrator", &house.store).await;
    let form = |phone: String| json!({ "name": "王小明", "phone": phone, "channel": "douyin", "external_id": "D-1", "store_id": house.store.id });
    let running: Vec<_> = (0..6).map(|one| machine.post("/leads", form(format!("1380000123{one}")))).collect();
    let mut statuses: Vec<u16> = join_all(running).await.iter().map(|taken| taken.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 201]);
}

#[tokio::test]
async fn what_came_before_by_its_own_id_is_not_taken_again() {
    let house = House::new().await;
    let machine = house.machine_in("integrator", &house.store).await;
    let mut form = enquiry("13800001234");
    (form["channel"], form["external_id"], form["store_id"]) = (json!("douyin"), json!("D-1"), json!(house.store.id));
    let first = machine.post("/leads", form.clone()).await.is(201);
    let again = machine.post("/leads", form).await.is(200);
    assert_eq!((again.text("/outcome"), again.id()), ("duplicate".into(), first.id()));
    assert_eq!(again.body["lead"]["enquiries"], 1);
}

#[tokio::test]
async fn a_relay_number_tells_nobody_from_another() {
    let house = House::new().await;
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    let first = host.post("/leads", enquiry("13800001234 转 12")).await.is(201);
    let second = host.post("/leads", enquiry("13800001234 转 12")).await.is(201);
    assert_ne!(first.id(), second.id());
}

#[tokio::test]
async fn whoever_looks_after_the_customer_gets_the_lead_and_a_task() {
    let house = House::new().await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let known = json!({ "name": "王小明", "phones": ["13800001234"], "consultant_id": seller.staff });
    seller.post("/customers", known).await.is(201);
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    let taken = host.post("/leads", enquiry("13800001234")).await.is(201);
    assert_eq!((taken.text("/consultant/name"), taken.body["is_new_customer"].clone()), ("李雷".into(), json!(false)));
    assert_eq!(taken.body["lead"]["state"], "unanswered");
    let tasks = seller.get("/tasks").await.is(200);
    assert_eq!(tasks.text("/items/0/title"), "首次联系 大众 帕萨特");
    assert_eq!(tasks.text("/items/0/due_at"), taken.text("/lead/respond_by"));
}

#[tokio::test]
async fn of_a_colleagues_lead_one_is_told_whose_it_is_and_no_more() {
    let house = House::new().await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let colleague = house.person("sun", "孙静", "sales_consultant", Reach::Own).await;
    let mut form = enquiry("13800001234");
    form["consultant_id"] = json!(seller.staff);
    let first = seller.post("/leads", form).await.is(201);
    let taken = colleague.post("/leads", enquiry("13800001234")).await.is(200);
    assert_eq!((taken.text("/outcome"), taken.id()), ("merged".into(), first.id()));
    assert_eq!((taken.text("/consultant/name"), taken.body["lead"].clone()), ("李雷".into(), Value::Null));
    let lead = seller.get(&format!("/leads/{}", first.id())).await.is(200);
    assert_eq!(lead.body["enquiries"], 2);
    colleague.get(&format!("/leads/{}", first.id())).await.is(404);
}

#[tokio::test]
async fn naming_a_consultant_takes_the_right_to_assign() {
    let house = House::new().await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let other = house.hire("sun", "孙静", "sales_consultant", Reach::Own).await;
    let mut form = enquiry("13800001234");
    form["consultant_id"] = json!(other);
    assert_eq!(seller.post("/leads", form.clone()).await.is(403).text("/permission"), "assign_leads");
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    assert_eq!(manager.post("/leads", form).await.is(201).text("/consultant/name"), "孙静");
}

#[tokio::test]
async fn what_is_wrong_with_an_enquiry_is_told_field_by_field() {
    let house = House::new().await;
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    let codes = async |form: Value| -> Vec<String> {
        let answer = host.post("/leads", form).await.is(422);
        let faults = answer.body["errors"].as_array().unwrap();
        faults
            .iter()
            .map(|one| format!("{}:{}", one["field"].as_str().unwrap(), one["code"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(codes(json!({ "name": "王小明", "channel": "phone" })).await, ["phone:lead.contact_missing"]);
    assert_eq!(codes(json!({ "phone": "13800001234", "channel": "phone" })).await, ["name:name.empty"]);
    let wrong = json!({
        "name": "王小明", "phone": "1380", "channel": "phone", "budget_min": 30_000_000, "budget_max": 20_000_000,
        "enquired_at": "2099-01-01T00:00:00Z",
    });
    let found = codes(wrong).await;
    assert_eq!(found[0], "phone:phone.too_short");
    assert_eq!(found[1..], ["budget_max:budget.reversed", "enquired_at:enquired_at.out_of_range"]);
    host.post("/leads", json!({ "name": "王小明", "phone": "13800001234", "channel": "fax" })).await.is(422);
}

#[tokio::test]
async fn the_same_person_asking_twice_at_once_has_one_lead() {
    let house = House::new().await;
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    let forms: Vec<_> = (0..8).map(|_| host.post("/leads", enquiry("13800001234"))).collect();
    let mut created = 0;
    let running: Vec<_> = forms.into_iter().collect();
    for taken in join_all(running).await {
        created += usize::from(taken.status == 201);
        assert!(taken.status == 200 || taken.status == 201, "{}", taken.body);
    }
    assert_eq!(created, 1);
    let list = host.get("/leads").await.is(200);
    assert_eq!((list.body["items"].as_array().unwrap().len(), &list.body["items"][0]["enquiries"]), (1, &json!(8)));
    assert_eq!(host.get("/customers").await.is(200).body["items"].as_array().unwrap().len(), 1);
}

use crate::claim::join_all;
