//! Transactions: what is answered is on disk, what failed or was abandoned leaves nothing and is in nobody's way.

use std::time::Duration;

use futures::future::join_all;
use kernel::Error;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::{
    house::{GROUP, House, NORTH, on_each_engine, on_sqlite},
    parcel::{self, Column, Entity, parcel},
};

const SOON: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_writers_at_once_are_all_durable_when_answered() {
    on_each_engine(async |house| {
        let writes = (0..100).map(|number| {
            let house = house.clone();
            tokio::spawn(async move {
                house.add(&format!("parcel {number:03}")).await.unwrap();
                // Another program sees it the moment it was answered.
                assert!(house.titles().await.contains(&format!("parcel {number:03}")));
            })
        });
        for done in join_all(writes).await {
            done.unwrap();
        }
        let expected: Vec<String> = (0..100).map(|number| format!("parcel {number:03}")).collect();
        assert_eq!(house.another_node().await.titles().await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_that_fails_among_many_takes_back_only_its_own() {
    on_each_engine(async |house| {
        let writes = (0..40).map(|number| {
            let house = house.clone();
            tokio::spawn(async move {
                let row = parcel(GROUP, NORTH, None, &format!("parcel {number:02}"));
                let again = row.clone();
                let outcome = house
                    .door()
                    .write(async |tx| {
                        tx.insert::<Entity>(row).await?;
                        match number % 4 {
                            // Of their own accord, by a fault of the database, and by a panic of the one who writes.
                            1 => Err(Error::NotFound),
                            2 => tx.insert::<Entity>(again).await,
                            3 => panic!("the writer of {number} falls over"),
                            _ => Ok(()),
                        }
                    })
                    .await;
                assert_eq!(outcome.is_ok(), number % 4 == 0, "{number}: {outcome:?}");
            })
        });
        let fallen = join_all(writes).await.into_iter().filter(Result::is_err).count();
        assert_eq!(fallen, 10);
        let expected: Vec<String> = (0..40).step_by(4).map(|number| format!("parcel {number:02}")).collect();
        assert_eq!(house.titles().await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_abandoned_write_leaves_nothing_and_blocks_nobody() {
    on_each_engine(async |house| {
        for number in 0..20 {
            let abandoned = house.door();
            let row = parcel(GROUP, NORTH, None, "abandoned");
            let write = abandoned.write(async |tx| {
                tx.insert::<Entity>(row).await?;
                std::future::pending::<kernel::Result<()>>().await
            });
            assert!(tokio::time::timeout(Duration::from_millis(20), write).await.is_err());
            let next = tokio::time::timeout(SOON, house.add(&format!("kept {number:02}"))).await;
            next.expect("the next writer need not wait").unwrap();
        }
        let expected: Vec<String> = (0..20).map(|number| format!("kept {number:02}")).collect();
        assert_eq!(house.titles().await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callers_who_leave_at_any_moment_harm_nobody_who_stays() {
    on_each_engine(async |house| {
        // Whom it harms depends on the very microsecond, so more than once.
        for round in 1..=5 {
            let stay = (0..60).map(|number| {
                let house = house.clone();
                tokio::spawn(async move { house.add(&format!("stays {number:02}")).await })
            });
            let leave = (0..60_u64).map(|number| {
                let house = house.clone();
                tokio::spawn(async move {
                    let write = house.add("leaves");
                    let _left_early = tokio::time::timeout(Duration::from_micros(number * 150), write).await;
                })
            });
            let (stayed, _) = futures::join!(join_all(stay), join_all(leave));
            for outcome in stayed {
                outcome.unwrap().unwrap();
            }
            let titles = house.another_node().await.titles().await;
            assert_eq!(titles.iter().filter(|title| title.starts_with("stays")).count(), 60 * round);
            tokio::time::timeout(SOON, house.add("afterwards")).await.expect("nobody is in the way").unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_failed_write_does_not_keep_other_programs_from_the_file() {
    on_sqlite(async |house| {
        let door = house.door();
        let failed = door.write(async |tx| {
            tx.insert::<Entity>(parcel(GROUP, NORTH, None, "never")).await?;
            Err::<(), _>(Error::NotFound)
        });
        assert!(failed.await.is_err());
        let other = house.another_node().await;
        tokio::time::timeout(SOON, other.add("by another program")).await.expect("the file is free").unwrap();
        assert_eq!(house.titles().await, ["by another program"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_changes_to_one_version_the_second_is_stale() {
    on_each_engine(async |house: House| {
        house.add("raced").await.unwrap();
        let db = house.door();
        let row = db.read().all(db.read().select::<Entity>()).await.unwrap().remove(0);
        let changes = (0..8).map(|number| {
            let (house, row) = (house.clone(), row.clone());
            tokio::spawn(async move {
                let row = parcel::Model { title: format!("by {number}"), ..row };
                house.door().write(async |tx| tx.replace::<Entity>(row).await).await
            })
        });
        let outcomes: Vec<_> = join_all(changes).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(Error::Stale { .. }))), "{outcomes:?}");
        let after = db.read().all(db.read().select::<Entity>().filter(Column::Id.eq(row.id))).await.unwrap().remove(0);
        assert_eq!(after.version, 2);
    })
    .await;
}

/// Other programs, `sqlite3` among them, throw the log away on leaving when nobody seems to have the file open.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn reading_the_bytes_of_the_file_leaves_the_locks_on_it() {
    use std::{io::Read, os::unix::fs::MetadataExt};
    on_sqlite(async |house| {
        house.add("before").await.unwrap();
        let file = std::fs::metadata(house.url.trim_start_matches("sqlite://")).unwrap();
        let locks = || {
            let locks = std::fs::read_to_string("/proc/locks").unwrap();
            locks.lines().filter(|lock| lock.contains(&format!(":{} ", file.ino()))).count()
        };
        assert_ne!(locks(), 0, "an open database is locked against being thought unused");
        for _ in 0..2 {
            let mut bytes = Vec::new();
            let read = house.platform.database().settled_bytes().await.unwrap();
            read.expect("a database that is a file").read_to_end(&mut bytes).unwrap();
            assert!(bytes.windows(6).any(|six| six == b"before"));
            assert_ne!(locks(), 0);
        }
    })
    .await;
}
