//! Nobody waits longer for an answer than this; what is said then depends on whose fault it was. A file may come slowly, so long as it
//! comes.

use std::{
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Poll,
    time::Duration,
};

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use http::{StatusCode, header};
use kernel::Error;
use platform::http::{Problem, problem};
use tokio::time::Instant;

/// How long is waited for what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For an answer, whatever its body was; for that to a file from when the last of it came.
    pub answer: Duration,
    /// A file of which nothing comes for so long is given up,
    pub pause: Duration,
    /// one of which less than this comes in a minute,
    pub bytes_a_minute: u64,
    pub minute: Duration,
    /// and any that is not there after so long.
    pub file: Duration,
}

/// Slow work runs as jobs. The largest file that is taken, 512 MB, comes in two hours over a line of 75 KB a second.
pub const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(60),
    pause: Duration::from_secs(30),
    bytes_a_minute: 64 << 10,
    minute: Duration::from_secs(60),
    file: Duration::from_secs(2 * 60 * 60),
};

/// Breaks off what takes too long: 408 when the rest of the body was still to come, 503 when the work was ours.
pub async fn answer(State(patience): State<Patience>, request: Request, next: Next) -> Response {
    let is_file = brings_a_file(&request);
    let coming = Coming::begin();
    let mut work = pin!(next.run(watched(request, &coming)));
    loop {
        let until = coming.look().until(&patience, is_file);
        let now = Instant::now();
        if now >= until.at {
            return broken_off(until.fault, &patience);
        }
        // How the body comes in changes meanwhile, and with it how long is waited.
        let look_again = until.at.min(now + patience.pause / 4);
        if let Ok(response) = tokio::time::timeout_at(look_again, &mut work).await {
            return response;
        }
    }
}

/// Forms with files are the only bodies that may be larger than a few pages.
fn brings_a_file(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

/// Why somebody is not waited for any longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Work,
    Body,
    FilePaused,
    FileTooSlow,
    FileTooLong,
}

#[derive(Clone, Copy, Debug)]
struct Until {
    at: Instant,
    fault: Fault,
}

fn broken_off(fault: Fault, patience: &Patience) -> Response {
    let of_file = |detail: String| problem::with_status(StatusCode::REQUEST_TIMEOUT, "request.slow", &detail);
    match fault {
        Fault::Work => {
            let detail = "The answer took too long; try again in a moment.".to_owned();
            Problem::from(Error::Unavailable { detail }).into_response()
        }
        Fault::Body => Problem::from(Error::TooSlow { seconds_max: patience.answer.as_secs() }).into_response(),
        Fault::FilePaused => of_file(format!(
            "Nothing more of the file came for {} seconds; send it again over a steadier line.",
            patience.pause.as_secs()
        )),
        Fault::FileTooSlow => of_file(format!(
            "Less than {} KB of the file came in {} seconds; send it again over a better line, or in smaller parts.",
            patience.bytes_a_minute >> 10,
            patience.minute.as_secs()
        )),
        Fault::FileTooLong => of_file(format!(
            "The file was not there after {} minutes; send it over a better line, or in smaller parts.",
            patience.file.as_secs() / 60
        )),
    }
}

/// How a body comes in.
#[derive(Clone)]
struct Coming(Arc<Mutex<Progress>>);

#[derive(Clone, Copy, Debug)]
struct Progress {
    began: Instant,
    /// When the last of it came.
    last: Instant,
    /// Whether its reader waits for more.
    waits: bool,
    minute_began: Instant,
    bytes_this_minute: u64,
}

impl Coming {
    fn begin() -> Self {
        let now = Instant::now();
        let progress = Progress { began: now, last: now, waits: false, minute_began: now, bytes_this_minute: 0 };
        Self(Arc::new(Mutex::new(progress)))
    }

    fn look(&self) -> MutexGuard<'_, Progress> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress {
    /// Until when is waited as things stand, and why no longer.
    fn until(&mut self, patience: &Patience, is_file: bool) -> Until {
        if !is_file {
            let fault = if self.waits { Fault::Body } else { Fault::Work };
            return Until { at: self.began + patience.answer, fault };
        }
        if !self.waits {
            return Until { at: self.last + patience.answer, fault: Fault::Work };
        }
        let now = Instant::now();
        if now >= self.minute_began + patience.minute && self.bytes_this_minute >= patience.bytes_a_minute {
            (self.minute_began, self.bytes_this_minute) = (now, 0);
        }
        let paused = Until { at: self.last + patience.pause, fault: Fault::FilePaused };
        let slow = Until { at: self.minute_began + patience.minute, fault: Fault::FileTooSlow };
        let long = Until { at: self.began + patience.file, fault: Fault::FileTooLong };
        [slow, long].into_iter().fold(paused, |first, next| if next.at < first.at { next } else { first })
    }

    fn note(&mut self, polled: &Poll<Option<Result<axum::body::Bytes, axum::Error>>>) {
        self.waits = polled.is_pending();
        if let Poll::Ready(part) = polled {
            self.last = Instant::now();
            let bytes = part.as_ref().and_then(|part| part.as_ref().ok()).map_or(0, axum::body::Bytes::len);
            self.bytes_this_minute = self.bytes_this_minute.saturating_add(bytes as u64);
        }
    }
}

/// The request with a body that says how it comes in.
fn watched(request: Request, coming: &Coming) -> Request {
    if request.body().is_end_stream() {
        return request;
    }
    let coming = coming.clone();
    request.map(|body| {
        let mut parts = body.into_data_stream();
        Body::from_stream(stream::poll_fn(move |context| {
            let polled = parts.poll_next_unpin(context);
            coming.look().note(&polled);
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

    const SHORT: Patience = Patience {
        answer: Duration::from_millis(50),
        // Long beside the parts below, so that a machine that stalls cuts nothing off.
        pause: Duration::from_secs(2),
        bytes_a_minute: 8,
        minute: Duration::from_secs(2),
        file: Duration::from_secs(4),
    };

    async fn says(body: Body) -> (u16, Value) {
        asked("text/plain", body).await
    }

    async fn asked(kind: &'static str, body: Body) -> (u16, Value) {
        let slow = |body: String| async move {
            if body == "think" {
                std::future::pending::<()>().await;
            }
            body
        };
        let within = middleware::from_fn_with_state(SHORT, answer);
        let router = Router::new().route("/", post(slow)).layer(within);
        let request = Request::post("/").header(header::CONTENT_TYPE, kind).body(body).expect("a request");
        let response = router.oneshot(request).await.expect("an answer");
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), 10_000).await.expect("a body");
        (status, serde_json::from_slice::<Value>(&bytes).map_or(Value::Null, |problem| problem["code"].clone()))
    }

    /// So many parts, each after a while.
    fn dripping(part: &'static str, parts: usize, every: Duration) -> Body {
        let drops = stream::iter(0..parts).then(move |_| async move {
            tokio::time::sleep(every).await;
            Ok::<_, std::io::Error>(part)
        });
        Body::from_stream(drops)
    }

    const FORM: &str = "multipart/form-data; boundary=part";

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

    #[tokio::test]
    async fn a_file_that_comes_slowly_but_steadily_is_taken_and_its_answer_waited_for_as_any() {
        let steady = || dripping("a part of it", 10, Duration::from_millis(30));
        assert_eq!(asked(FORM, steady()).await, (200, Value::Null), "six times as long as an answer may take");
        assert_eq!(says(steady()).await, (408, "request.slow".into()), "other bodies are small and come at once");
        let thinking = stream::iter([Ok::<_, std::io::Error>("think")]);
        assert_eq!(asked(FORM, Body::from_stream(thinking)).await, (503, "unavailable".into()), "it came whole");
    }

    #[tokio::test]
    async fn a_file_that_stops_trickles_or_never_ends_is_given_up() {
        let slow = (408, Value::from("request.slow"));
        assert_eq!(asked(FORM, halting("much of a file")).await, slow, "nothing more comes");
        assert_eq!(asked(FORM, dripping("a", 1_000, Duration::from_millis(500))).await, slow, "it trickles");
        let endless = Instant::now();
        assert_eq!(asked(FORM, dripping("much of a file", 1_000, Duration::from_millis(10))).await, slow, "no end");
        assert!(endless.elapsed() >= SHORT.file, "it was waited for as long as it came");
    }
}
