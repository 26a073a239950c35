//! Lists and searches that thousands meet answer as those that few meet do.

use customers::{
    facts::fact,
    people::customer::{self, Stage},
    search::term::{self, NIL, TermKind},
    tags::customer_tag,
};
use kernel::{CustomerId, VehicleId};
use platform::SystemActor;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use testkit::{Caller, House};

/// More than lead a query.
const MANY: usize = 4_100;

/// So many customers like the first, the later the newer; every other one lost and seen a day after the one before.
async fn crowd(house: &House, boss: &Caller) -> String {
    let named = json!({ "name": "欧阳一", "store_id": house.store.id });
    let first: CustomerId = boss.post("/customers", named).await.is(201).id().parse().unwrap();
    let group = boss.post("/tag-groups", json!({ "name": "来源" })).await.is(201).id();
    let tag = boss.post("/tags", json!({ "name": "老客户", "group_id": group, "colour": "blue" })).await.is(201).id();
    let door = house.platform.system(SystemActor::Seed, house.group);
    door.write(async |tx| {
        let db = tx.db();
        let one = db.one(db.select::<customer::Entity>().filter(customer::Column::Id.eq(first))).await?;
        let known = db.one(db.select::<fact::Entity>().filter(fact::Column::CustomerId.eq(first))).await?;
        let (mut people, mut facts, mut terms, mut tags) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for place in 1..MANY {
            let id = CustomerId::new(tx.now());
            let later = chrono::TimeDelta::minutes(i64::try_from(place).unwrap());
            let stage = if place % 2 == 0 { Stage::Lost } else { one.stage };
            people.push(customer::Model {
                id,
                number: format!("CU-{place}"),
                stage,
                created_at: one.created_at + later,
                ..one.clone()
            });
            facts.push(fact::Model {
                customer_id: id,
                stage,
                last_visit_at: tx.now() - chrono::TimeDelta::days(4_000) + later * 60,
                ..known.clone()
            });
            terms.push(term::Model {
                group_id: house.group,
                term: "欧阳一".into(),
                kind: TermKind::Name,
                customer_id: id,
                vehicle_id: VehicleId(NIL),
            });
            tags.push(customer_tag::Model {
                customer_id: id,
                tag_id: tag.parse().unwrap(),
                added_at: tx.now(),
                added_by: None,
            });
        }
        tx.insert_all::<customer::Entity>(people).await?;
        tx.insert_all::<fact::Entity>(facts).await?;
        tx.insert_all::<term::Entity>(terms).await?;
        tx.insert_all::<customer_tag::Entity>(tags).await
    })
    .await
    .unwrap();
    tag
}

fn numbers(page: &testkit::Answer) -> Vec<String> {
    page.body["items"].as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap().to_owned()).collect()
}

fn expected(places: impl Iterator<Item = usize>) -> Vec<String> {
    places.take(3).map(|place| format!("CU-{place}")).collect()
}

#[tokio::test]
async fn what_thousands_meet_is_paged_in_order_and_counted() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let tag = crowd(&house, &boss).await;
    boss.post("/customers", json!({ "name": "王小明", "store_id": house.store.id })).await.is(201);
    for asked in ["q=欧阳".to_owned(), format!("filter=tag:any_of:{tag}"), format!("q=欧&filter=tag:any_of:{tag}")] {
        let page = boss.get(&format!("/customers?limit=3&{asked}")).await.is(200);
        assert_eq!(numbers(&page), expected((0..MANY).rev()), "{asked}");
        let next = boss.get(&format!("/customers?limit=3&{asked}&cursor={}", page.text("/next"))).await.is(200);
        assert_eq!(numbers(&next), expected((0..MANY - 3).rev()), "{asked}, the second page");
        let capped = boss.get(&format!("/customers/count?{asked}")).await.is(200);
        assert_eq!(capped.body, json!({ "count": 1_000, "capped": true }), "{asked}");
    }
    let exact = boss.get("/customers/count?exact=true&q=欧阳").await.is(200);
    assert_eq!(exact.body, json!({ "count": MANY, "capped": false }));
    let few = boss.get("/customers/count?q=欧阳&filter=stage:is:loyal").await.is(200);
    assert_eq!(few.body, json!({ "count": 0, "capped": false }));
    assert_eq!(boss.get("/customers?q=王小明").await.is(200).names(), ["王小明"]);
}

#[tokio::test]
async fn a_stage_is_listed_in_the_order_of_a_fact() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    crowd(&house, &boss).await;
    let lost = "/customers?limit=3&filter=stage:is:lost&sort=-last_visit";
    let page = boss.get(lost).await.is(200);
    assert_eq!(numbers(&page), expected((0..MANY).rev().filter(|place| place % 2 == 0)));
    // Whoever leaves the stage leaves the list, in the same moment.
    let first = page.body["items"][0]["id"].as_str().unwrap().to_owned();
    boss.patch(&format!("/customers/{first}"), json!({ "stage": "at_risk" })).await.is(200);
    let rest = boss.get(lost).await.is(200);
    assert_eq!(numbers(&rest), expected((0..MANY - 2).rev().filter(|place| place % 2 == 0)));
    let at_risk = boss.get("/customers?filter=stage:is:at_risk&sort=-last_visit").await.is(200);
    assert_eq!(numbers(&at_risk), [format!("CU-{}", MANY - 2)]);
    let store = boss.get(&format!("{lost}&filter=store:is:{}", house.store.id)).await.is(200);
    assert_eq!(numbers(&store), numbers(&rest));
}
