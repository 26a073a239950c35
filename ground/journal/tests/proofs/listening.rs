//! A listener's rows and its cursor commit together: whatever happens in between, each entry has its effect once.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use futures::future::join_all;
use journal::{Entry, Listener, ListenerKind, listen};
use kernel::{Error, Result};
use platform::{Platform, SystemActor, Tx};
use tokio::sync::watch;

use crate::house::{heard, numbers, on_each_engine, open, write};

/// Writes down what it hears, and falls over in the middle of every other batch.
struct Stumbling;

#[derive(Default)]
struct Stumbles(AtomicUsize);

async fn write_down(entries: &[Entry], tx: &mut Tx) -> Result<()> {
    for entry in entries {
        let number = entry.body["number"].as_str().unwrap_or_default().to_owned();
        tx.execute_text("insert into heard (number) values ($1)", vec![number.into()]).await?;
    }
    Ok(())
}

impl Listener for Stumbling {
    const NAME: &'static str = "tests.stumbling";

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        let (first_half, rest) = entries.split_at(entries.len() / 2);
        write_down(first_half, tx).await?;
        let stumbles = tx.platform().provided::<Stumbles>()?.0.fetch_add(1, Ordering::SeqCst);
        match stumbles % 4 {
            0 => return Err(Error::internal("stumbled")),
            1 => panic!("fell over"),
            // Hangs, until whoever waits for it gives up and drops it with its transaction.
            2 => std::future::pending::<()>().await,
            _ => {}
        }
        write_down(rest, tx).await
    }
}

/// Gives up on a listener that hangs, as a node that is shut down does.
async fn hear_impatiently(platform: &Platform) {
    let platform = platform.clone();
    let hearing = tokio::spawn(async move {
        let kind = ListenerKind::of::<Stumbling>();
        tokio::time::timeout(Duration::from_millis(100), listen::catch_up(&platform, &kind)).await
    });
    let _however_it_ended = hearing.await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_listener_killed_in_the_middle_neither_loses_nor_repeats() {
    on_each_engine(async |url| {
        let platform = open(&url).await;
        platform.provide(Stumbles::default());
        for round in 0..3 {
            for number in numbers(30).into_iter().skip(round * 10).take(10) {
                write(&platform, &number).await;
            }
            for _ in 0..4 {
                hear_impatiently(&platform).await;
            }
        }
        while heard(&platform).await.len() < 30 {
            hear_impatiently(&platform).await;
        }
        assert_eq!(heard(&platform).await, numbers(30));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_listener_that_panics_is_tried_again_by_its_own_node() {
    on_each_engine(async |url| {
        let platform = open(&url).await;
        // Begins at the panic: then comes one that hangs, which nobody drops here, so that one is skipped.
        platform.provide(Stumbles(AtomicUsize::new(1)));
        write(&platform, "0000").await;
        let (stop, stopping) = watch::channel(false);
        let listening = tokio::spawn(listen::listen_until(platform.clone(), ListenerKind::of::<Stumbling>(), stopping));
        while platform.provided::<Stumbles>().unwrap().0.load(Ordering::SeqCst) < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        platform.provided::<Stumbles>().unwrap().0.store(3, Ordering::SeqCst);
        let all_heard = async {
            while heard(&platform).await.is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), all_heard).await.expect("it hears again");
        stop.send(true).unwrap();
        listening.await.unwrap();
        assert_eq!(heard(&platform).await, ["0000"]);
    })
    .await;
}

struct Steady;

impl Listener for Steady {
    const NAME: &'static str = "tests.steady";

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        write_down(entries, tx).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn on_several_nodes_each_entry_is_heard_once() {
    on_each_engine(async |url| {
        let nodes = [open(&url).await, open(&url).await, open(&url).await];
        // All begin at once, before the listener has a cursor, and go on while entries are written.
        let hearing = (0..12).map(|task| {
            let platform = nodes[task % 3].clone();
            tokio::spawn(async move {
                for _ in 0..20 {
                    listen::catch_up(&platform, &ListenerKind::of::<Steady>()).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            })
        });
        let writing = {
            let platform = nodes[0].clone();
            async move {
                for number in numbers(80) {
                    write(&platform, &number).await;
                }
            }
        };
        let (all, ()) = futures::join!(join_all(hearing), writing);
        for one in all {
            one.unwrap();
        }
        while heard(&nodes[0]).await.len() < 80 {
            listen::catch_up(&nodes[1], &ListenerKind::of::<Steady>()).await.unwrap();
        }
        assert_eq!(heard(&nodes[0]).await, numbers(80));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_listener_sent_back_hears_everything_anew() {
    on_each_engine(async |url| {
        let platform = open(&url).await;
        for number in numbers(20) {
            write(&platform, &number).await;
        }
        let kind = ListenerKind::of::<Steady>();
        while heard(&platform).await.len() < 20 {
            listen::catch_up(&platform, &kind).await.unwrap();
        }
        let house = platform.house(SystemActor::Command);
        house
            .write(async |tx| {
                tx.execute_text("delete from heard", vec![]).await?;
                listen::rewind(tx, Steady::NAME).await
            })
            .await
            .unwrap();
        while heard(&platform).await.len() < 20 {
            listen::catch_up(&platform, &kind).await.unwrap();
        }
        assert_eq!(heard(&platform).await, numbers(20));
        house.write(async |tx| listen::skip_to_end(tx, Steady::NAME).await).await.unwrap();
        assert_eq!(listen::catch_up(&platform, &kind).await.unwrap(), 0);
    })
    .await;
}
