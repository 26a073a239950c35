//! Contacts, ID numbers, addresses, households and stars of a customer.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

async fn customer(by: &Caller, house: &House, form: Value) -> String {
    let mut whole = json!({ "kind": "person", "name": "王小明", "store_id": house.store.id });
    for (field, value) in form.as_object().unwrap() {
        whole[field] = value.clone();
    }
    by.post("/customers", whole).await.is(201).id()
}

async fn seen(by: &Caller, id: &str) -> Answer {
    by.get(&format!("/customers/{id}")).await.is(200)
}

async fn found(by: &Caller, q: &str) -> usize {
    by.get(&format!("/search?q={q}")).await.is(200).body["hits"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_second_phone_made_primary_stands_in_the_list_and_is_searched_for() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, json!({ "phones": ["13800001111"] })).await;
    let path = format!("/customers/{id}/contacts");
    let added = boss.post(&path, json!({ "kind": "phone", "value": "139 0000 2222", "label": "配偶" })).await.is(201);
    assert_eq!((added.text("/value"), added.text("/is_primary")), ("13900002222".into(), "false".into()));
    assert_eq!(found(&boss, "2222").await, 1);
    let contact = format!("{path}/{}", added.id());
    let primary = boss.patch(&contact, json!({ "is_primary": true, "label": null })).await.is(200);
    assert_eq!((primary.text("/is_primary"), primary.text("/label")), ("true".into(), "null".into()));
    assert_eq!(boss.get("/customers").await.is(200).text("/items/0/phone"), "13900002222");
    boss.patch(&contact, json!({ "value": "13900003333" })).await.is(200);
    assert_eq!((found(&boss, "2222").await, found(&boss, "13900003333").await), (0, 1));
    boss.delete(&contact).await.is(204);
    assert_eq!(found(&boss, "3333").await, 0);
    assert_eq!(boss.get("/customers").await.is(200).text("/items/0/phone"), "13800001111");
    assert_eq!(seen(&boss, &id).await.text("/contacts/0/is_primary"), "true");
}

#[tokio::test]
async fn the_same_number_is_refused_twice_however_it_is_written() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, json!({ "phones": ["13800001111"] })).await;
    let path = format!("/customers/{id}/contacts");
    let again = boss.post(&path, json!({ "kind": "phone", "value": "+86 138-0000-1111" })).await.is(409);
    assert_eq!(again.code(), "contact.already_there");
    let wrong = boss.post(&path, json!({ "kind": "phone", "value": "12" })).await.is(422);
    assert_eq!(wrong.text("/errors/0/field"), "value");
}

#[tokio::test]
async fn a_reveal_shows_one_number_and_is_written_down() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    let id = customer(&boss, &house, json!({ "phones": ["13800001111"], "consultant_id": li.staff.unwrap() })).await;
    let mine = seen(&li, &id).await;
    assert_eq!(mine.text("/contacts/0/value"), "138****1111");
    assert!(mine.body["contacts"][0]["can"].as_array().unwrap().contains(&json!("reveal")));
    let path = format!("/customers/{id}/contacts/{}/reveal", mine.text("/contacts/0/id"));
    assert_eq!(li.post(&path, json!({ "reason": "回访" })).await.is(200).text("/value"), "13800001111");
    let entry = boss.get(&format!("/customers/{id}/timeline")).await.is(200).body["items"][0].clone();
    assert_eq!((&entry["name"], &entry["actor"]["name"]), (&json!("contact.revealed"), &json!("李销售")));
    assert_eq!(entry["body"], json!({ "kind": "phone", "reason": "回访" }));
}

#[tokio::test]
async fn nobody_reveals_more_than_sixty_numbers_in_an_hour() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let agent = house.person("mei", "梅客服", "care_agent", Reach::Store).await;
    let id = customer(&boss, &house, json!({ "phones": ["13800001111"] })).await;
    let contact = seen(&boss, &id).await.text("/contacts/0/id");
    let path = format!("/customers/{id}/contacts/{contact}/reveal");
    for _ in 0..60 {
        agent.post(&path, json!({})).await.is(200);
    }
    house.clock.advance(TimeDelta::minutes(10));
    let refused = agent.post(&path, json!({})).await.is(429);
    assert_eq!(refused.code(), "reveal.too_many");
    assert_eq!(refused.headers["retry-after"], "3000");
    boss.post(&path, json!({})).await.is(200);
    house.clock.advance(TimeDelta::minutes(50));
    agent.post(&path, json!({})).await.is(200);
}

#[tokio::test]
async fn an_id_number_is_set_masked_and_revealed_by_those_who_may_see_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, json!({})).await;
    let path = format!("/customers/{id}/id-number");
    assert_eq!(
        boss.put(&path, json!({ "value": "110105194912310021" })).await.is(422).text("/errors/0/field"),
        "value"
    );
    boss.put(&path, json!({ "value": "11010519491231002x" })).await.is(204);
    assert_eq!(boss.post(&format!("{path}/reveal"), json!({})).await.is(200).text("/value"), "11010519491231002X");
    let agent = house.person("mei", "梅客服", "care_agent", Reach::Store).await;
    assert!(seen(&agent, &id).await.text("/id_number").contains("****"));
    agent.post(&format!("{path}/reveal"), json!({})).await.is(403);
    agent.put(&path, json!({ "value": null })).await.is(403);
    boss.put(&path, json!({ "value": null })).await.is(204);
    assert_eq!(boss.post(&format!("{path}/reveal"), json!({})).await.is(404).code(), "not_found");
    // Long enough that no id holds it by chance, and no part of the number alone is told.
    let timeline = boss.get(&format!("/customers/{id}/timeline")).await.is(200).body.to_string();
    for part in ["19491231", "11010519", "1231002X"] {
        assert!(!timeline.contains(part), "the journal holds no ID number");
    }
}

#[tokio::test]
async fn the_city_of_a_customer_follows_the_primary_address() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, json!({ "address": "上海市浦东新区张江路1号" })).await;
    let path = format!("/customers/{id}/addresses");
    let added = boss.post(&path, json!({ "text": "深圳南山区科技园1号", "label": "公司" })).await.is(201);
    assert_eq!((added.text("/province"), added.text("/detail")), ("广东省".into(), "科技园1号".into()));
    let city = async || boss.get("/customers").await.is(200).text("/items/0/city");
    assert_eq!(city().await, "上海市");
    boss.patch(&format!("{path}/{}", added.id()), json!({ "is_primary": true })).await.is(200);
    assert_eq!(city().await, "深圳市");
    boss.delete(&format!("{path}/{}", added.id())).await.is(204);
    assert_eq!(city().await, "上海市");
    assert_eq!(boss.post(&path, json!({ "label": "空" })).await.is(422).code(), "address.empty");
}

#[tokio::test]
async fn a_part_is_not_changed_from_a_version_long_gone() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, json!({ "phones": ["13800001111"] })).await;
    let contact = seen(&boss, &id).await.text("/contacts/0/id");
    let path = format!("/customers/{id}/contacts/{contact}");
    boss.patch_from(1, &path, json!({ "label": "本人" })).await.is(200);
    let stale = boss.patch_from(1, &path, json!({ "label": "别人" })).await.is(412);
    assert_eq!(stale.text("/current/contacts/0/label"), "本人");
    boss.delete(&format!("/customers/{id}")).await.is(204);
    assert_eq!(boss.patch(&path, json!({ "label": "别人" })).await.is(409).code(), "customer.deleted");
}

#[tokio::test]
async fn a_household_is_founded_joined_and_gone_when_nobody_is_left() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let wang = customer(&boss, &house, json!({})).await;
    let wife = customer(&boss, &house, json!({ "name": "李梅" })).await;
    boss.put(&format!("/customers/{wang}/household"), json!({})).await.is(409);
    boss.put(&format!("/customers/{wang}/household"), json!({ "name": "王家", "relation": "户主" })).await.is(204);
    let found = boss.get("/households?q=王").await.is(200);
    assert_eq!((found.text("/items/0/name"), found.text("/items/0/members/0/name")), ("王家".into(), "王小明".into()));
    let join = json!({ "household_id": found.text("/items/0/id"), "relation": "配偶" });
    boss.put(&format!("/customers/{wife}/household"), join).await.is(204);
    let view = seen(&boss, &wang).await;
    assert_eq!(
        (view.text("/household/members/0/name"), view.text("/household/members/0/relation")),
        ("李梅".into(), "配偶".into())
    );
    boss.delete(&format!("/customers/{wang}/household")).await.is(204);
    boss.delete(&format!("/customers/{wife}/household")).await.is(204);
    assert_eq!(boss.get("/households").await.is(200).body["items"], json!([]));
    assert_eq!(boss.delete(&format!("/customers/{wife}/household")).await.is(409).code(), "household.none");
}

#[tokio::test]
async fn a_star_is_ones_own() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, json!({})).await;
    let mei = house.person("mei", "梅客服", "care_agent", Reach::Store).await;
    let lan = house.person("lan", "兰客服", "care_agent", Reach::Store).await;
    mei.put(&format!("/customers/{id}/star"), Value::Null).await.is(204);
    mei.put(&format!("/customers/{id}/star"), Value::Null).await.is(204);
    assert_eq!(seen(&mei, &id).await.text("/is_starred"), "true");
    assert_eq!(seen(&lan, &id).await.text("/is_starred"), "false");
    mei.delete(&format!("/customers/{id}/star")).await.is(204);
    assert_eq!(seen(&mei, &id).await.text("/is_starred"), "false");
    assert_eq!(boss.put(&format!("/customers/{id}/star"), Value::Null).await.is(409).code(), "star.person_needed");
}

#[tokio::test]
async fn a_saved_view_is_shared_by_those_who_may_and_changed_by_its_owner() {
    let house = House::new().await;
    let boss = house.person("zhao", "赵总", "group_manager", Reach::Group).await;
    let agent = house.person("mei", "梅客服", "care_agent", Reach::Store).await;
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    let form = |name: &str, is_shared: bool| {
        let definition = json!({ "filters": ["stage:is:owner"], "sort": "-created", "columns": ["name"], "q": null });
        json!({ "about": "customers", "name": name, "colour": "teal", "is_shared": is_shared, "definition": definition })
    };
    assert_eq!(li.post("/views", form("我的", true)).await.is(403).text("/permission"), "share_views");
    let own = li.post("/views", form("我的", false)).await.is(201);
    house.clock.advance(TimeDelta::seconds(1));
    let shared = agent.post("/views", form("全店车主", true)).await.is(201);
    let names = async |by: &Caller| {
        let list = by.get("/views?about=customers").await.is(200);
        list.body.as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&li).await, ["我的", "全店车主"]);
    assert_eq!(names(&agent).await, ["全店车主"]);
    let path = format!("/views/{}", shared.id());
    assert_eq!(li.patch(&path, json!({ "name": "改" })).await.is(409).code(), "view.not_yours");
    assert_eq!(boss.patch_from(1, &path, json!({ "name": "车主" })).await.is(200).text("/owner/name"), "梅客服");
    boss.patch(&format!("/views/{}", own.id()), json!({ "name": "改" })).await.is(404);
    agent.patch_from(1, &path, json!({ "name": "旧" })).await.is(412);
    let wrong = json!({ "definition": { "filters": ["nothing:is:1"] } });
    assert_eq!(agent.patch(&path, wrong).await.is(422).code(), "filter.unknown_field");
    agent.delete(&path).await.is(204);
    assert_eq!(names(&li).await, ["我的"]);
}

#[tokio::test]
async fn a_view_keeps_how_wide_its_columns_are_and_an_older_one_has_the_usual_widths() {
    let house = House::new().await;
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    let form =
        |definition: Value| json!({ "about": "customers", "name": "我的", "colour": "teal", "definition": definition });
    let older = li.post("/views", form(json!({ "columns": ["name"] }))).await.is(201);
    assert_eq!(older.body["definition"]["widths"], json!({}));
    let wide = json!({ "columns": ["name", "plate"], "widths": { "plate": 210 } });
    let path = format!("/views/{}", older.id());
    li.patch_from(1, &path, json!({ "definition": wide })).await.is(200);
    let list = li.get("/views?about=customers").await.is(200);
    assert_eq!(list.body[0]["definition"]["widths"], json!({ "plate": 210 }));
    let huge = li.post("/views", form(json!({ "widths": { "plate": 5_000 } }))).await.is(422);
    assert_eq!(huge.code(), "view.width");
    assert_eq!(huge.text("/errors/0/field"), "definition.widths.plate");
    li.post("/views", form(json!({ "widths": { "plate": 99_999 } }))).await.is(422);
    li.post("/views", form(json!({ "widths": { "plate": -1 } }))).await.is(422);
}
