//! The profile from outside.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use kernel::Money;
use platform::database::paging::Page;
use serde::Serialize;
use utoipa::ToSchema;
use worklist::TaskView;

use super::suggestions::Suggestion;
use crate::{
    facts::fact::{Facts, known, known_day},
    notes::view::NoteView,
    people::view::CustomerView,
    quality::gap::{Doubt, MissingField},
    timeline::EntryView,
    vehicles::view::ProfileVehicle,
};

/// Everything known of one customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileView {
    pub customer: CustomerView,
    /// One sentence in the language of the request.
    pub portrait: String,
    pub facts: FactsView,
    pub vehicles: Vec<ProfileVehicle>,
    /// Open tasks, the next due first.
    pub tasks: Vec<TaskView>,
    pub suggestions: Vec<Suggestion>,
    /// False once the customer has refused automated decisions: nothing is recommended by their behaviour then.
    pub is_profiled: bool,
    pub pinned: Vec<NoteView>,
    /// The first page of the timeline, newest first.
    pub timeline: Page<EntryView>,
}

/// What is known in numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactsView {
    pub first_seen_at: DateTime<Utc>,
    pub last_contact_at: Option<DateTime<Utc>>,
    pub last_visit_at: Option<DateTime<Utc>>,
    pub last_purchase_at: Option<DateTime<Utc>>,
    pub vehicles: i32,
    pub purchases: i32,
    pub purchase_spend: Money,
    pub visits: i32,
    pub visit_spend: Money,
    pub spend: Money,
    pub complaints: i32,
    pub complaints_open: i32,
    pub contacts: i32,
    pub notes: i32,
    pub mileage_km: Option<i32>,
    /// Of the main car.
    pub car_age_months: Option<i64>,
    pub next_service_on: Option<NaiveDate>,
    pub insurance_until: Option<NaiveDate>,
    pub inspection_until: Option<NaiveDate>,
    /// 0 to 100.
    pub completeness: i32,
    /// 100 less what is doubtful.
    pub validity: i32,
    /// Both in one, 0 to 100.
    pub quality: i32,
    pub missing: Vec<MissingField>,
    pub doubts: Vec<Doubt>,
    /// When the customer last said that the record is right.
    pub confirmed_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

impl FactsView {
    pub fn of(facts: &Facts, purchased_on: Option<NaiveDate>, today: NaiveDate) -> Self {
        Self {
            first_seen_at: facts.first_seen_at,
            last_contact_at: known(facts.last_contact_at),
            last_visit_at: known(facts.last_visit_at),
            last_purchase_at: known(facts.last_purchase_at),
            vehicles: facts.vehicles,
            purchases: facts.purchases,
            purchase_spend: Money::cny(facts.purchase_amount),
            visits: facts.visits,
            visit_spend: Money::cny(facts.visit_amount),
            spend: Money::cny(facts.spend),
            complaints: facts.complaints,
            complaints_open: facts.complaints_open,
            contacts: facts.contacts,
            notes: facts.notes,
            mileage_km: facts.mileage_km,
            car_age_months: purchased_on.map(|day| months_between(day, today)),
            next_service_on: known_day(facts.next_service_on),
            insurance_until: known_day(facts.insurance_until),
            inspection_until: known_day(facts.inspection_until),
            completeness: facts.completeness,
            validity: facts.validity,
            quality: facts.quality,
            missing: facts.gaps().missing().collect(),
            doubts: facts.gaps().doubts().collect(),
            confirmed_at: facts.confirmed_at,
            updated_at: facts.updated_at,
        }
    }
}

/// Whole months from a day to a later one.
fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    if to.day() < from.day() { months - 1 } else { months }
}
