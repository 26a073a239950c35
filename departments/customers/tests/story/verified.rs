//! Changes of phone, e-mail and ID number that the customer proves, or a manager answers for.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

/// A customer of Li's, whose record is an hour old.
struct Scene {
    house: House,
    /// A machine that may do everything.
    boss: Caller,
    /// A sales consultant with their own customers.
    li: Caller,
    /// A manager.
    zhao: Caller,
    customer: String,
    phone: String,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        let boss = house.machine("group_manager").await;
        let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
        let zhao = house.person("zhao", "赵经理", "store_manager", Reach::Store).await;
        let form = json!({
            "name": "王小明", "store_id": house.store.id, "consultant_id": li.staff.unwrap(), "phones": ["18616123478"],
            "email": "wang@qq.com", "id_number": "11010519491231002X",
        });
        let customer = boss.post("/customers", form).await.is(201);
        house.clock.advance(TimeDelta::hours(1));
        let phone = customer.text("/contacts/0/id");
        Self { boss, li, zhao, customer: customer.id(), phone, house }
    }

    fn contact(&self) -> String {
        format!("/customers/{}/contacts/{}", self.customer, self.phone)
    }

    async fn ask(&self, value: &str) -> String {
        let form = json!({ "field": "phone", "deed": "replace", "value": value });
        self.li.post(&format!("/customers/{}/pending-changes", self.customer), form).await.is(201).id()
    }

    async fn send(&self, change: &str, to: &str) -> Answer {
        self.li.put(&format!("/pending-changes/{change}/code"), json!({ "to": to })).await
    }

    /// The code sent last, as the customer would read it.
    async fn code(&self) -> String {
        let messages = self.boss.get("/messages").await.is(200);
        digits(&messages.text("/items/0/text"))
    }

    async fn confirm(&self, change: &str, code: &str) -> Answer {
        self.li.put(&format!("/pending-changes/{change}/confirmation"), json!({ "code": code })).await
    }

    async fn phones(&self) -> Vec<String> {
        let record = self.boss.get(&format!("/customers/{}", self.customer)).await.is(200);
        let phones = record.body["contacts"].as_array().unwrap().iter().filter(|one| one["kind"] == "phone");
        phones.map(|one| one["value"].as_str().unwrap().to_owned()).collect()
    }

    async fn seen(&self, change: &str) -> Answer {
        self.li.get(&format!("/pending-changes/{change}")).await.is(200)
    }
}

fn digits(text: &str) -> String {
    let found: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 6).collect();
    assert_eq!(found.len(), 1, "no code in {text}");
    found[0].to_owned()
}

/// A code that is not this one.
fn other(code: &str) -> &'static str {
    if code == "123456" { "654321" } else { "123456" }
}

#[tokio::test]
async fn a_phone_changes_when_the_old_one_confirms_the_code_and_not_before() {
    let scene = Scene::new().await;
    let refused = scene.li.patch(&scene.contact(), json!({ "value": "13912340000" })).await.is(409);
    assert_eq!(refused.code(), "change.needs_proof");
    let change = scene.ask("139 1234 0000").await;
    let sent = scene.send(&change, "old").await.is(200);
    assert_eq!((sent.text("/code/to"), sent.text("/code/attempts_left")), ("186****3478".into(), "5".into()));
    assert_eq!((sent.text("/from"), sent.text("/to")), ("186****3478".into(), "139****0000".into()));
    assert_eq!(scene.phones().await, ["18616123478"]);
    let code = scene.code().await;
    let wrong = scene.confirm(&change, other(&code)).await.is(422);
    assert_eq!(wrong.text("/errors/0/code"), "code.wrong");
    assert_eq!(scene.seen(&change).await.text("/code/attempts_left"), "4", "a wrong guess is kept");
    assert_eq!(scene.phones().await, ["18616123478"]);
    let passed = scene.confirm(&change, &code).await.is(200);
    assert_eq!((passed.text("/state"), passed.text("/settled_way")), ("applied".into(), "old_contact".into()));
    assert_eq!(scene.phones().await, ["13912340000"]);
    assert_eq!(scene.confirm(&change, &code).await.is(409).code(), "change.settled", "a code is good once");
    let found = scene.boss.get("/search?q=13912340000").await.is(200);
    assert_eq!(found.body["hits"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_journal_and_whoever_asked_never_see_the_code() {
    let scene = Scene::new().await;
    let change = scene.ask("13912340000").await;
    scene.send(&change, "old").await.is(200);
    let code = scene.code().await;
    let own = scene.li.get("/messages").await.is(200);
    assert!(own.text("/items/0/text").contains("••••••") && !own.body.to_string().contains(&code));
    scene.house.settle().await;
    scene.confirm(&change, &code).await.is(200);
    scene.house.settle().await;
    let timeline = scene.boss.get(&format!("/customers/{}/timeline", scene.customer)).await.is(200);
    let told = timeline.body.to_string();
    assert!(!told.contains(&code), "{told}");
    assert!(!told.contains("18616123478") && !told.contains("13912340000"), "{told}");
    let names: Vec<&str> =
        timeline.body["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    for name in ["change.asked", "change.code_sent", "message.sent", "change.confirmed", "contact.changed"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    let kept: Vec<Kept> = kept(&scene).await;
    assert!(kept.iter().all(|row| row.text.contains("••••••") && !row.text.contains(&code)));
}

platform::record! {
    struct Kept { text: String }
}

async fn kept(scene: &Scene) -> Vec<Kept> {
    let door = scene.house.platform.system(platform::SystemActor::Command, scene.house.group);
    door.read().fetch_text("select text from messages", vec![]).await.unwrap()
}

#[tokio::test]
async fn a_lost_phone_is_replaced_by_the_new_one_and_a_manager_together() {
    let scene = Scene::new().await;
    let change = scene.ask("13912340000").await;
    let sent = scene.send(&change, "new").await.is(200);
    assert_eq!(sent.text("/code/to"), "139****0000");
    let proved = scene.confirm(&change, &scene.code().await).await.is(200);
    assert_eq!(proved.text("/state"), "waiting");
    assert_ne!(proved.text("/proved_at"), "null");
    assert_eq!(scene.phones().await, ["18616123478"]);
    let path = format!("/pending-changes/{change}/approval");
    scene.li.put(&path, Value::Null).await.is(403);
    assert_eq!(scene.boss.put(&path, Value::Null).await.is(409).code(), "change.person_needed");
    let passed = scene.zhao.put(&path, Value::Null).await.is(200);
    assert_eq!((passed.text("/settled_way"), passed.text("/approved_by")), ("new_contact".into(), "赵经理".into()));
    assert_eq!(scene.phones().await, ["13912340000"]);
}

#[tokio::test]
async fn nobody_approves_what_they_asked_for_but_a_manager_may_override_and_says_why() {
    let scene = Scene::new().await;
    let form = json!({ "field": "phone", "deed": "replace", "value": "13912340000" });
    let change = scene.zhao.post(&format!("/customers/{}/pending-changes", scene.customer), form).await.is(201);
    let path = format!("/pending-changes/{}", change.id());
    assert_eq!(scene.zhao.put(&format!("{path}/approval"), Value::Null).await.is(409).code(), "change.own_approval");
    scene.li.put(&format!("{path}/override"), json!({ "reason": "本人到店" })).await.is(403);
    let silent = scene.zhao.put(&format!("{path}/override"), json!({ "reason": " " })).await.is(422);
    assert_eq!(silent.text("/errors/0/code"), "reason.missing");
    scene.zhao.put(&format!("{path}/override"), json!({ "reason": "本人到店出示身份证" })).await.is(200);
    assert_eq!(scene.phones().await, ["13912340000"]);
    let again = scene.zhao.put(&format!("{path}/override"), json!({ "reason": "本人到店出示身份证" })).await.is(409);
    assert_eq!(again.code(), "change.settled");
    let timeline = scene.boss.get(&format!("/customers/{}/timeline", scene.customer)).await.is(200).body.to_string();
    assert!(timeline.contains("change.overridden") && timeline.contains("出示身份证"));
}

#[tokio::test]
async fn a_code_is_guessed_five_times_sent_once_a_minute_and_good_for_ten() {
    let scene = Scene::new().await;
    let change = scene.ask("13912340000").await;
    assert_eq!(scene.confirm(&change, "123456").await.is(409).code(), "code.none");
    scene.send(&change, "old").await.is(200);
    let soon = scene.send(&change, "old").await.is(429);
    assert_eq!((soon.code(), soon.headers["retry-after"].to_str().unwrap()), ("code.too_soon", "60"));
    let code = scene.code().await;
    for _ in 0..5 {
        scene.confirm(&change, other(&code)).await.is(422);
    }
    assert_eq!(scene.confirm(&change, &code).await.is(409).code(), "code.used_up");
    scene.house.clock.advance(TimeDelta::minutes(1));
    scene.send(&change, "old").await.is(200);
    let newer = scene.code().await;
    if newer != code {
        scene.confirm(&change, &code).await.is(422);
    }
    scene.house.clock.advance(TimeDelta::minutes(10));
    assert_eq!(scene.confirm(&change, &newer).await.is(409).code(), "code.expired");
    for _ in 0..3 {
        scene.house.clock.advance(TimeDelta::minutes(1));
        scene.send(&change, "old").await.is(200);
    }
    scene.house.clock.advance(TimeDelta::minutes(1));
    assert_eq!(scene.send(&change, "old").await.is(409).code(), "code.too_many_sent");
    assert_eq!(scene.confirm(&change, "12345").await.is(422).text("/errors/0/code"), "code.malformed");
    scene.li.delete(&format!("/pending-changes/{change}")).await.is(204);
    let next = scene.ask("13912340000").await;
    let many = scene.send(&next, "old").await.is(429);
    assert_eq!(many.code(), "code.too_many", "five in an hour about one customer, whatever the change");
}

#[tokio::test]
async fn the_code_of_one_customer_opens_nothing_of_another() {
    let scene = Scene::new().await;
    let form = json!({
        "name": "李梅", "store_id": scene.house.store.id, "consultant_id": scene.li.staff.unwrap(), "phones": ["18616123479"],
    });
    let mei = scene.boss.post("/customers", form).await.is(201).id();
    scene.house.clock.advance(TimeDelta::hours(1));
    let first = scene.ask("13912340000").await;
    let wish = json!({ "field": "phone", "deed": "replace", "value": "13912340001" });
    let second = scene.li.post(&format!("/customers/{mei}/pending-changes"), wish).await.is(201).id();
    scene.send(&first, "old").await.is(200);
    let code = scene.code().await;
    scene.house.clock.advance(TimeDelta::seconds(1));
    scene.send(&second, "old").await.is(200);
    if scene.code().await != code {
        assert_eq!(scene.confirm(&second, &code).await.is(422).text("/errors/0/code"), "code.wrong");
    }
    scene.confirm(&first, &code).await.is(200);
}

#[tokio::test]
async fn one_field_waits_for_one_proof_and_a_cancelled_change_is_confirmed_no_more() {
    let scene = Scene::new().await;
    let change = scene.ask("13912340000").await;
    let form = json!({ "field": "phone", "deed": "replace", "value": "13912340001" });
    let path = format!("/customers/{}/pending-changes", scene.customer);
    assert_eq!(scene.li.post(&path, form.clone()).await.is(409).code(), "change.already_pending");
    scene.send(&change, "old").await.is(200);
    let code = scene.code().await;
    scene.li.delete(&format!("/pending-changes/{change}")).await.is(204);
    assert_eq!(scene.confirm(&change, &code).await.is(409).code(), "change.settled");
    assert_eq!(scene.phones().await, ["18616123478"]);
    scene.li.post(&path, form).await.is(201);
    let waiting = scene.li.get(&format!("/pending-changes?customer={}&state=waiting", scene.customer)).await.is(200);
    assert_eq!(waiting.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(waiting.text("/items/0/asked_by"), "李销售");
}

#[tokio::test]
async fn a_change_nobody_proves_is_given_up_after_three_days() {
    let scene = Scene::new().await;
    let change = scene.ask("13912340000").await;
    scene.house.clock.advance(TimeDelta::hours(72));
    let login = scene.house.person("mei", "梅客服", "care_agent", Reach::Store).await;
    let seen = login.get(&format!("/pending-changes/{change}")).await.is(200);
    assert_eq!(
        (seen.text("/state"), seen.body["can"].clone()),
        ("expired".into(), json!([])),
        "also before the job ran"
    );
    scene.house.settle().await;
    let timeline = scene.boss.get(&format!("/customers/{}/timeline", scene.customer)).await.is(200);
    assert!(timeline.body.to_string().contains("change.expired"));
    assert_eq!(login.delete(&format!("/pending-changes/{change}")).await.is(409).code(), "change.expired");
}

#[tokio::test]
async fn the_primary_phone_is_not_got_round_by_another_one_or_by_removing_it() {
    let scene = Scene::new().await;
    let path = format!("/customers/{}/contacts", scene.customer);
    let second = scene.li.post(&path, json!({ "kind": "phone", "value": "13912340000" })).await.is(201).id();
    let promoted = scene.li.patch(&format!("{path}/{second}"), json!({ "is_primary": true })).await.is(409);
    assert_eq!(promoted.code(), "change.needs_proof");
    let first = json!({ "kind": "phone", "value": "13912340002", "is_primary": true });
    assert_eq!(scene.li.post(&path, first).await.is(409).code(), "change.needs_proof");
    assert_eq!(scene.li.delete(&scene.contact()).await.is(409).code(), "change.needs_proof");
    scene.li.patch(&scene.contact(), json!({ "label": "本人" })).await.is(200);
    scene.li.patch(&format!("{path}/{second}"), json!({ "value": "13912340003" })).await.is(200);
    let wish = json!({ "field": "phone", "deed": "promote", "contact_id": second });
    let change = scene.li.post(&format!("/customers/{}/pending-changes", scene.customer), wish).await.is(201).id();
    scene.send(&change, "old").await.is(200);
    scene.confirm(&change, &scene.code().await).await.is(200);
    let record = scene.boss.get(&format!("/customers/{}", scene.customer)).await.is(200);
    let primary = record.body["contacts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["kind"] == "phone" && one["is_primary"] == true);
    assert_eq!(primary.unwrap()["value"], "13912340003");
}

#[tokio::test]
async fn an_id_number_is_proved_by_the_phone_of_the_customer() {
    let scene = Scene::new().await;
    let path = format!("/customers/{}/id-number", scene.customer);
    let other = json!({ "value": "110105199003072311" });
    assert_eq!(scene.zhao.put(&path, other.clone()).await.is(409).code(), "change.needs_proof");
    scene.zhao.put(&path, json!({ "value": "11010519491231002x" })).await.is(204);
    let form = json!({ "field": "id_number", "deed": "replace", "value": "110105199003072311" });
    let asking = format!("/customers/{}/pending-changes", scene.customer);
    scene.li.post(&asking, form.clone()).await.is(403);
    let change = scene.zhao.post(&asking, form).await.is(201);
    assert!(!change.body.to_string().contains("19900307"), "masked");
    let path = format!("/pending-changes/{}", change.id());
    let new = scene.zhao.put(&format!("{path}/code"), json!({ "to": "new" })).await.is(409);
    assert_eq!(new.code(), "change.not_provable");
    let sent = scene.zhao.put(&format!("{path}/code"), json!({ "to": "old" })).await.is(200);
    assert_eq!(sent.text("/code/to"), "186****3478");
    let code = scene.code().await;
    scene.zhao.put(&format!("{path}/confirmation"), json!({ "code": code })).await.is(200);
    let revealed = scene.boss.post(&format!("/customers/{}/id-number/reveal", scene.customer), json!({})).await.is(200);
    assert_eq!(revealed.text("/value"), "110105199003072311");
}

#[tokio::test]
async fn what_needs_a_proof_is_the_groups_to_say() {
    let scene = Scene::new().await;
    scene.boss.patch(&scene.contact(), json!({ "value": "13912340000" })).await.is(200);
    let email = scene.boss.get(&format!("/customers/{}", scene.customer)).await.is(200);
    let email =
        email.body["contacts"].as_array().unwrap().iter().find(|one| one["kind"] == "email").unwrap()["id"].clone();
    let email = format!("/customers/{}/contacts/{}", scene.customer, email.as_str().unwrap());
    // As shipped staff need a proof for all three, and machines for none.
    let shipped = scene.boss.get("/verification/settings").await.is(200);
    for field in ["phone", "email", "id_number"] {
        assert_eq!(shipped.body[field], json!({ "staff": true, "key": false }), "{field}");
    }
    assert_eq!(scene.li.patch(&email, json!({ "value": "wang@163.com" })).await.is(409).code(), "change.needs_proof");
    scene.boss.patch(&email, json!({ "value": "wang@163.com" })).await.is(200);
    let freed = json!({ "email": { "staff": false, "key": false } });
    scene.boss.patch_from(0, "/verification/settings", freed).await.is(200);
    scene.li.patch(&email, json!({ "value": "wang@sina.com" })).await.is(200);
    let change = json!({
        "phone": { "staff": false, "key": true }, "email": { "staff": true, "key": true }, "typing_minutes": 0,
    });
    scene.zhao.patch("/verification/settings", change.clone()).await.is(403);
    let clerk = scene.house.person("clerk", "数据员", "data_clerk", Reach::Store).await;
    assert_eq!(
        clerk.patch("/verification/settings", change.clone()).await.is(403).text("/permission"),
        "override_verification"
    );
    let set = scene.boss.patch_from(1, "/verification/settings", change).await.is(200);
    assert_eq!((set.text("/version"), set.text("/id_number/staff")), ("2".into(), "true".into()));
    scene.li.patch(&scene.contact(), json!({ "value": "13912340001" })).await.is(200);
    assert_eq!(
        scene.boss.patch(&scene.contact(), json!({ "value": "13912340002" })).await.is(409).code(),
        "change.needs_proof"
    );
    assert_eq!(scene.li.patch(&email, json!({ "value": "wang@126.com" })).await.is(409).code(), "change.needs_proof");
    let wrong = scene.boss.patch("/verification/settings", json!({ "typing_minutes": -1 })).await.is(422);
    assert_eq!(wrong.text("/errors/0/code"), "verification.out_of_range");
}

#[tokio::test]
async fn a_slip_is_put_right_at_once_and_an_empty_field_filled_freely() {
    let house = House::new().await;
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    let customer = li.post("/customers", json!({ "name": "王小明", "phones": ["18616123478"] })).await.is(201);
    let path = format!("/customers/{}/contacts", customer.id());
    let phone = format!("{path}/{}", customer.text("/contacts/0/id"));
    house.clock.advance(TimeDelta::minutes(29));
    li.patch(&phone, json!({ "value": "18616123479" })).await.is(200);
    house.clock.advance(TimeDelta::minutes(1));
    assert_eq!(li.patch(&phone, json!({ "value": "18616123470" })).await.is(409).code(), "change.needs_proof");
    li.post(&path, json!({ "kind": "email", "value": "a@qq.com" })).await.is(201);
}

#[tokio::test]
async fn a_change_that_makes_no_sense_is_refused_with_its_reason() {
    let scene = Scene::new().await;
    let path = format!("/customers/{}/pending-changes", scene.customer);
    let ask = async |form: Value| scene.li.post(&path, form).await;
    let same = ask(json!({ "field": "phone", "deed": "replace", "value": "+86 186 1612 3478" })).await.is(409);
    assert_eq!(same.code(), "change.nothing_different");
    let short = ask(json!({ "field": "phone", "deed": "replace", "value": "12" })).await.is(422);
    assert_eq!(short.text("/errors/0/field"), "value");
    ask(json!({ "field": "phone", "deed": "promote" })).await.is(404);
    let bare =
        scene.boss.post("/customers", json!({ "name": "李", "store_id": scene.house.store.id })).await.is(201).id();
    let nothing = json!({ "field": "phone", "deed": "remove" });
    let there = scene.boss.post(&format!("/customers/{bare}/pending-changes"), nothing).await.is(409);
    assert_eq!(there.code(), "change.not_there");
    let neighbour = scene.house.neighbour().await;
    neighbour.post(&path, json!({ "field": "phone", "deed": "remove" })).await.is(404);
    let owner = json!({ "name": "张三", "store_id": scene.house.store.id, "phones": ["13912340000"], "consultant_id": scene.li.staff.unwrap() });
    scene.boss.post("/customers", owner).await.is(201);
    let change = scene.ask("13912340000").await;
    assert_eq!(scene.seen(&change).await.text("/matches/0/name"), "张三", "somebody else has it already");
    neighbour.get(&format!("/pending-changes/{change}")).await.is(404);
    scene.boss.patch(&scene.contact(), json!({ "value": "13912349999" })).await.is(200);
    let outdated = json!({ "reason": "本人到店出示身份证" });
    let outdated = scene.zhao.put(&format!("/pending-changes/{change}/override"), outdated).await.is(409);
    assert_eq!(outdated.code(), "change.outdated");
    assert_eq!(scene.seen(&change).await.text("/state"), "waiting", "nothing half done");
}
