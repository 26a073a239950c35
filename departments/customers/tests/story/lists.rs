//! Lists of customers: every filter runs, and pages turn without losing or repeating a row.

use std::collections::BTreeSet;

use customers::{choosing, columns, people::fields::Filter};
use kernel::{Reach, time::Calendar};
use platform::SystemActor;
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::facts::{record, tell};

const ROWS: usize = 23;

/// Customers whose names, amounts, days and instants repeat, so that every order has ties.
async fn many(house: &House, by: &Caller) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for number in 0..ROWS {
        if number % 5 == 0 {
            house.clock.advance(chrono::TimeDelta::seconds(90));
        }
        let mut form = json!({
            "name": (["王小明", "Anna", "李雷", "zoe"][number % 4]), "store_id": house.store.id,
            "stage": (["lead", "owner"][number % 2]),
        });
        if number % 3 == 0 {
            form["vehicle"] = json!({
                "plate": format!("沪A1000{}", number % 10), "brand": "大众", "series": "帕萨特", "energy": "petrol",
                "next_service_on": (["2026-04-01", "2026-05-01"][number % 2]),
            });
            form["vehicle"]["plate"] = json!(format!("沪A1{number:04}"));
        }
        if number % 4 == 0 {
            form["note"] = json!("来过");
        }
        let id = by.post("/customers", form).await.is(201).id();
        if number % 4 == 1 {
            by.post(&format!("/customers/{id}/notes"), json!({ "kind": "call", "outcome": "reached" })).await.is(201);
        }
        ids.insert(id);
    }
    for (at, id) in ids.iter().enumerate().filter(|(at, _)| at % 3 != 0) {
        tell(house, id, record("maintenance", i64::try_from(at % 2).unwrap() * 500 + 100)).await;
    }
    house.settle().await;
    ids
}

async fn walk(by: &Caller, query: &str, limit: usize) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = by.get(&format!("/customers?{query}&limit={limit}{cursor}")).await.is(200);
        let items = page.body["items"].as_array().unwrap();
        assert!(items.len() <= limit);
        rows.extend(items.iter().cloned());
        match page.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return rows,
        }
        assert!(rows.len() <= ROWS, "the pages of {query} have no end");
    }
}

async fn sorts(by: &Caller) -> Vec<String> {
    let fields = by.get("/customers/fields").await.is(200);
    let sortable = fields.body.as_array().unwrap().iter().filter(|field| field["sortable"] == true);
    sortable.map(|field| field["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_show_every_row_once_in_every_order() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let all = many(&house, &boss).await;
    let sorts = sorts(&boss).await;
    let known =
        ["name", "created", "last_contact", "last_visit", "spend", "next_service", "insurance_until", "quality"];
    assert_eq!(sorts, known);
    for sort in &sorts {
        let forwards = walk(&boss, &format!("sort={sort}"), 4).await;
        let ids: Vec<String> = forwards.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), ROWS, "{sort}");
        assert_eq!(ids.iter().cloned().collect::<BTreeSet<_>>(), all, "{sort}");
        let backwards = walk(&boss, &format!("sort=-{sort}"), 7).await;
        assert!(backwards.iter().map(|row| row["id"].as_str().unwrap()).rev().eq(&ids), "{sort} and -{sort} differ");
    }
    let spends: Vec<i64> =
        walk(&boss, "sort=-spend", 5).await.iter().map(|row| row["spend"]["amount"].as_i64().unwrap()).collect();
    assert!(spends.is_sorted_by(|one, next| one >= next) && spends[0] == 60_000 && spends.last() == Some(&0));
}

#[tokio::test]
async fn every_field_can_be_asked_for_with_each_of_its_operators() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    many(&house, &boss).await;
    let fields = boss.get("/customers/fields").await.is(200);
    let mut asked = 0;
    for field in fields.body.as_array().unwrap() {
        for operator in field["operators"].as_array().unwrap() {
            let operator = operator.as_str().unwrap();
            let value = match (operator, field["kind"].as_str().unwrap()) {
                ("empty" | "present", _) => String::new(),
                ("within_days" | "last_days" | "older_than_days", _) => "30".into(),
                (_, "happenings") => "2,90".into(),
                (_, "date") => "2026-03-01".into(),
                (_, "number" | "money") => "1".into(),
                (_, "staff" | "store" | "tag") => house.store.id.to_string(),
                (_, "choice") => field["options"][0].as_str().unwrap().to_owned(),
                (_, "flag") => "true".into(),
                _ => "王".into(),
            };
            let query = format!("filter={}:{operator}:{value}", field["name"].as_str().unwrap());
            let rows = walk(&boss, &query, 200).await.len();
            let counted = boss.get(&format!("/customers/count?{query}")).await.is(200);
            assert_eq!(counted.body, json!({ "count": rows, "capped": false }), "{query}");
            asked += 1;
        }
        let name = field["name"].as_str().unwrap();
        let of = async |operator: &str| walk(&boss, &format!("filter={name}:{operator}:"), 200).await.len();
        if field["operators"].as_array().unwrap().contains(&json!("empty")) {
            assert_eq!(of("empty").await + of("present").await, ROWS, "{name} is neither empty nor present");
        }
    }
    assert!(asked > 120, "{asked}");
}

#[tokio::test]
async fn filters_hold_together_and_say_what_they_mean() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    many(&house, &boss).await;
    let count = async |query: &str| walk(&boss, query, 200).await.len();
    assert_eq!(count("filter=stage:is:lead").await + count("filter=stage:is_not:lead").await, ROWS);
    assert_eq!(count("filter=name:is:Anna").await, 6);
    assert_eq!(count("filter=name:contains:nn").await, 6);
    assert_eq!(count("filter=name:contains:%25").await, 0, "no wildcard");
    assert_eq!(count("filter=name:is:Anna&filter=stage:is:lead").await, 0);
    assert_eq!(count("filter=brand:is:大众").await, 8);
    assert_eq!(count("filter=brand:is_not:大众").await, ROWS - 8);
    assert_eq!(count("filter=next_service:before:2026-04-15").await, 4);
    assert_eq!(count("filter=spend:at_least:600").await + count("filter=spend:at_most:599").await, ROWS);
    assert_eq!(count("q=wxm").await, 6);
    assert_eq!(count("q=wang%20ming").await, 6, "each word stands for itself");
    assert_eq!(count("q=wang%20lei").await, 0, "and all must be found");
    assert_eq!(count(&format!("filter=store:none_of:{}", house.store.id)).await, 0);
    for (query, code) in [
        ("filter=colour:is:red", "filter.unknown_field"),
        ("filter=stage", "filter.unknown_operator"),
        ("filter=stage:is:", "filter.value_missing"),
        ("filter=spend:at_least:NaN", "filter.no_number"),
        ("filter=created:after:2026-02-30", "filter.no_date"),
        ("sort=phone", "sort.unknown"),
        ("limit=0", "limit.out_of_range"),
        ("limit=201", "limit.out_of_range"),
        ("limit=ten", "limit.malformed"),
        ("cursor=x", "cursor.broken"),
    ] {
        assert_eq!(boss.get(&format!("/customers?{query}")).await.is(422).code(), code, "{query}");
    }
}

#[tokio::test]
async fn a_cursor_belongs_to_the_order_it_was_made_in() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    many(&house, &boss).await;
    let sorts: Vec<String> = sorts(&boss).await.into_iter().flat_map(|sort| [format!("-{sort}"), sort]).collect();
    for made in &sorts {
        let page = boss.get(&format!("/customers?limit=3&sort={made}")).await.is(200);
        let next = page.text("/next");
        for asked in sorts.iter().filter(|asked| *asked != made) {
            let refused = boss.get(&format!("/customers?limit=3&sort={asked}&cursor={next}")).await;
            assert_eq!((refused.status.as_u16(), refused.code()), (422, "cursor.broken"), "{made} used for {asked}");
        }
    }
}

#[tokio::test]
async fn a_count_stops_at_a_thousand_unless_asked_for_exactly() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let door = house.platform.system(platform::SystemActor::Seed, house.group);
    let first = boss.post("/customers", json!({ "name": "王先生", "store_id": house.store.id })).await.is(201).id();
    let copy = "insert into customers (id, group_id, store_id, number, kind, name, name_pinyin, stage, created_at, changed_at, version)
         select $1, group_id, store_id, $2, kind, name, name_pinyin, stage, created_at, changed_at, version
         from customers where id = $3";
    let copy_of_facts = "insert into customer_facts (
             customer_id, group_id, first_seen_at, last_contact_at, last_visit_at, last_purchase_at, vehicles, main_vehicle_id,
             purchases, purchase_amount, visits, visit_amount, spend, complaints, complaints_open, contacts, notes, mileage_km,
             next_service_on, insurance_until, inspection_until, completeness, updated_at, stage, store_id)
         select $1, group_id, first_seen_at, last_contact_at, last_visit_at, last_purchase_at, vehicles, main_vehicle_id, purchases,
                purchase_amount, visits, visit_amount, spend, complaints, complaints_open, contacts, notes, mileage_km,
                next_service_on, insurance_until, inspection_until, completeness, updated_at, stage, store_id
         from customer_facts where customer_id = $2";
    door.write(async |tx| {
        let first: kernel::CustomerId = first.parse().unwrap();
        for number in 1..1_005 {
            let id = kernel::CustomerId::new(tx.now());
            tx.execute_text(copy, vec![id.into(), format!("CU-{number}").into(), first.into()]).await?;
            tx.execute_text(copy_of_facts, vec![id.into(), first.into()]).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(boss.get("/customers/count").await.is(200).body, json!({ "count": 1_000, "capped": true }));
    assert_eq!(boss.get("/customers/count?exact=true").await.is(200).body, json!({ "count": 1_005, "capped": false }));
    let by_fact = boss.get("/customers/count?exact=true&filter=visits:at_least:0").await.is(200);
    assert_eq!(by_fact.body, json!({ "count": 1_005, "capped": false }));
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    assert_eq!(seller.get("/customers/count").await.is(200).body, json!({ "count": 0, "capped": false }));
}

#[tokio::test]
async fn a_list_the_memory_has_learned_shows_what_it_showed_and_who_changed_since() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    many(&house, &boss).await;
    let door = house.platform.system(SystemActor::Command, house.group);
    let filters: Vec<Filter> = vec!["name:contains:ann".parse().unwrap(), "stage:is:owner".parse().unwrap()];
    let moment = choosing::moment(&door.read(), Calendar::default());
    let few = async |most| columns::few(&door.read(), &filters, moment, most).await.unwrap().map(|ids| ids.len());
    let names = async || -> Vec<String> {
        let rows = walk(&boss, "filter=name:contains:ann&filter=stage:is:owner", 5).await;
        rows.iter().map(|row| format!("{} {}", row["id"], row["name"])).collect()
    };
    let before = names().await;
    assert_eq!((before.len(), few(100).await), (6, None), "what nobody found slow is asked of the tables alone");
    columns::learn(&door.read(), &filters, moment).await.unwrap();
    assert_eq!((few(100).await, few(5).await), (Some(6), None));
    assert_eq!(names().await, before);
    // The memory has not heard of these yet.
    let form = json!({ "name": "Joanne", "store_id": house.store.id, "stage": "owner" });
    let joanne = boss.post("/customers", form).await.is(201).id();
    let away = before[0].split('"').nth(1).unwrap();
    boss.patch_from(1, &format!("/customers/{away}"), json!({ "name": "Lee" })).await.is(200);
    let after = names().await;
    assert_eq!(after.len(), 6, "{after:?}");
    assert!(after.iter().any(|row| row.contains(&joanne)) && !after.iter().any(|row| row.contains(away)));
}
