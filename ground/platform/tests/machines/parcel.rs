//! A noun for the tests: a parcel in a store, kept by somebody, with a column of every kind rows are made of.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, GroupId, StaffId, StoreId};
use platform::{Owned, Scope, database::Migration};
use sea_orm::{Condition, entity::prelude::*};
use serde_json::json;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parcels")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomerId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub keeper_id: Option<StaffId>,
    pub title: String,
    pub remark: Option<String>,
    pub seal: Option<Vec<u8>>,
    pub is_open: bool,
    pub pieces: i32,
    pub cents: i64,
    pub weight: f64,
    pub body: Json,
    pub sent_on: Option<NaiveDate>,
    pub sent_at: DateTime<Utc>,
    pub back_at: Option<DateTime<Utc>>,
    pub size: Size,
    pub version: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Size {
    #[sea_orm(string_value = "small")]
    Small,
    #[sea_orm(string_value = "large")]
    Large,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[Column::KeeperId])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        row.group_id == scope.group() && scope.span().welcomes(row.store_id)
    }
}

platform::versioned!();

pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "tests.001_parcels",
    sql: "
create table parcels (
    id        {uuid} primary key,
    group_id  {uuid} not null,
    store_id  {uuid} not null,
    keeper_id {uuid},
    title     text not null,
    remark    text,
    seal      {bytes},
    is_open   {flag} not null,
    pieces    integer not null,
    cents     bigint not null,
    weight    double precision not null,
    body      {json} not null,
    sent_on   {date},
    sent_at   {instant} not null,
    back_at   {instant},
    size      text not null,
    version   integer not null
);
",
}];

/// A parcel with nothing in the columns that may be empty.
pub fn parcel(group: GroupId, store: StoreId, keeper: Option<StaffId>, title: &str) -> Model {
    Model {
        id: CustomerId(Uuid::now_v7()),
        group_id: group,
        store_id: store,
        keeper_id: keeper,
        title: title.into(),
        remark: None,
        seal: None,
        is_open: false,
        pieces: 0,
        cents: 0,
        weight: 0.0,
        body: json!({}),
        sent_on: None,
        sent_at: DateTime::UNIX_EPOCH,
        back_at: None,
        size: Size::Small,
        version: 1,
    }
}
