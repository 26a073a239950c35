//! Our own exports coming back: untouched they change nothing, a changed cell changes that field of that customer.

use customers::imports::command::{Wish, import_file};
use kernel::{Language, Reach};
use platform::SystemActor;
use serde_json::{Value, json};
use testkit::{Caller, House};

use super::{
    exports::exported,
    imports::{counts, import, set, upload},
};

const LIST: &str = "客户姓名,手机号,备用电话,性别,邮箱,地址,身份证号,门店,车牌,品牌,车系,购车日期,客户号,同意营销\n\
    王小明,13800001111,021-55551234,男,wang@example.com,上海市浦东新区张江路 1 号,,SH01,沪A12345,大众,朗逸,2024-05-01,A-1,是\n\
    =李红,13900002222,,女,,,110105199003074464,SZ01,,丰田,,,,\n\
    赵六,13700003333,,,,,,SH01,,,,,,否\n";

/// Every column a file of customers can have.
const COLUMNS: &str = "number name stage kind gender phone vehicle plate vehicles store consultant advisor tags source city \
    last_contact last_visit next_service insurance_until spend visits completeness quality created changed birthday occupation \
    phone2 email wechat id_number address purpose use_scenario decision_style preferred_colour external_id purchases \
    complaints_open validity confirmed vehicle_number vin brand series energy mileage vehicle_external_id in_service insurer \
    marketing_consent marketing_sms marketing_phone marketing_wecom marketing_email care_survey profiling share_oem \
    share_insurer share_bank vehicle_data";

async fn full_house() -> (House, Caller) {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let rules = json!({
        "masked_rows_free": 1000, "whole_rows_free": 1000, "days_to_approve": 7, "downloads_max": 3, "shows_watermark": true,
    });
    boss.put("/export-rules", rules).await.is(200);
    assert_eq!(counts(&import(&boss, &house, "list.csv", LIST.as_bytes()).await), [3, 3, 0, 0, 0, 0]);
    (house, boss)
}

async fn taken_home(house: &House, by: &Caller, columns: &str, format: &str) -> Vec<u8> {
    let columns: Vec<&str> = columns.split_whitespace().collect();
    let form = json!({ "about": "customers", "filters": [], "columns": columns, "format": format, "reason": "核对" });
    let done = exported(house, by, form).await;
    assert_eq!(done.text("/state"), "done", "{:?}", done.body);
    by.get(&format!("/exports/{}/file", done.id())).await.is(200).bytes
}

async fn customer(by: &Caller, name: &str) -> Value {
    let found = by.get(&format!("/customers?q={name}")).await.is(200).text("/items/0/id");
    by.get(&format!("/customers/{found}")).await.is(200).body
}

fn phones(customer: &Value) -> Vec<&str> {
    let contacts = customer["contacts"].as_array().unwrap().iter();
    contacts.filter(|contact| contact["kind"] == "phone").map(|contact| contact["value"].as_str().unwrap()).collect()
}

async fn rows(by: &Caller, import: &Value) -> Value {
    by.get(&format!("/imports/{}/rows?only=errors", import["id"].as_str().unwrap())).await.is(200).body
}

#[tokio::test]
async fn an_untouched_export_changes_nothing_in_either_language_and_form() {
    let (house, boss) = full_house().await;
    for language in [Language::Zh, Language::En] {
        let mut reader = boss.clone();
        reader.language = language;
        for (format, columns) in
            [("csv", COLUMNS), ("xlsx", COLUMNS), ("xlsx", "number name vehicle phone store"), ("csv", "name phone")]
        {
            let file = taken_home(&house, &reader, columns, format).await;
            let uploaded = upload(&reader, &house, &format!("export.{format}"), &file).await.is(201);
            assert_eq!(
                uploaded.text("/totals/rows"),
                "3",
                "{format} {columns} {language:?}: the line that says where the file comes from is no row"
            );
            let checked = set(&reader, &house, &uploaded.id(), "check").await;
            let told = rows(&boss, &checked).await;
            assert_eq!(counts(&checked), [3, 0, 0, 0, 3, 0], "{format} in {language:?}: {told}");
            let done = set(&reader, &house, &uploaded.id(), "run").await;
            assert_eq!(counts(&done), [3, 0, 0, 0, 3, 0], "{format} in {language:?}");
        }
    }
    assert_eq!(boss.get("/customers").await.is(200).names().len(), 3);
    assert_eq!(boss.get("/vehicles").await.is(200).body["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_phone_and_a_name_corrected_in_an_export_change_those_of_that_customer_and_can_be_taken_back() {
    let (house, boss) = full_house().await;
    let file = String::from_utf8(taken_home(&house, &boss, "number name phone", "csv").await).unwrap();
    let file = file.replace("13700003333", "13700004444").replace("赵六", "赵六六");
    let done = import(&boss, &house, "export.csv", file.as_bytes()).await;
    assert_eq!(counts(&done), [3, 0, 1, 0, 2, 0]);
    let zhao = customer(&boss, "赵六六").await;
    assert_eq!(phones(&zhao), ["13700004444", "13700003333"], "the one before stays beside it");
    assert_eq!(boss.get("/customers?q=13700004444").await.is(200).names(), ["赵六六"]);

    set(&boss, &house, done["id"].as_str().unwrap(), "undo").await;
    let zhao = customer(&boss, "赵六").await;
    assert_eq!((zhao["name"].as_str(), phones(&zhao)), (Some("赵六"), vec!["13700003333"]));
    assert!(boss.get("/customers?q=13700004444").await.is(200).names().is_empty());
}

#[tokio::test]
async fn masked_cells_of_an_export_say_nothing_and_make_nobody() {
    let (house, boss) = full_house().await;
    let chen = house.person("chen", "陈经理", "sales_manager", Reach::Group).await;
    let columns = "number name phone phone2 email id_number address";
    let file = String::from_utf8(taken_home(&house, &chen, columns, "csv").await).unwrap();
    assert!(file.contains("138****1111") && !file.contains("13800001111"), "{file}");
    assert!(!file.contains("wang@example.com") && !file.contains("张江路"), "{file}");
    let done = import(&boss, &house, "export.csv", file.as_bytes()).await;
    assert_eq!(counts(&done), [3, 0, 0, 0, 3, 0], "{}", rows(&boss, &done).await);
    assert_eq!(phones(&customer(&boss, "王小明").await)[0], "13800001111");

    let of_nobody = "姓名,手机号\n孙七,136****5555\n".as_bytes();
    let done = import(&boss, &house, "list.csv", of_nobody).await;
    assert_eq!(counts(&done), [1, 0, 0, 0, 0, 1]);
    assert_eq!(rows(&boss, &done).await["items"][0]["errors"][0]["code"], "cell.masked");
}

#[tokio::test]
async fn a_number_nobody_has_is_told_and_a_row_without_one_is_somebody_new() {
    let (house, boss) = full_house().await;
    let number = customer(&boss, "王小明").await["number"].as_str().unwrap().to_owned();
    let file = format!(
        "客户编号,客户,手机\n{number},王小明,13800001111\nCU-XX99-26-000007,远,13600005555\n,新来的,13600006666\n"
    );
    let done = import(&boss, &house, "export.csv", file.as_bytes()).await;
    let told = rows(&boss, &done).await;
    assert_eq!(counts(&done), [3, 1, 0, 0, 1, 1], "{told}");
    let error = &told["items"][0]["errors"][0];
    assert_eq!((error["code"].as_str(), error["column"].as_i64()), (Some("number.unknown"), Some(0)));

    let mut broken = boss.clone();
    broken.language = Language::En;
    let uploaded =
        upload(&broken, &house, "list.csv", file.replace("CU-XX99-26-000007", "17").as_bytes()).await.is(201);
    assert_eq!(
        uploaded.text("/columns/0/field"),
        "external_id",
        "numbers of another system are those of another system"
    );
}

#[tokio::test]
async fn a_car_is_known_by_our_number_and_a_model_alone_registers_no_second_one() {
    let (house, boss) = full_house().await;
    let form = json!({ "about": "vehicles", "filters": [], "columns": ["number", "owner", "plate", "next_service"], "format": "csv" });
    let done = exported(&house, &boss, form).await;
    let file = boss.get(&format!("/exports/{}/file", done.id())).await.is(200).bytes;
    let file = String::from_utf8(file).unwrap();
    let moved = file.replace("沪A12345,", "沪A12345,2026-09-01");
    assert_ne!(file, moved);
    assert_eq!(counts(&import(&boss, &house, "cars.csv", file.as_bytes()).await), [2, 0, 0, 0, 2, 0]);
    assert_eq!(counts(&import(&boss, &house, "cars.csv", moved.as_bytes()).await), [2, 0, 1, 0, 1, 0]);
    assert_eq!(boss.get("/customers?q=王小明").await.is(200).text("/items/0/next_service_on"), "2026-09-01");

    let model = "姓名,手机号,品牌,车系\n王小明,13800001111,大众,朗逸\n";
    assert_eq!(counts(&import(&boss, &house, "list.csv", model.as_bytes()).await), [1, 0, 0, 0, 1, 0]);
    assert_eq!(boss.get("/vehicles").await.is(200).body["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_dry_run_of_the_command_writes_nothing_but_says_what_is_wrong_in_one_language() {
    let (house, boss) = full_house().await;
    let door = house.platform.system(SystemActor::Import, house.group);
    let file = house.folder().join("list.csv");
    std::fs::write(&file, "姓名,手机号,标签\n周八,13600007777,没有的标签\n吴九,13600008888,\n").unwrap();
    let beside = house.folder().join("list.errors.csv");
    let wish = Wish { is_dry_run: true, language: Language::En, ..Wish::default() };
    let told = import_file(&door, house.store.id, &file, wish).await.unwrap();
    assert_eq!((told.rows, told.created, told.failed, told.error_file.clone()), (2, 1, 1, None));
    assert_eq!(told.errors[0].row, 2);
    assert_eq!(
        told.errors[0].problem,
        "标签: There is no tag “没有的标签”. Add it to the tag library, or map the word to another tag."
    );
    assert!(!beside.exists() && boss.get("/customers?q=吴九").await.is(200).names().is_empty());

    let asked = house.folder().join("wrong.csv");
    let told = import_file(&door, house.store.id, &file, Wish { errors: Some(&asked), ..wish }).await.unwrap();
    assert_eq!(told.error_file.as_ref(), Some(&asked));
    assert!(std::fs::read_to_string(&asked).unwrap().contains("There is no tag"));

    let chinese = Wish { is_dry_run: false, language: Language::Zh, ..wish };
    let told = import_file(&door, house.store.id, &file, chinese).await.unwrap();
    assert_eq!(
        told.errors[0].problem,
        "标签：没有标签“没有的标签”。请先在标签库中新建，或在取值对照里改成已有的标签。"
    );
    assert!(std::fs::read_to_string(beside).unwrap().contains("问题"));
}
