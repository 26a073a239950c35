//! A small dealer for the stories: two stores, five people, one customer with a car, and a clock under the test's hand.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{Router, body::Body};
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use http::{HeaderMap, Method, Request, StatusCode};
use kernel::{CustomerId, Error, GroupId, Language, PermissionName, Result, StaffId, StoreId, VehicleId};
use platform::{
    Actor, Admission, Clock, Database, Db, Door, Files, Gatekeeper, KeyRing, Names, Platform, Scope, Span, SystemActor,
    database::migrate,
    names::{Known, Named, NamedStore, Wanted},
};
use sea_orm::{ConnectionTrait, QueryOrder};
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

pub const GROUP: GroupId = GroupId(Uuid::from_u128(1));
pub const NORTH: StoreId = StoreId(Uuid::from_u128(11));
pub const SOUTH: StoreId = StoreId(Uuid::from_u128(12));
pub const LI: StaffId = StaffId(Uuid::from_u128(21));
pub const WANG: StaffId = StaffId(Uuid::from_u128(22));
pub const CHEN: StaffId = StaffId(Uuid::from_u128(23));
pub const SUN: StaffId = StaffId(Uuid::from_u128(24));
pub const ZHAO: CustomerId = CustomerId(Uuid::from_u128(31));
pub const CAR: VehicleId = VehicleId(Uuid::from_u128(41));

/// Monday 2026-03-02, 09:00 in Shanghai.
const MORNING: i64 = 1_772_413_200_000;

pub struct House {
    pub platform: Platform,
    router: Router,
    time: Arc<AtomicI64>,
}

pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

/// Tells the story on SQLite, and on PostgreSQL when `TEST_DATABASE_URL` says where one is.
pub async fn on_each_engine(story: impl AsyncFn(House)) {
    let file = std::env::temp_dir().join(format!("roadbook-worklist-{}.db", Uuid::now_v7()));
    story(House::open(&format!("sqlite://{}", file.display())).await).await;
    for ending in ["", "-wal", "-shm"] {
        let _was_never_there = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        let name = format!("roadbook_{}", Uuid::now_v7().simple());
        let (before, _) = server.rsplit_once('/').unwrap();
        let connection = sea_orm::Database::connect(&server).await.unwrap();
        connection.execute_unprepared(&format!("create database {name}")).await.unwrap();
        let house = House::open(&format!("{before}/{name}")).await;
        story(house).await;
        connection.execute_unprepared(&format!("drop database {name} with (force)")).await.unwrap();
    }
}

impl House {
    async fn open(url: &str) -> Self {
        let time = Arc::new(AtomicI64::new(MORNING));
        let hand = Arc::clone(&time);
        let clock = Clock::by_hand(move || DateTime::from_timestamp_millis(hand.load(Ordering::SeqCst)).unwrap());
        let database = Database::open(url).await.unwrap();
        let platform =
            Platform::new(database, clock, KeyRing::from_secret(b"story"), Files::in_folder(std::env::temp_dir()));
        platform.guard_with(Arc::new(ByHeader));
        platform.name_with(Arc::new(NameBoard));
        let migrations = [platform::database::schema::MIGRATIONS, journal::MIGRATIONS, worklist::MIGRATIONS].concat();
        migrate(&platform, &migrations).await.unwrap();
        let (router, _) = worklist::routes().split_for_parts();
        Self { router: router.with_state(platform.clone()), platform, time }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.platform.clock().now()
    }

    /// A time so many hours from now, as a request says it.
    pub fn in_hours(&self, hours: i64) -> Value {
        json!(self.now() + TimeDelta::hours(hours))
    }

    pub fn wait(&self, time: TimeDelta) {
        self.time.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }

    pub fn listener(&self) -> Door {
        self.platform.house(SystemActor::Listener)
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(who, Method::GET, path, Value::Null).await
    }

    pub async fn post(&self, who: &str, path: &str, body: Value) -> Answer {
        self.send(who, Method::POST, path, body).await
    }

    pub async fn put(&self, who: &str, path: &str, body: Value) -> Answer {
        self.send(who, Method::PUT, path, body).await
    }

    pub async fn send(&self, who: &str, method: Method, path: &str, body: Value) -> Answer {
        self.send_from_version(who, method, path, None, body).await
    }

    pub async fn send_from_version(
        &self,
        who: &str,
        method: Method,
        path: &str,
        version: Option<i64>,
        body: Value,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}")).header("x-who", who);
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        let request = match body {
            Value::Null => request.body(Body::empty()),
            body => request.header("content-type", "application/json").body(Body::from(body.to_string())),
        };
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, body: serde_json::from_slice(&bytes).unwrap_or_default() }
    }

    /// Adds a task and answers its view.
    pub async fn add(&self, who: &str, task: Value) -> Value {
        let added = self.post(who, "/tasks", task).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
        added.body
    }

    /// The titles of a list.
    pub async fn titles(&self, who: &str, path: &str) -> Vec<String> {
        let list = self.get(who, path).await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.body);
        let items = list.body["items"].as_array().unwrap();
        items.iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
    }

    /// The journal, oldest first.
    pub async fn journal(&self) -> Vec<journal::Entry> {
        use journal::entry::{Column, Entity};
        let house = self.listener();
        let db = house.read();
        db.all(db.select::<Entity>().order_by_asc(Column::Position)).await.unwrap()
    }
}

impl Answer {
    pub fn id(&self) -> &str {
        self.body["id"].as_str().unwrap()
    }

    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

/// Believes the header `x-who`.
struct ByHeader;

impl Gatekeeper for ByHeader {
    fn admit<'a>(&'a self, _: &'a Platform, headers: &'a HeaderMap) -> BoxFuture<'a, Result<Arc<Admission>>> {
        let who = headers.get("x-who").and_then(|who| who.to_str().ok()).unwrap_or_default();
        Box::pin(async move { admission(who).map(Arc::new) })
    }

    fn look_again<'a>(
        &'a self,
        platform: &'a Platform,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Arc<Admission>>> {
        self.admit(platform, headers)
    }

    fn must_be_proven<'a>(&'a self, _: &'a Platform, _: &'a Scope) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

fn admission(who: &str) -> Result<Admission> {
    use PermissionName::{AssignTasks, DoTasks, SeeCustomers, SeeTasks};
    let own = |id| Span { people: vec![id], homes: vec![NORTH], ..Span::default() };
    let store = |id| Span { stores: vec![id], ..Span::default() };
    let consultant = |id| BTreeMap::from([(SeeTasks, own(id)), (DoTasks, own(id)), (SeeCustomers, store(NORTH))]);
    let manager = |id| {
        [SeeTasks, DoTasks, AssignTasks, SeeCustomers].into_iter().map(|permission| (permission, store(id))).collect()
    };
    let staff = |id, name: &str, home, spans| Admission {
        group: GROUP,
        actor: Actor::Staff { id, name: name.to_owned() },
        language: Language::En,
        spans: Arc::new(spans),
        session: None,
        home: Some(home),
        desk: platform::Desk::default(),
        duty: None,
    };
    match who {
        "li" => Ok(staff(LI, "Li", NORTH, consultant(LI))),
        "wang" => Ok(staff(WANG, "Wang", NORTH, consultant(WANG))),
        "chen" => Ok(staff(CHEN, "Chen", NORTH, manager(NORTH))),
        "sun" => Ok(staff(SUN, "Sun", SOUTH, manager(SOUTH))),
        "guest" => Ok(staff(StaffId(Uuid::from_u128(29)), "Guest", NORTH, BTreeMap::new())),
        _ => Err(Error::Unauthenticated { code: "session.missing", detail: "Sign in.".into() }),
    }
}

struct NameBoard;

impl Names for NameBoard {
    fn of<'a>(&'a self, _: &'a Db<'a>, wanted: Wanted) -> BoxFuture<'a, Result<Known>> {
        Box::pin(async move { Ok(known(&wanted)) })
    }

    fn within_reach<'a>(&'a self, db: &'a Db<'a>, wanted: Wanted) -> BoxFuture<'a, Result<Known>> {
        let mut known = known(&wanted);
        known.customers.retain(|_, named| db.scope().may_for(PermissionName::SeeCustomers, named.store, &[]));
        Box::pin(async move { Ok(known) })
    }

    fn has_car<'a>(&'a self, _: &'a Db<'a>, customer: CustomerId, _: VehicleId) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async move { Ok(customer == ZHAO) })
    }
}

fn known(wanted: &Wanted) -> Known {
    let north = |name: &str| Named { name: name.to_owned(), store: NORTH };
    let staff = [
        (LI, north("Li")),
        (WANG, north("Wang")),
        (CHEN, north("Chen")),
        (SUN, Named { name: "Sun".into(), store: SOUTH }),
    ];
    let store = |code: &str| NamedStore { code: code.into(), name: code.into(), ..NamedStore::default() };
    Known {
        customers: [(ZHAO, north("Zhao"))].into_iter().filter(|(id, _)| wanted.customers.contains(id)).collect(),
        vehicles: [(CAR, north("沪A·12345"))].into_iter().filter(|(id, _)| wanted.vehicles.contains(id)).collect(),
        staff: staff.into_iter().filter(|(id, _)| wanted.staff.contains(id)).collect(),
        stores: [(NORTH, store("N1")), (SOUTH, store("S1"))]
            .into_iter()
            .filter(|(id, _)| wanted.stores.contains(id))
            .collect(),
    }
}
