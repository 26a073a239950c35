//! New passwords and what is known from breaches: the list that is built in, and a service that a house may ask.

use std::sync::{Arc, Mutex};

use access::BreachedPasswords;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    routing::get,
};
use platform::outside::{Hosts, Targets};
use serde_json::json;

use crate::{
    answer::Visitor,
    house::{House, PASSWORD},
};

/// A service of breached passwords that knows one of them; its heart stops when told to.
#[derive(Clone, Default)]
struct Service {
    asked: Arc<Mutex<Vec<String>>>,
    is_down: Arc<Mutex<bool>>,
}

const LOST: &str = "seven brown foxes";

impl Service {
    async fn open(house: &House) -> Self {
        let service = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let app = Router::new().route("/range/{prefix}", get(range)).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let targets = Targets::Also(Hosts::parse(std::slice::from_ref(&host), "hosts").unwrap());
        house.platform.provide(BreachedPasswords::at(&format!("http://{host}"), &targets).unwrap());
        house.platform.provide(targets);
        service
    }
}

async fn range(State(service): State<Service>, Path(prefix): Path<String>) -> Result<String, StatusCode> {
    if *service.is_down.lock().unwrap() {
        return Err(StatusCode::BAD_GATEWAY);
    }
    service.asked.lock().unwrap().push(prefix.clone());
    let digest = digest(LOST);
    let mut lines = vec!["0".repeat(35) + ":0"];
    if digest.starts_with(&prefix) {
        lines.push(format!("{}:12", &digest[5..]));
    }
    Ok(lines.join("\r\n"))
}

fn digest(password: &str) -> String {
    use sha1::{Digest, Sha1};
    Sha1::digest(password).iter().map(|byte| format!("{byte:02X}")).collect()
}

async fn choose(visitor: &Visitor<'_>, current: &str, new: &str) -> (u16, String) {
    let answer = visitor.put("/api/v1/session/password", json!({ "current": current, "new": new })).await;
    (answer.status, answer.body["errors"][0]["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn what_a_service_knows_as_lost_is_refused_and_its_silence_is_no_lock() {
    let house = House::open().await;
    let service = Service::open(&house).await;
    let seller = house.signed_in("seller").await;
    assert_eq!(choose(&seller, PASSWORD, LOST).await, (422, "password.breached".to_owned()));
    assert_eq!(*service.asked.lock().unwrap(), [digest(LOST)[..5].to_owned()], "five signs leave the house");
    assert_eq!(choose(&seller, PASSWORD, "eight brown foxes").await.0, 204);
    *service.is_down.lock().unwrap() = true;
    assert_eq!(choose(&seller, "eight brown foxes", LOST).await.0, 204, "a service that is down keeps nobody out");
}

#[tokio::test]
async fn the_list_that_is_built_in_holds_without_a_line_to_the_world() {
    let house = House::open().await;
    let seller = house.signed_in("seller").await;
    assert_eq!(choose(&seller, PASSWORD, "steelers-steelers").await, (422, "password.breached".to_owned()));
    assert_eq!(choose(&seller, PASSWORD, LOST).await.0, 204);
}
