//! A bulk load leaves a database as it would be without one, also when it was killed in the middle.

use platform::{
    SystemActor,
    database::{
        bulk::{self, Staged},
        migrate, schema,
    },
};

use crate::{
    house::{GROUP, House, NORTH, on_each_engine},
    parcel::{self, Entity, parcel},
};

const PARCELS: Staged = Staged { table: "parcels", key: "id" };

platform::record! {
    struct Index { name: String, definition: String }
}

async fn indexes(house: &House) -> Vec<(String, String)> {
    let system = house.platform.house(SystemActor::Command);
    let db = system.read();
    let rows: Vec<Index> = db.fetch_text(db.dialect().plain_indexes(), vec![]).await.unwrap();
    rows.into_iter().map(|row| (row.name, row.definition)).collect()
}

async fn load(house: &House, titles: &[&str]) {
    let rows = titles.iter().map(|title| parcel(GROUP, NORTH, None, title)).collect();
    house.door().write(async |tx| tx.insert_all::<Entity>(rows).await).await.unwrap();
}

#[tokio::test]
async fn a_bulk_load_ends_with_all_rows_and_all_indexes() {
    on_each_engine(async |house| {
        let before = indexes(&house).await;
        assert!(!before.is_empty());
        bulk::begin(&house.platform, &[before[0].0.as_str()], &[PARCELS]).await.unwrap();
        assert_eq!(indexes(&house).await, before[..1]);
        load(&house, &["one", "two"]).await;
        assert!(house.titles().await.is_empty(), "staged rows are not in their place yet");
        bulk::finish(&house.platform).await.unwrap();
        load(&house, &["three"]).await;
        assert_eq!(house.titles().await, ["one", "three", "two"]);
        assert_eq!(indexes(&house).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_killed_bulk_load_is_brought_to_its_end_when_the_database_is_next_opened() {
    on_each_engine(async |house| {
        let before = indexes(&house).await;
        bulk::begin(&house.platform, &[], &[PARCELS]).await.unwrap();
        load(&house, &["one", "two"]).await;
        let next = house.another_node().await;
        migrate(&next.platform, &[schema::MIGRATIONS, parcel::MIGRATIONS].concat()).await.unwrap();
        assert_eq!(next.titles().await, ["one", "two"]);
        assert_eq!(indexes(&next).await, before);
        load(&next, &["three"]).await;
        assert_eq!(next.titles().await, ["one", "three", "two"]);
    })
    .await;
}
