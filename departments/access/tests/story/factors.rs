//! Second factors: setting one up, signing in with it, losing it, and groups that ask for one.

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;

use crate::{
    answer::Visitor,
    house::{House, PASSWORD},
};

/// An authenticator app, written once more from RFC 6238, so that ours is measured by another.
pub struct App(Vec<u8>);

impl App {
    /// Takes the secret out of the address a QR code holds.
    pub fn of(address: &str) -> Self {
        let secret = address.split("secret=").nth(1).unwrap().split('&').next().unwrap();
        let letters = secret.bytes().map(|letter| match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        });
        let bits: String = letters.map(|value| format!("{value:05b}")).collect();
        let bytes = bits.as_bytes().chunks_exact(8);
        Self(bytes.map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap()).collect())
    }

    pub fn code(&self, now: DateTime<Utc>) -> String {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).unwrap();
        mac.update(&(now.timestamp() / 30).to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 15);
        let word = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:06}", word % 1_000_000)
    }
}

/// Sets up a factor for who is signed in; answers the app and the recovery codes.
pub async fn enrol(house: &House, who: &Visitor<'_>) -> (App, Vec<String>) {
    let shown = who.post("/api/v1/session/factor/enrolment", json!({})).await;
    assert_eq!(shown.status, 201, "{}", shown.body);
    assert_eq!(shown.headers["cache-control"], "no-store");
    let app = App::of(shown.body["address"].as_str().unwrap());
    let code = app.code(house.now());
    let done = who.put("/api/v1/session/factor/enrolment", json!({ "code": code })).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let codes = done.body["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    // The next code is a fresh one.
    house.wait(TimeDelta::seconds(30));
    (app, codes)
}

#[tokio::test]
async fn a_factor_set_up_is_asked_for_at_the_next_sign_in() {
    let house = House::open().await;
    let mut seller = house.signed_in("seller").await;
    assert_eq!(seller.get("/api/v1/session").await.body["proofs"], json!(["password"]));
    let (app, codes) = enrol(&house, &seller).await;
    assert_eq!(codes.len(), 10);
    let factor = seller.get("/api/v1/session/factor").await.body;
    assert_eq!((&factor["is_on"], &factor["codes_left"], &factor["due_at"]), (&json!(true), &json!(10), &json!(null)));
    assert_eq!(seller.get("/api/v1/session").await.body["proofs"], json!(["code", "password"]));

    seller.forget_session();
    let halfway = seller.sign_in("seller", PASSWORD).await;
    assert_eq!((halfway.status, &halfway.body["wants"]), (202, &json!("code")));
    // Halfway is nowhere.
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "session.missing"));
    assert_eq!(seller.post("/api/v1/session/enrolment", json!({})).await.says(), (401, "sign_in.step_missing"));
    assert_eq!(seller.send_code("000000").await.says(), (422, "factor.code_wrong"));
    let opened = seller.send_code(&app.code(house.now())).await;
    assert_eq!((opened.status, &opened.body["staff"]["login"]), (201, &json!("seller")));
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
    let names: Vec<String> = house.journal().await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["session.opened", "factor.enrolled", "session.opened"]);
}

#[tokio::test]
async fn a_code_is_good_once() {
    let house = House::open().await;
    let (app, _) = enrol(&house, &house.signed_in("seller").await).await;
    let code = app.code(house.now());
    let (mut one, mut other) = (house.visitor(), house.visitor());
    assert_eq!(one.sign_in("seller", PASSWORD).await.status, 202);
    assert_eq!(other.sign_in("seller", PASSWORD).await.status, 202);
    assert_eq!(one.send_code(&code).await.status, 201);
    assert_eq!(other.send_code(&code).await.says(), (422, "factor.code_used"));
    assert_eq!(one.put("/api/v1/session/proof", json!({ "code": code })).await.says(), (422, "factor.code_used"));
    house.wait(TimeDelta::seconds(30));
    assert_eq!(other.send_code(&app.code(house.now())).await.status, 201);
    // The step came to its end: the same cookie goes on to nothing.
    assert_eq!(
        other.post("/api/v1/session/code", json!({ "code": "123456" })).await.says(),
        (401, "sign_in.step_missing")
    );
}

#[tokio::test]
async fn a_clock_one_step_off_is_forgiven_and_two_are_not() {
    let house = House::open().await;
    let (app, _) = enrol(&house, &house.signed_in("seller").await).await;
    house.wait(TimeDelta::minutes(2));
    let mut visitor = house.visitor();
    visitor.sign_in("seller", PASSWORD).await;
    assert_eq!(
        visitor.send_code(&app.code(house.now() - TimeDelta::seconds(60))).await.says(),
        (422, "factor.code_wrong")
    );
    assert_eq!(visitor.send_code(&app.code(house.now() - TimeDelta::seconds(30))).await.status, 201);
}

#[tokio::test]
async fn codes_can_not_be_guessed_at_leisure_by_who_knows_the_password() {
    let house = House::open().await;
    let mut owner = house.signed_in("seller").await;
    let (app, _) = enrol(&house, &owner).await;
    owner.forget_session();
    let mut thief = house.visitor().from("198.51.100.7");
    assert_eq!(thief.sign_in("seller", PASSWORD).await.status, 202);
    for _ in 0..5 {
        assert_eq!(thief.send_code("000000").await.says(), (422, "factor.code_wrong"));
    }
    assert_eq!(thief.send_code(&app.code(house.now())).await.says(), (401, "sign_in.step_missing"));
    assert_eq!(thief.sign_in("seller", PASSWORD).await.says(), (429, "sign_in.locked"));
    assert_eq!(owner.sign_in("seller", PASSWORD).await.status, 202);
    assert_eq!(owner.send_code(&app.code(house.now())).await.status, 201);
}

#[tokio::test]
async fn a_step_ends_after_ten_minutes() {
    let house = House::open().await;
    let (app, _) = enrol(&house, &house.signed_in("seller").await).await;
    let mut visitor = house.visitor();
    visitor.sign_in("seller", PASSWORD).await;
    house.wait(TimeDelta::minutes(10));
    assert_eq!(visitor.send_code(&app.code(house.now())).await.says(), (401, "sign_in.step_missing"));
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_app_once() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    let (_, codes) = enrol(&house, &seller).await;
    let mut visitor = house.visitor();
    visitor.sign_in("seller", PASSWORD).await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    assert_eq!(visitor.send_code(&typed).await.status, 201);
    assert_eq!(seller.get("/api/v1/session/factor").await.body["codes_left"], 9);
    visitor.forget_session();
    visitor.sign_in("seller", PASSWORD).await;
    assert_eq!(visitor.send_code(&codes[3]).await.says(), (422, "factor.code_wrong"));

    let anew = seller.post("/api/v1/session/factor/recovery-codes", json!({})).await;
    assert_eq!((anew.status, anew.body["codes"].as_array().unwrap().len()), (201, 10));
    assert_eq!(visitor.send_code(&codes[4]).await.says(), (422, "factor.code_wrong"));
    assert_eq!(visitor.send_code(anew.body["codes"][0].as_str().unwrap()).await.status, 201);
}

#[tokio::test]
async fn a_secret_never_confirmed_is_asked_for_by_nobody() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    let shown = seller.post("/api/v1/session/factor/enrolment", json!({})).await;
    let app = App::of(shown.body["address"].as_str().unwrap());
    let path = "/api/v1/session/factor/enrolment";
    assert_eq!(seller.put(path, json!({ "code": "000000" })).await.says(), (422, "factor.code_wrong"));
    house.wait(TimeDelta::minutes(16));
    let late = seller.put(path, json!({ "code": app.code(house.now()) })).await;
    assert_eq!(late.says(), (409, "factor.not_begun"));
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn a_factor_is_removed_with_the_password_when_that_can_stand_alone() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    enrol(&house, &seller).await;
    let path = "/api/v1/session/factor/removal";
    let short = json!({ "current": PASSWORD, "new": "8 signs!" });
    assert_eq!(seller.put("/api/v1/session/password", short).await.status, 204);
    assert_eq!(seller.put(path, json!({ "password": PASSWORD })).await.says(), (422, "password.wrong"));
    let refused = seller.put(path, json!({ "password": "8 signs!" })).await;
    assert_eq!(refused.says(), (409, "factor.password_too_short"));
    let long = json!({ "current": "8 signs!", "new": PASSWORD });
    assert_eq!(seller.put("/api/v1/session/password", long).await.status, 204);
    assert_eq!(seller.put(path, json!({ "password": PASSWORD })).await.status, 204);
    assert_eq!(seller.put(path, json!({ "password": PASSWORD })).await.says(), (409, "factor.none"));
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn a_lost_factor_is_taken_off_by_a_manager_who_says_why() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    enrol(&house, &seller).await;
    let (boss, leader) = (house.signed_in("boss").await, house.signed_in("leader").await);
    let person = format!("/api/v1/staff/{}", house.id_of("seller").await);
    let seen = boss.get(&person).await.body;
    assert_eq!(
        (&seen["has_second_factor"], seen["can"].as_array().unwrap().contains(&json!("take_off_factor"))),
        (&json!(true), true)
    );
    let path = format!("{person}/factor-removals");
    assert_eq!(leader.post(&path, json!({ "reason": "手机丢失" })).await.says(), (403, "permission.missing"));
    assert_eq!(boss.post(&path, json!({ "reason": " " })).await.says(), (422, "required"));
    assert_eq!(boss.post(&path, json!({ "reason": "手机丢失，已当面核对身份证" })).await.status, 204);
    assert_eq!(boss.post(&path, json!({ "reason": "再来一次" })).await.says(), (409, "factor.none"));
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "session.revoked"));
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 201);
    let own = format!("/api/v1/staff/{}/factor-removals", house.id_of("boss").await);
    assert_eq!(boss.post(&own, json!({ "reason": "x" })).await.says(), (409, "factor.oneself"));
    assert!(house.journal().await.contains(&("factor.taken_off".to_owned(), "boss 先生".to_owned())));
}

#[tokio::test]
async fn nobody_takes_a_factor_off_somebody_with_more_power() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    enrol(&house, &boss).await;
    let manager = house.signed_in("manager").await;
    let path = format!("/api/v1/staff/{}/factor-removals", house.id_of("boss").await);
    assert_eq!(manager.post(&path, json!({ "reason": "x" })).await.says(), (409, "role.beyond_own_power"));
}

#[tokio::test]
async fn a_group_that_asks_for_a_factor_lets_in_without_until_the_grace_is_over() {
    let house = House::open().await;
    let (boss, seller) = (house.signed_in("boss").await, house.signed_in("seller").await);
    house.wait(TimeDelta::days(1));
    let role = house.role_id("sales_consultant").await;
    assert_eq!(boss.put("/api/v1/session/proof", json!({ "password": PASSWORD })).await.status, 204);
    let rules = json!({ "roles": [role], "grace_days": 3 });
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 0, rules).await.status, 200);

    // Not the advisor, and not yet.
    assert_eq!(house.signed_in("advisor").await.get("/api/v1/session").await.body["factor_due_at"], json!(null));
    let due =
        seller.get("/api/v1/session").await.body["factor_due_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    assert_eq!(due, house.now() + TimeDelta::days(3));
    house.wait(TimeDelta::days(2));
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 201);
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
    house.wait(TimeDelta::days(1));
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "session.expired"));

    let mut late = house.visitor();
    let halfway = late.sign_in("seller", PASSWORD).await;
    assert_eq!((halfway.status, &halfway.body["wants"]), (202, &json!("enrolment")));
    assert_eq!(late.send_code("123456").await.says(), (401, "sign_in.step_missing"));
    let shown = late.post("/api/v1/session/enrolment", json!({})).await;
    let app = App::of(shown.body["address"].as_str().unwrap());
    let wrong = late.put("/api/v1/session/enrolment", json!({ "code": "000000" })).await;
    assert_eq!(wrong.says(), (422, "factor.code_wrong"));
    let done = late.put("/api/v1/session/enrolment", json!({ "code": app.code(house.now()) })).await;
    assert_eq!((done.status, done.body["recovery"]["codes"].as_array().unwrap().len()), (201, 10));
    late.keep_cookies(&done);
    assert_eq!(late.get("/api/v1/session").await.body["has_second_factor"], true);
    let removal = late.put("/api/v1/session/factor/removal", json!({ "password": PASSWORD })).await;
    assert_eq!(removal.says(), (409, "factor.needed"));
}

#[tokio::test]
async fn enrolling_in_time_lets_the_session_go_on() {
    let house = House::open().await;
    let (boss, seller) = (house.signed_in("boss").await, house.signed_in("seller").await);
    let everyone = json!({ "everyone": true, "grace_days": 1 });
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 0, everyone).await.status, 200);
    enrol(&house, &seller).await;
    house.wait(TimeDelta::days(2));
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
    assert_eq!(boss.get("/api/v1/session").await.says(), (401, "session.expired"));
}

#[tokio::test]
async fn setting_a_factor_up_or_taking_it_off_ends_all_other_sessions() {
    let house = House::open().await;
    let (seller, elsewhere) = (house.signed_in("seller").await, house.signed_in("seller").await);
    assert_eq!(seller.put("/api/v1/session/factor/enrolment", json!({ "code": "000000" })).await.status, 409);
    assert_eq!(elsewhere.get("/api/v1/session").await.status, 200);
    let (app, _) = enrol(&house, &seller).await;
    assert_eq!(elsewhere.get("/api/v1/session").await.says(), (401, "session.revoked"));
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
    house.wait(TimeDelta::minutes(1));
    let mut elsewhere = house.visitor();
    elsewhere.sign_in("seller", PASSWORD).await;
    assert_eq!(elsewhere.send_code(&app.code(house.now())).await.status, 201);
    assert_eq!(seller.put("/api/v1/session/factor/removal", json!({ "password": PASSWORD })).await.status, 204);
    assert_eq!(elsewhere.get("/api/v1/session").await.says(), (401, "session.revoked"));
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
    let names: Vec<String> = house.journal().await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names[2..], ["factor.enrolled", "session.closed", "session.opened", "factor.removed", "session.closed"]);
}
