//! An OpenID Provider of the tests: it listens on this machine, signs with real keys, and says what a test wants it to say.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{self, EcdsaKeyPair, KeyPair, RsaKeyPair, RsaPublicKeyComponents},
};
use serde_json::{Value, json};

/// Made for these tests with `openssl genpkey`; it opens nothing anywhere.
const RSA: &[u8] = include_bytes!("keys/issuer-of-the-tests.pk8");

#[derive(Clone)]
pub struct Issuer(Arc<Mutex<Inside>>);

struct Inside {
    address: String,
    /// The issuer its discovery document names.
    says: String,
    key: Key,
    key_name: String,
    /// What the next code is good for.
    id_token: String,
    userinfo: Value,
    /// Forms sent to the token endpoint, and the credential they came with.
    asked: Vec<(HashMap<String, String>, Option<String>)>,
    keys_read: u32,
    /// Where it says its keys are, when elsewhere.
    keys_elsewhere: Option<String>,
    says_who_answers: bool,
}

enum Key {
    Rsa(RsaKeyPair),
    Curve(EcdsaKeyPair),
}

impl Issuer {
    /// Begins to listen, on a port that is free.
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let issuer = Self(Arc::new(Mutex::new(Inside {
            says: address.clone(),
            address,
            key: Key::Rsa(RsaKeyPair::from_pkcs8(RSA).unwrap()),
            key_name: "first".to_owned(),
            id_token: String::new(),
            userinfo: json!({}),
            asked: Vec::new(),
            keys_read: 0,
            keys_elsewhere: None,
            says_who_answers: false,
        })));
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(userinfo))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        issuer
    }

    pub fn address(&self) -> String {
        self.0.lock().unwrap().address.clone()
    }

    /// Names another issuer in its discovery document.
    pub fn pretend(&self, issuer: &str) {
        issuer.clone_into(&mut self.0.lock().unwrap().says);
    }

    /// Says that its keys are somewhere else.
    pub fn keep_keys_at(&self, address: &str) {
        self.0.lock().unwrap().keys_elsewhere = Some(address.to_owned());
    }

    /// Says that its keys are where they are again.
    pub fn keep_keys_here(&self) {
        self.0.lock().unwrap().keys_elsewhere = None;
    }

    /// Announces that it says in each answer who sent it.
    pub fn say_who_answers(&self) {
        self.0.lock().unwrap().says_who_answers = true;
    }

    /// How often its keys were read so far.
    pub fn keys_read(&self) -> u32 {
        self.0.lock().unwrap().keys_read
    }

    /// Puts a key of a curve in the place of the first, under a new name.
    pub fn rotate(&self) {
        let mut inside = self.0.lock().unwrap();
        inside.key = Key::Curve(curve_key());
        inside.key_name = "second".to_owned();
    }

    /// The next code is good for a token with these claims, signed as is right.
    pub fn grant(&self, claims: &Value) {
        let header = self.header();
        let signed = self.signed(&header, claims);
        self.0.lock().unwrap().id_token = signed;
    }

    /// The next code is good for this token, whatever it is.
    pub fn hand_out(&self, token: String) {
        self.0.lock().unwrap().id_token = token;
    }

    pub fn tell(&self, userinfo: Value) {
        self.0.lock().unwrap().userinfo = userinfo;
    }

    pub fn header(&self) -> Value {
        let inside = self.0.lock().unwrap();
        let algorithm = match inside.key {
            Key::Rsa(_) => "RS256",
            Key::Curve(_) => "ES256",
        };
        json!({ "alg": algorithm, "kid": inside.key_name, "typ": "JWT" })
    }

    /// A token with this header and these claims, signed by the key of now.
    pub fn signed(&self, header: &Value, claims: &Value) -> String {
        let message = unsigned(header, claims);
        let random = SystemRandom::new();
        let bytes = match &self.0.lock().unwrap().key {
            Key::Rsa(key) => {
                let mut bytes = vec![0; key.public().modulus_len()];
                key.sign(&signature::RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut bytes).unwrap();
                bytes
            }
            Key::Curve(key) => key.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec(),
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What it was asked last at the token endpoint.
    pub fn asked(&self) -> (HashMap<String, String>, Option<String>) {
        self.0.lock().unwrap().asked.last().cloned().unwrap()
    }

    /// The modulus of its RSA key, as an attacker reads it in the key set.
    pub fn public_text(&self) -> String {
        let key = RsaKeyPair::from_pkcs8(RSA).unwrap();
        URL_SAFE_NO_PAD.encode(RsaPublicKeyComponents::<Vec<u8>>::from(key.public()).n)
    }
}

/// Header and claims, without a signature.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// A token signed by a key nobody published, under a name somebody did.
pub fn forged(header: &Value, claims: &Value) -> String {
    let message = unsigned(header, claims);
    let bytes = curve_key().sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(bytes.as_ref()))
}

fn curve_key() -> EcdsaKeyPair {
    let (random, curve) = (SystemRandom::new(), &signature::ECDSA_P256_SHA256_FIXED_SIGNING);
    let document = EcdsaKeyPair::generate_pkcs8(curve, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(curve, document.as_ref(), &random).unwrap()
}

async fn discovery(State(issuer): State<Issuer>) -> Json<Value> {
    let inside = issuer.0.lock().unwrap();
    let at = |path: &str| format!("{}{path}", inside.address);
    Json(json!({
        "issuer": inside.says, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": inside.keys_elsewhere.clone().unwrap_or_else(|| at("/keys")), "userinfo_endpoint": at("/me"), "end_session_endpoint": at("/end"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "authorization_response_iss_parameter_supported": inside.says_who_answers,
    }))
}

async fn keys(State(issuer): State<Issuer>) -> Json<Value> {
    let mut inside = issuer.0.lock().unwrap();
    inside.keys_read += 1;
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let key = match &inside.key {
        Key::Rsa(key) => {
            let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
            json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": inside.key_name, "n": text(&n), "e": text(&e) })
        }
        Key::Curve(key) => {
            let point = key.public_key().as_ref();
            let (x, y) = (text(&point[1..33]), text(&point[33..]));
            json!({ "kty": "EC", "crv": "P-256", "use": "sig", "kid": inside.key_name, "x": x, "y": y })
        }
    };
    Json(json!({ "keys": [key] }))
}

async fn token(
    State(issuer): State<Issuer>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let mut inside = issuer.0.lock().unwrap();
    let credential = headers.get("authorization").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let is_known = form.get("code").is_some_and(|code| code == "good");
    inside.asked.push((form, credential));
    if is_known {
        let answer =
            json!({ "id_token": inside.id_token, "access_token": "access", "token_type": "Bearer", "expires_in": 60 });
        (StatusCode::OK, Json(answer))
    } else {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })))
    }
}

async fn userinfo(State(issuer): State<Issuer>, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    let is_borne = headers.get("authorization").is_some_and(|value| value == "Bearer access");
    let status = if is_borne { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
    (status, Json(issuer.0.lock().unwrap().userinfo.clone()))
}
