//! How many requests came, what became of them and how long they took, by route.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use platform::http::request_id;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{
        counter::Counter,
        family::{Family, MetricConstructor},
        gauge::Gauge,
        histogram::Histogram,
    },
    registry::{Registry, Unit},
};
use tracing::{Instrument, field::Empty};

use super::traces;

/// Counted since the node was started.
#[derive(Debug)]
pub struct Requests {
    answered: Family<Answered, Counter>,
    seconds: Family<Asked, Histogram, Buckets>,
    under_way: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: String,
    route: String,
}

#[derive(Clone, Debug)]
struct Buckets;

/// Seconds; the goals are 20, 50 and 100 ms.
const EDGES: [f64; 12] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
/// From here on somebody waits noticeably.
const SLOW: Duration = Duration::from_secs(1);

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new(EDGES)
    }
}

impl Default for Requests {
    fn default() -> Self {
        let seconds = Family::new_with_constructor(Buckets);
        Self { answered: Family::default(), seconds, under_way: Gauge::default() }
    }
}

impl Requests {
    pub fn register(&self, registry: &mut Registry) {
        registry.register("requests", "Requests answered", self.answered.clone());
        let help = "Time until a request was answered";
        registry.register_with_unit("request_duration", help, Unit::Seconds, self.seconds.clone());
        registry.register("requests_under_way", "Requests being answered", self.under_way.clone());
    }
}

/// Measures a request, by the pattern of its route: an id in a label would be a series for each customer.
pub async fn measure(State(requests): State<Arc<Requests>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().as_str().to_owned();
    let span =
        tracing::info_span!("request", id = request_id::current(), method, route, otel.name = Empty, otel.kind = Empty);
    traces::of_request(&span, &method, &route, request.headers());
    let _counted = UnderWay::begin(requests.under_way.clone());
    let address = access::caller_address(request.extensions(), request.headers());
    let address = address.map_or_else(|| "none".to_owned(), |address| address.to_string());
    let begun = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let (took, status) = (begun.elapsed(), response.status().as_u16());
    traces::of_answer(&span, status);
    span.in_scope(|| match took {
        // Who knocks where they may not: wrong passwords and keys, missing permissions, too many tries.
        _ if matches!(status, 401 | 403 | 429) => tracing::info!(status, address, "refused"),
        _ if took >= SLOW => tracing::warn!(status, ?took, "answered late"),
        _ => tracing::debug!(status, ?took, "answered"),
    });
    let asked = Asked { method: method.clone(), route: route.clone() };
    requests.seconds.get_or_create(&asked).observe(took.as_secs_f64());
    requests.answered.get_or_create(&Answered { method, route, status }).inc();
    response
}

/// Counts one less when it ends, also when the caller left before the answer.
struct UnderWay(Gauge);

impl UnderWay {
    fn begin(gauge: Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}
