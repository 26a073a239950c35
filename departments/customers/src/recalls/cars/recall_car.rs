//! The noun: one car of ours that a recall is about.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, RecallCarId, RecallId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{vehicles::vehicle, words::words};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recall_cars")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecallCarId,
    pub group_id: GroupId,
    pub recall_id: RecallId,
    pub vehicle_id: VehicleId,
    pub found_by: FoundBy,
    pub state: RecallCarState,
    /// The day it came to this state.
    pub state_on: NaiveDate,
    pub mileage_km: Option<i32>,
    pub note: Option<String>,
    /// Who said so: a staff member or a key, nil for the house itself.
    pub actor_id: Uuid,
    pub actor_name: String,
    /// The state before the last move, to take that back.
    pub before: Option<Before>,
    /// The unique key of the task to see to it, when one was made.
    pub task_key: Option<String>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type RecallCar = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, vehicle::Entity>(Column::VehicleId, vehicle::Column::Id)
    }
}

platform::versioned!();

words! {
    /// Whether the maker named its VIN, or a range or model it belongs to.
    FoundBy { VinList "vin_list", Criterion "criterion" }
}
words! {
    /// How far a car has come: `open` until its owner is told.
    RecallCarState {
        Open "open", Notified "notified", Booked "booked", Done "done", NotAffected "not_affected", Refused "refused",
    }
}

/// A state as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Before {
    pub state: RecallCarState,
    pub state_on: NaiveDate,
    pub mileage_km: Option<i32>,
    pub note: Option<String>,
    pub actor_id: Uuid,
    pub actor_name: String,
}

impl RecallCarState {
    /// Somebody has still to do something about it.
    pub const WAITING: [Self; 3] = [Self::Open, Self::Notified, Self::Booked];
    /// The defect is still in the car, also where its owner does not want it mended. As words in SQL, for the index of these.
    pub const UNFIXED: &'static str = "('open', 'notified', 'booked', 'refused')";

    pub fn is_waiting(self) -> bool {
        Self::WAITING.contains(&self)
    }

    pub fn is_unfixed(self) -> bool {
        self.is_waiting() || self == Self::Refused
    }

    /// The owner must still be spoken with.
    pub fn wants_a_call(self) -> bool {
        matches!(self, Self::Open | Self::Notified)
    }
}
