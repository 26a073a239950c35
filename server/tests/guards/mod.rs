//! What stands before every route, and what can be seen of it.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode},
    routing::get,
};
use chrono::TimeDelta;
use futures::future::join_all;
use kernel::Reach;
use serde_json::json;
use server::{
    config::BackupConfig,
    guards::{Limits, Rates},
    keeping::{self, Plan},
    master::MasterPlace,
};
use testkit::{Answer, Caller, House};
use tower::ServiceExt;
use tracing_subscriber::fmt::MakeWriter;

async fn asked(caller: &Caller, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let body = (method == Method::POST).then(|| json!({ "name": "王芳" }));
    caller.call(method, path, body, headers).await
}

/// Any address of the house, without a credential.
async fn visited(house: &House, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let app = server::routes::app(house.platform.clone());
    let (parts, body) = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap().into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
}

#[tokio::test]
async fn every_answer_keeps_browsers_in_bounds() {
    let house = House::new().await;
    for path in ["/", "/customers", "/api/v1/customers", "/api/v1/nothing", "/api/docs", "/healthz"] {
        let (_, headers, _) = visited(&house, path, &[]).await;
        for (name, value) in [
            ("content-security-policy", "script-src 'self';"),
            ("content-security-policy", "frame-ancestors 'none'"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("permissions-policy", "microphone=()"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            let given = headers.get(name).and_then(|given| given.to_str().ok()).unwrap_or_default();
            assert!(given.contains(value), "{path} {name}: {given}");
        }
        assert!(headers.get("strict-transport-security").is_none(), "{path} was not asked for by https");
    }
}

#[tokio::test]
async fn what_the_api_answers_is_kept_nowhere_and_the_pages_are() {
    let house = House::new().await;
    let kept = async |path: &str| {
        let (_, headers, _) = visited(&house, path, &[]).await;
        headers.get("cache-control").map(|value| value.to_str().unwrap().to_owned())
    };
    for path in ["/api/v1/customers", "/api/v1/session", "/api/v1/nothing", "/api/v1/about"] {
        assert_eq!(kept(path).await.as_deref(), Some("private, no-store"), "{path}");
    }
    assert_eq!(kept("/api/docs/page.css").await.as_deref(), Some("no-cache"));
    let clerk = house.machine("data_clerk").await;
    let customers = clerk.get("/customers").await.is(200);
    assert_eq!(customers.headers["cache-control"], "private, no-store");
}

#[tokio::test]
async fn an_answer_that_broke_off_has_all_the_headers_and_none_of_the_words() {
    let house = House::new().await;
    async fn broken() -> &'static str {
        panic!("the key is s3cret")
    }
    let routes = Router::new().route("/api/v1/broken", get(broken));
    let app = server::routes::behind_everything(routes, house.platform.clone());
    let request = Request::get("/api/v1/broken").body(Body::empty()).unwrap();
    let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
    let text = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
    assert_eq!(parts.status, 500);
    assert!(text.contains("\"internal\"") && !text.contains("s3cret"), "{text}");
    for name in ["content-security-policy", "x-content-type-options", "cache-control", "x-request-id"] {
        assert!(parts.headers.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn who_was_refused_stands_in_the_log_and_no_secret_does() {
    let house = House::new().await;
    let advisor = house.machine("service_advisor").await;
    let log = Log::default();
    let lines = tracing_subscriber::fmt().json().with_writer(log.clone()).finish();
    let told = {
        let _listening = tracing::subscriber::set_default(lines);
        house.sign_in("nobody", "wrong-s3cret").await.is(401);
        let refused = advisor.get("/keys").await.is(403);
        refused.headers["x-request-id"].to_str().unwrap().to_owned()
    };
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for line in [r#""status":401"#, r#""permission":"manage_keys""#, r#""message":"not permitted""#, &told] {
        assert!(log.contains(line), "{line}\n{log}");
    }
    assert!(!log.contains("s3cret") && !log.contains("rb_"), "{log}");
}

/// The log of one test.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing_with_the_visitors_cookie() {
    let house = House::new().await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    for foreign in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        let answer = asked(&seller, Method::POST, "/customers", &[foreign, ("host", "crm.example.com")]).await;
        let answer = answer.is(422);
        assert_eq!(answer.body["errors"][0]["code"], "request.foreign_page", "{foreign:?}");
        asked(&seller, Method::GET, "/customers", &[foreign]).await.is(200);
    }
    assert_eq!(seller.get("/customers").await.is(200).body["items"], json!([]));
    asked(&seller, Method::POST, "/customers", &[("sec-fetch-site", "same-origin")]).await.is(201);
}

#[tokio::test]
async fn a_key_that_runs_wild_waits_and_the_others_go_on() {
    let house = House::new().await;
    let (wild, other) = (house.machine("data_clerk").await, house.machine("data_clerk").await);
    for known in [&wild, &other] {
        known.get("/customers").await.is(200);
    }
    house.platform.provide(Limits::new(Rates { nobody: 1, person: 1, key: 1 }));
    // All at once: one after the other they might come slowly enough.
    let answers = join_all((0..60).map(|_| wild.get("/customers"))).await;
    let refused = answers.into_iter().find(|answer| answer.status != 200).unwrap().is(429);
    assert_eq!(refused.code(), "request.too_many");
    assert!(refused.headers.get("retry-after").is_some());
    other.get("/customers").await.is(200);
    assert_ne!(visited(&house, "/", &[]).await.0, 429, "the pages are not counted");
}

#[tokio::test]
async fn making_up_keys_and_sessions_gives_nobody_more() {
    let house = House::new().await;
    house.platform.provide(Limits::new(Rates { nobody: 1, person: 1_000, key: 1_000 }));
    let mut refused = 0;
    for number in 0..20 {
        let (key, session) = (format!("Bearer rb_{number}"), format!("roadbook_session={number}"));
        refused += usize::from(visited(&house, "/api/v1/about", &[("authorization", key.as_str())]).await.0 == 429);
        refused += usize::from(visited(&house, "/api/v1/about", &[("cookie", session.as_str())]).await.0 == 429);
    }
    assert!(refused > 20, "{refused} of 40 were refused");
}

#[tokio::test]
async fn figures_are_there_for_neighbours_alone() {
    let house = House::new().await;
    let clerk = house.machine("data_clerk").await;
    let customer = clerk.post("/customers", json!({ "name": "王芳", "store_id": house.store.id })).await.is(201).id();
    house.settle().await;
    clerk.get(&format!("/customers/{customer}")).await.is(200);
    clerk.get("/customers/00000000-0000-0000-0000-000000000000").await.is(404);
    assert_eq!(visited(&house, "/metrics", &[]).await.0, 404);
    assert_eq!(visited(&house, "/metrics", &[("x-forwarded-for", "203.0.113.9")]).await.0, 404);
    let (status, _, figures) = visited(&house, "/metrics", &[("x-forwarded-for", "127.0.0.1")]).await;
    assert_eq!(status, 200);
    for line in [
        r#"roadbook_requests_total{method="GET",route="/api/v1/customers/{id}",status="200"} 1"#,
        r#"roadbook_requests_total{method="GET",route="/api/v1/customers/{id}",status="404"} 1"#,
        r#"roadbook_request_duration_seconds_count{method="POST",route="/api/v1/customers"} 1"#,
        r#"roadbook_listener_behind{name="customers.facts"}"#,
        "roadbook_write_turns_total ",
    ] {
        assert!(figures.contains(line), "{line}\n{figures}");
    }
    assert!(!figures.contains(&customer), "an id would be a series for each customer");
}

#[tokio::test]
async fn what_would_be_lost_is_seen_before_it_is() {
    let house = House::new().await;
    let near = [("x-forwarded-for", "127.0.0.1")];
    let figures = visited(&house, "/metrics", &near).await.2;
    assert!(figures.contains("roadbook_looks_unsealed 0"), "{figures}");
    assert!(figures.contains("roadbook_looks_unsealed_age_seconds 0"), "{figures}");
    assert!(!figures.contains("roadbook_backup_age"), "nobody makes backups here");

    let backups = BackupConfig {
        folder: Some(house.folder().join("backups")),
        hour: 3,
        daily: 7,
        weekly: 4,
        monthly: 0,
        with_keys: false,
    };
    let (files, master) = (house.folder().join("files"), MasterPlace::File(house.folder().join("key")));
    let plan = Plan { backups, files, master, folder: house.folder().to_owned() };
    keeping::make(&house.platform, &plan, false, &house.folder().join("backups/one.zip")).await.unwrap();
    house.platform.provide(plan);
    house.clock.advance(TimeDelta::hours(30));
    let figures = visited(&house, "/metrics", &near).await.2;
    assert!(figures.contains("roadbook_backup_age_seconds 108000"), "{figures}");
}
