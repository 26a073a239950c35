//! Cars: registered once, handed from owner to owner, plated anew, read, listed, put away.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

const VIN: &str = "LSVAA4183E2000001";
const IMPORTED: &str = "W0LPC6DB3CC123456";

async fn customer(by: &Caller, store: &access::Store, name: &str) -> String {
    by.post("/customers", json!({ "kind": "person", "name": name, "store_id": store.id })).await.is(201).id()
}

async fn car(by: &Caller, store: &access::Store, more: Value) -> Answer {
    let mut form = json!({ "brand": "大众", "series": "帕萨特", "store_id": store.id });
    for (field, value) in more.as_object().unwrap() {
        form[field] = value.clone();
    }
    by.post("/vehicles", form).await
}

fn codes(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let faults = answer.body["errors"].as_array().cloned().unwrap_or_default();
    faults.iter().map(|fault| (text(&fault["field"]), text(&fault["code"]))).collect()
}

fn each(answer: &Answer, field: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    answer.body["items"].as_array().unwrap().iter().map(|item| text(&item[field])).collect()
}

#[tokio::test]
async fn a_car_is_registered_with_its_owner_plate_and_first_reading() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let owner = customer(&boss, &house.store, "王小明").await;
    let form = json!({
        "vin": "lsvaa418-3e2 000001", "plate": "沪A·D12345", "brand": "VW", "owner_id": owner, "mileage_km": 30_000,
        "purchased_on": "2024-05-01", "in_service_on": "2024-05-03",
    });
    let added = car(&boss, &house.store, form).await.is(201);
    assert_eq!(added.text("/number"), "VE-SH01-26-000001");
    assert_eq!((added.text("/vin/vin"), added.text("/vin/maker")), (VIN.into(), "上汽大众".into()));
    assert_eq!((added.text("/brand"), added.text("/energy")), ("大众".into(), "electric".into()));
    assert_eq!(
        (added.text("/people/0/customer/name"), added.text("/people/0/role")),
        ("王小明".into(), "owner".into())
    );
    assert_eq!(
        (added.text("/plates/0/plate"), added.text("/plates/0/since")),
        ("沪AD12345".into(), "2024-05-03".into())
    );
    let readings = boss.get(&format!("/vehicles/{}/mileage", added.id())).await.is(200);
    assert_eq!((each(&readings, "km"), each(&readings, "source")), (vec!["30000".into()], vec!["workshop".into()]));
    let timeline = boss.get(&format!("/vehicles/{}/timeline", added.id())).await.is(200);
    assert_eq!(each(&timeline, "name"), ["person.linked", "vehicle.registered"]);
    assert_eq!(timeline.text("/items/0/customer/name"), "王小明");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_car_is_told_at_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form =
        json!({ "vin": IMPORTED, "plate": "沪A1", "brand": " ", "mileage_km": -1, "insurance_until": "2199-01-01" });
    let refused = car(&boss, &house.store, form).await.is(422);
    let expected = [
        ("vin", "vin.check_digit"),
        ("plate", "plate.too_short"),
        ("brand", "brand.empty"),
        ("insurance_until", "date.implausible"),
        ("mileage_km", "mileage.implausible"),
    ];
    assert_eq!(codes(&refused), expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
    let kept = car(&boss, &house.store, json!({ "vin": IMPORTED, "confirm_vin": true })).await.is(201);
    assert_eq!((kept.text("/vin/is_valid"), kept.text("/vin/expected_check")), ("false".into(), "1".into()));
}

#[tokio::test]
async fn a_vin_stands_for_one_car_of_the_group() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = car(&boss, &house.store, json!({ "vin": VIN })).await.is(201);
    let again = car(&boss, &house.other_store, json!({ "vin": VIN })).await.is(409);
    assert_eq!(again.code(), "vehicle.vin_taken");
    assert!(again.text("/detail").contains("VE-SH01-26-000001"));
    let elsewhere = house.machine_in("store_manager", &house.other_store).await;
    let hidden = car(&elsewhere, &house.other_store, json!({ "vin": VIN })).await.is(409);
    assert!(!hidden.text("/detail").contains("VE-SH01"), "another store's numbers are its own");
    let neighbour = house.neighbour().await;
    car(&neighbour, &house.neighbours_store, json!({ "vin": VIN })).await.is(201);

    let path = format!("/vehicles/{}", first.id());
    boss.delete(&path).await.is(204);
    car(&boss, &house.store, json!({ "vin": VIN })).await.is(201);
    assert_eq!(boss.put(&format!("{path}/restoration"), json!({})).await.is(409).code(), "vehicle.vin_taken");
}

#[tokio::test]
async fn a_car_of_another_store_or_group_is_not_there() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = car(&boss, &house.store, json!({ "vin": VIN })).await.is(201).id();
    for stranger in [house.machine_in("store_manager", &house.other_store).await, house.neighbour().await] {
        stranger.get(&format!("/vehicles/{id}")).await.is(404);
        stranger.get(&format!("/vehicles/{id}/profile")).await.is(404);
        stranger.get(&format!("/vehicles/{id}/timeline")).await.is(404);
        stranger.get(&format!("/vehicles/{id}/mileage")).await.is(404);
        stranger.patch(&format!("/vehicles/{id}"), json!({ "colour": "白" })).await.is(404);
        stranger.post(&format!("/vehicles/{id}/mileage"), json!({ "km": 1 })).await.is(404);
        stranger.post(&format!("/vehicles/{id}/plates"), json!({ "plate": "沪A12345" })).await.is(404);
        assert_eq!(each(&stranger.get("/vehicles").await.is(200), "id"), Vec::<String>::new());
        assert_eq!(stranger.get(&format!("/vehicles?q={VIN}")).await.is(200).body["items"], json!([]));
    }
}

#[tokio::test]
async fn a_consultant_keeps_sight_of_the_car_they_registered_and_loses_it_with_its_owner() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let seller = house.person("seller", "周宁", "sales_consultant", Reach::Own).await;
    let edits = seller.get("/session").await.is(200).body["permissions"].to_string().contains("edit_vehicles");
    assert!(edits, "a consultant registers the cars they sell");
    let id = car(&seller, &house.store, json!({ "vin": VIN })).await.is(201).id();
    seller.get(&format!("/vehicles/{id}")).await.is(200);
    let owner = customer(&boss, &house.store, "李雷").await;
    boss.post(&format!("/vehicles/{id}/people"), json!({ "customer_id": owner, "role": "owner" })).await.is(201);
    seller.get(&format!("/vehicles/{id}")).await.is(404);
}

#[tokio::test]
async fn a_change_from_an_old_version_is_refused_with_the_car_as_it_is() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let path = format!("/vehicles/{}", car(&boss, &house.store, json!({ "insurer": "人保" })).await.is(201).id());
    let changed =
        boss.patch_from(1, &path, json!({ "colour": "白", "insurer": null, "tyre_health": 40 })).await.is(200);
    assert_eq!((changed.text("/colour"), changed.text("/health")), ("白".into(), "40".into()));
    assert_eq!(changed.body["insurer"], Value::Null);
    let stale = boss.patch_from(1, &path, json!({ "colour": "黑" })).await.is(412);
    assert_eq!((stale.text("/current/colour"), stale.text("/current/version")), ("白".into(), "2".into()));
    let same = boss.patch_from(2, &path, json!({ "colour": "白" })).await.is(200);
    assert_eq!(same.text("/version"), "2");
    assert_eq!(boss.patch(&path, json!({ "plate": "沪A12345" })).await.is(422).code(), "field.wrong");
    boss.delete(&path).await.is(204);
    assert_eq!(boss.patch(&path, json!({ "colour": "黑" })).await.is(409).code(), "vehicle.deleted");
    assert_eq!(boss.put(&format!("{path}/restoration"), json!({})).await.is(200).text("/colour"), "白");
}

#[tokio::test]
async fn a_sold_car_changes_hands_and_both_customers_know() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let seller = customer(&boss, &house.store, "王小明").await;
    let buyer = customer(&boss, &house.store, "李雷").await;
    let form = json!({ "owner_id": seller, "purchased_on": "2020-01-01", "insurance_until": "2026-04-01" });
    let id = car(&boss, &house.store, form).await.is(201).id();
    let link = json!({ "customer_id": buyer, "role": "owner", "since": "2026-03-10" });
    let sold = boss.post(&format!("/vehicles/{id}/people"), link.clone()).await.is(201);
    assert_eq!((sold.text("/people/0/customer/name"), sold.text("/people/0/until")), ("李雷".into(), "null".into()));
    assert_eq!(
        (sold.text("/people/1/customer/name"), sold.text("/people/1/until")),
        ("王小明".into(), "2026-03-10".into())
    );
    let again = boss.post(&format!("/vehicles/{id}/people"), link).await.is(409);
    assert_eq!(again.code(), "vehicle.already_linked");

    house.settle().await;
    let had = boss.get(&format!("/customers/{seller}/profile")).await.is(200);
    assert_eq!((had.text("/facts/vehicles"), had.text("/vehicles/0/until")), ("0".into(), "2026-03-10".into()));
    assert_eq!(had.body["vehicles"][0]["due"], json!([]));
    let has = boss.get(&format!("/customers/{buyer}/profile")).await.is(200);
    assert_eq!((has.text("/facts/vehicles"), has.text("/facts/insurance_until")), ("1".into(), "2026-04-01".into()));
    assert_eq!(
        (has.text("/vehicles/0/due/0/kind"), has.text("/vehicles/0/due/0/state")),
        ("insurance".into(), "soon".into())
    );

    let link = sold.text("/people/0/id");
    let ended = boss.patch(&format!("/vehicles/{id}/people/{link}"), json!({ "until": "2026-03-16" })).await.is(200);
    assert_eq!(ended.text("/people/0/until"), "2026-03-16");
    assert_eq!(boss.get("/vehicles?filter=has_owner:is:false").await.is(200).text("/items/0/id"), id);
    let reopened = boss.patch(&format!("/vehicles/{id}/people/{link}"), json!({ "until": null })).await.is(409);
    assert_eq!(reopened.code(), "vehicle.link_ended");
}

#[tokio::test]
async fn a_car_is_found_by_its_new_plate_and_by_its_owner() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let owner = customer(&boss, &house.store, "欧阳娜娜").await;
    let id = car(&boss, &house.store, json!({ "plate": "沪A12345", "owner_id": owner })).await.is(201).id();
    let plated = boss.post(&format!("/vehicles/{id}/plates"), json!({ "plate": "沪B66688" })).await.is(201);
    assert_eq!(
        (plated.text("/plate/display"), plated.text("/plates/1/until")),
        ("沪B·66688".into(), "2026-03-16".into())
    );
    let found = async |typed: &str| each(&boss.get(&format!("/vehicles?q={typed}")).await.is(200), "id");
    for typed in ["6688", "oynn", "VE-SH01"] {
        assert_eq!(found(typed).await, [id.as_str()], "{typed}");
    }
    assert_eq!(found("A12345").await, Vec::<String>::new());
    assert_eq!(found("nobody").await, Vec::<String>::new());
}

#[tokio::test]
async fn an_odometer_counts_up_and_tells_the_pace() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "next_service_km": 20_000, "next_service_on": "2026-12-01" });
    let path = format!("/vehicles/{}", car(&boss, &house.store, form).await.is(201).id());
    let read = async |km: i32, at: &str, source: &str| {
        let body = json!({ "km": km, "read_at": format!("{at}T08:00:00Z"), "source": source });
        boss.post(&format!("{path}/mileage"), body).await
    };
    read(7_000, "2025-03-01", "workshop").await.is(201);
    read(19_500, "2026-03-01", "owner").await.is(201);
    assert_eq!(read(6_999, "2026-03-02", "owner").await.is(409).code(), "vehicle.mileage_backwards");
    assert_eq!(read(20_000, "2025-06-01", "owner").await.is(409).code(), "vehicle.mileage_backwards");
    assert_eq!(read(20_000, "2026-04-01", "owner").await.is(422).code(), "date.in_future");
    let profile = boss.get(&format!("{path}/profile")).await.is(200);
    assert_eq!((profile.text("/km_per_month"), profile.text("/vehicle/mileage_km")), ("1042".into(), "19500".into()));
    assert_eq!((profile.text("/due/0/on"), profile.text("/due/0/state")), ("2026-12-01".into(), "soon".into()));
    let corrected = read(9_500, "2026-03-03", "correction").await.is(201);
    assert_eq!(corrected.text("/mileage_km"), "9500");
    let first = boss.get(&format!("{path}/mileage?limit=2")).await.is(200);
    assert_eq!(each(&first, "km"), ["9500", "19500"]);
    let rest = boss.get(&format!("{path}/mileage?limit=2&cursor={}", first.text("/next"))).await.is(200);
    assert_eq!((each(&rest, "km"), rest.body["next"].is_null()), (vec!["7000".into()], true));
}

#[tokio::test]
async fn every_order_of_the_list_pages_through_all_cars_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for number in 0..7 {
        let known = number % 2 == 0;
        let brand = ["大众", "奥迪", "宝马"][number % 3];
        let day = known.then(|| format!("2026-0{}-01", number + 1));
        let form = json!({ "brand": brand, "mileage_km": known.then_some(number * 100), "next_service_on": day, "insurance_until": day });
        car(&boss, &house.store, form).await.is(201);
    }
    for sort in ["created", "brand", "mileage", "next_service", "insurance_until"] {
        let up = walk(&boss, sort).await;
        let mut down = walk(&boss, &format!("-{sort}")).await;
        down.reverse();
        assert_eq!(up, down, "{sort}");
        assert_eq!(up.iter().collect::<std::collections::BTreeSet<_>>().len(), 7, "{sort}");
    }
    assert_eq!(boss.get("/vehicles?sort=colour").await.is(422).code(), "sort.unknown");
}

async fn walk(by: &Caller, sort: &str) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = by.get(&format!("/vehicles?limit=2&sort={sort}{cursor}")).await.is(200);
        ids.extend(each(&page, "id"));
        match page.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return ids,
        }
    }
}

#[tokio::test]
async fn every_field_filters_by_each_of_its_operators() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    car(&boss, &house.store, json!({ "vin": VIN, "plate": "沪A12345", "energy": "petrol" })).await.is(201);
    let fields = boss.get("/vehicles/fields").await.is(200);
    for field in fields.body.as_array().unwrap() {
        for operator in field["operators"].as_array().unwrap() {
            let (name, operator) = (field["name"].as_str().unwrap(), operator.as_str().unwrap());
            let value = match (field["kind"].as_str().unwrap(), operator) {
                (_, "within_days" | "last_days" | "older_than_days") | ("number" | "money", _) => "30".to_owned(),
                ("date", _) => "2026-03-01".to_owned(),
                ("choice", _) => field["options"][0].as_str().unwrap().to_owned(),
                ("staff" | "store" | "tag", _) => house.store.id.to_string(),
                ("flag", _) => "false".to_owned(),
                _ => "a".to_owned(),
            };
            boss.get(&format!("/vehicles/count?filter={name}:{operator}:{value}")).await.is(200);
        }
    }
    let petrol = boss.get("/vehicles/count?filter=energy:is:petrol&filter=brand:is:VW&exact=true").await.is(200);
    assert_eq!(petrol.body, json!({ "count": 1, "capped": false }));
}

#[tokio::test]
async fn a_car_comes_with_a_new_customer_or_neither_comes() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = |vin: &str| {
        json!({ "kind": "person", "name": "王小明", "store_id": house.store.id,
                "vehicle": { "vin": vin, "brand": "大众", "series": "帕萨特" } })
    };
    let id = boss.post("/customers", form(VIN)).await.is(201).id();
    assert_eq!(boss.get(&format!("/customers/{id}/profile")).await.is(200).text("/vehicles/0/vin"), VIN);
    let wrong = boss.post("/customers", form(IMPORTED)).await.is(422);
    assert_eq!(codes(&wrong), [("vehicle.vin".to_owned(), "vin.check_digit".to_owned())]);
    assert_eq!(boss.post("/customers", form(VIN)).await.is(409).code(), "vehicle.vin_taken");
    assert_eq!(boss.get("/customers/count").await.is(200).text("/count"), "1");
}

#[tokio::test]
async fn a_vin_tells_what_it_knows() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let told = boss.get(&format!("/vin/{VIN}")).await.is(200);
    assert_eq!((told.text("/maker"), told.text("/model_year")), ("上汽大众".into(), "2014".into()));
    let wrong = boss.get("/vin/LSVAA4I83E2OOOOO1").await.is(422);
    assert_eq!(wrong.code(), "vin.bad_character");
    assert!(wrong.text("/detail").contains(VIN), "the likely reading is offered");
    house.stranger().get(&format!("/vin/{VIN}")).await.is(401);
}

#[tokio::test]
async fn a_task_carries_a_car_that_stands_alone_or_is_the_customers_own() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let customer = async |name: &str| {
        boss.post("/customers", json!({ "name": name, "store_id": house.store.id })).await.is(201).id()
    };
    let (owner, other) = (customer("王小明").await, customer("李红").await);
    let car = json!({ "brand": "大众", "series": "朗逸", "owner_id": owner });
    let car = boss.post("/vehicles", car).await.is(201).id();
    let task = |customer: Option<&str>| json!({ "title": "送检", "kind": "other", "due_at": "2026-03-17T02:00:00Z", "customer_id": customer, "vehicle_id": car });
    let alone = boss.post("/tasks", task(None)).await.is(201);
    assert_eq!((alone.text("/vehicle/id"), &alone.body["customer"]), (car.clone(), &serde_json::Value::Null));
    let own = boss.post("/tasks", task(Some(&owner))).await.is(201);
    let refused = boss.post("/tasks", task(Some(&other))).await.is(422);
    assert_eq!(refused.code(), "vehicle.not_theirs");
    let changed = boss.patch(&format!("/tasks/{}", own.id()), json!({ "customer_id": other })).await.is(422);
    assert_eq!(changed.code(), "vehicle.not_theirs");
    // The page of the car shows both.
    let page = boss.get(&format!("/vehicles/{car}/profile")).await.is(200);
    assert_eq!(page.body["tasks"].as_array().unwrap().len(), 2);
    assert_eq!(boss.get(&format!("/tasks?vehicle={car}")).await.is(200).body["items"].as_array().unwrap().len(), 2);
}
