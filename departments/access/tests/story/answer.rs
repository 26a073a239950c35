//! Somebody who sends requests, and what comes back.

use axum::body::{Body, to_bytes};
use http::{HeaderMap, Method, Request, header};
use serde_json::Value;
use tower::ServiceExt;

use crate::house::House;

/// A browser or a machine; public fields are what it sends along.
#[derive(Clone)]
pub struct Visitor<'h> {
    house: &'h House,
    pub cookie: Option<String>,
    pub key: Option<String>,
    pub address: String,
    pub language: Option<&'static str>,
    pub idempotency_key: Option<&'static str>,
    pub carries_guard: bool,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl<'h> Visitor<'h> {
    pub fn new(house: &'h House) -> Self {
        let address = "203.0.113.9".to_owned();
        Self { house, cookie: None, key: None, address, language: None, idempotency_key: None, carries_guard: true }
    }

    pub fn with_key(mut self, key: String) -> Self {
        self.key = Some(key);
        self
    }

    /// With the cookies of a browser that is at another node.
    pub fn with_cookie_of(mut self, other: &Visitor<'_>) -> Self {
        self.cookie.clone_from(&other.cookie);
        self
    }

    pub fn from(mut self, address: &str) -> Self {
        self.address = address.to_owned();
        self
    }

    /// Signs in, and keeps the cookies when that succeeds.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        let answer = self.post("/api/v1/session", serde_json::json!({ "login": login, "password": password })).await;
        self.keep_cookies(&answer);
        answer
    }

    /// Sends the code of the second step, and keeps the cookies when that succeeds.
    pub async fn send_code(&mut self, code: &str) -> Answer {
        let answer = self.post("/api/v1/session/code", serde_json::json!({ "code": code })).await;
        self.keep_cookies(&answer);
        answer
    }

    /// As a browser does: each name holds what was set last.
    pub fn keep_cookies(&mut self, answer: &Answer) {
        let before = self.cookie.take().unwrap_or_default();
        let mut jar: Vec<(String, String)> = before
            .split("; ")
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            jar.retain(|(known, _)| known != name);
            if !value.is_empty() {
                jar.push((name.to_owned(), value.to_owned()));
            }
        }
        let pairs: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.cookie = (!pairs.is_empty()).then(|| pairs.join("; "));
    }

    /// Leaves nothing but what a browser keeps after signing out: that it was here before.
    pub fn forget_session(&mut self) {
        let cookies = self.cookie.take().unwrap_or_default();
        self.cookie = cookies.split("; ").find(|pair| pair.starts_with("roadbook_device=")).map(str::to_owned);
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, None, Some(body)).await
    }

    /// As forms are sent.
    pub async fn post_form(&self, path: &str, form: String) -> Answer {
        let request = Request::post(path)
            .header("x-forwarded-for", &self.address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.answer_to(request.body(Body::from(form)).unwrap()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, None, Some(body)).await
    }

    pub async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(version), Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, None).await
    }

    async fn send(&self, method: Method, path: &str, version: Option<i64>, body: Option<Value>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("x-forwarded-for", &self.address)
            .header(header::USER_AGENT, "Story/1.0");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(key) = &self.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        if let Some(language) = self.language {
            request = request.header(header::ACCEPT_LANGUAGE, language);
        }
        if let Some(key) = self.idempotency_key {
            request = request.header("idempotency-key", key);
        }
        if self.carries_guard {
            request = request.header("x-requested-with", "roadbook");
        }
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.answer_to(request.unwrap()).await
    }

    async fn answer_to(&self, request: Request<Body>) -> Answer {
        let response = self.house.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

impl Answer {
    /// The stable code of a problem.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// Status and code in one, for tables of expectations.
    pub fn says(&self) -> (u16, &str) {
        (self.status, self.code())
    }

    /// The texts of one field over all items of a list.
    pub fn each(&self, field: &str) -> Vec<&str> {
        let items = self.body["items"].as_array().or(self.body.as_array()).unwrap();
        items.iter().map(|item| item[field].as_str().unwrap()).collect()
    }
}
