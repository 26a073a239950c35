//! The noun: a store (4S shop) of a group.

use chrono::{DateTime, Utc};
use kernel::{GroupId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::power::places;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "stores")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StoreId,
    pub group_id: GroupId,
    /// Short and unique in the group, `SH01`; part of human numbers.
    pub code: String,
    pub name: String,
    /// For lists and switches, `上海浦东店`.
    pub short_name: Option<String>,
    pub city: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    /// IANA name, `Asia/Shanghai`: the days of the store are counted in it.
    pub time_zone: String,
    pub brands: Brands,
    /// A closed store keeps its records and takes no new ones.
    pub is_open: bool,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Store = Model;

/// The brands a store sells, in its own order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Brands(pub Vec<String>);

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Whoever works in a store knows it, however short the reach; changing it is checked against the span.
    fn inside(scope: &Scope) -> Condition {
        places(scope, Column::GroupId, Column::Id)
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        let span = scope.span();
        span.everywhere || (span.group && row.group_id == scope.group())
    }
}

platform::versioned!(crate::stores::dealer_store);
