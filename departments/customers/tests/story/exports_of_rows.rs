//! Exports of cars and tasks, of chosen rows, and after a program that stopped in the middle.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::exports::{csv, exported, text_of, two_customers};

async fn two_cars(by: &Caller, house: &House) -> [String; 2] {
    let mut ids = Vec::new();
    for (plate, series, km) in [("沪A12345", "朗逸", 10_250), ("沪B54321", "帕萨特", 88_000)] {
        let form =
            json!({ "brand": "大众", "series": series, "plate": plate, "mileage_km": km, "store_id": house.store.id });
        ids.push(by.post("/vehicles", form).await.is(201).id());
    }
    ids.try_into().unwrap()
}

async fn two_tasks(by: &Caller, house: &House) -> [String; 2] {
    let mut ids = Vec::new();
    for (title, due) in [("回访", "2026-03-17T02:00:00Z"), ("送车", "2026-03-18T02:00:00Z")] {
        let form = json!({ "title": title, "kind": "call", "due_at": due, "store_id": house.store.id });
        ids.push(by.post("/tasks", form).await.is(201).id());
    }
    ids.try_into().unwrap()
}

#[tokio::test]
async fn cars_go_into_a_file_by_the_filters_and_order_of_their_list() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    two_cars(&boss, &house).await;
    let form = |filters: Value| json!({ "about": "vehicles", "filters": filters, "sort": "-mileage", "columns": ["plate", "series", "mileage"], "format": "csv" });
    let done = exported(&house, &boss, form(json!([]))).await;
    assert_eq!(
        (done.text("/about"), done.text("/rows"), done.text("/total")),
        ("vehicles".into(), "2".into(), "2".into())
    );
    assert_eq!(done.text("/file_name"), "车辆-20260316-1000.csv");
    let text = text_of(&boss, &done.id()).await;
    assert_eq!(text, "\u{FEFF}车牌,车系,里程（公里）\r\n沪B54321,帕萨特,88000\r\n沪A12345,朗逸,10250\r\n");
    let one = exported(&house, &boss, form(json!(["series:is:朗逸"]))).await;
    assert_eq!(one.text("/rows"), "1");
    let unknown = json!({ "about": "vehicles", "columns": ["phone"], "format": "csv" });
    assert_eq!(boss.post("/exports", unknown).await.is(422).code(), "export.unknown_column");
}

#[tokio::test]
async fn tasks_go_into_a_file_by_the_filters_of_their_list() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [call, _] = two_tasks(&boss, &house).await;
    boss.put(&format!("/tasks/{call}/completion"), json!({ "outcome": "reached" })).await.is(200);
    let form = |filters: Value| json!({ "about": "tasks", "filters": filters, "columns": ["title", "state", "due", "outcome"], "format": "csv" });
    let open = exported(&house, &boss, form(json!([]))).await;
    assert_eq!(
        text_of(&boss, &open.id()).await,
        "\u{FEFF}任务,状态,到期时间,结果\r\n送车,待办,2026-03-18 10:00:00,\r\n"
    );
    let done = exported(&house, &boss, form(json!(["state:is:done"]))).await;
    assert!(text_of(&boss, &done.id()).await.contains("回访,已完成,2026-03-17 10:00:00,已联系上"));
    for (part, code) in [
        (json!({ "filters": ["shoe_size:is:42"] }), "filter.unknown_field"),
        (json!({ "filters": ["state:after:done"] }), "filter.unknown_operator"),
        (json!({ "filters": ["state:is:asleep"] }), "filter.unknown_choice"),
        (json!({ "filters": ["kind:is:dance"] }), "kind.unknown"),
        (json!({ "sort": "title" }), "sort.unknown"),
        (json!({ "q": "回访" }), "filter.unknown_field"),
    ] {
        let mut form = json!({ "about": "tasks", "format": "csv" });
        form.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        assert_eq!(boss.post("/exports", form.clone()).await.is(422).code(), code, "{form}");
    }
}

#[tokio::test]
async fn chosen_rows_are_exported_as_far_as_they_lie_in_the_reach() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    two_customers(&boss, &house).await;
    let [car, _] = two_cars(&boss, &house).await;
    let [task, _] = two_tasks(&boss, &house).await;
    boss.put(&format!("/tasks/{task}/completion"), json!({ "outcome": "reached" })).await.is(200);
    let near = boss.get("/customers?q=王小明").await.text("/items/0/id");
    let far = json!({ "name": "远", "store_id": house.other_store.id });
    let far = boss.post("/customers", far).await.is(201).id();
    let chen = house.person("chen", "陈经理", "sales_manager", Reach::Store).await;
    for (about, ids, rows) in [
        ("customers", json!([near, far]), "1"),
        ("vehicles", json!([car]), "1"),
        // Chosen by hand, so also what is done.
        ("tasks", json!([task]), "1"),
    ] {
        let done = exported(&house, &chen, json!({ "about": about, "ids": ids, "format": "csv" })).await;
        assert_eq!((done.text("/state"), done.text("/rows")), ("done".into(), rows.into()), "{about}");
    }
    let both = json!({ "about": "customers", "ids": [near], "filters": ["stage:is:lead"], "format": "csv" });
    assert_eq!(boss.post("/exports", both).await.is(422).code(), "ids.with_filters");
    let nobody = json!({ "about": "customers", "ids": [], "format": "csv" });
    assert_eq!(boss.post("/exports", nobody).await.is(422).code(), "ids.count");
}

#[tokio::test]
async fn each_kind_of_list_has_its_own_permission() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    for (about, permission) in
        [("customers", "export_customers"), ("vehicles", "export_vehicles"), ("tasks", "export_tasks")]
    {
        let refused = li.post("/exports", json!({ "about": about, "format": "csv" })).await.is(403);
        assert_eq!(refused.text("/permission"), permission);
    }
    // Whoever exports cars over the whole group still sees no export of customers that is not their own.
    let role = json!({ "name": "车辆管理", "permissions": ["use_roadbook", "export_vehicles"] });
    let role = boss.post("/roles", role).await.is(201).id();
    let key = json!({ "name": "cars", "role_id": role, "reach": "group" });
    let cars = house.with_key(&boss.post("/keys", key).await.is(201).text("/secret"));
    let of_customers = exported(&house, &boss, csv(&["name"])).await.id();
    let of_vehicles = exported(&house, &boss, json!({ "about": "vehicles", "format": "csv" })).await.id();
    cars.get(&format!("/exports/{of_customers}")).await.is(404);
    cars.get(&format!("/exports/{of_vehicles}/file")).await.is(200);
    assert_eq!(cars.get("/exports").await.is(200).body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_export_cut_off_in_the_middle_offers_no_half_file_and_is_written_anew() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    two_customers(&boss, &house).await;
    let id = boss.post("/exports", csv(&["name"])).await.is(201).id();
    // What a program that was killed after the first row leaves behind: half a file, and a job nobody runs any more.
    let files = house.platform.files();
    let part = files.path("exports", format!("{id}.1.part")).unwrap();
    std::fs::write(&part, "\u{FEFF}客户\r\n王小").unwrap();
    let door = house.platform.house(platform::SystemActor::Command);
    let until = house.clock.now();
    let killed = door.write(async |tx| {
        tx.execute_text("update exports set state = 'running', rows = 1, total = 2", vec![]).await?;
        let text = "update jobs set state = 'running', attempts = 1, leased_until = $1 where name = 'customers.export'";
        tx.execute_text(text, vec![until.into()]).await
    });
    killed.await.unwrap();
    assert_eq!(boss.get(&format!("/exports/{id}/file")).await.is(409).code(), "export.not_done");
    house.settle().await;
    let done = boss.get(&format!("/exports/{id}")).await.is(200);
    assert_eq!((done.text("/state"), done.text("/rows")), ("done".into(), "2".into()));
    assert_eq!(text_of(&boss, &id).await, "\u{FEFF}客户\r\n'=李雷\r\n王小明\r\n");
    assert!(!part.exists(), "what the first run left is cleared away");
}
