//! Nobody waits longer for an answer than this; what is said then depends on whose fault it was.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use kernel::Error;
use platform::http::Problem;

/// Slow work runs as jobs.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(60);

/// Breaks off what takes longer than `within`: 408 when the rest of the body was still to come, 503 when the work was ours.
pub async fn answer(State(within): State<Duration>, request: Request, next: Next) -> Response {
    let waits_for_body = Arc::new(AtomicBool::new(false));
    let request = watched(request, &waits_for_body);
    match tokio::time::timeout(within, next.run(request)).await {
        Ok(response) => response,
        Err(_) if waits_for_body.load(Ordering::Relaxed) => {
            Problem::from(Error::TooSlow { seconds_max: within.as_secs() }).into_response()
        }
        Err(_) => {
            let detail = "The answer took too long; try again in a moment.".to_owned();
            Problem::from(Error::Unavailable { detail }).into_response()
        }
    }
}

/// The request with a body that says whether its reader waits for more of it.
fn watched(request: Request, waits: &Arc<AtomicBool>) -> Request {
    if request.body().is_end_stream() {
        return request;
    }
    let waits = Arc::clone(waits);
    request.map(|body| {
        let mut parts = body.into_data_stream();
        Body::from_stream(stream::poll_fn(move |context| {
            let polled = parts.poll_next_unpin(context);
            waits.store(polled.is_pending(), Ordering::Relaxed);
            polled
        }))
    })
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware, routing::post};
    use http::Request;
    use serde_json::Value;
    use tower::ServiceExt;

    use super::*;

    async fn says(body: Body) -> (u16, Value) {
        let slow = |body: String| async move {
            if body == "think" {
                std::future::pending::<()>().await;
            }
            body
        };
        let within = middleware::from_fn_with_state(Duration::from_millis(50), answer);
        let router = Router::new().route("/", post(slow)).layer(within);
        let response = router.oneshot(Request::post("/").body(body).expect("a request")).await.expect("an answer");
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), 10_000).await.expect("a body");
        (status, serde_json::from_slice::<Value>(&bytes).map_or(Value::Null, |problem| problem["code"].clone()))
    }

    fn halting(first: &'static str) -> Body {
        let begun = stream::iter([Ok::<_, std::io::Error>(first)]);
        Body::from_stream(begun.chain(stream::pending()))
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_in_time_is_the_callers_affair_and_slow_work_is_ours() {
        assert_eq!(says(halting("half a")).await, (408, "request.slow".into()));
        assert_eq!(says(halting("think")).await, (408, "request.slow".into()), "it never came to an end");
        assert_eq!(says(Body::from("think")).await, (503, "unavailable".into()));
        assert_eq!(says(Body::from("a word")).await, (200, Value::Null));
    }
}
