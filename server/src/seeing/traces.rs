//! Traces: which request, job or listener spent its time where, told to a collector that speaks OTLP over HTTP. Programs that hand
//! `traceparent` on (W3C Trace Context) are seen as one.

use std::time::Duration;

use async_trait::async_trait;
use http::{HeaderMap, Response};
use kernel::{Error, Result};
use opentelemetry::{
    propagation::TextMapPropagator,
    trace::{Status, TracerProvider},
};
use opentelemetry_http::{Bytes, HeaderExtractor, HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{SdkTracer, SdkTracerProvider},
};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// Sends spans until it is dropped, the last ones then.
pub struct Traces(SdkTracerProvider);

/// The variables by which programs are told where their traces go; `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_TRACES_SAMPLER` and
/// `OTEL_SERVICE_NAME` are heeded too.
const WHERE: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
const NAME: &str = "roadbook";
const SENT_WITHIN: Duration = Duration::from_secs(10);
const LAST_SENT_WITHIN: Duration = Duration::from_secs(5);
const ANSWER_BYTES_MAX: u64 = 1 << 20;

impl Traces {
    /// Begins to send when a collector is named.
    pub fn begin() -> Result<Option<Self>> {
        if !WHERE.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
            return Ok(None);
        }
        let exporter = SpanExporter::builder().with_http().with_http_client(Collector::new()).build();
        let exporter = exporter.map_err(|cause| {
            Error::invalid(WHERE[1], "config.malformed", format!("traces can't be sent there: {cause}"))
        })?;
        let service = std::env::var("OTEL_SERVICE_NAME").unwrap_or_else(|_| NAME.to_owned());
        let resource = Resource::builder().with_service_name(service).build();
        Ok(Some(Self(SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(exporter).build())))
    }

    pub fn tracer(&self) -> SdkTracer {
        self.0.tracer(NAME)
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        if let Err(cause) = self.0.shutdown_with_timeout(LAST_SENT_WITHIN) {
            eprintln!("roadbook: the last traces were not sent: {cause}");
        }
    }
}

/// Names the span of a request as collectors expect it, and puts it below the caller's own; nothing where nobody collects.
pub fn of_request(span: &Span, method: &str, route: &str, headers: &HeaderMap) {
    let before = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
    if span.set_parent(before).is_ok() {
        span.record("otel.name", format!("{method} {route}"));
        span.record("otel.kind", "server");
        span.set_attribute("http.request.method", method.to_owned());
        span.set_attribute("http.route", route.to_owned());
    }
}

/// How the request ended.
pub fn of_answer(span: &Span, status: u16) {
    span.set_attribute("http.response.status_code", i64::from(status));
    if status >= 500 {
        span.set_status(Status::error(""));
    }
}

/// The way to the collector. It is asked from a thread of the exporter's own, which may wait.
#[derive(Debug)]
struct Collector(ureq::Agent);

impl Collector {
    fn new() -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(SENT_WITHIN)).http_status_as_error(false);
        Self(config.build().into())
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let answer = self.0.run(http::Request::from_parts(head, body.to_vec()))?;
        let (head, mut body) = answer.into_parts();
        let body = body.with_config().limit(ANSWER_BYTES_MAX).read_to_vec()?;
        Ok(Response::from_parts(head, body.into()))
    }
}
