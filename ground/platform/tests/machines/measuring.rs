//! The planner hears of tables that grew and of indexes that are new.

use platform::{
    SystemActor,
    database::{Migration, measure_grown, migrate, schema},
};

use crate::{
    house::{GROUP, House, NORTH, on_sqlite},
    mark,
    parcel::{self, Entity, parcel},
};

platform::record! {
    struct Statistic { index: String, stat: String }
}

async fn statistics(house: &House, table: &str) -> Vec<(String, String)> {
    let system = house.platform.house(SystemActor::Command);
    let text = "select idx, stat from sqlite_stat1 where tbl = $1 and idx is not null order by idx";
    let lines: Vec<Statistic> = system.read().fetch_text(text, vec![table.into()]).await.unwrap();
    lines.into_iter().map(|line| (line.index, line.stat)).collect()
}

async fn add_parcels(house: &House, count: usize) {
    let rows: Vec<_> = (0..count).map(|_| parcel(GROUP, NORTH, None, "tyres")).collect();
    house.door().write(async |tx| tx.insert_all::<Entity>(rows).await).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_grew_is_measured_once() {
    on_sqlite(async |house| {
        assert_eq!(measure_grown(&house.platform).await.unwrap(), Vec::<String>::new());
        add_parcels(&house, 10_100).await;
        assert_eq!(measure_grown(&house.platform).await.unwrap(), ["parcels"]);
        let measured = statistics(&house, "parcels").await;
        assert!(measured.iter().all(|(_, stat)| stat.starts_with("10100 ")), "{measured:?}");
        assert_eq!(measure_grown(&house.platform).await.unwrap(), Vec::<String>::new());
    })
    .await;
}

/// Every row written anew gets a higher number: a table that is often rewritten only looks as if it grew.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_was_rewritten_did_not_grow() {
    on_sqlite(async |house| {
        add_parcels(&house, 100).await;
        let renumber = "update parcels set rowid = rowid + 1000000";
        house.door().write(async |tx| tx.execute_text(renumber, vec![]).await).await.unwrap();
        assert_eq!(measure_grown(&house.platform).await.unwrap(), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_index_on_rows_is_measured_with_the_migration() {
    const BY_TITLE: &[Migration] =
        &[Migration { name: "tests.900_by_title", sql: "create index parcels_titled on parcels (group_id, title);\n" }];
    on_sqlite(async |house| {
        add_parcels(&house, 50).await;
        let steps = [schema::MIGRATIONS, parcel::MIGRATIONS, mark::MIGRATIONS, BY_TITLE].concat();
        migrate(&house.platform, &steps).await.unwrap();
        let measured = statistics(&house, "parcels").await;
        assert!(measured.contains(&("parcels_titled".to_owned(), "50 50 50".to_owned())), "{measured:?}");
    })
    .await;
}
