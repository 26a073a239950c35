//! The pool: what lies there is for all of the store, and whoever is first has it.

use std::{future::Future, pin::Pin};

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

pub async fn join_all<F: Future<Output = Answer>>(running: Vec<F>) -> Vec<Answer> {
    let mut running: Vec<Pin<Box<F>>> = running.into_iter().map(Box::pin).collect();
    let mut answers = Vec::new();
    std::future::poll_fn(|context| {
        running.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                answers.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if running.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    answers
}

async fn pooled(house: &House) -> String {
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    let form = json!({ "name": "王小明", "phone": "13800001234", "channel": "website" });
    host.post("/leads", form).await.is(201).id()
}

#[tokio::test]
async fn of_many_who_claim_at_once_exactly_one_wins() {
    let house = House::new().await;
    let lead = pooled(&house).await;
    let mut sellers: Vec<Caller> = Vec::new();
    for number in 0..6 {
        sellers
            .push(house.person(&format!("s{number}"), &format!("顾问{number}"), "sales_consultant", Reach::Own).await);
    }
    let path = format!("/leads/{lead}/claim");
    let answers = join_all(sellers.iter().map(|seller| seller.put(&path, Value::Null)).collect()).await;
    let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1);
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((lost.status.as_u16(), lost.code()), (409, "lead.taken"), "{}", lost.body);
    }
    assert_eq!(won[0].body["state"], "unanswered");
    house.settle().await;
    let mut seeing = 0;
    for seller in &sellers {
        seeing += usize::from(seller.get(&format!("/leads/{lead}")).await.status == 200);
    }
    assert_eq!(seeing, 1, "out of the pool it is seen by whoever has it");
}

#[tokio::test]
async fn whoever_claims_a_lead_gets_its_task_and_looks_after_the_customer() {
    let house = House::new().await;
    let lead = pooled(&house).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    assert_eq!(seller.get("/leads?consultant=none").await.is(200).text("/items/0/id"), lead);
    let claimed = seller.put(&format!("/leads/{lead}/claim"), Value::Null).await.is(200);
    assert_eq!(claimed.body["can"], json!(["edit", "follow_up", "release", "advance", "ask_loss"]));
    assert_eq!(seller.get("/tasks").await.is(200).text("/items/0/customer/name"), "王小明");
    house.settle().await;
    let customer = seller.get(&format!("/customers/{}", claimed.text("/customer/id"))).await.is(200);
    assert_eq!(customer.text("/consultant/name"), "李雷");
}

#[tokio::test]
async fn a_lead_given_away_goes_with_its_note_and_its_task() {
    let house = House::new().await;
    let lead = pooled(&house).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let next = house.person("sun", "孙静", "sales_consultant", Reach::Own).await;
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    seller.put(&format!("/leads/{lead}/claim"), Value::Null).await.is(200);
    let path = format!("/leads/{lead}/consultant");
    let form = json!({ "consultant_id": next.staff, "note": "周末到店" });
    assert_eq!(seller.put(&path, form.clone()).await.is(403).text("/permission"), "assign_leads");
    assert_eq!(manager.put(&path, form.clone()).await.is(200).text("/consultant/name"), "孙静");
    assert_eq!(manager.put(&path, form).await.is(409).code(), "lead.same_consultant");
    assert_eq!(seller.get("/tasks").await.is(200).body["items"], json!([]));
    assert_eq!(next.get("/tasks").await.is(200).body["items"].as_array().unwrap().len(), 1);
    seller.get(&format!("/leads/{lead}")).await.is(404);
    next.get(&format!("/leads/{lead}")).await.is(200);
    let unknown = json!({ "consultant_id": "01900000-0000-7000-8000-000000000000" });
    assert_eq!(manager.put(&path, unknown).await.is(422).text("/errors/0/code"), "staff.unknown");
}

#[tokio::test]
async fn what_is_released_is_in_the_pool_again_with_the_reason() {
    let house = House::new().await;
    let lead = pooled(&house).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let path = format!("/leads/{lead}/release");
    seller.put(&format!("/leads/{lead}/claim"), Value::Null).await.is(200);
    assert_eq!(seller.put(&path, json!({ "reason": " " })).await.is(422).text("/errors/0/code"), "text.missing");
    let released = seller.put(&path, json!({ "reason": "客户要换顾问" })).await.is(200);
    assert_eq!((released.text("/state"), released.body["consultant"].clone()), ("unassigned".into(), Value::Null));
    assert_eq!(seller.get("/tasks").await.is(200).body["items"], json!([]));
    assert_eq!(seller.put(&path, json!({ "reason": "再退" })).await.is(409).code(), "lead.in_pool");
}

#[tokio::test]
async fn the_pool_of_another_store_is_not_ones_own() {
    let house = House::new().await;
    let lead = pooled(&house).await;
    let stranger = house.machine_in("sales_manager", &house.other_store).await;
    stranger.get(&format!("/leads/{lead}")).await.is(404);
    house.neighbour().await.get(&format!("/leads/{lead}")).await.is(404);
    let machine = house.machine_in("sales_manager", &house.store).await;
    let claim = format!("/leads/{lead}/claim");
    assert_eq!(machine.put(&claim, Value::Null).await.is(409).code(), "lead.person_needed");
}
