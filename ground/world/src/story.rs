//! What the world tells about one customer: the plain records a loader writes down.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::places::Address;
use crate::words::{
    CustomerKind, DecisionStyle, Energy, Gender, HistoryKind, HoldingRole, MileageSource, NoteKind, Outcome, Priority,
    Purpose, Relation, Source, Stage, TaskKind, TaskState, UseScenario,
};

/// Text that is mostly fixed and sometimes composed.
pub type Text = Cow<'static, str>;

/// Everything about one customer. Staff and store are indexes into [`crate::Group`].
#[derive(Debug, Serialize)]
pub struct PersonStory {
    /// The customer's place in the world, from 0.
    pub index: u64,
    /// The customer who is the same person, entered before; always a lower index.
    pub duplicate_of: Option<u64>,
    pub customer: Customer,
    pub household: Option<Membership>,
    /// Cars described here. A former car taken over by another customer is described in that customer's story.
    pub cars: Vec<CarStory>,
    /// In order of time.
    pub happenings: Vec<Happening>,
    pub tasks: Vec<TaskStory>,
}

impl PersonStory {
    /// Journal-worthy entries: created, cars registered, happenings, complaints resolved, tasks created and completed.
    #[must_use]
    pub fn entries(&self) -> usize {
        let resolved = self
            .happenings
            .iter()
            .filter(|happening| matches!(&happening.deed, Deed::History { resolution: Some(_), .. }))
            .count();
        let done = self.tasks.iter().filter(|task| task.state == TaskState::Done).count();
        1 + self.cars.len() + self.happenings.len() + resolved + self.tasks.len() + done
    }
}

/// The customer as recorded: with gaps, and with the odd typing error in duplicates.
#[derive(Debug, Serialize)]
pub struct Customer {
    pub kind: CustomerKind,
    pub name: String,
    pub gender: Option<Gender>,
    pub birthday: Option<NaiveDate>,
    pub occupation: Option<&'static str>,
    /// As typed: plain, or with blanks, dashes or +86. The first is the primary one.
    pub phones: Vec<Phone>,
    pub email: Option<String>,
    pub wechat: Option<String>,
    pub address: Option<Address>,
    /// Kept even when the address is not.
    pub city: Option<&'static str>,
    pub purpose: Option<Purpose>,
    pub use_scenario: Option<UseScenario>,
    pub decision_style: Option<DecisionStyle>,
    pub preferred_colour: Option<&'static str>,
    pub preferred_slot: Option<&'static str>,
    pub preferred_channel: Option<&'static str>,
    pub source: Option<Source>,
    pub stage: Stage,
    pub store: usize,
    pub consultant: Option<usize>,
    pub advisor: Option<usize>,
    /// Names out of [`crate::TAGS`].
    pub tags: Vec<&'static str>,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Serialize)]
pub struct Phone {
    pub number: String,
    pub label: Option<Text>,
}

/// A customer's part in a household.
#[derive(Debug, Serialize)]
pub struct Membership {
    /// The same for all members: the index of the head of the household.
    pub household: u64,
    pub name: String,
    pub relation: Relation,
}

/// Names a car: the story that describes it and its place in [`PersonStory::cars`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CarRef {
    pub story: u64,
    pub car: usize,
}

/// A car with everyone who has or had it.
#[derive(Debug, Serialize)]
pub struct CarStory {
    pub store: usize,
    /// Missing where a duplicate was entered from a plate alone.
    pub vin: Option<String>,
    /// In order of time; the last one is on the car.
    pub plates: Vec<PlatePeriod>,
    pub brand: &'static str,
    pub series: &'static str,
    pub trim: Option<&'static str>,
    pub model_year: Option<i32>,
    pub energy: Energy,
    pub colour: Option<&'static str>,
    /// Of the version, in fen.
    pub list_price: i64,
    pub purchased_on: Option<NaiveDate>,
    pub in_service_on: Option<NaiveDate>,
    /// The last reading.
    pub mileage_km: Option<i64>,
    pub mileage_at: Option<DateTime<Utc>>,
    pub readings: Vec<MileageReading>,
    pub warranty_until: Option<NaiveDate>,
    pub warranty_km: Option<u32>,
    pub insurer: Option<&'static str>,
    pub insurance_until: Option<NaiveDate>,
    pub inspection_until: Option<NaiveDate>,
    pub next_service_on: Option<NaiveDate>,
    pub next_service_km: Option<i64>,
    /// 0 to 100; the traction battery of cars that plug in, the starter battery of others.
    pub battery_health: Option<u8>,
    pub tyre_health: Option<u8>,
    pub brake_health: Option<u8>,
    pub people: Vec<CarPerson>,
    pub registered_at: DateTime<Utc>,
}

#[derive(Debug, Serialize)]
pub struct PlatePeriod {
    pub plate: String,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
}

#[derive(Debug, Serialize)]
pub struct MileageReading {
    pub km: i64,
    pub read_at: DateTime<Utc>,
    pub source: MileageSource,
}

#[derive(Debug, Serialize)]
pub struct CarPerson {
    /// Index of the customer; always one of this world and of the same block of 64.
    pub customer: u64,
    pub role: HoldingRole,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// Something that happened with a customer.
#[derive(Debug, Serialize)]
pub struct Happening {
    pub at: DateTime<Utc>,
    pub store: usize,
    pub staff: usize,
    pub car: Option<CarRef>,
    pub deed: Deed,
}

/// What happened.
#[derive(Debug, Serialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum Deed {
    /// A fact of the trade.
    History {
        kind: HistoryKind,
        summary: Text,
        /// In fen.
        amount: Option<i64>,
        mileage_km: Option<i64>,
        /// For complaints: how it ended, unless it is still open.
        resolution: Option<Resolution>,
    },
    /// What a member of staff wrote down.
    Note { kind: NoteKind, text: Text, outcome: Option<Outcome> },
}

/// How a complaint ended.
#[derive(Debug, Serialize)]
pub struct Resolution {
    pub at: DateTime<Utc>,
    pub staff: usize,
    pub text: Text,
}

/// Something a member of staff must do or has done.
#[derive(Debug, Serialize)]
pub struct TaskStory {
    pub title: Text,
    pub kind: TaskKind,
    pub state: TaskState,
    pub priority: Priority,
    pub store: usize,
    pub assignee: usize,
    pub car: Option<CarRef>,
    pub due_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub done_at: Option<DateTime<Utc>>,
    pub note: Option<Text>,
    pub outcome: Option<Outcome>,
}
