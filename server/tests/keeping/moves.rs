//! The demo world on its way: from the file to a server and back, and nobody notices but by the address.

use access::{NewStore, add_store};
use chrono::NaiveDate;
use journal::listen;
use platform::{
    Clock, Database, Files, KeyRing, Platform, SystemActor,
    keeping::{move_to, must_be_whole},
};
use server::{demo, house};
use testkit::database::FreshDatabase;

const CUSTOMERS: u64 = 300;

async fn empty(url: &str) -> Platform {
    let database = Database::open(url).await.unwrap();
    let files = Files::in_folder(std::env::temp_dir());
    Platform::new(database, Clock::of_the_machine(), KeyRing::from_secret(b"moves"), files)
}

async fn open(url: &str) -> Platform {
    let database = Database::open(url).await.unwrap();
    let files = Files::in_folder(std::env::temp_dir());
    house::open(database, Clock::of_the_machine(), KeyRing::from_secret(b"moves"), files).await.unwrap()
}

/// How many entries listeners hear that they had not heard before, all of them together.
async fn heard(platform: &Platform) -> usize {
    let mut heard = 0;
    for listener in house::listeners() {
        heard += listen::catch_up(platform, &listener).await.unwrap();
    }
    heard
}

async fn found_another_store(platform: &Platform, code: &str) {
    let groups = access::list_groups(&platform.house(SystemActor::Command).read()).await.unwrap();
    let new = NewStore { code: code.into(), name: code.into(), ..NewStore::default() };
    platform.system(SystemActor::Command, groups[0].id).write(async |tx| add_store(tx, &new).await).await.unwrap();
}

#[tokio::test]
async fn the_demo_world_moves_there_and_back_and_goes_on_in_each_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| format!("sqlite://{}/{name}.sqlite", folder.path().display());
    let (first, last) = (file("first"), file("last"));
    // A server when there is one, else another file.
    let between = FreshDatabase::new().await;

    let here = open(&first).await;
    let today = NaiveDate::from_ymd_opt(2026, 3, 16).unwrap();
    demo::load_as_of(&here, 7, CUSTOMERS, today).await.unwrap();
    heard(&here).await;
    is_untouched(&here).await;
    here.database().close().await.unwrap();

    let there = empty(&between.url).await;
    let moved = move_to(&there, &first, &house::migrations(), |_, _| {}).await.unwrap();
    assert!(moved["customers"].rows >= CUSTOMERS && moved["journal"].rows > 1_000, "{:?}", moved["journal"]);
    must_be_whole(&there).await.unwrap();
    there.database().close().await.unwrap();
    let there = open(&between.url).await;
    assert_eq!(heard(&there).await, 0, "nothing is heard twice");
    is_untouched(&there).await;
    found_another_store(&there, "NEW1").await;
    settle(&there, house::listeners().len()).await;
    is_untouched(&there).await;
    there.database().close().await.unwrap();

    let back = empty(&last).await;
    let again = move_to(&back, &between.url, &house::migrations(), |_, _| {}).await.unwrap();
    assert_eq!(again["journal"].rows, moved["journal"].rows + 1);
    for table in ["customers", "contacts", "vehicles", "search_terms", "customer_facts"] {
        assert_eq!(again[table], moved[table], "{table}");
    }
    back.database().close().await.unwrap();
    let back = open(&last).await;
    assert_eq!(heard(&back).await, 0, "nothing is heard twice");
    found_another_store(&back, "NEW2").await;
    assert_eq!(heard(&back).await, house::listeners().len(), "each listener goes on");
    is_untouched(&back).await;
    back.database().close().await.unwrap();
}

/// The audit is as it was sealed, whichever engine gives it back.
async fn is_untouched(platform: &Platform) {
    for group in access::list_groups(&platform.house(SystemActor::Command).read()).await.unwrap() {
        let verified = audit::verify(platform, group.id, &[]).await.unwrap();
        assert_eq!(verified.findings, []);
        assert!(verified.lines > 1_000, "{}", verified.lines);
    }
}

/// Others on the same server may hold the newest entries back for a moment.
async fn settle(platform: &Platform, expected: usize) {
    let mut total = 0;
    for _ in 0..1_000 {
        total += heard(platform).await;
        if total >= expected {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(total, expected, "each listener goes on");
}
