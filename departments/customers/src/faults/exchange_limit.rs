//! The noun: from how many repairs on the law lets the customer exchange the car or give it back. Kept by migrations.

use chrono::NaiveDate;
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "exchange_limits")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub counter: Counter,
    /// The count that gives the right.
    pub right_at: i32,
    /// The count from which the house should take care.
    pub warn_at: i32,
    /// The regulation and its article.
    pub source: String,
    /// Cars sold from this day on …
    pub since: NaiveDate,
    /// … and up to this one.
    pub until: Option<NaiveDate>,
}

pub type ExchangeLimit = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(_scope: &Scope) -> Condition {
        // The law is the same for every group.
        Condition::all()
    }

    fn welcome(_scope: &Scope, _row: &Model) -> bool {
        false
    }
}

words! {
    /// What the law counts while the three guarantees run: repairs of one serious safety fault, replacements of one main part,
    /// repairs of one fault, days in repair together.
    #[derive(PartialOrd, Ord)]
    Counter {
        SafetyRepairs "safety_repairs", PartReplacements "part_replacements", SameFaultRepairs "same_fault_repairs",
        RepairDays "repair_days",
    }
}
