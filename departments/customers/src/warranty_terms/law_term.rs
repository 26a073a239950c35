//! The noun: a period the law gives everybody. Kept by migrations, so that a changed law is a new row.

use chrono::NaiveDate;
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::warranty_term::ClockKind;
use crate::vehicles::vehicle::Energy;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "law_terms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub clock: ClockKind,
    /// Only cars moved by it; all when not given.
    pub energy: Option<Energy>,
    pub months: Option<i32>,
    pub days: Option<i32>,
    pub km: Option<i32>,
    pub warn_days: i32,
    pub warn_km: i32,
    /// The regulation and its article.
    pub source: String,
    /// Cars sold from this day on …
    pub since: NaiveDate,
    /// … and up to this one.
    pub until: Option<NaiveDate>,
}

pub type LawTerm = Model;

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
