//! A bulk load leaves a database as it would be without one, also when it was killed in the middle.

use kernel::{Error, Result};
use platform::{
    SystemActor,
    database::{
        bulk::{self, Staged},
        migrate, schema,
    },
};

use crate::{
    house::{GROUP, House, OTHER_GROUP, on_each_engine},
    mark::{self, Entity, mark},
    parcel,
};

const MARKS: Staged = Staged { table: "parcel_marks", columns: "parcel_id, word, group_id" };

platform::record! {
    struct Index { name: String, definition: String }
}

async fn indexes(house: &House) -> Vec<(String, String)> {
    let system = house.platform.house(SystemActor::Command);
    let db = system.read();
    let rows: Vec<Index> = db.fetch_text(db.dialect().plain_indexes(), vec![]).await.unwrap();
    rows.into_iter().map(|row| (row.name, row.definition)).collect()
}

async fn words(house: &House) -> Vec<String> {
    let door = house.door();
    let db = door.read();
    let mut words: Vec<String> =
        db.all(db.select::<Entity>()).await.unwrap().into_iter().map(|mark| mark.word).collect();
    words.sort();
    words
}

async fn load(house: &House, words: &[&str]) {
    let rows = words.iter().map(|word| mark(GROUP, 1, word)).collect();
    house.door().write(async |tx| tx.insert_all::<Entity>(rows).await).await.unwrap();
}

async fn unload(house: &House, words: &[&str]) {
    let rows = words.iter().map(|word| mark(GROUP, 1, word)).collect();
    house.door().write(async |tx| tx.remove_all::<Entity>(rows).await).await.unwrap();
}

/// Rows a transaction writes and takes back.
async fn load_in_vain(house: &House, words: &[&str]) {
    let rows = words.iter().map(|word| mark(GROUP, 1, word)).collect();
    let outcome: Result<()> = house
        .door()
        .write(async |tx| {
            tx.insert_all::<Entity>(rows).await?;
            Err(Error::NotFound)
        })
        .await;
    assert!(outcome.is_err());
}

#[tokio::test]
async fn a_bulk_load_ends_with_all_rows_and_all_indexes() {
    on_each_engine(async |house| {
        let before = indexes(&house).await;
        assert!(!before.is_empty());
        bulk::begin(&house.platform, &[before[0].0.as_str()], &[MARKS]).await.unwrap();
        assert_eq!(indexes(&house).await, before[..1]);
        load(&house, &["fragile", "wet"]).await;
        bulk::finish(&house.platform).await.unwrap();
        load(&house, &["heavy"]).await;
        assert_eq!(words(&house).await, ["fragile", "heavy", "wet"]);
        assert_eq!(indexes(&house).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_killed_bulk_load_is_brought_to_its_end_when_the_database_is_next_opened() {
    on_each_engine(async |house| {
        let before = indexes(&house).await;
        bulk::begin(&house.platform, &[], &[MARKS]).await.unwrap();
        load(&house, &["fragile"]).await;
        load_in_vain(&house, &["dry"]).await;
        load(&house, &["wet"]).await;
        let next = house.another_node().await;
        migrate(&next.platform, &[schema::MIGRATIONS, parcel::MIGRATIONS, mark::MIGRATIONS].concat()).await.unwrap();
        assert_eq!(words(&next).await, ["fragile", "wet"]);
        assert_eq!(indexes(&next).await, before);
        load(&next, &["heavy"]).await;
        assert_eq!(words(&next).await, ["fragile", "heavy", "wet"]);
    })
    .await;
}

#[tokio::test]
async fn the_last_that_was_said_of_a_row_counts_and_nothing_that_was_taken_back() {
    on_each_engine(async |house| {
        load(&house, &["old"]).await;
        bulk::begin(&house.platform, &[], &[MARKS]).await.unwrap();
        load(&house, &["fragile", "wet", "heavy"]).await;
        load_in_vain(&house, &["dry"]).await;
        unload(&house, &["old", "wet", "heavy", "never there"]).await;
        load(&house, &["heavy"]).await;
        bulk::finish(&house.platform).await.unwrap();
        assert_eq!(words(&house).await, ["fragile", "heavy"]);
        // Without a load it is the same.
        unload(&house, &["heavy"]).await;
        assert_eq!(words(&house).await, ["fragile"]);
    })
    .await;
}

#[tokio::test]
async fn rows_of_another_group_are_neither_laid_nor_taken_out() {
    on_each_engine(async |house| {
        bulk::begin(&house.platform, &[], &[MARKS]).await.unwrap();
        let theirs = vec![mark(OTHER_GROUP, 1, "theirs")];
        let laid = house.door().write(async |tx| tx.insert_all::<Entity>(theirs.clone()).await).await;
        assert!(matches!(laid, Err(Error::NotFound)), "{laid:?}");
        let gone = house.door().write(async |tx| tx.remove_all::<Entity>(theirs.clone()).await).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        bulk::finish(&house.platform).await.unwrap();
        assert!(words(&house).await.is_empty());
    })
    .await;
}
