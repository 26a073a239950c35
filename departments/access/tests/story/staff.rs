//! The people of a store: hired, found, moved, and gone.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::house::House;

#[tokio::test]
async fn a_store_manager_hires_somebody_who_can_sign_in_at_once() {
    let house = House::open().await;
    let manager = house.signed_in("manager").await;
    let form = json!({
        "login": "Newcomer", "name": "林晓月", "title": "销售顾问", "phone": "138 0000 1234", "email": "lin@example.com",
        "store_id": house.shanghai, "department_id": house.sales, "password": "a better password",
        "grants": [{ "role_id": house.role_id("sales_consultant").await, "reach": "own" }],
    });
    let added = manager.post("/api/v1/staff", form.clone()).await;
    assert_eq!(added.status, 201, "{}", added.body);
    assert_eq!((&added.body["login"], &added.body["phone"]), (&json!("newcomer"), &json!("13800001234")));
    assert_eq!(added.body["department"]["name"], "销售部");
    assert_eq!(added.body["grants"][0]["role"]["name"], "销售顾问");
    assert_eq!(added.body["grants"][0]["store"]["code"], "SH01");
    assert_eq!(added.body["can"], json!(["edit", "set_password", "lock", "sign_out", "see_power"]));
    assert!(!added.body.to_string().contains("password_hash"));
    assert_eq!(manager.post("/api/v1/staff", form).await.says(), (409, "staff.login_taken"));
    assert_eq!(house.visitor().sign_in("newcomer", "a better password").await.status, 201);
}

#[tokio::test]
async fn phone_and_mail_of_staff_lie_sealed_in_the_database() {
    let house = House::open().await;
    let rows: Vec<Raw> = house
        .seed()
        .read()
        .fetch_text("select phone from staff where login = $1", vec!["seller".into()])
        .await
        .unwrap();
    assert!(!String::from_utf8_lossy(&rows[0].phone).contains("13800001001"));
    let boss = house.signed_in("boss").await;
    let seller = boss.get(&format!("/api/v1/staff/{}", house.id_of("seller").await)).await;
    assert_eq!(seller.body["phone"], "13800001001");
}

platform::record! {
    struct Raw { phone: Vec<u8> }
}

#[tokio::test]
async fn staff_are_listed_searched_and_paged_within_reach() {
    let house = House::open().await;
    let manager = house.signed_in("manager").await;
    let all = manager.get("/api/v1/staff").await;
    assert_eq!(all.each("login"), ["admin", "advisor", "boss", "leader", "manager", "seller"]);
    assert_eq!(manager.get("/api/v1/staff?q=sel").await.each("login"), ["seller"]);
    let sales = manager.get(&format!("/api/v1/staff?department={}&limit=1", house.sales)).await;
    assert_eq!(sales.each("login"), ["leader"]);
    let next = sales.body["next"].as_str().unwrap();
    let rest = manager.get(&format!("/api/v1/staff?department={}&limit=1&cursor={next}", house.sales)).await;
    assert_eq!(rest.each("login"), ["seller"]);
    let boss = house.signed_in("boss").await;
    assert_eq!(boss.get(&format!("/api/v1/staff?store={}", house.suzhou)).await.each("login"), ["far_manager"]);
    assert_eq!(boss.get("/api/v1/staff?is_active=false").await.each("login"), Vec::<&str>::new());
}

#[tokio::test]
async fn anyone_chooses_among_the_colleagues_of_their_stores() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    let colleagues = seller.get("/api/v1/staff/choices").await;
    assert_eq!(colleagues.each("name").len(), 6);
    let found = seller.get("/api/v1/staff/choices?q=adv").await;
    assert_eq!(found.each("name"), ["advisor 先生"]);
    assert_eq!(found.body[0]["department"]["name"], "售后服务部");
    assert_eq!(found.body[0]["store"]["name"], "上海浦东店");
    assert_eq!(seller.get("/api/v1/staff/choices?q=far").await.body, json!([]));
    let boss = house.signed_in("boss").await;
    assert_eq!(boss.get("/api/v1/staff/choices?q=far").await.each("name"), ["far_manager 先生"]);
}

#[tokio::test]
async fn who_moves_to_another_store_takes_the_grants_of_the_old_one_along() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let path = format!("/api/v1/staff/{}", house.id_of("seller").await);
    let moved = boss.patch(&path, 1, json!({ "store_id": house.suzhou })).await;
    assert_eq!(moved.body["store"]["code"], "SZ01");
    assert_eq!(moved.body["grants"][0]["store"]["code"], "SZ01");
    assert!(moved.body["department"].is_null());
    let manager = house.signed_in("manager").await;
    assert_eq!(manager.get(&path).await.says(), (404, "not_found"));
    let kidnapped = house.id_of("leader").await;
    let refused = manager.patch(&format!("/api/v1/staff/{kidnapped}"), 1, json!({ "store_id": house.suzhou })).await;
    assert_eq!(refused.says(), (422, "store.unknown"));
    let wrong = boss.patch(&path, 2, json!({ "department_id": house.sales })).await;
    assert_eq!(wrong.says(), (422, "department.unknown"));
}

#[tokio::test]
async fn a_change_of_a_person_tells_the_journal_what_and_never_the_phone() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let path = format!("/api/v1/staff/{}", house.id_of("seller").await);
    let grants = json!([{ "role_id": house.role_id("care_agent").await, "reach": "store" }]);
    let change = json!({ "title": "续保专员", "phone": "13911112222", "grants": grants });
    assert_eq!(boss.patch(&path, 1, change).await.status, 200);
    let bodies: Vec<Body> = house
        .seed()
        .read()
        .fetch_text("select body from journal where name = $1", vec!["staff.changed".into()])
        .await
        .unwrap();
    let fields = &bodies[0].body["fields"];
    assert_eq!(
        fields,
        &json!([
            { "field": "title", "from": null, "to": "续保专员" },
            { "field": "phone", "from": null, "to": null },
            { "field": "grants", "from": "sales_consultant own SH01", "to": "care_agent store SH01" },
        ])
    );
}

platform::record! {
    struct Body { body: Value }
}

#[tokio::test]
async fn a_stale_change_of_a_person_is_refused_with_the_person_as_they_are() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let path = format!("/api/v1/staff/{}", house.id_of("seller").await);
    assert_eq!(boss.patch(&path, 1, json!({ "title": "高级销售顾问" })).await.body["version"], 2);
    let stale = boss.patch(&path, 1, json!({ "title": "销售顾问" })).await;
    assert_eq!(stale.says(), (412, "stale"));
    assert_eq!(stale.body["current"]["title"], "高级销售顾问");
}

#[tokio::test]
async fn a_password_given_by_a_manager_signs_the_person_out() {
    let house = House::open().await;
    let (manager, seller) = (house.signed_in("manager").await, house.signed_in("seller").await);
    let path = format!("/api/v1/staff/{}/password", house.id_of("seller").await);
    assert_eq!(manager.put(&path, json!({ "new": "123456789123456789" })).await.says(), (422, "password.common"));
    assert_eq!(manager.put(&path, json!({ "new": "a better password" })).await.status, 204);
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "session.revoked"));
    assert_eq!(house.visitor().sign_in("seller", "a better password").await.status, 201);
}

/// Adds somebody with a first password; answers their id.
async fn hired(house: &House, login: &str) -> String {
    let role = house.role_id("sales_consultant").await;
    let form = json!({ "login": login, "name": login, "store_id": house.shanghai, "password": FIRST,
        "grants": [{ "role_id": role, "reach": "own" }] });
    let added = house.signed_in("manager").await.post("/api/v1/staff", form).await;
    assert_eq!(added.status, 201, "{}", added.body);
    added.body["id"].as_str().unwrap().to_owned()
}

const FIRST: &str = "a better password";
const OWN: &str = "green tea at noon";

#[tokio::test]
async fn a_password_from_somebody_else_is_good_for_choosing_ones_own_and_nothing_else() {
    let house = House::open().await;
    hired(&house, "fresh").await;
    let mut fresh = house.visitor();
    assert_eq!(fresh.sign_in("fresh", FIRST).await.status, 201);
    let due = house.now() + TimeDelta::hours(72);
    let session = fresh.get("/api/v1/session").await;
    assert_eq!(session.body["password_due_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap(), due);
    for address in ["/api/v1/stores", "/api/v1/staff/choices", "/api/v1/sessions", "/api/v1/session/factor"] {
        assert_eq!(fresh.get(address).await.says(), (409, "session.password_due"), "{address}");
    }
    let refused = fresh.put("/api/v1/session/password", json!({ "current": "a wrong guess", "new": OWN })).await;
    assert_eq!(refused.says(), (422, "password.wrong"));
    let own = json!({ "current": FIRST, "new": OWN });
    assert_eq!(fresh.put("/api/v1/session/password", own).await.status, 204);
    let session = fresh.get("/api/v1/session").await;
    assert_eq!(session.body["password_due_at"], Value::Null);
    assert_eq!(fresh.get("/api/v1/stores").await.status, 200);
    house.wait(TimeDelta::hours(73));
    assert_eq!(fresh.get("/api/v1/stores").await.status, 200, "the session goes on beyond the first password");
    let again = house.visitor().sign_in("fresh", OWN).await;
    assert_eq!((again.status, &again.body["password_due_at"]), (201, &Value::Null));
}

#[tokio::test]
async fn a_first_password_that_nobody_replaced_opens_nothing_after_three_days() {
    let house = House::open().await;
    let late = hired(&house, "late").await;
    house.wait(TimeDelta::hours(71));
    let mut visitor = house.visitor();
    assert_eq!(visitor.sign_in("late", FIRST).await.status, 201);
    house.wait(TimeDelta::hours(1));
    assert_eq!(visitor.get("/api/v1/session").await.status, 401, "the session ends with the password");
    let refused = house.visitor().sign_in("late", FIRST).await;
    assert_eq!(refused.says(), (401, "sign_in.password_expired"));
    assert!(refused.body["detail"].as_str().unwrap().contains("ask who manages the staff"), "{}", refused.body);
    assert_eq!(house.visitor().sign_in("late", "a wrong guess").await.says(), (401, "sign_in.wrong"));
    let manager = house.signed_in("manager").await;
    let new = json!({ "new": "another first one" });
    assert_eq!(manager.put(&format!("/api/v1/staff/{late}/password"), new).await.status, 204);
    assert_eq!(house.visitor().sign_in("late", "another first one").await.status, 201);
}

#[tokio::test]
async fn who_leaves_is_signed_out_and_keeps_the_name() {
    let house = House::open().await;
    let (boss, seller) = (house.signed_in("boss").await, house.signed_in("seller").await);
    let id = house.id_of("seller").await;
    assert_eq!(boss.patch(&format!("/api/v1/staff/{id}"), 1, json!({ "is_active": false })).await.status, 200);
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "staff.inactive"));
    assert_eq!(boss.get("/api/v1/staff/choices?q=seller").await.body, json!([]));
    let names = access::staff_names(&house.seed().read(), &[id]).await.unwrap();
    assert_eq!(names[&id], "seller 先生");
}

#[tokio::test]
async fn of_two_who_take_one_login_in_the_same_moment_one_is_refused() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let form = json!({ "login": "twin", "name": "双胞胎", "store_id": house.shanghai });
    let answers = futures::future::join_all((0..4).map(|_| boss.post("/api/v1/staff", form.clone()))).await;
    let mut says: Vec<(u16, &str)> = answers.iter().map(|answer| answer.says()).collect();
    says.sort_unstable();
    let taken = (409, "staff.login_taken");
    assert_eq!(says, [(201, ""), taken, taken, taken]);
}

#[tokio::test]
async fn staff_out_of_reach_do_not_exist() {
    let house = House::open().await;
    let manager = house.signed_in("manager").await;
    for login in ["far_manager", "neighbour"] {
        let path = format!("/api/v1/staff/{}", house.id_of(login).await);
        assert_eq!(manager.get(&path).await.says(), (404, "not_found"));
        assert_eq!(manager.patch(&path, 1, json!({ "name": "x" })).await.says(), (404, "not_found"));
        assert_eq!(manager.put(&format!("{path}/lock"), json!({})).await.says(), (404, "not_found"));
    }
}
