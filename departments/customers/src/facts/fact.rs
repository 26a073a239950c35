//! The noun: one row of up-to-date facts per customer, kept true by the journal.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, GroupId, StoreId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::people::customer::{self, Stage};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_facts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    pub group_id: GroupId,
    pub first_seen_at: DateTime<Utc>,
    /// [`NEVER`] when there was none; a value and not a null, so that lists can be paged by it.
    pub last_contact_at: DateTime<Utc>,
    pub last_visit_at: DateTime<Utc>,
    pub last_purchase_at: DateTime<Utc>,
    /// Cars the customer has now, in any role.
    pub vehicles: i32,
    pub main_vehicle_id: Option<VehicleId>,
    pub purchases: i32,
    /// Minor units, as all amounts here.
    pub purchase_amount: i64,
    pub visits: i32,
    pub visit_amount: i64,
    pub spend: i64,
    pub complaints: i32,
    pub complaints_open: i32,
    pub contacts: i32,
    pub notes: i32,
    /// The odometer of the main car.
    pub mileage_km: Option<i32>,
    /// The earliest of the cars; [`NO_DAY`] when none is known.
    pub next_service_on: NaiveDate,
    pub insurance_until: NaiveDate,
    pub inspection_until: NaiveDate,
    /// What should be known and is, 0 to 100 as the group weighs it.
    pub completeness: i32,
    /// 100 less what is doubtful, as the group weighs it.
    pub validity: i32,
    /// Both in one, 0 to 100.
    pub quality: i32,
    /// The fields that are missing, as bits of [`MissingField`](crate::quality::gap::MissingField).
    pub missing: i64,
    /// What is doubtful, as bits of [`Doubt`](crate::quality::gap::Doubt).
    pub doubts: i64,
    /// When the customer last said that the record is right.
    pub confirmed_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    /// As the customer has it; here too, so that one index narrows a list to a stage and has it in the order of a fact.
    pub stage: Stage,
    pub store_id: StoreId,
}

pub type Facts = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::CustomerId, customer::Column::Id)
    }
}

/// Stands for "not yet" among instants: the beginning of time, so that it sorts last when the newest come first.
pub const NEVER: DateTime<Utc> = DateTime::UNIX_EPOCH;
/// Stands for "none known" among due dates: so far off that it sorts last when the nearest come first.
pub const NO_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The instant, or nothing for [`NEVER`].
pub fn known(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (at != NEVER).then_some(at)
}

/// The day, or nothing for [`NO_DAY`].
pub fn known_day(day: NaiveDate) -> Option<NaiveDate> {
    (day != NO_DAY).then_some(day)
}

impl Model {
    /// The facts of a customer of whom nothing has been heard yet.
    pub fn new(customer: CustomerId, group: GroupId, first_seen_at: DateTime<Utc>) -> Self {
        Self {
            customer_id: customer,
            group_id: group,
            first_seen_at,
            last_contact_at: NEVER,
            last_visit_at: NEVER,
            last_purchase_at: NEVER,
            vehicles: 0,
            main_vehicle_id: None,
            purchases: 0,
            purchase_amount: 0,
            visits: 0,
            visit_amount: 0,
            spend: 0,
            complaints: 0,
            complaints_open: 0,
            contacts: 0,
            notes: 0,
            mileage_km: None,
            next_service_on: NO_DAY,
            insurance_until: NO_DAY,
            inspection_until: NO_DAY,
            completeness: 0,
            validity: 0,
            quality: 0,
            missing: 0,
            doubts: 0,
            confirmed_at: None,
            updated_at: first_seen_at,
            stage: Stage::Lead,
            store_id: StoreId(Uuid::nil()),
        }
    }
}
