//! A reader who goes by cursor while others write misses nothing and repeats nothing.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures::future::join_all;
use journal::listen::{Cursor, entries_after};
use platform::{Platform, SystemActor};

use crate::house::{numbers, on_each_engine, open, write, write_slowly};

const WRITERS: usize = 64;
const ENTRIES_EACH: usize = 4;

/// Reads until the writers are done and nothing is left, a few entries at a time.
async fn read_along(platform: Platform, is_done: Arc<AtomicBool>) -> Vec<String> {
    let house = platform.house(SystemActor::Listener);
    let (mut cursor, mut read) = (Cursor::BEGINNING, Vec::new());
    loop {
        // Asked before the look: entries written until then are there to be seen.
        let was_done = is_done.load(Ordering::SeqCst);
        let entries = entries_after(&house.read(), cursor, 7).await.unwrap();
        for entry in &entries {
            assert_ne!(cursor, Cursor::of(entry));
            cursor = Cursor::of(entry);
            read.push(entry.body["number"].as_str().unwrap().to_owned());
        }
        if entries.is_empty() {
            if was_done && read.len() >= WRITERS * ENTRIES_EACH {
                return read;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_writers_who_dawdle_are_read_whole_and_once() {
    on_each_engine(async |url| {
        let (one, two) = (open(&url).await, open(&url).await);
        let is_done = Arc::new(AtomicBool::default());
        let reader = tokio::spawn(read_along(one.clone(), Arc::clone(&is_done)));
        let on_two_nodes = one.database().dialect() == platform::database::Dialect::Postgres;
        let writers = (0..WRITERS).map(|writer| {
            let platform = if on_two_nodes && writer % 2 == 1 { two.clone() } else { one.clone() };
            tokio::spawn(async move {
                for entry in 0..ENTRIES_EACH {
                    // Spread without a dice, so that a failure can be repeated: 0 to 8 ms.
                    let dawdle = Duration::from_micros((writer * 7_919 + entry * 104_729) as u64 % 8_000);
                    write_slowly(&platform, &format!("{:04}", writer * ENTRIES_EACH + entry), dawdle).await.unwrap();
                }
            })
        });
        for written in join_all(writers).await {
            written.unwrap();
        }
        is_done.store(true, Ordering::SeqCst);
        let mut read =
            tokio::time::timeout(Duration::from_secs(20), reader).await.expect("nothing is missing").unwrap();
        read.sort();
        assert_eq!(read, numbers(WRITERS * ENTRIES_EACH));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_entry_behind_one_still_open_waits_until_both_can_be_read_in_order() {
    on_each_engine(async |url| {
        let platform = open(&url).await;
        if platform.database().dialect() != platform::database::Dialect::Postgres {
            // One writer at a time: nothing is ever behind another.
            return;
        }
        let slow = platform.clone();
        let first = tokio::spawn(async move { write_slowly(&slow, "0000", Duration::from_millis(400)).await });
        tokio::time::sleep(Duration::from_millis(150)).await;
        write(&platform, "0001").await;
        let house = platform.house(SystemActor::Listener);
        let early = entries_after(&house.read(), Cursor::BEGINNING, 10).await.unwrap();
        assert!(early.is_empty(), "an entry was shown before one that comes before it");
        first.await.unwrap().unwrap();
        let mut late = Vec::new();
        while late.len() < 2 {
            late = entries_after(&house.read(), Cursor::BEGINNING, 10).await.unwrap();
        }
        let read: Vec<_> = late.iter().map(|entry| entry.body["number"].as_str().unwrap()).collect();
        assert_eq!(read, ["0000", "0001"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_rolled_back_never_happened() {
    on_each_engine(async |url| {
        let platform = open(&url).await;
        write(&platform, "0000").await;
        let dropped = write_slowly(&platform, "lost", Duration::from_secs(60));
        assert!(tokio::time::timeout(Duration::from_millis(50), dropped).await.is_err());
        write(&platform, "0001").await;
        let house = platform.house(SystemActor::Listener);
        let mut entries = Vec::new();
        while entries.len() < 2 {
            entries = entries_after(&house.read(), Cursor::BEGINNING, 10).await.unwrap();
        }
        let read: Vec<_> = entries.iter().map(|entry| entry.body["number"].as_str().unwrap()).collect();
        assert_eq!(read, ["0000", "0001"]);
    })
    .await;
}
