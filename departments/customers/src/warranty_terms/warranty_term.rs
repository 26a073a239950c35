//! The noun: what a maker promises for cars of one kind, as the group wrote it down.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, WarrantyTermId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::{vehicles::vehicle::Energy, words::words};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "warranty_terms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WarrantyTermId,
    pub group_id: GroupId,
    pub clock: ClockKind,
    /// Only cars of this brand; all when not given.
    pub brand: Option<String>,
    /// Only cars moved by it; all when not given.
    pub energy: Option<Energy>,
    /// Time as months or as days, never both.
    pub months: Option<i32>,
    pub days: Option<i32>,
    /// Nothing when the promise has no limit of distance.
    pub km: Option<i32>,
    /// From so many days or kilometres before its end it ends soon.
    pub warn_days: i32,
    pub warn_km: i32,
    /// Where it is promised: the handbook, a letter of the maker.
    pub source: String,
    /// Cars sold from this day on …
    pub since: NaiveDate,
    /// … and up to this one.
    pub until: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

pub type WarrantyTerm = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();

words! {
    /// What runs from the day a car is sold. The first four are the law's: exchange or refund in the first 7 days, free
    /// replacement of main assemblies in the first 60, exchange and refund (三包), free repair (包修).
    #[derive(PartialOrd, Ord)]
    ClockKind {
        ReturnWindow "return_window", FreeReplacement "free_replacement", ThreeGuarantees "three_guarantees",
        RepairWarranty "repair_warranty", WholeCar "whole_car", TractionBattery "traction_battery",
        ElectricDrive "electric_drive",
    }
}
