//! Signing in, and how guessing is made hopeless without locking people out of their work.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::json;

use crate::house::{House, PASSWORD};

#[tokio::test]
async fn a_right_password_opens_a_session_that_says_who_and_what() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let answer = visitor.sign_in(" Seller ", PASSWORD).await;
    assert_eq!(answer.status, 201);
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("roadbook_session="), "{cookie}");
    assert!(cookie.contains("; HttpOnly; SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");

    let session = visitor.get("/api/v1/session").await;
    assert_eq!(session.status, 200);
    assert_eq!(session.body["staff"]["login"], "seller");
    assert_eq!(session.body["group"]["name"], "澄岚汽车集团");
    assert_eq!(session.body["stores"][0]["code"], "SH01");
    assert_eq!(session.body["stores"].as_array().unwrap().len(), 1);
    assert_eq!(session.body["roles"], json!(["销售顾问"]));
    let permissions = session.body["permissions"].as_array().unwrap();
    assert!(permissions.contains(&json!("see_customers")) && !permissions.contains(&json!("manage_staff")));

    visitor.language = Some("en");
    assert_eq!(visitor.get("/api/v1/session").await.body["roles"], json!(["Sales consultant"]));
    assert_eq!(house.journal().await, [("session.opened".to_owned(), "seller 先生".to_owned())]);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_get_the_same_answer() {
    let house = House::open().await;
    let wrong = house.visitor().sign_in("seller", "not the password").await;
    let unknown = house.visitor().sign_in("nobody", "not the password").await;
    assert_eq!(wrong.says(), (401, "sign_in.wrong"));
    assert_eq!(wrong.body["detail"], unknown.body["detail"]);
    assert_eq!(unknown.says(), wrong.says());
    assert!(wrong.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn five_wrong_passwords_lock_a_login_from_there_and_nowhere_else() {
    let house = House::open().await;
    for login in ["seller", "nobody"] {
        let mut guesser = house.visitor().from("198.51.100.7");
        for _ in 0..5 {
            assert_eq!(guesser.sign_in(login, "a wrong guess").await.says(), (401, "sign_in.wrong"));
        }
        let locked = guesser.sign_in(login, PASSWORD).await;
        assert_eq!(locked.says(), (429, "sign_in.locked"), "{login}");
        assert_eq!(locked.headers["retry-after"], "900");
        // A neighbour of the guesser is taken for the guesser.
        assert_eq!(house.visitor().from("198.51.100.8").sign_in(login, PASSWORD).await.status, 429);
    }
    assert_eq!(house.visitor().from("203.0.113.9").sign_in("seller", PASSWORD).await.status, 201);
    house.wait(TimeDelta::minutes(15));
    assert_eq!(house.visitor().from("198.51.100.7").sign_in("seller", PASSWORD).await.status, 201);
    let names: Vec<String> = house.journal().await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["sign_in.locked", "session.opened", "session.opened"]);
}

#[tokio::test]
async fn a_lock_after_wrong_passwords_is_seen_and_taken_off_by_who_manages_staff() {
    let house = House::open().await;
    let mut guesser = house.visitor().from("198.51.100.7");
    for _ in 0..5 {
        guesser.sign_in("seller", "a wrong guess").await;
    }
    let manager = house.signed_in("manager").await;
    let path = format!("/api/v1/staff/{}", house.id_of("seller").await);
    let seen = manager.get(&path).await;
    assert_eq!((&seen.body["is_locked"], &seen.body["can"][2]), (&json!(true), &json!("unlock")));
    assert_eq!(manager.delete(&format!("{path}/lock")).await.body["is_locked"], false);
    assert_eq!(guesser.sign_in("seller", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn the_lock_doubles_when_guessing_goes_on() {
    let house = House::open().await;
    let mut guesser = house.visitor().from("198.51.100.7");
    for _ in 0..5 {
        guesser.sign_in("seller", "a wrong guess").await;
    }
    house.wait(TimeDelta::minutes(16));
    for _ in 0..5 {
        assert_eq!(guesser.sign_in("seller", "a wrong guess").await.status, 401);
    }
    assert_eq!(guesser.sign_in("seller", PASSWORD).await.headers["retry-after"], "1800");
}

#[tokio::test]
async fn guessing_from_everywhere_locks_strangers_out_and_not_the_known_place() {
    let house = House::open().await;
    house.signed_in("seller").await;
    for network in 0..10 {
        for host in 1..=5 {
            let mut guesser = house.visitor().from(&format!("198.51.{network}.{host}"));
            assert_eq!(guesser.sign_in("seller", "a wrong guess").await.status, 401);
        }
    }
    assert_eq!(house.visitor().from("192.0.2.1").sign_in("seller", PASSWORD).await.says(), (429, "sign_in.locked"));
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 201);
}

/// Twenty failures for logins nobody has, as one person behind a shared address makes them.
async fn guess_at_random(house: &House) {
    for guess in 0..20 {
        let answer = house.visitor().sign_in(&format!("guess{guess}"), "a wrong guess").await;
        assert_eq!(answer.says(), (401, "sign_in.wrong"));
    }
}

#[tokio::test]
async fn nobody_behind_a_shared_address_locks_the_others_out_by_guessing_at_logins() {
    let house = House::open().await;
    guess_at_random(&house).await;
    let begun = Instant::now();
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 201);
    assert!(begun.elapsed() >= Duration::from_secs(1), "a strange browser waits its turn");
    // It is counted on every node, and time forgives it.
    let node = house.another_node().await;
    let begun = Instant::now();
    assert_eq!(node.visitor().sign_in("nobody", PASSWORD).await.says(), (401, "sign_in.wrong"));
    assert!(begun.elapsed() >= Duration::from_secs(1), "a login nobody has waits as long");
}

#[tokio::test]
async fn one_address_guesses_no_faster_by_asking_at_once() {
    let house = House::open().await;
    guess_at_random(&house).await;
    let tries = (0..12).map(|_| async { house.visitor().sign_in("seller", PASSWORD).await });
    let answers = futures::future::join_all(tries).await;
    let turned_away: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert_eq!(turned_away.len(), 4, "eight wait at a time");
    assert_eq!(
        (turned_away[0].code(), &turned_away[0].headers["retry-after"]),
        ("sign_in.too_many", &"1".parse().unwrap())
    );
    assert!(answers.iter().all(|answer| [201, 429].contains(&answer.status)));
}

#[tokio::test]
async fn a_browser_that_was_here_before_is_never_locked_out_by_strangers() {
    let house = House::open().await;
    let mut mine = house.signed_in("seller").await;
    mine.forget_session();
    // Strangers at the same address, and everywhere.
    for _ in 0..5 {
        house.visitor().sign_in("seller", "a wrong guess").await;
    }
    for network in 0..10 {
        for host in 1..=5 {
            house.visitor().from(&format!("198.51.{network}.{host}")).sign_in("seller", "a wrong guess").await;
        }
    }
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 429);
    assert_eq!(mine.sign_in("seller", PASSWORD).await.status, 201);
    // Its cookie opens nothing.
    mine.forget_session();
    assert_eq!(mine.get("/api/v1/session").await.says(), (401, "session.missing"));
}

#[tokio::test]
async fn a_known_browser_is_locked_by_its_own_failures_alone() {
    let house = House::open().await;
    let mut stolen = house.signed_in("seller").await;
    stolen.forget_session();
    for _ in 0..5 {
        assert_eq!(stolen.sign_in("seller", "a wrong guess").await.status, 401);
    }
    assert_eq!(stolen.sign_in("seller", PASSWORD).await.says(), (429, "sign_in.locked"));
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 201);
    // Thrown out everywhere, it is a stranger like others.
    let boss = house.signed_in("boss").await;
    let seller = house.id_of("seller").await;
    assert_eq!(boss.delete(&format!("/api/v1/staff/{seller}/sessions")).await.status, 204);
    assert_eq!(stolen.sign_in("seller", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn a_cookie_somebody_planted_is_not_taken_up() {
    let house = House::open().await;
    let mut victim = house.visitor();
    victim.cookie = Some("roadbook_device=planted".to_owned());
    assert_eq!(victim.sign_in("seller", PASSWORD).await.status, 201);
    assert!(!victim.cookie.unwrap().contains("planted"));
}

#[tokio::test]
async fn who_left_or_is_locked_learns_it_only_with_the_right_password() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let (seller, advisor) = (house.id_of("seller").await, house.id_of("advisor").await);
    assert_eq!(boss.put(&format!("/api/v1/staff/{seller}/lock"), json!({})).await.status, 200);
    let left = boss.patch(&format!("/api/v1/staff/{advisor}"), 1, json!({ "is_active": false })).await;
    assert_eq!(left.status, 200);
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.says(), (401, "staff.locked"));
    assert_eq!(house.visitor().sign_in("advisor", PASSWORD).await.says(), (401, "staff.inactive"));
    assert_eq!(house.visitor().sign_in("seller", "a wrong guess").await.says(), (401, "sign_in.wrong"));
}
