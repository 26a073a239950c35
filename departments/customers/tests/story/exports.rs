//! Exports: lists taken home as files, masked for those who see phones masked.

use chrono::TimeDelta;
use kernel::{Language, Reach};
use serde_json::{Value, json};
use testkit::{Answer, Caller, House, PASSWORD};

pub async fn two_customers(by: &Caller, house: &House) {
    for (name, phone) in [("王小明", "13800001111"), ("=李雷", "13900002222")] {
        let form =
            json!({ "kind": "person", "name": name, "phones": [phone], "store_id": house.store.id, "source": "展厅" });
        by.post("/customers", form).await.is(201);
    }
    let rules = json!({
        "masked_rows_free": 1000, "whole_rows_free": 1000, "days_to_approve": 7, "downloads_max": 3, "shows_watermark": true,
    });
    by.put("/export-rules", rules).await.is(200);
}

pub async fn exported(house: &House, by: &Caller, form: Value) -> Answer {
    let begun = by.post("/exports", form).await.is(201);
    assert_eq!(begun.text("/state"), "waiting");
    house.settle().await;
    by.get(&format!("/exports/{}", begun.id())).await.is(200)
}

pub async fn text_of(by: &Caller, id: &str) -> String {
    let file = by.get(&format!("/exports/{id}/file")).await.is(200);
    without_mark(&String::from_utf8(file.bytes).unwrap())
}

/// The text of a file without the signs nobody sees and the last column, which says where it comes from.
fn without_mark(text: &str) -> String {
    let seen: String = text.chars().filter(|sign| !"\u{200B}\u{200C}\u{2060}".contains(*sign)).collect();
    let lines = seen.split_inclusive("\r\n").map(|line| {
        let (cells, _) = line.rsplit_once(',').unwrap();
        format!("{cells}\r\n")
    });
    lines.collect()
}

pub fn csv(columns: &[&str]) -> Value {
    json!({ "about": "customers", "filters": [], "sort": "name", "columns": columns, "format": "csv", "reason": "月度回访" })
}

#[tokio::test]
async fn a_list_becomes_a_csv_file_with_titles_in_the_language_of_who_asked() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    two_customers(&boss, &house).await;
    let done = exported(&house, &boss, csv(&["name", "phone", "stage", "source", "created"])).await;
    assert_eq!((done.text("/state"), done.text("/rows"), done.text("/total")), ("done".into(), "2".into(), "2".into()));
    assert_eq!(done.text("/file_name"), "客户-20260316-1000.csv");
    assert_eq!(
        text_of(&boss, &done.id()).await,
        "\u{FEFF}客户,手机,阶段,来源,建档时间\r\n\
         '=李雷,13900002222,线索,展厅,2026-03-16 10:00:00\r\n\
         王小明,13800001111,线索,展厅,2026-03-16 10:00:00\r\n"
    );
    let mut english = boss.clone();
    english.language = Language::En;
    let done = exported(&house, &english, csv(&["name", "stage"])).await;
    assert!(text_of(&english, &done.id()).await.starts_with("\u{FEFF}Customer,Stage\r\n'=李雷,Lead\r\n"));
}

#[tokio::test]
async fn a_workbook_goes_out_as_a_download_under_its_own_name() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    two_customers(&boss, &house).await;
    let form = json!({ "about": "customers", "filters": ["source:is:展厅"], "q": "王", "format": "xlsx" });
    let done = exported(&house, &boss, form).await;
    assert_eq!(done.text("/rows"), "1");
    let file = boss.get(&format!("/exports/{}/file", done.id())).await.is(200);
    assert_eq!(file.headers["content-type"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert_eq!(file.headers["content-length"].to_str().unwrap(), done.text("/size"));
    let disposition = file.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.ends_with("filename*=UTF-8''%E5%AE%A2%E6%88%B7-20260316-1000.xlsx"), "{disposition}");
    assert_eq!(&file.bytes[..2], b"PK");
}

#[tokio::test]
async fn who_sees_phones_masked_exports_them_masked_and_only_their_own_customers() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    two_customers(&boss, &house).await;
    let far = json!({ "kind": "person", "name": "远", "store_id": house.other_store.id });
    boss.post("/customers", far).await.is(201);
    let chen = house.person("chen", "陈经理", "sales_manager", Reach::Store).await;
    let done = exported(&house, &chen, csv(&["name", "phone"])).await;
    let text = text_of(&chen, &done.id()).await;
    assert!(text.contains("王小明,138****1111") && !text.contains("远"), "{text}");
    let whole = exported(&house, &boss, csv(&["name", "phone"])).await;
    chen.get(&format!("/exports/{}/file", whole.id())).await.is(404);
    let admin = house.machine("it_admin").await;
    let refused = admin.get(&format!("/exports/{}/file", whole.id())).await.is(403);
    assert_eq!(refused.text("/permission"), "see_phone");
    admin.get(&format!("/exports/{}/file", done.id())).await.is(200);
    house.neighbour().await.get(&format!("/exports/{}", done.id())).await.is(404);
}

#[tokio::test]
async fn an_export_is_written_in_the_journal_and_its_file_cleared_away_after_a_week() {
    let house = House::new().await;
    let boss = house.person("zhao", "赵总", "group_manager", Reach::Group).await;
    two_customers(&boss, &house).await;
    let done = exported(&house, &boss, csv(&["name"])).await;
    let entries = journal_of(&house).await;
    let entry = entries.iter().find(|entry| entry.name == "customers.exported").unwrap();
    assert_eq!((entry.actor_name.as_str(), entry.store_id), ("赵总", Some(house.store.id)));
    assert_eq!(entry.body, json!({ "about": "customers", "rows": 2, "format": "csv", "reason": "月度回访" }));
    let proof = json!({ "password": PASSWORD });
    house.clock.advance(TimeDelta::days(6));
    house.settle().await;
    boss.put("/session/proof", proof.clone()).await.is(204);
    boss.get(&format!("/exports/{}/file", done.id())).await.is(200);
    house.clock.advance(TimeDelta::days(1));
    house.settle().await;
    boss.put("/session/proof", proof).await.is(204);
    let gone = boss.get(&format!("/exports/{}/file", done.id())).await.is(409);
    assert_eq!(gone.code(), "export.cleared_away");
    let line = boss.get("/exports").await.is(200);
    assert_eq!((line.text("/items/0/state"), line.text("/items/0/file_name")), ("done".into(), "null".into()));
}

#[tokio::test]
async fn an_export_that_can_not_be_written_is_refused_at_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    assert_eq!(boss.post("/exports", csv(&["shoe_size"])).await.is(422).code(), "export.unknown_column");
    let wrong = json!({ "about": "customers", "filters": ["x:is:y"], "columns": [], "format": "csv" });
    assert_eq!(boss.post("/exports", wrong).await.is(422).code(), "filter.unknown_field");
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    assert_eq!(li.post("/exports", csv(&[])).await.is(403).text("/permission"), "export_customers");
}

#[tokio::test]
async fn an_export_that_stops_the_program_each_time_ends_as_failed_and_its_job_is_found_among_the_dead() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    two_customers(&boss, &house).await;
    let begun = boss.post("/exports", csv(&["name"])).await.is(201);
    // What a process that was killed in the middle of its third run leaves behind.
    let door = house.platform.house(platform::SystemActor::Command);
    let until = house.clock.now();
    let text = "update jobs set state = 'running', attempts = 3, leases_lost = 2, leased_until = $1 where name = $2";
    let killed = door.write(async |tx| tx.execute_text(text, vec![until.into(), "customers.export".into()]).await);
    killed.await.unwrap();
    house.settle().await;
    let failed = boss.get(&format!("/exports/{}", begun.id())).await.is(200);
    assert_eq!(failed.text("/state"), "failed");
    assert!(failed.text("/error").contains("stopped several times"), "{}", failed.body);
    assert_eq!(boss.get(&format!("/exports/{}/file", begun.id())).await.is(409).code(), "export.failed");
    let dead = boss.get("/jobs").await.is(200);
    assert_eq!((dead.text("/items/0/name"), dead.text("/items/0/attempts")), ("customers.export".into(), "3".into()));
    assert!(dead.text("/items/0/last_fault").contains("stopped or hung 3 times"), "{}", dead.body);
    assert!(house.neighbour().await.get("/jobs").await.is(200).body["items"].as_array().unwrap().is_empty());
    let manager = house.machine_in("store_manager", &house.store).await;
    assert_eq!(manager.get("/jobs").await.is(403).text("/permission"), "see_jobs");
}

async fn journal_of(house: &House) -> Vec<journal::Entry> {
    use journal::entry::{Column, Entity};
    use sea_orm::QueryOrder;
    let door = house.platform.system(platform::SystemActor::Command, house.group);
    let db = door.read();
    db.all(db.select::<Entity>().order_by_asc(Column::Position)).await.unwrap()
}
