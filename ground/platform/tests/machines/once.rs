//! `Idempotency-Key`: sent twice, done once.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    http::StatusCode,
    middleware,
    routing::post,
};
use http::{HeaderMap, Request, header};
use kernel::{Error, permission::AddCustomers};
use platform::{
    Allowed, Platform,
    http::{Json, Reply, idempotency},
};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    house::{GROUP, House, NORTH, on_each_engine},
    parcel::{Entity, parcel},
};

#[derive(Default)]
struct Calls(AtomicUsize);

async fn add(
    State(platform): State<Platform>,
    allowed: Allowed<AddCustomers>,
    Json(form): Json<Value>,
) -> Reply<(StatusCode, Json<Value>)> {
    platform.provided::<Calls>()?.0.fetch_add(1, Ordering::SeqCst);
    let title = form["title"].as_str().unwrap_or_default().to_owned();
    let row = parcel(GROUP, NORTH, None, &title);
    let id = row.id;
    allowed
        .write(async |tx| {
            tx.insert::<Entity>(row).await?;
            if title == "refused" { Err(Error::NotFound) } else { Ok(()) }
        })
        .await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

fn app(house: &House) -> Router {
    house.platform.provide(Calls::default());
    let once = middleware::from_fn_with_state(house.platform.clone(), idempotency::once);
    Router::new().route("/parcels", post(add)).layer(once).with_state(house.platform.clone())
}

async fn send(app: &Router, who: &str, key: &str, title: &str) -> (u16, HeaderMap, Value) {
    let request = Request::post("/parcels")
        .header(header::AUTHORIZATION, who)
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key)
        .body(Body::from(json!({ "title": title }).to_string()))
        .unwrap();
    let (parts, body) = app.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    (parts.status.as_u16(), parts.headers, serde_json::from_slice(&bytes).unwrap())
}

#[tokio::test]
async fn a_repeated_request_is_answered_from_what_was_kept() {
    on_each_engine(async |house| {
        let app = app(&house);
        let (status, _, first) = send(&app, "li", "k1", "one").await;
        let (again, headers, second) = send(&app, "li", "k1", "one").await;
        assert_eq!((status, again, &first), (201, 201, &second));
        assert_eq!(headers["idempotent-replay"], "true");
        assert_eq!(house.titles().await, ["one"]);
        // Whoever had to sign in again in between tries again too.
        assert_eq!(send(&app, "li in another session", "k1", "one").await.2, first);
        assert_eq!(house.titles().await, ["one"]);
        let (other, _, problem) = send(&app, "li", "k1", "two").await;
        assert_eq!((other, &problem["code"]), (422, &json!("idempotency.different_request")));
        // The key of somebody else is another key.
        assert_eq!(send(&app, "wang", "k1", "two").await.0, 201);
        assert_eq!(house.titles().await, ["one", "two"]);
    })
    .await;
}

#[tokio::test]
async fn a_refused_request_leaves_its_key_free() {
    on_each_engine(async |house| {
        let app = app(&house);
        assert_eq!(send(&app, "li", "k1", "refused").await.0, 404);
        assert_eq!(send(&app, "li", "k1", "mended").await.0, 201);
        assert_eq!(house.titles().await, ["mended"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_request_many_times_at_once_is_done_once() {
    on_each_engine(async |house| {
        let app = Arc::new(app(&house));
        let sent = (0..12).map(|_| {
            let app = Arc::clone(&app);
            tokio::spawn(async move { send(&app, "li", "k1", "one").await })
        });
        let answers: Vec<_> = futures::future::join_all(sent).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(house.titles().await, ["one"]);
        for (status, _, body) in &answers {
            match status {
                201 => assert!(body["id"].is_string()),
                _ => assert_eq!((*status, &body["code"]), (409, &json!("idempotency.unfinished"))),
            }
        }
        assert!(answers.iter().any(|(status, ..)| *status == 201));
        assert_eq!(send(&app, "li", "k1", "one").await.0, 201);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_visible_characters_and_not_endless() {
    on_each_engine(async |house| {
        let app = app(&house);
        for key in ["", "\u{80}", &"k".repeat(201)] {
            let (status, _, problem) = send(&app, "li", key, "one").await;
            assert_eq!((status, &problem["code"]), (422, &json!("idempotency.malformed")), "{key:?}");
        }
        assert_eq!(send(&app, "li", &"k".repeat(200), "one").await.0, 201);
        assert_eq!(house.titles().await, ["one"]);
    })
    .await;
}
