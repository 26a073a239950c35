//! The noun: a person or company the dealer knows.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, GroupId, HouseholdId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomerId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub number: String,
    pub kind: CustomerKind,
    pub name: String,
    /// Lower-case pinyin without blanks: the order of lists by name.
    pub name_pinyin: String,
    pub gender: Option<Gender>,
    pub birthday: Option<NaiveDate>,
    pub occupation: Option<String>,
    pub household_id: Option<HouseholdId>,
    /// What this person is in the household: spouse, child, parent …
    pub relation: Option<String>,
    pub stage: Stage,
    /// The primary phone again, sealed under this row, so that a list needs no join to show it masked.
    pub phone_sealed: Option<Vec<u8>>,
    /// The city of the primary address again, for filters.
    pub city: Option<String>,
    pub id_number_sealed: Option<Vec<u8>>,
    pub id_number_blind: Option<String>,
    pub preferred_colour: Option<String>,
    pub preferred_slot: Option<String>,
    pub preferred_channel: Option<String>,
    pub purpose: Option<Purpose>,
    pub use_scenario: Option<UseScenario>,
    pub decision_style: Option<DecisionStyle>,
    pub source: Option<String>,
    pub consultant_id: Option<StaffId>,
    pub advisor_id: Option<StaffId>,
    /// The record's id in the system it was imported from.
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
    /// The customer in whom this record lives on, the last one when that was merged again; it is then deleted, too.
    pub merged_into: Option<CustomerId>,
    pub version: i32,
}

pub type Customer = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[Column::ConsultantId, Column::AdvisorId])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id)
    }
}

platform::versioned!();

impl Model {
    /// Who looks after this customer.
    pub fn people(&self) -> [Option<StaffId>; 2] {
        [self.consultant_id, self.advisor_id]
    }

    pub fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }
}

words! {
    /// A person or a company.
    CustomerKind { Person "person", Company "company" }
}
words! {
    Gender { Female "female", Male "male" }
}
words! {
    /// Where on the road from enquiry to the next car.
    Stage { Lead "lead", Intent "intent", Owner "owner", Loyal "loyal", AtRisk "at_risk", Lost "lost" }
}
words! {
    /// Why a car is bought.
    Purpose { FirstCar "first_car", Replacement "replacement", Additional "additional", Gift "gift", Business "business" }
}
words! {
    /// What the car is used for most.
    UseScenario { Commute "commute", Leisure "leisure", Business "business", Family "family" }
}
words! {
    /// How decisions are made: careful customers want comparisons, decisive ones cars in stock.
    DecisionStyle { Careful "careful", Decisive "decisive" }
}
