//! How many customers are in the base more than once: measured with every search and once a day, kept by day for the trend.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use kernel::{GroupId, Result, time::Calendar};
use platform::{
    Db, Owned, Scope, Tx,
    jobs::{Job, Work, enqueue_at},
};
use sea_orm::{
    ColumnTrait, Condition, DerivePrimaryKey, EnumIter, FromJsonQueryResult, PrimaryKeyTrait, QueryFilter, QueryOrder,
    QuerySelect, entity::prelude::*,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::candidates::verdict::{ASK_MILLIONTHS, SAME_MILLIONTHS};

/// The rate of a group on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duplicate_rates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: NaiveDate,
    pub customers: i64,
    pub in_same: i64,
    pub in_ask: i64,
    pub measured_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

/// How many customers there are, and how many of them stand in open pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema)]
pub struct Rate {
    pub customers: i64,
    /// In an open pair that is the same customer, by the search or, where a merge of many left it to a person, but for that: only a
    /// merge or the word that they are two takes them out.
    pub in_same: i64,
    /// In none of those, but in an open pair a person is asked about.
    pub in_ask: i64,
}

platform::record! {
    struct CountLine { count: i64 }
}

/// Counts the whole base; for work in the background.
pub async fn measure(db: &Db<'_>) -> Result<Rate> {
    let customers = "select count(*) from customers where group_id = $1 and deleted_at is null";
    let counted: Vec<CountLine> = db.fetch_text(customers, vec![db.scope().group().into()]).await?;
    Ok(Rate { customers: counted.first().map_or(0, |line| line.count), ..in_pairs(db).await? })
}

/// How the group stands now: open pairs counted, customers as last measured.
pub async fn now(db: &Db<'_>) -> Result<Option<(Rate, DateTime<Utc>)>> {
    let last = db.maybe(db.select::<Entity>().order_by_desc(Column::Day).limit(1)).await?;
    let Some(last) = last else { return Ok(None) };
    let rate = Rate { customers: last.customers, ..in_pairs(db).await? };
    Ok(Some((rate, last.measured_at)))
}

/// Keeps a measurement as that of today, in place of an earlier one of the day.
pub async fn keep(tx: &mut Tx, rate: Rate) -> Result<()> {
    let (group, day, now) = (tx.scope().group(), Calendar::default().day(tx.now()), tx.now());
    tx.delete::<Entity>(Condition::all().add(Column::GroupId.eq(group)).add(Column::Day.eq(day))).await?;
    let Rate { customers, in_same, in_ask } = rate;
    tx.insert::<Entity>(Model { group_id: group, day, customers, in_same, in_ask, measured_at: now }).await?;
    enqueue_at(tx, &MeasureRate {}, &format!("{group}:{day}"), now + TimeDelta::days(1)).await
}

const MONTHS: u64 = 13;

/// The last measurement of each month, oldest first.
pub async fn by_month(db: &Db<'_>, today: NaiveDate) -> Result<Vec<Model>> {
    let from = today.checked_sub_days(Days::new(MONTHS * 31)).unwrap_or(today);
    let rows = db.all(db.select::<Entity>().filter(Column::Day.gte(from)).order_by_asc(Column::Day)).await?;
    let mut months: Vec<Model> = Vec::new();
    for row in rows {
        let month = |row: &Model| row.day.format("%Y-%m").to_string();
        if months.last().is_some_and(|last| month(last) == month(&row)) {
            months.pop();
        }
        months.push(row);
    }
    Ok(months)
}

async fn in_pairs(db: &Db<'_>) -> Result<Rate> {
    let in_same = in_pairs_from(db, SAME_MILLIONTHS, "and held_back is null").await?;
    let in_any = in_pairs_from(db, ASK_MILLIONTHS, "").await?;
    Ok(Rate { customers: 0, in_same, in_ask: in_any - in_same })
}

/// What a merge of many left to a person is asked about, however sure it looks.
async fn in_pairs_from(db: &Db<'_>, millionths: i32, and: &str) -> Result<i64> {
    let of = format!(
        "from duplicate_pairs where group_id = $1 and state = 'open' and closed_by is null and millionths >= $2 {and}"
    );
    let text = format!("select count(*) from (select left_id {of} union select right_id {of}) counted");
    let counted: Vec<CountLine> = db.fetch_text(&text, vec![db.scope().group().into(), millionths.into()]).await?;
    Ok(counted.first().map_or(0, |line| line.count))
}

/// Measures the rate once a day, from the first search on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeasureRate {}

impl Job for MeasureRate {
    const NAME: &'static str = "customers.duplicate_rate";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let rate = measure(&door.read()).await?;
        door.write(async |tx| keep(tx, rate).await).await
    }
}
