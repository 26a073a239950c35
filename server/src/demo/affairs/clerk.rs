//! Somebody of the house at the API, in the same process.

use axum::{
    Router,
    body::{Body, to_bytes},
};
use http::{Method, Request, header};
use kernel::{Error, Result};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::demo::PASSWORD;

pub struct Clerk {
    app: Router,
    cookie: String,
}

/// Views are far smaller.
const ANSWER_BYTES_MAX: usize = 8 << 20;

impl Clerk {
    /// Comes in at the door of the app all share.
    pub async fn sign_in(app: &Router, login: &str) -> Result<Self> {
        let mut clerk = Self { app: app.clone(), cookie: String::new() };
        let words = json!({ "login": login, "password": PASSWORD });
        let answer = clerk.send(Method::POST, "/session", words).await?;
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter();
        let pairs = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        clerk.cookie = pairs.collect::<Vec<_>>().join("; ");
        Ok(clerk)
    }

    pub async fn get(&self, path: &str) -> Result<Value> {
        self.ask(Method::GET, path, Value::Null).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Result<Value> {
        self.ask(Method::POST, path, body).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Result<Value> {
        self.ask(Method::PUT, path, body).await
    }

    /// Sends a text as it is, which may be no JSON at all.
    pub async fn post_text(&self, path: &str, text: &str) -> Result<()> {
        let request = Request::builder().method(Method::POST).uri(format!("/api/v1{path}"));
        let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(text.to_owned()));
        let Ok(answer) = self.app.clone().oneshot(request.map_err(Error::internal)?).await;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(Error::internal(format!("POST {path} answered {status}"))),
        }
    }

    /// The same app as nobody: as an outside system that was given an address.
    pub fn outside(app: &Router) -> Self {
        Self { app: app.clone(), cookie: String::new() }
    }

    /// Leaves, so that nobody finds a device of theirs that they never had.
    pub async fn sign_out(self) -> Result<()> {
        self.ask(Method::DELETE, "/session", Value::Null).await.map(drop)
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> Result<Value> {
        let what = format!("{method} {path}");
        let answer = self.send(method, path, body).await?;
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), ANSWER_BYTES_MAX).await.map_err(Error::internal)?;
        if !status.is_success() {
            let told = String::from_utf8_lossy(&bytes).into_owned();
            return Err(Error::internal(format!("{what} answered {status}: {told}")));
        }
        Ok(if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? })
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Result<axum::response::Response> {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("x-requested-with", "roadbook")
            .header(header::COOKIE, &self.cookie);
        let request = match body {
            Value::Null => request.body(Body::empty()),
            body => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
        };
        let request = request.map_err(Error::internal)?;
        self.app.clone().oneshot(request).await.map_err(|never| match never {})
    }
}

/// The id of a record that was answered; empty when it has none.
pub fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap_or_default()
}
