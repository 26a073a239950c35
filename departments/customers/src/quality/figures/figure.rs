//! The noun: so many customers of a store on one axis: all, by band of score, by what is missing, by source, by consultant.

use kernel::{GroupId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::words::words;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quality_figures")]
pub struct Model {
    pub group_id: GroupId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub store_id: StoreId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub axis: Axis,
    /// What of the axis: `60` for the band from 60, `phone`, `douyin`, an id; empty where there is none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    pub customers: i64,
    /// Scores added up, so that stores can be put together.
    pub quality_sum: i64,
    pub completeness_sum: i64,
    pub validity_sum: i64,
}

pub type Figure = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }
}

words! {
    /// By what customers are counted.
    Axis as QualityAxis {
        All "all", Band "band", Missing "missing", Doubtful "doubtful", Source "source", Consultant "consultant",
        Advisor "advisor",
    }
}

/// Where each band of scores begins; the last ends at 100.
pub const BANDS: [i32; 5] = [0, 40, 60, 80, 90];

/// The beginning of the band a score falls into.
pub fn band(quality: i32) -> i32 {
    BANDS.into_iter().rev().find(|begin| quality >= *begin).unwrap_or(0)
}
