//! Many merges at once: what is surely the same is merged, the rest is listed, and all of it can be taken back.

use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use super::{
    duplicates::{base, decide, pairs, search},
    merges::{merge, person},
};

async fn begin(by: &Caller, pairs: &[(&String, &String)]) -> Answer {
    let pairs: Vec<Value> = pairs.iter().map(|(keep, absorb)| json!({ "keep": keep, "absorb": absorb })).collect();
    by.post("/merges/bulk", json!({ "pairs": pairs })).await
}

async fn ended(house: &House, by: &Caller, id: &str) -> (String, i64, i64, i64) {
    house.settle().await;
    let run = by.get(&format!("/merges/bulk/{id}")).await.is(200);
    let number = |name: &str| run.body[name].as_i64().unwrap();
    (run.text("/state"), number("total"), number("done"), number("failed"))
}

async fn reasons(by: &Caller, id: &str, state: &str) -> Vec<String> {
    let page = by.get(&format!("/merges/bulk/{id}/pairs?state={state}")).await.is(200);
    let items = page.body["items"].as_array().unwrap();
    items.iter().map(|pair| pair["reason"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn surely_the_same_are_merged_and_members_of_a_household_are_not() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let same = json!({ "name": "王小明", "phones": ["13800001234"] });
    let (a, b, c) = (
        person(&boss, &house, same.clone()).await,
        person(&boss, &house, same.clone()).await,
        person(&boss, &house, same).await,
    );
    let wife = person(&boss, &house, json!({ "name": "李红", "phones": ["13800001234"] })).await;
    let nobody = "01900000-0000-7000-8000-000000000000".to_owned();
    let pairs = [(&a, &b), (&a, &c), (&a, &wife), (&c, &wife), (&a, &a), (&a, &nobody)];
    let run = begin(&boss, &pairs).await.is(201).id();
    assert_eq!(ended(&house, &boss, &run).await, ("done".into(), 6, 2, 4));
    assert_eq!(
        reasons(&boss, &run, "refused").await,
        ["merge.not_surely_same", "merge.already_merged", "merge.same_record", "not_found"]
    );
    assert_eq!(boss.get(&format!("/customers/{c}")).await.is(410).text("/kept"), a);
    boss.get(&format!("/customers/{wife}")).await.is(200);

    assert_eq!(boss.put(&format!("/merges/bulk/{run}/undo"), Value::Null).await.is(200).text("/state"), "undoing");
    assert_eq!(ended(&house, &boss, &run).await, ("undone".into(), 2, 2, 0));
    for id in [&a, &b, &c] {
        assert_eq!(boss.get(&format!("/customers/{id}")).await.is(200).text("/contacts/0/value"), "13800001234");
    }
    let again = boss.put(&format!("/merges/bulk/{run}/undo"), Value::Null).await.is(409);
    assert_eq!(again.code(), "merge_run.already_undone");
}

#[tokio::test]
async fn what_a_later_merge_builds_on_is_listed_when_a_run_is_taken_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let same = json!({ "name": "王小明", "phones": ["13800001234"] });
    let (a, b, top) = (
        person(&boss, &house, same.clone()).await,
        person(&boss, &house, same.clone()).await,
        person(&boss, &house, same).await,
    );
    let run = begin(&boss, &[(&a, &b)]).await.is(201).id();
    assert_eq!(ended(&house, &boss, &run).await, ("done".into(), 1, 1, 0));
    merge(&boss, &top, &a).await.is(201);
    boss.put(&format!("/merges/bulk/{run}/undo"), Value::Null).await.is(200);
    assert_eq!(ended(&house, &boss, &run).await, ("undone".into(), 1, 0, 1));
    assert_eq!(reasons(&boss, &run, "not_undone").await, ["merge.kept_was_merged"]);
}

#[tokio::test]
async fn many_merges_reach_no_further_than_who_asked_for_them() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let near = json!({ "name": "王小明", "phones": ["13800001234"] });
    let far = json!({ "name": "王小明", "phones": ["13800001234"], "store_id": house.other_store.id });
    let (near, far) = (person(&boss, &house, near).await, person(&boss, &house, far).await);
    let clerk = house.machine_in("data_clerk", &house.store).await;
    let run = begin(&clerk, &[(&near, &far)]).await.is(201).id();
    assert_eq!(ended(&house, &clerk, &run).await, ("done".into(), 1, 0, 1));
    assert_eq!(reasons(&clerk, &run, "refused").await, ["not_found"]);
    house.machine_in("care_agent", &house.store).await.get(&format!("/merges/bulk/{run}")).await.is(404);
    assert_eq!(begin(&boss, &[]).await.is(422).code(), "merge_run.nobody");
}

#[tokio::test]
async fn a_whole_band_is_merged_at_once_and_taken_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [one, other, wife] = base(&house, &boss).await;
    let more = json!({
        "name": "王小明", "phones": ["13812345678"], "gender": "male", "birthday": "1985-03-07", "occupation": "教师",
        "email": "wang@example.com",
    });
    let fullest = person(&boss, &house, more).await;
    search(&house, &boss).await;
    assert_eq!(pairs(&boss, "band=same").await.len(), 3);
    let apart = pairs(&boss, "band=ask").await.len();
    house.clock.advance(chrono::TimeDelta::minutes(1));
    let run = boss.post("/merges/bulk", json!({ "band": "same" })).await.is(201).id();
    // Of three who are one two pairs are merged, and the third is one already; the record that knows most goes on.
    assert_eq!(ended(&house, &boss, &run).await, ("done".into(), 3, 3, 0));
    let states: Vec<Value> = boss.get(&format!("/merges/bulk/{run}/pairs")).await.is(200).body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| pair["state"].clone())
        .collect();
    assert_eq!(states.iter().filter(|state| **state == "already_one").count(), 1, "{states:?}");
    for gone in [&one, &other] {
        assert_eq!(boss.get(&format!("/customers/{gone}")).await.is(410).text("/kept"), fullest);
    }
    boss.get(&format!("/customers/{wife}")).await.is(200);
    assert_eq!((pairs(&boss, "band=same").await.len(), pairs(&boss, "band=ask").await.len()), (0, apart));
    let listed = boss.get("/merges/bulk").await.is(200);
    assert_eq!((listed.text("/items/0/id"), listed.text("/items/0/can/0")), (run.clone(), "undo".into()));

    boss.put(&format!("/merges/bulk/{run}/undo"), Value::Null).await.is(200);
    assert_eq!(ended(&house, &boss, &run).await, ("undone".into(), 2, 2, 0));
    assert_eq!(pairs(&boss, "band=same").await.len(), 3);
    for back in [&one, &other, &fullest] {
        boss.get(&format!("/customers/{back}")).await.is(200);
    }
    let both = json!({ "band": "same", "pairs": [{ "keep": one, "absorb": other }] });
    assert_eq!(boss.post("/merges/bulk", both).await.is(422).code(), "merge_run.pairs_or_band");
    assert_eq!(boss.post("/merges/bulk", json!({ "band": "ask" })).await.is(422).code(), "merge_run.only_same");
}

#[tokio::test]
async fn what_a_merge_of_many_refuses_is_asked_about_until_one_of_the_two_changes() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [one, other, _] = base(&house, &boss).await;
    boss.put(&format!("/customers/{one}/household"), json!({ "name": "王家", "relation": "户主" })).await.is(204);
    let home = boss.get("/households?q=王").await.is(200).text("/items/0/id");
    let join = json!({ "household_id": home, "relation": "父亲" });
    boss.put(&format!("/customers/{other}/household"), join).await.is(204);
    search(&house, &boss).await;
    let asked = pairs(&boss, "band=ask").await.len();
    assert_eq!(pairs(&boss, "band=same").await.len(), 1);
    house.clock.advance(chrono::TimeDelta::minutes(1));
    let run = boss.post("/merges/bulk", json!({ "band": "same" })).await.is(201).id();
    assert_eq!(ended(&house, &boss, &run).await, ("done".into(), 1, 0, 1));

    let summary = boss.get("/duplicate-pairs/summary").await.is(200);
    let rate = &summary.body["rate"];
    assert_eq!(
        (&summary.body["open_same"]["count"], &rate["in_same"], &rate["in_ask"]),
        (&json!(0), &json!(0), &json!(2))
    );
    assert_eq!(boss.post("/merges/bulk", json!({ "band": "same" })).await.is(422).code(), "merge_run.none_open");
    // A search that finds the two as they were leaves them to the person too.
    for finds_again in [false, true] {
        if finds_again {
            search(&house, &boss).await;
        }
        let ask = pairs(&boss, "band=ask").await;
        assert_eq!((ask.len(), pairs(&boss, "band=same").await.len()), (asked + 1, 0));
        let pair = ask.iter().find(|pair| pair["held_back"] == "same_household").unwrap();
        assert_eq!((&pair["band"], &pair["can"]), (&json!("ask"), &json!(["merge", "set_apart"])));
    }
    house.clock.advance(chrono::TimeDelta::minutes(1));
    boss.delete(&format!("/customers/{other}/household")).await.is(204);
    search(&house, &boss).await;
    let same = pairs(&boss, "band=same").await;
    assert_eq!((same.len(), &same[0]["held_back"]), (1, &Value::Null));
}

#[tokio::test]
async fn two_who_were_set_apart_are_not_merged_by_many() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [one, other, _] = base(&house, &boss).await;
    search(&house, &boss).await;
    let pair = pairs(&boss, "").await.remove(0);
    decide(&boss, &pair, "different").await.is(200);
    let run = begin(&boss, &[(&one, &other)]).await.is(201).id();
    assert_eq!(ended(&house, &boss, &run).await, ("done".into(), 1, 0, 1));
    assert_eq!(reasons(&boss, &run, "refused").await, ["merge.set_apart"]);
    assert_eq!(boss.post("/merges/bulk", json!({ "band": "same" })).await.is(422).code(), "merge_run.none_open");
    // By hand they are: whoever does so has looked.
    merge(&boss, &one, &other).await.is(201);
}

/// A car bears a plate that another bears already, as in bases that were loaded whole.
pub async fn bears(house: &House, car: &str, plate: &str) {
    let car: kernel::VehicleId = car.parse().unwrap();
    let door = house.platform.system(platform::SystemActor::Command, house.group);
    let id = kernel::PlateId::new(house.clock.now());
    door.write(async |tx| {
        tx.execute_text("update vehicles set plate = $2 where id = $1", vec![car.into(), plate.into()]).await?;
        tx.execute_text(
            "insert into plates (id, group_id, vehicle_id, plate) select $3, group_id, id, $2 from vehicles where id = $1",
            vec![car.into(), plate.into(), id.into()],
        )
        .await
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn one_company_and_one_car_are_known_without_the_same_words_or_the_same_row() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let company = |name: &str| json!({ "kind": "company", "name": name, "phones": ["021-62345678"] });
    let (whole, short) = (
        person(&boss, &house, company("上海永达汽车有限公司")).await,
        person(&boss, &house, company("上海永达汽车公司")).await,
    );
    let branch = person(&boss, &house, company("上海永达汽车有限公司浦东分公司")).await;
    let driver = async |phone: &str, car: Value| {
        let owner = person(&boss, &house, json!({ "name": "张伟", "phones": [phone] })).await;
        let mut form = json!({ "brand": "大众", "series": "帕萨特", "plate": "沪B12345", "owner_id": owner });
        form.as_object_mut().unwrap().extend(car.as_object().unwrap().clone());
        (owner, boss.post("/vehicles", form).await.is(201).id())
    };
    let (known, _) = driver("13800001234", json!({ "vin": "LRW3E7FS5PC695355" })).await;
    let (again, twin) = driver("13900005678", json!({ "plate": null })).await;
    bears(&house, &twin, "沪B12345").await;
    let (other, _) = driver("13700009999", json!({ "brand": "比亚迪", "series": "汉", "plate": "沪AD12345" })).await;
    let pairs = [(&whole, &short), (&whole, &branch), (&known, &again), (&known, &other)];
    let run = begin(&boss, &pairs).await.is(201).id();
    assert_eq!(ended(&house, &boss, &run).await, ("done".into(), 4, 2, 2));
    let page = boss.get(&format!("/merges/bulk/{run}/pairs?state=refused")).await.is(200);
    let why = |at: usize| page.text(&format!("/items/{at}/detail"));
    assert!(why(0).contains("names_differ") && why(1).contains("nothing_in_common"), "{} {}", why(0), why(1));
}

#[tokio::test]
async fn a_common_name_and_one_birthday_are_left_to_a_person() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let born = async |name: &str, phone: &str, birthday: &str| {
        person(&boss, &house, json!({ "name": name, "phones": [phone], "birthday": birthday })).await
    };
    let mut namesakes = Vec::new();
    for (number, (name, birthday)) in
        [("张伟", "1990-01-01"), ("李娜", "1900-01-01"), ("刘洋", "1970-01-01"), ("王芳", "1988-04-12")]
            .into_iter()
            .enumerate()
    {
        let one = born(name, &format!("1380000{number:04}"), birthday).await;
        namesakes.push((one, born(name, &format!("1596677{number:04}"), birthday).await));
    }
    let unusual =
        (born("顾念慈", "13700000001", "1985-03-07").await, born("顾念慈", "13700000002", "1985-03-07").await);
    search(&house, &boss).await;
    let same = pairs(&boss, "band=same").await;
    assert_eq!(same.iter().map(|pair| pair["left"]["name"].clone()).collect::<Vec<_>>(), ["顾念慈"], "{same:?}");
    namesakes.push(unusual);
    let both: Vec<(&String, &String)> = namesakes.iter().map(|(one, other)| (one, other)).collect();
    let run = begin(&boss, &both).await.is(201).id();
    assert_eq!(ended(&house, &boss, &run).await, ("done".into(), 5, 1, 4));
}
