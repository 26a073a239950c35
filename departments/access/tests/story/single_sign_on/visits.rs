//! The way there and back: whose it is, how often and how long it is good, and where it ends.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde_json::json;

use super::{Scene, asked_by, come_back};

#[tokio::test]
async fn a_state_is_good_once_for_one_browser_and_not_for_long() {
    let scene = Scene::open().await;
    let gone = "/sign-in?problem=identity.visit_gone";
    let mut visitor = scene.house.visitor();
    let asked = scene.leave(&mut visitor).await;
    scene.issuer.grant(&scene.claims(&asked));
    // Somebody else brings the state back: it is used up by that.
    assert_eq!(come_back(&mut scene.house.visitor(), &asked).await, gone);
    assert_eq!(come_back(&mut visitor, &asked).await, gone);
    let made_up = HashMap::from([("state".to_owned(), "made-up".to_owned())]);
    assert_eq!(come_back(&mut visitor, &made_up).await, gone);

    let asked = scene.leave(&mut visitor).await;
    let claims = scene.claims(&asked);
    assert_eq!(scene.come_back(&mut visitor, &asked, &claims).await, "/customers");
    assert_eq!(come_back(&mut visitor, &asked).await, gone);

    let asked = scene.leave(&mut visitor).await;
    scene.house.wait(TimeDelta::minutes(16));
    assert_eq!(come_back(&mut visitor, &asked).await, gone);
}

#[tokio::test]
async fn what_the_provider_refuses_is_told_in_its_own_code() {
    let scene = Scene::open().await;
    for (query, problem) in [
        ("error=access_denied", "identity.cancelled"),
        ("error=server_error&error_description=x", "identity.refused_there"),
        ("code=bad", "identity.refused_there"),
        ("code=good&iss=https%3A%2F%2Fevil.example.com", "identity.token_invalid"),
        ("", "identity.malformed"),
    ] {
        let mut visitor = scene.house.visitor();
        let asked = scene.leave(&mut visitor).await;
        let back = visitor.get(&format!("/api/v1/sign-in/callback?state={}&{query}", asked["state"])).await;
        assert_eq!(back.headers["location"], format!("/sign-in?problem={problem}"));
    }
}

#[tokio::test]
async fn a_provider_that_says_who_answers_must_say_so_each_time() {
    let scene = Scene::open().await;
    scene.issuer.say_who_answers();
    let mut visitor = scene.house.visitor();
    let asked = scene.leave(&mut visitor).await;
    scene.issuer.grant(&scene.claims(&asked));
    assert_eq!(come_back(&mut visitor, &asked).await, "/sign-in?problem=identity.token_invalid");
    let asked = scene.leave(&mut visitor).await;
    scene.issuer.grant(&scene.claims(&asked));
    let path = format!("/api/v1/sign-in/callback?state={}&code=good&iss={}", asked["state"], scene.issuer.address());
    assert_eq!(visitor.get(&path).await.headers["location"], "/customers");
}

#[tokio::test]
async fn one_goes_on_with_a_page_of_ours_whatever_was_asked_for() {
    let scene = Scene::open().await;
    for elsewhere in ["https://evil.example.com/", "//evil.example.com/", "/\\evil.example.com", "javascript:alert(1)"]
    {
        let mut visitor = scene.house.visitor();
        let form = json!({ "provider_id": scene.provider, "return_to": elsewhere });
        let left = visitor.post("/api/v1/sign-in/visits", form).await;
        assert_eq!(left.status, 201, "{}", left.body);
        visitor.keep_cookies(&left);
        let asked = asked_by(&left);
        let claims = scene.claims(&asked);
        assert_eq!(scene.come_back(&mut visitor, &asked, &claims).await, "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn the_cookie_of_a_visit_comes_back_from_another_site_and_is_out_of_reach_of_scripts() {
    let scene = Scene::open().await;
    let form = json!({ "provider_id": scene.provider });
    let left = scene.house.visitor().post("/api/v1/sign-in/visits", form).await;
    let cookie = left.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("roadbook_visit="), "{cookie}");
    assert!(cookie.ends_with("; Path=/api/v1/sign-in; HttpOnly; SameSite=Lax; Max-Age=900"), "{cookie}");
}
