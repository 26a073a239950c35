//! Whoever opens a page hears everything that is written from the moment they listen, and what was written just before.

use std::time::Duration;

use journal::live::{LiveFeed, entries_lately};
use platform::SystemActor;
use tokio::{sync::watch, time::timeout};

use crate::house::{numbers, on_each_engine, open, write};

const LONG: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn the_first_to_listen_misses_nothing_that_is_written_from_then_on() {
    on_each_engine(async |url| {
        let platform = open(&url).await;
        let (stop, stopped) = watch::channel(false);
        let feed = LiveFeed::default();
        let tail = tokio::spawn(feed.clone().follow(platform.clone(), stopped));
        write(&platform, "before").await;
        let mut heard = feed.subscribe().await;
        for number in numbers(20) {
            write(&platform, &number).await;
        }
        let mut told = Vec::new();
        while told.len() < 20 {
            let entry = timeout(LONG, heard.recv()).await.unwrap().unwrap();
            // While other transactions of the server are open, what came before may be told late.
            told.extend(entry.body["number"].as_str().filter(|number| *number != "before").map(str::to_owned));
        }
        assert_eq!(told, numbers(20));
        stop.send_replace(true);
        tail.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_was_written_in_the_last_seconds_is_told_to_who_comes_now() {
    on_each_engine(async |url| {
        let platform = open(&url).await;
        for number in numbers(230) {
            write(&platform, &number).await;
        }
        let house = platform.house(SystemActor::Listener);
        let mut lately = entries_lately(&house.read()).await.unwrap();
        while lately.last().is_none_or(|entry| entry.body["number"] != "0229") {
            // Other transactions of the server are open; what follows them is told when they are over.
            tokio::task::yield_now().await;
            lately = entries_lately(&house.read()).await.unwrap();
        }
        let told: Vec<_> = lately.iter().map(|entry| entry.body["number"].as_str().unwrap().to_owned()).collect();
        assert_eq!(told, numbers(230)[30..], "the newest, oldest first, and no more than a page needs");
    })
    .await;
}
