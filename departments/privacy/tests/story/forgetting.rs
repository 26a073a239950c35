//! Forgetting a person: everywhere, with proof, and so that nothing brings them back.

use kernel::Reach;
use platform::{SystemActor, database::Dialect};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::pdf_words;

const NAME: &str = "欧阳明轩";
const PHONE: &str = "13800005678";
const PLATE: &str = "沪AD12345";
const VIN: &str = "LSVAA4187E2000017";
const EMAIL: &str = "mingxuan.ouyang@example.com";
const ID_NUMBER: &str = "11010519491231002X";
const ADDRESS: &str = "张江路八百八十八弄十二号";

/// What must stand nowhere any more.
const TRACES: [&str; 7] = [NAME, PHONE, PLATE, VIN, EMAIL, ID_NUMBER, ADDRESS];

/// Somebody of whom everything is known that can be known.
async fn known_person(house: &House, boss: &Caller) -> String {
    let store = house.store.id;
    let form = json!({
        "name": NAME, "store_id": store, "phones": [PHONE], "email": EMAIL, "id_number": ID_NUMBER,
        "address": format!("上海市浦东新区{ADDRESS}"), "occupation": "教师",
    });
    let created =
        boss.call(http::Method::POST, "/customers", Some(form), &[("idempotency-key", "first")]).await.is(201);
    let id = created.id();
    let car =
        json!({ "brand": "大众", "series": "帕萨特", "plate": PLATE, "vin": VIN, "owner_id": id, "mileage_km": 10 });
    boss.post("/vehicles", car).await.is(201);
    let note = json!({ "kind": "call", "text": format!("{NAME}来电，车牌{PLATE}，回电 138-0000-5678") });
    boss.post(&format!("/customers/{id}/notes"), note).await.is(201);
    let task = json!({ "title": format!("回电{NAME}"), "kind": "call", "due_at": house.clock.now(), "customer_id": id,
                       "note": PHONE });
    boss.post("/tasks", task).await.is(201);
    let message = json!({ "customer_id": id, "channel": "sms", "text": format!("{NAME}您好，{PLATE}该保养了") });
    boss.post("/messages", message).await.is(201);
    boss.patch(&format!("/customers/{id}"), json!({ "occupation": format!("{NAME}的职业") })).await.is(200);
    // Written about somebody else, who stays.
    let other = json!({ "name": "张三", "store_id": store, "phones": ["13900001111"] });
    let other = boss.post("/customers", other).await.is(201).id();
    let aside = json!({ "kind": "note", "text": format!("介绍人是{NAME}（{PHONE}），开{PLATE}") });
    boss.post(&format!("/customers/{other}/notes"), aside).await.is(201);
    let export = json!({ "about": "customers", "filters": [], "columns": ["name", "phone"], "format": "csv" });
    boss.post("/exports", export).await.is(201);
    let view = json!({ "about": "customers", "name": "我的", "colour": "blue",
                       "definition": { "filters": [], "columns": ["name"], "q": NAME } });
    boss.post("/views", view).await;
    house.settle().await;
    id
}

pub async fn deletion_request(boss: &Caller, customer: &str) -> String {
    let form = json!({ "kind": "delete", "channel": "desk", "asked_by": "person", "asker_name": NAME,
                       "asker_contact": PHONE, "wish": format!("请删除{NAME}的全部信息"), "customer_id": customer });
    let id = boss.post("/person-requests", form).await.is(201).id();
    let check = json!({ "method": "id_card_seen", "result": "passed", "note": format!("{NAME}本人") });
    boss.post(&format!("/person-requests/{id}/identity-checks"), check).await.is(200);
    id
}

/// Every text of every table of the database, one after another.
pub async fn everything(house: &House) -> String {
    let door = house.platform.house(SystemActor::Command);
    let db = door.read();
    let dialect: Dialect = db.dialect();
    platform::record! { struct Column { table_name: String, name: String, kind: String } }
    let columns: Vec<Column> = db.fetch_text(dialect.columns(), vec![]).await.unwrap();
    let mut all = String::new();
    for column in columns {
        let text = format!(
            "select {} from {} where {} is not null",
            dialect.as_text(&column.name, &column.kind),
            column.table_name,
            column.name
        );
        let statement = sea_orm::Statement::from_string(db.get_database_backend(), text);
        for row in db.query_all_raw(statement).await.unwrap() {
            all.push_str(&row.try_get_by_index::<String>(0).unwrap_or_default());
            all.push('\n');
        }
    }
    all
}

fn files_below(folder: &std::path::Path, all: &mut Vec<(std::path::PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            files_below(&entry.path(), all);
        } else {
            all.push((entry.path(), std::fs::read(entry.path()).unwrap()));
        }
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_forgotten_person_stands_in_no_table_no_file_and_no_free_page() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = known_person(&house, &boss).await;
    let before = everything(&house).await;
    assert!([NAME, PHONE, PLATE, VIN].iter().all(|text| before.contains(text)), "the story begins with traces");
    let request = deletion_request(&boss, &person).await;
    let path = format!("/person-requests/{request}/deletion");
    let open = boss.get(&path).await.is(200);
    assert_eq!(open.text("/open_work/tasks/0"), format!("回电{NAME}"));
    let refused = boss.put(&path, json!({})).await.is(409);
    assert_eq!(refused.code(), "deletion.open_work");
    boss.put(&path, json!({ "ends_open_work": true })).await.is(200);
    house.settle().await;

    let done = boss.get(&path).await.is(200);
    assert_eq!(done.text("/state"), "proven", "{}", done.body);
    let after = everything(&house).await;
    for text in TRACES {
        assert!(!after.contains(text), "{text} is still in a table");
    }
    let mut files = Vec::new();
    files_below(house.folder(), &mut files);
    for (path, bytes) in &files {
        for text in TRACES {
            assert!(!holds(bytes, text), "{text} is still in {}", path.display());
        }
    }
    let (proof, digests) = (&done.body["proof"], done.body["proof"]["digests"].as_array().unwrap());
    assert!(digests.len() >= 6 && proof["forms"].as_u64().unwrap() > 10, "{proof}");
    assert!(proof["tables"].as_array().unwrap().iter().all(|table| table["found"] == 0), "{proof}");
    assert_eq!(proof["kept"][0]["kind"], "recall");
    let areas = done.body["areas"].as_array().unwrap();
    let area = |name: &str| areas.iter().find(|area| area["area"] == name).unwrap();
    assert!(
        area("record")["rows"].as_u64().unwrap() >= 3 && area("record")["mended"].as_u64().unwrap() >= 1,
        "{areas:?}"
    );
    assert_eq!((&area("house")["rows"], &area("house")["mended"]), (&json!(0), &json!(0)));
    let paper = boss.get(&format!("/person-requests/{request}/proof")).await.is(200);
    let words = pdf_words::of(&paper.bytes);
    assert!(words.contains(&boss.get(&format!("/person-requests/{request}")).await.is(200).text("/number")), "{words}");
    let line = format!("加密封存至 {}", proof["kept"][0]["until"].as_str().unwrap());
    assert!(words.contains("召回") && words.contains(&line), "{words}");
    let kept = format!("/person-requests/{request}/kept-records");
    assert_eq!(boss.post(&kept, json!({ "reason": " " })).await.is(422).code(), "text.missing");
    house.machine("store_manager").await.post(&kept, json!({ "reason": "市监局检查" })).await.is(403);
    let opened = boss.post(&kept, json!({ "reason": "市监局检查" })).await.is(200);
    assert_eq!((opened.text("/0/kind"), opened.text("/0/record/vin")), ("recall".into(), VIN.into()));
    assert!(everything(&house).await.contains("市监局检查"), "who opened it and why is written down");

    boss.get(&format!("/customers/{person}")).await.is(404);
    assert_eq!(boss.get("/customers?deleted=true").await.is(200).body["items"], json!([]));
    let answer = boss.put(&format!("/person-requests/{request}/answer"), json!({ "outcome": "granted" })).await;
    assert_eq!(answer.is(200).text("/asker_name"), "");
    let letter =
        pdf_words::of(&boss.get(&format!("/person-requests/{request}/letter?language=zh")).await.is(200).bytes);
    assert!(letter.contains("召回") && letter.contains(&line), "the letter says what the proof says: {letter}");
    assert!(!letter.contains("维修记录"), "nothing of the workshop was kept: {letter}");
}

#[tokio::test]
async fn the_letter_to_somebody_without_a_car_keeps_nothing_as_the_proof_says() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "欧阳无车", "store_id": house.store.id, "phones": ["13800007777"] });
    let person = boss.post("/customers", form).await.is(201).id();
    let request = deletion_request(&boss, &person).await;
    boss.put(&format!("/person-requests/{request}/deletion"), json!({ "ends_open_work": true })).await.is(200);
    house.settle().await;
    boss.put(&format!("/person-requests/{request}/answer"), json!({ "outcome": "granted" })).await.is(200);
    let of = async |paper: &str| {
        let path = format!("/person-requests/{request}/{paper}?language=zh");
        pdf_words::of(&boss.get(&path).await.is(200).bytes)
    };
    let (letter, proof) = (of("letter").await, of("proof").await);
    assert!(proof.contains("依法保留了什么没有。"), "{proof}");
    assert!(letter.contains("没有依法需要继续保留的记录"), "{letter}");
    assert!(!letter.contains("封存") && !letter.contains("车牌"), "{letter}");
}

#[tokio::test]
async fn nothing_brings_a_forgotten_person_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = known_person(&house, &boss).await;
    let request = deletion_request(&boss, &person).await;
    let path = format!("/person-requests/{request}/deletion");
    boss.put(&path, json!({ "ends_open_work": true })).await.is(200);
    house.settle().await;
    assert_eq!(boss.put(&path, json!({ "ends_open_work": true })).await.is(409).code(), "deletion.already_begun");
    boss.put(&format!("/customers/{person}/restoration"), Value::Null).await;
    boss.get(&format!("/customers/{person}")).await.is(404);
    // The first request again: its answer was about the person, and is gone.
    let form = json!({ "name": NAME, "store_id": house.store.id, "phones": [PHONE], "email": EMAIL, "id_number": ID_NUMBER,
        "address": format!("上海市浦东新区{ADDRESS}"), "occupation": "教师" });
    let again = boss.call(http::Method::POST, "/customers", Some(form), &[("idempotency-key", "first")]).await.is(409);
    assert_eq!(again.code(), "idempotency.unfinished");
    // Counting everything anew brings no facts of the person back.
    let door = house.platform.house(SystemActor::Command);
    door.write(async |tx| journal::listen::rewind(tx, "customers.facts").await).await.unwrap();
    house.settle().await;
    assert!(!everything(&house).await.contains(NAME));
    assert_eq!(boss.get("/customers/count").await.is(200).text("/count"), "1");
}

#[tokio::test]
async fn what_belongs_to_others_stays() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let spouse = json!({ "name": "李静", "store_id": house.store.id, "phones": [PHONE] });
    let spouse = boss.post("/customers", spouse).await.is(201).id();
    let person = known_person(&house, &boss).await;
    let shared = json!({ "brand": "别克", "series": "GL8", "plate": "沪B88888", "owner_id": spouse, "mileage_km": 10 });
    let shared = boss.post("/vehicles", shared).await.is(201).id();
    let link = json!({ "customer_id": person, "role": "driver" });
    boss.post(&format!("/vehicles/{shared}/people"), link).await.is(201);
    let request = deletion_request(&boss, &person).await;
    let path = format!("/person-requests/{request}/deletion");
    boss.put(&path, json!({ "ends_open_work": true })).await.is(200);
    house.settle().await;
    let done = boss.get(&path).await.is(200);
    assert_eq!((done.text("/state"), done.text("/proof/shared")), ("proven".into(), "1".into()), "{}", done.body);
    let kept = boss.get(&format!("/customers/{spouse}")).await.is(200);
    assert_eq!(kept.text("/contacts/0/value"), "13800005678");
    let car = boss.get(&format!("/vehicles/{shared}")).await.is(200);
    assert_eq!(car.text("/plate/plate"), "沪B88888");
    assert_eq!(car.body["people"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn only_who_may_forget_can_and_only_what_was_asked_for() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let agent = house.person("care", "周敏", "care_agent", Reach::Store).await;
    let person = known_person(&house, &boss).await;
    let request = deletion_request(&boss, &person).await;
    let forbidden = agent.put(&format!("/person-requests/{request}/deletion"), json!({})).await.is(403);
    assert_eq!(forbidden.text("/permission"), "forget_persons");
    let early = boss.put(&format!("/person-requests/{request}/answer"), json!({ "outcome": "granted" })).await.is(409);
    assert_eq!(early.code(), "person_request.not_deleted");
    let form =
        json!({ "kind": "access", "channel": "desk", "asked_by": "person", "asker_name": NAME, "customer_id": person });
    let other = boss.post("/person-requests", form).await.is(201).id();
    let wrong = boss.put(&format!("/person-requests/{other}/deletion"), json!({})).await.is(409);
    assert_eq!(wrong.code(), "person_request.wrong_kind");
    boss.get(&format!("/person-requests/{request}/proof")).await.is(409);
}

#[tokio::test]
async fn a_restricted_person_is_found_nowhere_and_comes_back_whole() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = known_person(&house, &boss).await;
    let form = json!({ "kind": "restrict", "channel": "desk", "asked_by": "person", "asker_name": NAME, "customer_id": person });
    let request = boss.post("/person-requests", form).await.is(201).id();
    let check = json!({ "method": "id_card_seen", "result": "passed" });
    boss.post(&format!("/person-requests/{request}/identity-checks"), check).await.is(200);
    let whole = boss.get(&format!("/customers/{person}")).await.is(200);
    let path = format!("/person-requests/{request}/restriction");
    boss.put(&path, Value::Null).await.is(200);
    assert_eq!(boss.put(&path, Value::Null).await.is(409).code(), "restriction.already_restricted");
    boss.get(&format!("/customers/{person}")).await.is(404);
    for asked in ["/customers", "/customers?deleted=true", "/tasks?state=all", "/messages", "/vehicles"] {
        let list = boss.get(asked).await.is(200);
        assert!(
            !list.body.to_string().contains(NAME) && !list.body.to_string().contains(PLATE),
            "{asked}: {}",
            list.body
        );
    }
    assert_eq!(boss.get(&format!("/search?q={PHONE}")).await.is(200).body["hits"], json!([]));
    let message = json!({ "customer_id": person, "channel": "sms", "text": "您好" });
    assert!(!boss.post("/messages", message).await.status.is_success());

    boss.delete(&path).await.is(200);
    let back = boss.get(&format!("/customers/{person}")).await.is(200);
    assert_eq!(back.body, whole.body);
    assert_ne!(boss.get(&format!("/search?q={PHONE}")).await.is(200).body["hits"], json!([]));
    assert_eq!(boss.delete(&path).await.is(409).code(), "restriction.not_restricted");
}

const SECOND_NAME: &str = "欧阳明宣";
const SECOND_EMAIL: &str = "ouyang.second@example.com";
const SECOND_PLATE: &str = "沪BQ7788";

/// A second record of the person: the phone of the first, a misspelled name, and a mailbox and a car of its own.
async fn second_record(house: &House, boss: &Caller) -> String {
    let form = json!({
        "name": SECOND_NAME, "store_id": house.store.id, "phones": [PHONE], "email": SECOND_EMAIL, "occupation": "讲师",
    });
    let id = boss.post("/customers", form).await.is(201).id();
    let car = json!({ "brand": "大众", "series": "朗逸", "plate": SECOND_PLATE, "owner_id": id });
    boss.post("/vehicles", car).await.is(201);
    id
}

#[tokio::test]
async fn records_merged_into_a_person_are_forgotten_with_them() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = known_person(&house, &boss).await;
    let second = second_record(&house, &boss).await;
    boss.post("/merges", json!({ "keep": person, "absorb": second })).await.is(201);
    house.settle().await;
    let before = everything(&house).await;
    assert!([SECOND_NAME, SECOND_PLATE].iter().all(|text| before.contains(text)), "the story begins with traces");
    let request = deletion_request(&boss, &person).await;
    let path = format!("/person-requests/{request}/deletion");
    boss.put(&path, json!({ "ends_open_work": true })).await.is(200);
    house.settle().await;

    let done = boss.get(&path).await.is(200);
    assert_eq!(done.text("/state"), "proven", "{}", done.body);
    assert_eq!((&done.body["proof"]["merged_records"], &done.body["proof"]["shared"]), (&json!(1), &json!(0)));
    let after = everything(&house).await;
    for text in TRACES.into_iter().chain([SECOND_NAME, SECOND_EMAIL, SECOND_PLATE]) {
        assert!(!after.contains(text), "{text} is still in a table");
    }
    for gone in [&person, &second] {
        boss.get(&format!("/customers/{gone}")).await.is(404);
    }
}

#[tokio::test]
async fn whoever_is_merged_before_the_deletion_runs_is_forgotten_as_the_one_they_are_now() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = known_person(&house, &boss).await;
    let second = second_record(&house, &boss).await;
    let request = deletion_request(&boss, &person).await;
    let path = format!("/person-requests/{request}/deletion");
    boss.put(&path, json!({ "ends_open_work": true })).await.is(200);
    boss.post("/merges", json!({ "keep": second, "absorb": person })).await.is(201);
    house.settle().await;
    assert_eq!(boss.get(&path).await.is(200).text("/state"), "proven");
    let after = everything(&house).await;
    for text in TRACES.into_iter().chain([SECOND_NAME, SECOND_PLATE]) {
        assert!(!after.contains(text), "{text} is still in a table");
    }
}

#[tokio::test]
async fn records_merged_into_a_restricted_person_are_out_of_reach_with_them() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = known_person(&house, &boss).await;
    let second = second_record(&house, &boss).await;
    let merge = boss.post("/merges", json!({ "keep": person, "absorb": second })).await.is(201).id();
    house.settle().await;
    let form = json!({ "kind": "restrict", "channel": "desk", "asked_by": "person", "asker_name": NAME, "customer_id": person });
    let request = boss.post("/person-requests", form).await.is(201).id();
    let check = json!({ "method": "id_card_seen", "result": "passed" });
    boss.post(&format!("/person-requests/{request}/identity-checks"), check).await.is(200);
    let path = format!("/person-requests/{request}/restriction");
    boss.put(&path, Value::Null).await.is(200);
    for asked in [format!("/customers/{second}"), format!("/customers/{person}"), format!("/merges/{merge}")] {
        boss.get(&asked).await.is(404);
    }
    boss.put(&format!("/merges/{merge}/undo"), Value::Null).await.is(404);
    boss.delete(&path).await.is(200);
    assert_eq!(boss.get(&format!("/customers/{second}")).await.is(410).text("/kept"), person);
    boss.put(&format!("/merges/{merge}/undo"), Value::Null).await.is(200);
    assert_eq!(boss.get(&format!("/customers/{second}")).await.is(200).text("/name"), SECOND_NAME);
}

#[tokio::test]
async fn a_server_keeps_no_old_version_of_a_row_that_named_the_person() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = known_person(&house, &boss).await;
    let request = deletion_request(&boss, &person).await;
    let door = house.platform.house(SystemActor::Command);
    let is_server = door.read().dialect() == Dialect::Postgres;
    let path = format!("/person-requests/{request}/deletion");
    boss.put(&path, json!({ "ends_open_work": true })).await.is(200);
    house.settle().await;
    let done = boss.get(&path).await.is(200);
    assert_eq!(done.text("/state"), "proven", "{}", done.body);
    let vacuumed = &done.body["proof"]["vacuumed_tables"];
    if !is_server {
        assert_eq!(vacuumed, &Value::Null, "a file is searched byte by byte instead");
        return;
    }
    assert!(vacuumed.as_u64().unwrap() >= 8, "{vacuumed}");
    let db = door.read();
    let raw = async |sql: &str| db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await;
    let can_look_inside = raw("create extension if not exists pageinspect").await.is_ok();
    for table in ["customers", "notes", "journal", "tasks", "messages", "search_terms", "vehicles", "plates"] {
        let sql = if can_look_inside {
            format!(
                "select count(*) from generate_series(0, pg_relation_size('{table}') / current_setting('block_size')::int - 1) page,
                 heap_page_items(get_raw_page('{table}', page::int))
                 where position(convert_to('{NAME}', 'UTF8') in t_data) > 0 or position(convert_to('{PLATE}', 'UTF8') in t_data) > 0"
            )
        } else {
            format!("select n_dead_tup from pg_stat_user_tables where relname = '{table}'")
        };
        let rows = raw(&sql).await.unwrap();
        assert_eq!(rows[0].try_get_by_index::<i64>(0).unwrap(), 0, "an old version in {table} still tells who it was");
    }
}
