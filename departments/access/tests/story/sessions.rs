//! Sessions: who comes in, how they end, and one's own password.

use chrono::TimeDelta;
use serde_json::json;

use crate::house::{House, PASSWORD};

#[tokio::test]
async fn without_a_cookie_or_with_a_forged_one_nobody_comes_in() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    assert_eq!(visitor.get("/api/v1/session").await.says(), (401, "session.missing"));
    visitor.cookie = Some("roadbook_session=forged".to_owned());
    assert_eq!(visitor.get("/api/v1/session").await.says(), (401, "session.missing"));
    visitor.cookie = Some("roadbook_session=".to_owned());
    assert_eq!(visitor.get("/api/v1/session").await.says(), (401, "session.missing"));
}

#[tokio::test]
async fn a_change_by_cookie_without_the_guard_header_is_refused() {
    let house = House::open().await;
    let mut boss = house.signed_in("boss").await;
    boss.carries_guard = false;
    let path = format!("/api/v1/stores/{}", house.shanghai);
    let refused = boss.patch(&path, 1, json!({ "city": "上海" })).await;
    assert_eq!(refused.says(), (422, "request.forgery_guard_missing"));
    assert_eq!(boss.get("/api/v1/session").await.status, 200);
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
    let gone = seller.delete("/api/v1/session").await;
    assert_eq!(gone.status, 204);
    assert!(gone.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "session.revoked"));
}

#[tokio::test]
async fn a_device_can_be_signed_out_from_another() {
    let house = House::open().await;
    let (desk, phone) = (house.signed_in("seller").await, house.signed_in("seller").await);
    let list = desk.get("/api/v1/sessions").await;
    let rows = list.body["items"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["device"], "Story/1.0");
    assert_eq!(rows[0]["address"], "203.0.113.9");
    let other = rows.iter().find(|row| row["is_current"] == false).unwrap()["id"].as_str().unwrap();
    assert_eq!(phone.get("/api/v1/session").await.status, 200);
    assert_eq!(desk.delete(&format!("/api/v1/sessions/{other}")).await.status, 204);
    assert_eq!(phone.get("/api/v1/session").await.says(), (401, "session.revoked"));
    assert_eq!(desk.delete(&format!("/api/v1/sessions/{other}")).await.says(), (404, "not_found"));
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let house = House::open().await;
    let (boss, seller) = (house.signed_in("boss").await, house.signed_in("seller").await);
    let id = seller.get("/api/v1/session").await.body["id"].as_str().unwrap().to_owned();
    assert_eq!(boss.delete(&format!("/api/v1/sessions/{id}")).await.says(), (404, "not_found"));
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
}

#[tokio::test]
async fn a_session_nobody_uses_runs_out_after_a_week() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    house.wait(TimeDelta::days(7));
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "session.expired"));
}

#[tokio::test]
async fn a_session_in_use_goes_on_and_ends_after_a_month_all_the_same() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    for day in 0..29 {
        house.wait(TimeDelta::days(1));
        assert_eq!(seller.get("/api/v1/session").await.status, 200, "day {day}");
        // The use is written down beside the request.
        let seen = house.now();
        while !has_been_seen(&house, seen).await {
            tokio::task::yield_now().await;
        }
    }
    house.wait(TimeDelta::days(1));
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "session.expired"));
}

platform::record! {
    struct Seen { count: i64 }
}

async fn has_been_seen(house: &House, at: chrono::DateTime<chrono::Utc>) -> bool {
    let seen: Vec<Seen> = house
        .seed()
        .read()
        .fetch_text("select count(*) from sessions where seen_at = $1", vec![at.into()])
        .await
        .unwrap();
    seen[0].count == 1
}

#[tokio::test]
async fn a_new_password_signs_out_everywhere_else() {
    let house = House::open().await;
    let (desk, phone) = (house.signed_in("seller").await, house.signed_in("seller").await);
    let change = |current: &str, new: &str| json!({ "current": current, "new": new });
    for (current, new, code) in [
        ("a wrong guess", "a better password", "password.wrong"),
        (PASSWORD, "fourteen signs", "password.too_short_alone"),
        (PASSWORD, "password123456789", "password.common"),
        (PASSWORD, "the seller with a hat", "password.has_login"),
        (PASSWORD, "一二三四五六七澄岚汽车集团十四十五", "password.has_name"),
    ] {
        let refused = desk.put("/api/v1/session/password", change(current, new)).await;
        assert_eq!(refused.says(), (422, code));
    }
    assert_eq!(desk.put("/api/v1/session/password", change(PASSWORD, "a better password")).await.status, 204);
    assert_eq!(desk.get("/api/v1/session").await.status, 200);
    assert_eq!(phone.get("/api/v1/session").await.says(), (401, "session.revoked"));
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 401);
    assert_eq!(house.visitor().sign_in("seller", "a better password").await.status, 201);
}

#[tokio::test]
async fn a_lock_by_hand_holds_for_sessions_under_way_and_lets_them_go_on_afterwards() {
    let house = House::open().await;
    let (boss, seller) = (house.signed_in("boss").await, house.signed_in("seller").await);
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
    let path = format!("/api/v1/staff/{}/lock", house.id_of("seller").await);
    let locked = boss.put(&path, json!({})).await;
    assert_eq!((locked.status, &locked.body["is_locked"]), (200, &json!(true)));
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "staff.locked"));
    assert_eq!(boss.delete(&path).await.body["is_locked"], false);
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
}

#[tokio::test]
async fn a_node_that_did_not_hear_of_a_revocation_believes_a_session_for_two_seconds_at_most() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    assert_eq!(seller.get("/api/v1/session").await.status, 200);
    // Another node writes: nothing tells this one.
    let revoke = "update sessions set revoked_at = $1";
    let now = house.now();
    house.seed().write(async |tx| tx.execute_text(revoke, vec![now.into()]).await).await.unwrap();
    house.wait(TimeDelta::milliseconds(2_001));
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "session.revoked"));
}
