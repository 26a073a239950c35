//! Rows read the quick way are the rows the pooled driver reads, and statements are prepared once.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use platform::{SystemActor, database::Dialect};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::{
    house::{GROUP, House, LI, NORTH, on_each_engine, on_sqlite},
    parcel::{Column, Entity, Model, Size, parcel},
};

fn full() -> Model {
    let at: DateTime<Utc> = "2026-03-02T01:02:03.456Z".parse().unwrap();
    Model {
        keeper_id: Some(LI),
        remark: Some("易碎 👨‍👩‍👧 ' \" \\ %_".into()),
        seal: Some(vec![0, 1, 254, 255]),
        is_open: true,
        pieces: i32::MIN,
        cents: i64::MAX,
        weight: -12.5,
        body: json!({"深": [1, 2.5, null, true, {"a": "\u{10FFFF}"}]}),
        sent_on: NaiveDate::from_ymd_opt(9999, 12, 31),
        sent_at: at,
        back_at: Some(at + TimeDelta::days(365)),
        size: Size::Large,
        ..parcel(GROUP, NORTH, None, "full")
    }
}

async fn add(house: &House, rows: Vec<Model>) {
    house.door().write(async |tx| tx.insert_all::<Entity>(rows).await).await.unwrap();
}

#[tokio::test]
async fn a_row_of_every_kind_of_column_reads_back_as_written_on_both_ways() {
    on_each_engine(async |house| {
        let mut rows = vec![parcel(GROUP, NORTH, None, "empty"), full()];
        rows.sort_by_key(|row| row.id);
        add(&house, rows.clone()).await;
        let door = house.door();
        let db = door.read();
        let quick = db.all(db.select::<Entity>().order_by_asc(Column::Id)).await.unwrap();
        assert_eq!(quick, rows);
        let pooled = door
            .write(async |tx| {
                let db = tx.db();
                db.all(db.select::<Entity>().order_by_asc(Column::Id)).await
            })
            .await
            .unwrap();
        assert_eq!(pooled, rows);
    })
    .await;
}

platform::record! {
    /// Every kind a query may be read into, each once as it is and once as it may be missing.
    #[derive(Debug, PartialEq)]
    struct Line {
        id: kernel::CustomerId,
        keeper: Option<kernel::StaffId>,
        title: String,
        remark: Option<String>,
        seal: Option<Vec<u8>>,
        is_open: bool,
        pieces: i32,
        cents: i64,
        weight: f64,
        body: Value,
        sent_on: Option<NaiveDate>,
        sent_at: DateTime<Utc>,
        back_at: Option<DateTime<Utc>>,
        size: Size,
    }
}

#[tokio::test]
async fn a_line_of_a_report_is_the_same_on_both_ways() {
    on_each_engine(async |house| {
        add(&house, vec![parcel(GROUP, NORTH, None, "empty"), full()]).await;
        // The second placeholder stands first: numbers count, not places.
        let text = "select id, keeper_id, title, remark, seal, is_open, pieces, cents, weight, body, sent_on, sent_at, back_at, size
             from parcels where store_id = $2 and group_id = $1 order by id";
        let values = || vec![GROUP.into(), NORTH.into()];
        let door = house.platform.house(SystemActor::Command);
        let quick: Vec<Line> = door.read().fetch_text(text, values()).await.unwrap();
        let pooled: Vec<Line> = door.write(async |tx| tx.db().fetch_text(text, values()).await).await.unwrap();
        assert_eq!(quick, pooled);
        assert_eq!(quick.len(), 2);
        assert_eq!(quick[1].body, full().body);
    })
    .await;
}

#[tokio::test]
async fn instants_compare_in_order_of_time_whatever_their_fractions() {
    on_each_engine(async |house| {
        let base: DateTime<Utc> = "2026-03-02T01:02:03Z".parse().unwrap();
        let moments = [0, 1, 10, 100, 999, 1_000, 1_001].map(|ms| base + TimeDelta::milliseconds(ms));
        add(&house, moments.map(|at| Model { sent_at: at, ..parcel(GROUP, NORTH, None, "timed") }).to_vec()).await;
        let door = house.door();
        let db = door.read();
        for (earlier, at) in moments.iter().enumerate() {
            let before = db.select::<Entity>().filter(Column::SentAt.lt(*at));
            assert_eq!(db.all(before).await.unwrap().len(), earlier, "before {at}");
        }
        let ordered = db.all(db.select::<Entity>().order_by_asc(Column::SentAt)).await.unwrap();
        assert!(ordered.iter().map(|row| row.sent_at).eq(moments));
    })
    .await;
}

platform::record! {
    struct Choice { compile_options: String }
}

#[tokio::test]
async fn a_statement_with_a_bound_limit_keeps_its_plan() {
    on_sqlite(async |house| {
        assert_eq!(house.platform.database().dialect(), Dialect::Sqlite);
        let door = house.platform.house(SystemActor::Command);
        let text = "select compile_options from pragma_compile_options";
        let quick: Vec<Choice> = door.read().fetch_text(text, vec![]).await.unwrap();
        // Without it SQLite prepares anew at each new value of a bound limit.
        assert!(quick.iter().any(|choice| choice.compile_options == "ENABLE_QPSG"));
    })
    .await;
}
