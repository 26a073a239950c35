//! The live feed across a break: who comes back, to this node or another, gets what they missed.

use std::time::Duration;

use axum::{Router, body::Body};
use futures::StreamExt;
use http::{Request, header::AUTHORIZATION};
use journal::live::{LiveFeed, MISSED_MOST};
use platform::{Platform, SystemActor};
use serde_json::json;
use testkit::{Caller, House};
use tokio::{sync::watch, time::timeout};
use tower::ServiceExt;

const LONG: Duration = Duration::from_secs(20);

/// One block of the stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Told {
    event: String,
    id: String,
    data: String,
}

/// An open stream.
struct Page {
    body: axum::body::BodyDataStream,
    rest: String,
}

impl Page {
    async fn open(app: &Router, key: &str, last: Option<&str>) -> Self {
        let mut request = Request::get("/api/v1/live").header(AUTHORIZATION, format!("Bearer {key}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        Self { body: response.into_body().into_data_stream(), rest: String::new() }
    }

    async fn next(&mut self) -> Told {
        loop {
            if let Some((block, rest)) = self.rest.split_once("\n\n") {
                let mut told = Told::default();
                for (field, value) in block.lines().filter_map(|line| line.split_once(": ")) {
                    match field {
                        "event" => told.event = value.to_owned(),
                        "id" => told.id = value.to_owned(),
                        "data" => told.data = value.to_owned(),
                        _ => {}
                    }
                }
                self.rest = rest.to_owned();
                if told != Told::default() {
                    return told;
                }
                continue;
            }
            let bytes = timeout(LONG, self.body.next()).await.expect("in time").unwrap().unwrap();
            self.rest.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    async fn ends(&mut self) -> bool {
        let rest = async { while self.body.next().await.is_some() {} };
        timeout(LONG, rest).await.is_ok()
    }

    /// The next entry about a customer's creation, by the customer.
    async fn next_created(&mut self) -> (String, String) {
        loop {
            let told = self.next().await;
            if told.event == "entry" && told.data.contains("customer.created") {
                let data: serde_json::Value = serde_json::from_str(&told.data).unwrap();
                return (data["customer_id"].as_str().unwrap().to_owned(), told.id);
            }
            assert_ne!(told.event, "reload");
        }
    }
}

struct Node {
    app: Router,
    _stop: watch::Sender<bool>,
}

/// A node whose tail follows the journal.
fn node(platform: &Platform) -> Node {
    let (stop, stopped) = watch::channel(false);
    let feed = LiveFeed::clone(&platform.provided::<LiveFeed>().unwrap());
    tokio::spawn(feed.follow(platform.clone(), stopped));
    Node { app: server::routes::app(platform.clone()), _stop: stop }
}

async fn key(boss: &Caller, role: &str, store: Option<&str>) -> String {
    let roles = boss.get("/roles").await.is(200);
    let all = roles.body["items"].as_array().or(roles.body.as_array()).unwrap().clone();
    let role = all.iter().find(|one| one["code"] == role).unwrap()["id"].clone();
    let reach = if store.is_some() { "store" } else { "group" };
    let form = json!({ "name": "page", "role_id": role, "reach": reach, "store_id": store });
    boss.post("/keys", form).await.is(201).text("/secret")
}

async fn customer(boss: &Caller, house: &House, name: &str) -> String {
    boss.post("/customers", json!({ "name": name, "store_id": house.store.id })).await.is(201).id()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_to_another_node_gets_what_was_missed_once_and_in_order() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (one, other) = (node(&house.platform), node(&house.another_node().await));
    let key = key(&boss, "group_manager", None).await;
    let mut page = Page::open(&one.app, &key, None).await;
    let first = customer(&boss, &house, "王小明").await;
    let (told, last) = page.next_created().await;
    assert_eq!(told, first);
    drop(page);
    let mut missed = Vec::new();
    for number in 0..5 {
        missed.push(customer(&boss, &house, &format!("客户{number}")).await);
    }
    let mut page = Page::open(&other.app, &key, Some(&last)).await;
    let later = customer(&boss, &house, "李静").await;
    let mut heard = Vec::new();
    for _ in 0..6 {
        heard.push(page.next_created().await.0);
    }
    missed.push(later);
    assert_eq!(heard, missed, "all of it, each once, in order");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_the_key_it_was_opened_with() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let node = node(&house.platform);
    let key = key(&boss, "group_manager", None).await;
    let mut page = Page::open(&node.app, &key, None).await;
    customer(&boss, &house, "王小明").await;
    page.next_created().await;
    let keys = boss.get("/keys").await.is(200);
    let mine = keys.body["items"].as_array().unwrap().iter().find(|one| one["name"] == "page").unwrap().clone();
    boss.delete(&format!("/keys/{}", mine["id"].as_str().unwrap())).await.is(204);
    assert!(page.ends().await, "nothing more is told, and the stream is closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_says_at_once_where_it_stands() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let node = node(&house.platform);
    let key = key(&boss, "group_manager", None).await;
    house.clock.advance(chrono::TimeDelta::minutes(5));
    let mut page = Page::open(&node.app, &key, None).await;
    let told = page.next().await;
    assert_eq!((told.event.as_str(), told.data.as_str()), ("", ""));
    drop(page);
    let missed = customer(&boss, &house, "王小明").await;
    let mut page = Page::open(&node.app, &key, Some(&told.id)).await;
    assert_eq!(page.next_created().await.0, missed);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_missed_too_much_or_comes_from_elsewhere_is_told_to_reload() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let node = node(&house.platform);
    let key = key(&boss, "group_manager", None).await;
    let mut page = Page::open(&node.app, &key, None).await;
    customer(&boss, &house, "王小明").await;
    let (_, last) = page.next_created().await;
    drop(page);
    let door = house.platform.system(SystemActor::Command, house.group);
    let drafts = (0..=MISSED_MOST).map(|_| journal::Draft {
        about: journal::About::default(),
        event: journal::events::access::AccessEvent::GroupFounded { title: "x".into() },
        actor: None,
    });
    let drafts: Vec<_> = drafts.collect();
    door.write(async |tx| journal::record_all(tx, drafts).await).await.unwrap();
    for seen in [last.as_str(), "9223372036854775807-9223372036854775807"] {
        let mut page = Page::open(&node.app, &key, Some(seen)).await;
        let told = loop {
            let told = page.next().await;
            // Other transactions of the server may hide the newest for a moment.
            if told.event != "entry" {
                break told;
            }
        };
        assert_eq!(told.event, "reload", "{seen}");
        drop(page);
        let mut page = Page::open(&node.app, &key, Some(&told.id)).await;
        let next = customer(&boss, &house, "李静").await;
        assert_eq!(page.next_created().await.0, next, "from there it goes on");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_the_caller_is_not_told_but_moves_them_on() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let node = node(&house.platform);
    let store = house.other_store.id.to_string();
    let key = key(&boss, "store_manager", Some(&store)).await;
    let mut page = Page::open(&node.app, &key, None).await;
    let began = page.next().await;
    for number in 0..102 {
        customer(&boss, &house, &format!("上海的{number}")).await;
    }
    let there = boss.post("/customers", json!({ "name": "苏州的", "store_id": store })).await.is(201).id();
    let mut moved_on = false;
    loop {
        let told = page.next().await;
        if told.event == "entry" && told.data.contains("customer.created") {
            assert!(told.data.contains(&there), "{told:?}");
            break;
        }
        moved_on |= told.event.is_empty() && told.id != began.id;
    }
    assert!(moved_on);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_none_begins_like_a_new_page() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let node = node(&house.platform);
    let key = key(&boss, "group_manager", None).await;
    let known = customer(&boss, &house, "王小明").await;
    for nonsense in ["x", "-1", "1-x", "99999999999999999999-1"] {
        let mut page = Page::open(&node.app, &key, Some(nonsense)).await;
        assert_eq!(page.next_created().await.0, known, "{nonsense}");
    }
}
