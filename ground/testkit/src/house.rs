//! The house: two stores of one group, a second group next door, and callers in every role.

use std::hash::{DefaultHasher, Hash, Hasher};

use access::{NewDepartment, NewGrant, NewKey, NewStaff, NewStore, Store};
use axum::{Router, body::Body};
use chrono::{DateTime, Utc};
use http::{Method, Request, header};
use kernel::{DepartmentId, GroupId, Language, Reach, StaffId};
use platform::{Files, KeyRing, Platform, SystemActor, jobs};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{Answer, HandClock, database::FreshDatabase};

/// A whole house on a fresh database.
pub struct House {
    pub platform: Platform,
    pub app: Router,
    pub clock: HandClock,
    pub group: GroupId,
    /// 上海店 `SH01`.
    pub store: Store,
    /// 苏州店 `SZ01`, of the same group.
    pub other_store: Store,
    pub neighbours: GroupId,
    /// A store of another group.
    pub neighbours_store: Store,
    sales: DepartmentId,
    database: FreshDatabase,
}

/// Somebody with an API key or a session.
#[derive(Clone)]
pub struct Caller {
    app: Router,
    credential: (header::HeaderName, String),
    is_guarded: bool,
    pub staff: Option<StaffId>,
    pub language: Language,
}

pub const PASSWORD: &str = "a long enough password";

/// When the test world begins: a Monday morning in Shanghai.
fn beginning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_773_626_400, 0).unwrap_or_default()
}

impl House {
    /// # Panics
    /// When it can't be built: then nothing can be tested.
    pub async fn new() -> Self {
        let clock = HandClock::at(beginning());
        let prepare = async |database: &FreshDatabase| {
            let platform = open(database, &clock).await;
            platform.database().close().await.expect("the template closes");
        };
        let database = FreshDatabase::copied(schema_mark(), prepare).await;
        let platform = open(&database, &clock).await;
        let group = access::found_group(&platform, SystemActor::Command, "澄岚汽车").await.expect("a group");
        let neighbours =
            access::found_group(&platform, SystemActor::Command, "隔壁汽车").await.expect("a second group");
        let store = add_store(&platform, group, "SH01", "上海店").await;
        let other_store = add_store(&platform, group, "SZ01", "苏州店").await;
        let neighbours_store = add_store(&platform, neighbours, "NB01", "隔壁店").await;
        let sales = add_department(&platform, group, &store).await;
        let app = server::routes::app(platform.clone());
        Self { platform, app, clock, group, store, other_store, neighbours, neighbours_store, sales, database }
    }

    /// A machine with this role over the whole group.
    pub async fn machine(&self, role: &str) -> Caller {
        self.key(self.group, role, Reach::Group, None).await
    }

    /// A machine with this role in one store.
    pub async fn machine_in(&self, role: &str, store: &Store) -> Caller {
        self.key(self.group, role, Reach::Store, Some(store)).await
    }

    /// A machine of the other group, with every right there.
    pub async fn neighbour(&self) -> Caller {
        self.key(self.neighbours, "group_manager", Reach::Group, None).await
    }

    /// A person of the store, signed in, with this role and reach.
    pub async fn person(&self, login: &str, name: &str, role: &str, reach: Reach) -> Caller {
        let staff = self.hire(login, name, role, reach).await;
        let answer = self.sign_in(login, PASSWORD).await.is(201);
        let cookie = answer.headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Caller {
            app: self.app.clone(),
            credential: (header::COOKIE, cookie),
            is_guarded: true,
            staff: Some(staff),
            language: Language::Zh,
        }
    }

    /// Adds a person of the sales department without signing in.
    pub async fn hire(&self, login: &str, name: &str, role: &str, reach: Reach) -> StaffId {
        let hash = access::PasswordHash::of(PASSWORD).await.expect("a hash");
        let door = self.platform.system(SystemActor::Command, self.group);
        let role_id = access::find_role(&door.read(), role).await.expect("a built-in role").id;
        let new = NewStaff {
            login: login.into(),
            name: name.into(),
            title: None,
            phone: None,
            email: None,
            store_id: self.store.id,
            department_id: Some(self.sales),
            grants: vec![NewGrant { role_id, reach, store_id: None }],
            language: Language::Zh,
            password: None,
        };
        door.write(async |tx| access::add_staff(tx, &new, Some(hash)).await).await.expect("a person").id
    }

    /// What a sign-in answers.
    pub async fn sign_in(&self, login: &str, password: &str) -> Answer {
        let body = json!({ "login": login, "password": password });
        let request = Request::post("/api/v1/session").header(header::CONTENT_TYPE, "application/json");
        send(&self.app, request.body(Body::from(body.to_string())).expect("a request")).await
    }

    /// Somebody nobody knows.
    pub fn stranger(&self) -> Caller {
        Caller {
            app: self.app.clone(),
            credential: (header::HeaderName::from_static("x-nobody"), String::new()),
            is_guarded: true,
            staff: None,
            language: Language::Zh,
        }
    }

    /// A machine with a key that was made through the API.
    pub fn with_key(&self, secret: &str) -> Caller {
        Caller {
            app: self.app.clone(),
            credential: (header::AUTHORIZATION, format!("Bearer {secret}")),
            is_guarded: true,
            staff: None,
            language: Language::Zh,
        }
    }

    /// Lets listeners hear everything written so far and runs every job that is due.
    pub async fn settle(&self) {
        for _ in 0..1_000 {
            let ran = jobs::run_due(&self.platform, &server::house::jobs()).await.expect("jobs run");
            let mut heard = 0;
            for listener in server::house::listeners() {
                heard += journal::listen::catch_up(&self.platform, &listener).await.expect("listeners hear");
            }
            if ran == 0 && heard == 0 && self.is_heard().await {
                return;
            }
            // Other tests on the same server may hold a transaction open that hides our newest entries for a moment.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("the house does not settle");
    }

    /// Opens the same database again, as a second node or after a stop.
    pub async fn another_node(&self) -> Platform {
        open(&self.database, &self.clock).await
    }

    /// A folder that lives as long as the house.
    pub fn folder(&self) -> &std::path::Path {
        self.database.folder()
    }

    async fn key(&self, group: GroupId, role: &str, reach: Reach, store: Option<&Store>) -> Caller {
        let door = self.platform.system(SystemActor::Command, group);
        let role_id = access::find_role(&door.read(), role).await.expect("a built-in role").id;
        let new = NewKey { name: role.into(), role_id, reach, store_id: store.map(|store| store.id), expires_at: None };
        let (_, secret) = access::create_key(&door, new).await.expect("a key");
        self.with_key(&secret)
    }

    async fn is_heard(&self) -> bool {
        let house = self.platform.house(SystemActor::Listener);
        let db = house.read();
        let behind: Vec<Behind> = db
            .fetch_text(
                "select c.position from listener_cursors c where exists (select 1 from journal j where j.position > c.position \
                 and j.transaction_id >= c.transaction_id)",
                vec![],
            )
            .await
            .expect("cursors are read");
        let any: Vec<Behind> =
            db.fetch_text("select position from journal limit 1", vec![]).await.expect("the journal is read");
        let cursors: Vec<Behind> =
            db.fetch_text("select position from listener_cursors", vec![]).await.expect("cursors are read");
        let all_begun = any.is_empty() || cursors.len() >= server::house::listeners().len();
        behind.iter().all(|cursor| cursor.position < 0) && all_begun
    }
}

platform::record! {
    struct Behind { position: i64 }
}

impl Caller {
    /// The same caller as a foreign page would send them: without the header that such a page can't set.
    #[must_use]
    pub fn without_guard(&self) -> Self {
        Self { is_guarded: false, ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body), &[]).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, Some(body), &[]).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(body), &[]).await
    }

    /// The same caller at another node.
    #[must_use]
    pub fn on(&self, node: &Platform) -> Self {
        Self { app: server::routes::app(node.clone()), ..self.clone() }
    }

    /// Changes a record from the version the caller has seen.
    pub async fn patch_from(&self, version: i64, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(body), &[("if-match", &format!("\"{version}\""))]).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None, &[]).await
    }

    /// Any request, with headers beside the credential.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(Value::Null) | None => Body::empty(),
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
        };
        send(&self.app, request.body(body).expect("a request")).await
    }

    /// Any body, as it is.
    pub async fn send(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = self.request(method, path).header(header::CONTENT_TYPE, kind);
        send(&self.app, request.body(Body::from(body)).expect("a request")).await
    }

    fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let language = if self.language == Language::Zh { "zh-CN" } else { "en" };
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(&self.credential.0, &self.credential.1)
            .header(header::ACCEPT_LANGUAGE, language);
        if self.is_guarded { request.header("x-requested-with", "roadbook") } else { request }
    }
}

async fn open(database: &FreshDatabase, clock: &HandClock) -> Platform {
    let keys = KeyRing::from_secret(b"a key for tests");
    let files = Files::in_folder(database.folder().join("files"));
    server::house::open(database.open().await, clock.clock(), keys, files).await.expect("the house opens")
}

/// Another for every other schema.
fn schema_mark() -> u64 {
    let mut hasher = DefaultHasher::new();
    for step in server::house::migrations() {
        (step.name, step.sql).hash(&mut hasher);
    }
    hasher.finish()
}

async fn add_store(platform: &Platform, group: GroupId, code: &str, name: &str) -> Store {
    let new = NewStore { code: code.into(), name: name.into(), ..NewStore::default() };
    let door = platform.system(SystemActor::Command, group);
    door.write(async |tx| access::add_store(tx, &new).await).await.expect("a store")
}

async fn add_department(platform: &Platform, group: GroupId, store: &Store) -> DepartmentId {
    let new =
        NewDepartment {
            store_id: store.id, name: "销售部".into(), kind: access::DepartmentKind::Sales, head_id: None
        };
    let door = platform.system(SystemActor::Command, group);
    door.write(async |tx| access::add_department(tx, &new).await).await.expect("a department").id
}

async fn send(app: &Router, request: Request<Body>) -> Answer {
    let response = app.clone().oneshot(request).await.expect("the application always answers");
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("the body is read");
    Answer::new(parts.status, parts.headers, bytes.to_vec())
}
