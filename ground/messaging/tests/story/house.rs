//! A small dealer for the stories: two stores, three people, two customers, a carrier with moods, a clock under the test's hand.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{Router, body::Body};
use chrono::{DateTime, TimeDelta};
use futures::future::BoxFuture;
use http::{HeaderMap, Method, Request, StatusCode};
use kernel::{CustomerId, Error, GroupId, Language, MessageId, PermissionName, Result, StaffId, StoreId, VehicleId};
use messaging::{
    Address, AddressBook, Channel, ChannelKind, Outgoing, Postbox, Receipt, Undelivered,
    templates::{self, Values},
};
use platform::{
    Actor, Admission, Clock, Database, Db, Files, Gatekeeper, KeyRing, Names, Platform, Scope, Span, SystemActor,
    database::migrate,
    jobs,
    names::{Known, Named, NamedStore, Wanted},
};
use sea_orm::{ConnectionTrait, QueryOrder};
use serde_json::Value;
use tower::ServiceExt;
use uuid::Uuid;

pub const GROUP: GroupId = GroupId(Uuid::from_u128(1));
pub const NORTH: StoreId = StoreId(Uuid::from_u128(11));
pub const SOUTH: StoreId = StoreId(Uuid::from_u128(12));
pub const LI: StaffId = StaffId(Uuid::from_u128(21));
pub const CHEN: StaffId = StaffId(Uuid::from_u128(23));
pub const SUN: StaffId = StaffId(Uuid::from_u128(24));
/// Has a phone and a mailbox, no WeCom.
pub const ZHAO: CustomerId = CustomerId(Uuid::from_u128(31));
pub const PHONE: &str = "+8613800001234";

/// Monday 2026-03-02, 09:00 in Shanghai.
const MORNING: i64 = 1_772_413_200_000;

pub struct House {
    pub platform: Platform,
    pub carrier: Arc<Moody>,
    router: Router,
    time: Arc<AtomicI64>,
}

pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

/// Carries SMS as its moods say, the next one for each try, gladly when there is none left.
#[derive(Default)]
pub struct Moody {
    pub moods: Mutex<VecDeque<Undelivered>>,
    pub carried: Mutex<Vec<(MessageId, String, String)>>,
}

impl Channel for Moody {
    fn name(&self) -> &'static str {
        "moody"
    }

    fn carries(&self) -> &[ChannelKind] {
        &[ChannelKind::Sms]
    }

    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Undelivered>> {
        let outcome = match self.moods.lock().unwrap().pop_front() {
            Some(mood) => Err(mood),
            None => {
                let carried = (outgoing.id, outgoing.to.clone(), outgoing.text.clone());
                self.carried.lock().unwrap().push(carried);
                Ok(Receipt { reference: Some("B-1".into()), parts: None })
            }
        };
        Box::pin(std::future::ready(outcome))
    }
}

struct Contacts;

impl AddressBook for Contacts {
    fn find<'a>(
        &'a self,
        _: &'a Db<'a>,
        customer: CustomerId,
        channel: ChannelKind,
    ) -> BoxFuture<'a, Result<Option<Address>>> {
        let address = |to: &str, masked: &str| Some(Address { to: to.to_owned(), masked: masked.to_owned() });
        let found = match channel {
            ChannelKind::Sms if customer == ZHAO => address(PHONE, "138****1234"),
            ChannelKind::Email if customer == ZHAO => address("zhao@example.com", "z***@example.com"),
            _ => None,
        };
        Box::pin(std::future::ready(Ok(found)))
    }

    fn values<'a>(
        &'a self,
        _: &'a Db<'a>,
        customer: CustomerId,
        _: Option<VehicleId>,
        language: Language,
    ) -> BoxFuture<'a, Result<Values>> {
        let mut values = Values::new();
        if customer == ZHAO {
            values.insert("customer.greeting".into(), language.pick("赵女士", "Ms Zhao").into());
            values.insert("vehicle.plate".into(), "沪A12345".into());
        }
        Box::pin(std::future::ready(Ok(values)))
    }
}

/// Tells the story on SQLite, and on PostgreSQL when `TEST_DATABASE_URL` says where one is.
pub async fn on_each_engine(story: impl AsyncFn(House)) {
    let file = std::env::temp_dir().join(format!("roadbook-messaging-{}.db", Uuid::now_v7()));
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
        let carrier = Arc::new(Moody::default());
        platform.guard_with(Arc::new(ByHeader));
        platform.name_with(Arc::new(NameBoard));
        platform.provide(platform::outside::Targets::Private);
        platform.provide(Postbox::new(Arc::new(Contacts)).with(carrier.clone()));
        let migrations = [platform::database::schema::MIGRATIONS, journal::MIGRATIONS, messaging::MIGRATIONS].concat();
        migrate(&platform, &migrations).await.unwrap();
        let founding = platform.system(SystemActor::Command, GROUP);
        founding.write(async |tx| templates::stock(tx).await).await.unwrap();
        let (router, _) = messaging::routes().split_for_parts();
        Self { router: router.with_state(platform.clone()), platform, carrier, time }
    }

    pub fn wait(&self, time: TimeDelta) {
        self.time.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }

    /// Runs the jobs that are due; answers how many.
    pub async fn run_jobs(&self) -> usize {
        jobs::run_due(&self.platform, &messaging::jobs()).await.unwrap()
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(who, Method::GET, path, Value::Null).await
    }

    pub async fn post(&self, who: &str, body: Value) -> Answer {
        self.call(who, Method::POST, "/messages", body).await
    }

    pub async fn call(&self, who: &str, method: Method, path: &str, body: Value) -> Answer {
        self.send(who, method, path, body).await
    }

    async fn send(&self, who: &str, method: Method, path: &str, body: Value) -> Answer {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}")).header("x-who", who);
        let request = match body {
            Value::Null => request.body(Body::empty()),
            body => request.header("content-type", "application/json").body(Body::from(body.to_string())),
        };
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, body: serde_json::from_slice(&bytes).unwrap_or_default() }
    }

    /// The texts of a list.
    pub async fn texts(&self, who: &str, path: &str) -> Vec<String> {
        let list = self.get(who, path).await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.body);
        let items = list.body["items"].as_array().unwrap();
        items.iter().map(|item| item["text"].as_str().unwrap().to_owned()).collect()
    }

    /// The journal, oldest first.
    pub async fn journal(&self) -> Vec<journal::Entry> {
        use journal::entry::{Column, Entity};
        let house = self.platform.house(SystemActor::Listener);
        let db = house.read();
        db.all(db.select::<Entity>().order_by_asc(Column::Position)).await.unwrap()
    }
}

impl Answer {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub fn id(&self) -> &str {
        self.body["id"].as_str().unwrap()
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
    use PermissionName::{
        EditCustomers, ManageChannels, ManageTemplates, RetryMessages, SeeCustomers, SeeMessages, SendMessages,
        UseRoadbook,
    };
    let own = |id| Span { people: vec![id], homes: vec![NORTH], ..Span::default() };
    let store = |id| Span { stores: vec![id], ..Span::default() };
    let all = |span: Span| BTreeMap::from([SeeCustomers, SeeMessages, SendMessages].map(|name| (name, span.clone())));
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
    let mut consultant = all(own(LI));
    consultant.insert(SeeCustomers, store(NORTH));
    consultant.insert(UseRoadbook, store(NORTH));
    let without_templates = consultant.clone();
    consultant.insert(ManageTemplates, store(NORTH));
    match who {
        "li" => Ok(staff(LI, "Li", NORTH, consultant)),
        "chen" => {
            let mut spans = all(store(NORTH));
            let whole = Span { group: true, ..Span::default() };
            spans.extend(
                [ManageChannels, ManageTemplates, RetryMessages, UseRoadbook, EditCustomers]
                    .map(|name| (name, whole.clone())),
            );
            Ok(staff(CHEN, "Chen", NORTH, spans))
        }
        "wu" => Ok(staff(StaffId(Uuid::from_u128(25)), "Wu", NORTH, without_templates)),
        "sun" => Ok(staff(SUN, "Sun", SOUTH, all(store(SOUTH)))),
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
    let named = |name: &str, store| Named { name: name.to_owned(), store };
    let staff = [(LI, named("Li", NORTH)), (CHEN, named("Chen", NORTH)), (SUN, named("Sun", SOUTH))];
    let store = |code: &str| NamedStore {
        code: code.into(),
        name: code.into(),
        phone: Some("021-62345678".into()),
        ..NamedStore::default()
    };
    let stores = [(NORTH, store("N1")), (SOUTH, store("S1"))];
    let customers = [(ZHAO, named("Zhao", NORTH))];
    Known {
        customers: customers.into_iter().filter(|(id, _)| wanted.customers.contains(id)).collect(),
        staff: staff.into_iter().filter(|(id, _)| wanted.staff.contains(id)).collect(),
        stores: stores.into_iter().filter(|(id, _)| wanted.stores.contains(id)).collect(),
        ..Known::default()
    }
}
