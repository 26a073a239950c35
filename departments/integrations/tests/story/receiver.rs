//! Another system, as a test has it: it hears calls, checks their signatures as the convention says, and answers as it was told to.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use platform::outside::Targets;
use serde_json::{Value, json};
use sha2::Sha256;
use testkit::{Caller, House};

#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    heard: Arc<Mutex<Heard>>,
}

#[derive(Default)]
struct Heard {
    calls: Vec<Call>,
    answers: VecDeque<Reply>,
    /// Whoever it is about gets this answer.
    refused: Option<String>,
}

struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub headers: HeaderMap,
    pub raw: String,
    pub body: Value,
}

impl Receiver {
    /// Listens on this machine, which the house may call from now on.
    pub async fn beside(house: &House) -> Self {
        house.platform.provide(Targets::Private);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let receiver = Self { url, heard: Arc::default() };
        let app = Router::new().fallback(hear).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        receiver
    }

    /// The next calls are answered so, one after the other; later ones with 200.
    pub fn answers(&self, statuses: &[u16]) {
        for status in statuses {
            self.answers_with(*status, &[], "");
        }
    }

    pub fn answers_with(&self, status: u16, headers: &[(&'static str, &str)], body: &str) {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.heard.lock().unwrap().answers.push_back(Reply { status, headers, body: body.to_owned() });
    }

    /// Calls about this customer fail from now on, or none do any more.
    pub fn refuses(&self, customer: Option<&str>) {
        self.heard.lock().unwrap().refused = customer.map(str::to_owned);
    }

    pub fn calls(&self) -> Vec<Call> {
        self.heard.lock().unwrap().calls.clone()
    }

    /// The names of the events heard, in order.
    pub fn events(&self) -> Vec<String> {
        self.calls().iter().map(|call| call.body["type"].as_str().unwrap().to_owned()).collect()
    }
}

impl Call {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("{name} is missing")).to_str().unwrap()
    }

    /// Whether one of its signatures was made with this secret.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(
            format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.raw).as_bytes(),
        );
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature").split(' ').any(|one| one == expected)
    }
}

async fn hear(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    let raw = String::from_utf8(body.to_vec()).unwrap();
    let body: Value = serde_json::from_str(&raw).unwrap();
    let mut heard = receiver.heard.lock().unwrap();
    let is_refused = heard.refused.as_deref().is_some_and(|customer| body["data"]["customer_id"] == customer);
    heard.calls.push(Call { headers, raw, body });
    if is_refused {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let silence = Reply { status: 200, headers: Vec::new(), body: String::new() };
    let Reply { status, headers, body } = heard.answers.pop_front().unwrap_or(silence);
    let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

/// A webhook of the group with this role that is told these events: its id and its secret.
pub async fn webhook(boss: &Caller, receiver: &Receiver, role: &str, events: &[&str]) -> (String, String) {
    let role = role_id(boss, role).await;
    let form = json!({ "name": "DMS", "url": receiver.url, "events": events, "role_id": role, "reach": "group" });
    let added = boss.post("/webhooks", form).await.is(201);
    (added.text("/webhook/id"), added.text("/secret"))
}

pub async fn role_id(boss: &Caller, code: &str) -> String {
    let roles = boss.get("/roles").await.is(200);
    let all = roles.body["items"].as_array().or(roles.body.as_array()).unwrap().clone();
    all.iter().find(|role| role["code"] == code).unwrap()["id"].as_str().unwrap().to_owned()
}

pub async fn customer(boss: &Caller, house: &House, name: &str) -> String {
    boss.post("/customers", json!({ "name": name, "store_id": house.store.id })).await.is(201).id()
}

/// Lets everything be heard, and what is due be told; answers how many attempts that were.
pub async fn tell(house: &House) -> usize {
    house.settle().await;
    integrations::deliver_due(&house.platform).await.unwrap()
}
