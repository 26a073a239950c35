//! A journal on a fresh database of either engine, with a table for what a listener writes.

use std::time::Duration;

use journal::{About, events::customers::CustomersEvent};
use kernel::{GroupId, Result, StoreId};
use platform::{
    Clock, Database, Files, KeyRing, Platform, SystemActor,
    database::{Migration, migrate, schema},
};
use sea_orm::{ConnectionTrait, prelude::Uuid};

pub const GROUP: GroupId = GroupId(Uuid::from_u128(1));
pub const STORE: StoreId = StoreId(Uuid::from_u128(11));

const MIGRATIONS: &[Migration] = &[Migration {
    name: "tests.001_heard",
    // No key: an entry heard twice stands here twice.
    sql: "create table heard (number text not null);\n",
}];

platform::record! {
    struct Heard { number: String }
}

/// Tells the story on SQLite, and on PostgreSQL when `TEST_DATABASE_URL` says where one is.
pub async fn on_each_engine(story: impl AsyncFn(String)) {
    let folder = std::env::temp_dir().join(format!("roadbook-journal-{}", Uuid::now_v7()));
    let url = format!("sqlite://{}/house.db", folder.display());
    prepare(&url).await;
    story(url).await;
    std::fs::remove_dir_all(folder).unwrap();
    if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        let name = format!("roadbook_{}", Uuid::now_v7().simple());
        let (before, _) = server.rsplit_once('/').unwrap();
        let url = format!("{before}/{name}");
        let connection = sea_orm::Database::connect(&server).await.unwrap();
        connection.execute_unprepared(&format!("create database {name}")).await.unwrap();
        prepare(&url).await;
        story(url).await;
        connection.execute_unprepared(&format!("drop database {name} with (force)")).await.unwrap();
    }
}

async fn prepare(url: &str) {
    let steps = [schema::MIGRATIONS, journal::MIGRATIONS, MIGRATIONS].concat();
    migrate(&open(url).await, &steps).await.unwrap();
}

/// One node.
pub async fn open(url: &str) -> Platform {
    let database = Database::open(url).await.unwrap();
    let files = Files::in_folder(std::env::temp_dir());
    Platform::new(database, Clock::of_the_machine(), KeyRing::from_secret(b"journal"), files)
}

/// Writes one entry, and dawdles before the commit, so that transactions end in another order than they began.
pub async fn write_slowly(platform: &Platform, number: &str, dawdle: Duration) -> Result<()> {
    platform
        .system(SystemActor::Command, GROUP)
        .write(async |tx| {
            let event = CustomersEvent::Created { number: number.to_owned(), source: None };
            journal::record(tx, About::store(STORE), event).await?;
            tokio::time::sleep(dawdle).await;
            Ok(())
        })
        .await
}

pub async fn write(platform: &Platform, number: &str) {
    write_slowly(platform, number, Duration::ZERO).await.unwrap();
}

/// What listeners wrote, in order.
pub async fn heard(platform: &Platform) -> Vec<String> {
    let house = platform.house(SystemActor::Listener);
    let rows: Vec<Heard> = house.read().fetch_text("select number from heard order by number", vec![]).await.unwrap();
    rows.into_iter().map(|row| row.number).collect()
}

/// The numbers of so many entries, in order.
pub fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:04}")).collect()
}
