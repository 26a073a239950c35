//! Files that say what customers have agreed to: into the ledger, never over a later answer, and out again.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::imports::{counts, import, set, upload};

const HEAD: &str = "姓名,手机,同意短信营销,同意回访,同意日期,同意方式,隐私政策版本";

async fn answers(by: &Caller, customer: &str) -> Vec<Value> {
    let page = by.get(&format!("/customers/{customer}/consents/answers")).await.is(200);
    page.body["items"].as_array().unwrap().clone()
}

fn told(answers: &[Value]) -> Vec<String> {
    let told = |one: &Value| {
        let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        format!("{} {} {} {}", text("purpose"), text("channel"), text("answer"), &text("answered_at")[..10])
    };
    let mut told: Vec<String> = answers.iter().map(told).collect();
    told.sort_unstable();
    told
}

async fn named(by: &Caller, name: &str) -> String {
    by.get(&format!("/customers?q={name}")).await.is(200).text("/items/0/id")
}

#[tokio::test]
async fn what_a_file_says_of_consents_stands_in_the_ledger_with_the_file_as_proof() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let file = format!(
        "{HEAD}\n王小明,13800001111,是,0,2024-05-02,门店签字,v3\n李娜,13800002222,不同意,,2024-06-01,,\n赵敏,13800003333,,,,,\n"
    );
    let done = import(&boss, &house, "consents.csv", file.as_bytes()).await;
    assert_eq!(counts(&done), [3, 3, 0, 0, 0, 0], "{done}");
    let wang = named(&boss, "王小明").await;
    let of_wang = answers(&boss, &wang).await;
    assert_eq!(told(&of_wang), ["care_survey all refused 2024-05-01", "marketing sms given 2024-05-01"]);
    for answer in &of_wang {
        let proof = answer["proof"].as_str().unwrap();
        assert!(proof.ends_with("consents.csv #2 · 门店签字 · v3"), "{proof}");
        assert_eq!(answer["how"], "import");
    }
    assert_eq!(told(&answers(&boss, &named(&boss, "李娜").await).await), ["marketing sms refused 2024-05-31"]);
    assert_eq!(answers(&boss, &named(&boss, "赵敏").await).await, Vec::<Value>::new());
    let timeline = boss.get(&format!("/customers/{wang}/timeline")).await.is(200);
    assert!(timeline.body.to_string().contains("consent.refused"), "{}", timeline.body);
}

#[tokio::test]
async fn a_later_answer_stands_and_an_undone_import_gives_the_earlier_one_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = async |name: &str, phone: &str| {
        let form = json!({ "name": name, "phones": [phone], "store_id": house.store.id });
        boss.post("/customers", form).await.is(201).id()
    };
    let (wang, li) = (person("王小明", "13800001111").await, person("李娜", "13800002222").await);
    let say = async |customer: &str, answer: &str, at: &str| {
        let form =
            json!({ "purpose": "marketing", "channel": "sms", "answer": answer, "answered_at": at, "how": "paper" });
        boss.post(&format!("/customers/{customer}/consents"), form).await.is(201);
    };
    say(&wang, "refused", "2024-08-01T04:00:00Z").await;
    say(&li, "refused", "2023-01-01T04:00:00Z").await;
    house.clock.advance(chrono::TimeDelta::minutes(1));
    let file = format!("{HEAD}\n王小明,13800001111,是,,2024-05-02,,\n李娜,13800002222,是,,2024-05-02,,\n");
    let done = import(&boss, &house, "consents.csv", file.as_bytes()).await;
    assert_eq!(counts(&done), [2, 0, 1, 0, 1, 0], "{done}");
    assert_eq!(told(&answers(&boss, &wang).await), ["marketing sms refused 2024-08-01"]);
    assert_eq!(
        told(&answers(&boss, &li).await),
        ["marketing sms given 2024-05-01", "marketing sms refused 2023-01-01"]
    );
    set(&boss, &house, done["id"].as_str().unwrap(), "undo").await;
    let back = answers(&boss, &li).await;
    assert_eq!(told(&back), ["marketing sms refused 2023-01-01"]);
    let standing = boss.get(&format!("/customers/{li}/consents")).await.is(200).body.to_string();
    assert!(standing.contains("refused"), "the answer before holds again: {standing}");
    let timeline = boss.get(&format!("/customers/{li}/timeline")).await.is(200);
    assert!(timeline.body.to_string().contains("consent.removed"), "{}", timeline.body);
    // An answer without its day takes no other's place.
    let undated = "姓名,手机,同意短信营销\n李娜,13800002222,是\n";
    assert_eq!(counts(&import(&boss, &house, "undated.csv", undated.as_bytes()).await), [1, 0, 0, 0, 1, 0]);
}

#[tokio::test]
async fn who_may_not_record_consents_brings_none_and_nobody_agrees_for_all() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let role = json!({ "code": "importer", "name": "导入员", "permissions": ["import_customers", "see_customers"] });
    boss.post("/roles", role).await.is(201);
    let clerk = house.person("clerk", "导入员", "importer", Reach::Store).await;
    let file = format!("{HEAD}\n王小明,13800001111,是,,2024-05-02,,\n");
    let there = upload(&clerk, &house, "consents.csv", file.as_bytes()).await.is(201);
    let path = format!("/imports/{}", there.id());
    let version: i64 = there.text("/version").parse().unwrap();
    let refused = clerk.put(&format!("{path}/run"), Value::Null).await.is(403);
    assert_eq!(refused.text("/permission"), "record_consents");
    let for_all = json!({ "constants": { "consent.marketing": "是" } });
    let refused = clerk.patch_from(version, &path, for_all).await.is(422);
    assert_eq!(refused.text("/errors/0/code"), "mapping.consent_for_all");
}

#[tokio::test]
async fn an_answer_nobody_understands_or_from_tomorrow_is_told() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let file = format!("{HEAD}\n王小明,13800001111,看情况,,2024-05-02,,\n李娜,13800002222,是,,2099-01-01,,\n");
    let done = import(&boss, &house, "consents.csv", file.as_bytes()).await;
    assert_eq!(counts(&done), [2, 0, 0, 0, 0, 2], "{done}");
    let rows = boss.get(&format!("/imports/{}/rows?only=errors", done["id"].as_str().unwrap())).await.is(200);
    let codes = [rows.text("/items/0/errors/0/code"), rows.text("/items/1/errors/0/code")];
    assert_eq!(codes, ["word.unknown", "date.in_future"]);
}

#[tokio::test]
async fn a_purpose_of_the_group_has_a_column_known_by_its_name_in_both_languages() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let club = json!({
        "name": "车友会活动", "name_english": "Owners club", "basis": "consent", "asks": "opt_in",
        "kinds": ["identity", "contact"], "months": 12, "ask_again_days": 90,
    });
    boss.put("/consent-purposes/owners_club", club).await.is(200);
    for header in ["同意车友会活动", "车友会活动", "Owners Club consent"] {
        let file = format!("姓名,手机,{header}\n王小明,13800001111,是\n");
        let there = upload(&boss, &house, "club.csv", file.as_bytes()).await.is(201);
        let found = [there.text("/columns/2/field"), there.text("/columns/2/purpose")];
        assert_eq!(found, ["consent.purpose", "owners_club"], "{header}");
        let offered =
            there.body["targets"].as_array().unwrap().iter().find(|one| one["purpose"]["code"] == "owners_club");
        assert_eq!(offered.unwrap()["purpose"]["name"], "车友会活动");
    }
    let file = "姓名,手机,同意车友会活动,车辆位置（救援、取送车）,同意日期\n\
        王小明,13800001111,是,否,2024-05-02\n李娜,13800002222,随便,,\n";
    let done = import(&boss, &house, "club.csv", file.as_bytes()).await;
    assert_eq!(counts(&done), [2, 1, 0, 0, 0, 1], "{done}");
    let answers = answers(&boss, &named(&boss, "王小明").await).await;
    assert_eq!(told(&answers), ["location all refused 2024-05-01", "owners_club all given 2024-05-01"]);
    let rows = boss.get(&format!("/imports/{}/rows?only=errors", done["id"].as_str().unwrap())).await.is(200);
    assert_eq!(rows.text("/items/0/errors/0/code"), "word.unknown");
    assert_eq!(rows.text("/items/0/errors/0/column"), "2");
}

#[tokio::test]
async fn a_column_of_answers_names_its_purpose_once_and_one_that_exists() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let there = upload(&boss, &house, "a.csv", "姓名,手机,答复\n王小明,13800001111,是\n".as_bytes()).await.is(201);
    let path = format!("/imports/{}", there.id());
    let mapped =
        |purpose: Value| json!({ "columns": [{ "index": 2, "field": "consent.purpose", "purpose": purpose }] });
    let refused = boss.patch(&path, mapped(Value::Null)).await.is(422);
    assert_eq!(refused.text("/errors/0/code"), "mapping.purpose_unfit");
    boss.patch(&path, mapped(json!("nobody_knows"))).await.is(200);
    assert_eq!(counts(&set(&boss, &house, &there.id(), "check").await), [1, 0, 0, 0, 0, 1]);
    let rows = boss.get(&format!("{path}/rows?only=errors")).await.is(200);
    assert_eq!(rows.text("/items/0/errors/0/code"), "consent.unknown_purpose");
}

#[tokio::test]
async fn consents_are_judged_by_the_store_of_the_row_and_of_the_customer() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let role = async |code: &str, permissions: Value| {
        boss.post("/roles", json!({ "code": code, "name": code, "permissions": permissions })).await.is(201).id()
    };
    let everywhere = role("importer", json!(["import_customers", "see_customers", "edit_customers"])).await;
    let at_home = role("recorder", json!(["record_consents"])).await;
    let clerk = house.person("clerk", "导入员", "importer", Reach::Group).await;
    let grants = json!({ "grants": [
        { "role_id": everywhere, "reach": "group" },
        { "role_id": at_home, "reach": "store", "store_id": house.store.id },
    ] });
    boss.patch(&format!("/staff/{}", clerk.staff.unwrap()), grants).await.is(200);
    let elsewhere = json!({ "name": "李娜", "phones": ["13800002222"], "store_id": house.other_store.id });
    let known = boss.post("/customers", elsewhere).await.is(201).id();
    let file = "姓名,手机,所属门店,同意短信营销,同意日期\n\
        王小明,13800001111,SH01,是,2024-05-02\n\
        赵敏,13800003333,SZ01,是,2024-05-02\n\
        李娜,13800002222,SH01,是,2024-05-02\n\
        孙七,13800004444,SZ01,,\n";
    let done = import(&clerk, &house, "consents.csv", file.as_bytes()).await;
    assert_eq!(counts(&done), [4, 2, 0, 0, 0, 2], "{done}");
    let rows = clerk.get(&format!("/imports/{}/rows?only=errors", done["id"].as_str().unwrap())).await.is(200);
    for place in 0..2 {
        assert_eq!(rows.text(&format!("/items/{place}/errors/0/code")), "consent.forbidden");
        assert_eq!(rows.text(&format!("/items/{place}/errors/0/column")), "3");
        assert!(rows.text(&format!("/items/{place}/errors/0/message")).contains("SZ01"), "{}", rows.body);
    }
    assert_eq!(answers(&boss, &known).await, Vec::<Value>::new());
    assert_eq!(told(&answers(&boss, &named(&boss, "王小明").await).await), ["marketing sms given 2024-05-01"]);
}

#[tokio::test]
async fn a_row_that_fails_brings_no_answer() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = json!({ "name": "李娜", "phones": ["13800002222"], "store_id": house.store.id });
    let known = boss.post("/customers", person).await.is(201).id();
    let car = json!({ "store_id": house.store.id, "brand": "大众", "series": "朗逸", "plate": "沪A12345" });
    boss.post("/vehicles", car).await.is(201);
    let file = "姓名,手机,车牌,品牌,车系,同意短信营销\n李娜,13800002222,沪A12345,大众,途观,是\n";
    assert_eq!(counts(&import(&boss, &house, "a.csv", file.as_bytes()).await), [1, 0, 0, 0, 0, 1]);
    assert_eq!(answers(&boss, &known).await, Vec::<Value>::new());
}
