//! Leads go with the person whose wish they are: into another record, and away.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::House;

use crate::follow_up::seller_with_lead;

#[tokio::test]
async fn leads_go_along_when_two_records_become_one_and_back() {
    let house = House::new().await;
    let (_, lead) = seller_with_lead(&house).await;
    let boss = house.machine("group_manager").await;
    let absorbed = boss.get(&lead).await.is(200).text("/customer/id");
    let form = json!({ "name": "王小明", "store_id": house.store.id, "phones": ["13900001111"] });
    let kept = boss.post("/customers", form).await.is(201).id();
    let merge = boss.post("/merges", json!({ "keep": kept, "absorb": absorbed })).await.is(201);
    assert_eq!(boss.get(&lead).await.is(200).text("/customer/id"), kept);
    let by_its_phone = json!({ "phone": "13800001234", "channel": "phone", "store_id": house.store.id });
    assert_eq!(boss.post("/leads", by_its_phone).await.is(200).text("/outcome"), "merged");
    boss.put(&format!("/merges/{}/undo", merge.id()), Value::Null).await.is(200);
    assert_eq!(boss.get(&lead).await.is(200).text("/customer/id"), absorbed);
}

#[tokio::test]
async fn a_lead_needs_the_permission_to_see_leads() {
    let house = House::new().await;
    let (_, lead) = seller_with_lead(&house).await;
    let advisor = house.person("wang", "王强", "service_advisor", Reach::Own).await;
    assert_eq!(advisor.get(&lead).await.is(403).text("/permission"), "see_leads");
    let wish = json!({ "name": "张三", "phone": "13900002222", "channel": "after_sales", "comment": "想换车" });
    let handed = advisor.post("/leads", wish).await.is(201);
    assert_eq!((handed.text("/outcome"), handed.body["lead"].clone()), ("created".into(), Value::Null));
    assert_eq!(
        advisor.put(&format!("/leads/{}/claim", handed.id()), Value::Null).await.is(403).text("/permission"),
        "work_leads"
    );
}

#[tokio::test]
async fn nothing_is_written_into_the_history_of_a_deleted_customer() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let boss = house.machine("group_manager").await;
    let customer = boss.get(&lead).await.is(200).text("/customer/id");
    boss.delete(&format!("/customers/{customer}")).await.is(204);
    let form = json!({ "way": "call", "outcome": "reached" });
    let refused = seller.post(&format!("{lead}/follow-ups"), form).await.is(409);
    assert_eq!(refused.code(), "customer.deleted");
    assert_eq!(boss.get(&lead).await.is(200).body["responded_at"], Value::Null);
}
