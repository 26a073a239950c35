//! A platform on a fresh database of either engine, with a clock under the test's hand and a gatekeeper who believes a header.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta};
use futures::future::BoxFuture;
use http::HeaderMap;
use kernel::{Error, GroupId, Language, PermissionName, Result, StaffId, StoreId};
use platform::{
    Actor, Admission, Clock, Database, Door, Files, Gatekeeper, KeyRing, Platform, Scope, Span, SystemActor,
    database::{Migration, migrate, schema},
};
use sea_orm::{ConnectionTrait, prelude::Uuid};

use crate::{mark, parcel};

pub const GROUP: GroupId = GroupId(Uuid::from_u128(1));
pub const OTHER_GROUP: GroupId = GroupId(Uuid::from_u128(2));
pub const NORTH: StoreId = StoreId(Uuid::from_u128(11));
pub const SOUTH: StoreId = StoreId(Uuid::from_u128(12));
pub const LI: StaffId = StaffId(Uuid::from_u128(21));
pub const WANG: StaffId = StaffId(Uuid::from_u128(22));

const MORNING: i64 = 1_772_413_200_000;

#[derive(Clone)]
pub struct House {
    pub platform: Platform,
    pub url: String,
    time: Arc<AtomicI64>,
}

/// Tells the story on SQLite, and on PostgreSQL when `TEST_DATABASE_URL` says where one is.
pub async fn on_each_engine(story: impl AsyncFn(House)) {
    at_each_address(async |url| story(House::open(&url).await).await).await;
}

/// The same in places that hold nothing yet.
pub async fn on_each_empty_place(story: impl AsyncFn(House)) {
    at_each_address(async |url| story(House::open_as_is(&url, Arc::new(AtomicI64::new(MORNING))).await).await).await;
}

/// For what only the embedded engine does.
pub async fn on_sqlite(story: impl AsyncFn(House)) {
    at_a_file(&async |url: String| story(House::open(&url).await).await).await;
}

async fn at_each_address(story: impl AsyncFn(String)) {
    at_a_file(&story).await;
    if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        let name = format!("roadbook_{}", Uuid::now_v7().simple());
        let (before, _) = server.rsplit_once('/').unwrap();
        let connection = sea_orm::Database::connect(&server).await.unwrap();
        connection.execute_unprepared(&format!("create database {name}")).await.unwrap();
        story(format!("{before}/{name}")).await;
        connection.execute_unprepared(&format!("drop database {name} with (force)")).await.unwrap();
    }
}

async fn at_a_file(story: &impl AsyncFn(String)) {
    let folder = std::env::temp_dir().join(format!("roadbook-machines-{}", Uuid::now_v7()));
    let _gone = Folder(folder.clone());
    story(format!("sqlite://{}/house.db", folder.display())).await;
}

/// Every step of the schema of these tests.
pub fn migrations() -> Vec<Migration> {
    [schema::MIGRATIONS, parcel::MIGRATIONS, mark::MIGRATIONS].concat()
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _was_never_there = std::fs::remove_dir_all(&self.0);
    }
}

impl House {
    async fn open(url: &str) -> Self {
        let house = Self::open_as_is(url, Arc::new(AtomicI64::new(MORNING))).await;
        migrate(&house.platform, &migrations()).await.unwrap();
        house
    }

    async fn open_as_is(url: &str, time: Arc<AtomicI64>) -> Self {
        let hand = Arc::clone(&time);
        let clock = Clock::by_hand(move || DateTime::from_timestamp_millis(hand.load(Ordering::SeqCst)).unwrap());
        let files = Files::in_folder(std::env::temp_dir());
        let database = Database::open(url).await.unwrap();
        let platform = Platform::new(database, clock, KeyRing::from_secret(b"machines"), files);
        platform.guard_with(Arc::new(ByHeader));
        Self { platform, url: url.to_owned(), time }
    }

    /// The same database opened once more, as another program would.
    pub async fn another_node(&self) -> Self {
        Self::open_as_is(&self.url, Arc::clone(&self.time)).await
    }

    /// The same database, read aside from what stands at this address.
    pub async fn with_replica(&self, address: &str) -> Result<Platform> {
        let database = Database::open(&self.url).await?.with_replica(address)?;
        let files = Files::in_folder(std::env::temp_dir());
        Ok(Platform::new(database, self.platform.clock().clone(), KeyRing::from_secret(b"machines"), files))
    }

    pub fn wait(&self, time: TimeDelta) {
        self.time.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }

    pub fn door(&self) -> Door {
        self.platform.system(SystemActor::Command, GROUP)
    }

    /// Adds a parcel through the door of the house.
    pub async fn add(&self, title: &str) -> Result<()> {
        let row = parcel::parcel(GROUP, NORTH, None, title);
        self.door().write(async |tx| tx.insert::<parcel::Entity>(row).await).await
    }

    /// The titles of all parcels, in order.
    pub async fn titles(&self) -> Vec<String> {
        titles(&self.door()).await
    }
}

/// The titles of the parcels behind a door, in order.
pub async fn titles(door: &Door) -> Vec<String> {
    let db = door.read();
    let mut titles: Vec<String> =
        db.all(db.select::<parcel::Entity>()).await.unwrap().into_iter().map(|row| row.title).collect();
    titles.sort();
    titles
}

/// A person who may see and add customers as far as `span` says.
pub fn admission(group: GroupId, span: &Span) -> Arc<Admission> {
    let spans = [PermissionName::SeeCustomers, PermissionName::AddCustomers].map(|name| (name, span.clone()));
    Arc::new(Admission {
        group,
        actor: Actor::Staff { id: LI, name: "李雷".into() },
        language: Language::Zh,
        spans: Arc::new(BTreeMap::from(spans)),
        session: None,
        home: Some(NORTH),
        desk: platform::Desk::default(),
        duty: None,
    })
}

/// Admits whoever says who they are, in whichever session: `li`, `li on the phone`.
struct ByHeader;

impl Gatekeeper for ByHeader {
    fn admit<'a>(&'a self, _: &'a Platform, headers: &'a HeaderMap) -> BoxFuture<'a, Result<Arc<Admission>>> {
        Box::pin(async move {
            let said = headers.get(http::header::AUTHORIZATION).and_then(|said| said.to_str().ok());
            let Some(name) = said.and_then(|said| said.split(' ').next()) else {
                return Err(Error::Unauthenticated { code: "session.missing", detail: "Sign in.".into() });
            };
            let mut admission = (*admission(GROUP, &Span { group: true, ..Span::default() })).clone();
            let mut id = [0; 16];
            id.iter_mut().zip(name.bytes()).for_each(|(place, byte)| *place = byte);
            admission.actor = Actor::Staff { id: StaffId(Uuid::from_bytes(id)), name: name.into() };
            Ok(Arc::new(admission))
        })
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
