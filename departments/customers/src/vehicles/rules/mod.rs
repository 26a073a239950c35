//! What may happen to a car: pure, what happened or a refusal.

mod clocks;
mod due;
mod odometer;
mod people;
mod plates;
mod record;

pub use clocks::{Clock, ClockState, clocks};
pub use due::{Due, DueKind, DueState, due};
pub use odometer::{Reading, km_per_month};
pub use people::{LinkChange, NewLink};

use journal::events::customers::CustomersEvent;
use kernel::{CustomerId, Refusal};

use super::{mileage::MileageReading, person::VehiclePerson, plate::CarriedPlate};

/// What a rule did beside the record of the car itself, to be written with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Happened {
    /// Each event with the customer it concerns.
    pub told: Vec<(Option<CustomerId>, CustomersEvent)>,
    /// Links that are new or changed.
    pub people: Vec<VehiclePerson>,
    /// Plates that are new or ended.
    pub plates: Vec<CarriedPlate>,
    pub reading: Option<MileageReading>,
}

impl Happened {
    fn told(customer: Option<CustomerId>, event: CustomersEvent) -> Self {
        Self { told: vec![(customer, event)], ..Self::default() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VehicleRefusal {
    Deleted,
    NotDeleted,
    Merged,
    SamePlate,
    PlateBeforeCurrent,
    MileageBackwards { known_km: i32 },
    AlreadyLinked,
    LinkEnded,
    EndsBeforeItBegins,
}

impl Refusal for VehicleRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Deleted => "vehicle.deleted",
            Self::NotDeleted => "vehicle.not_deleted",
            Self::Merged => "vehicle.merged",
            Self::SamePlate => "vehicle.same_plate",
            Self::PlateBeforeCurrent => "vehicle.plate_before_current",
            Self::MileageBackwards { .. } => "vehicle.mileage_backwards",
            Self::AlreadyLinked => "vehicle.already_linked",
            Self::LinkEnded => "vehicle.link_ended",
            Self::EndsBeforeItBegins => "vehicle.ends_before_it_begins",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Deleted => "This car was deleted; restore the record before you change it.".into(),
            Self::NotDeleted => "This car is not deleted, so there is nothing to restore.".into(),
            Self::Merged => {
                "This record was merged and lives on in another; take that merge back to have it again.".into()
            }
            Self::SamePlate => "The car carries this plate already.".into(),
            Self::PlateBeforeCurrent => {
                "The plate it carries now was given later than that; a new plate begins after it.".into()
            }
            Self::MileageBackwards { known_km } => format!(
                "An odometer only counts up, and {known_km} km stands beside this reading; if the earlier reading is wrong, \
                 send this one with source 'correction'."
            ),
            Self::AlreadyLinked => "This person has this car in this role already.".into(),
            Self::LinkEnded => "This period has ended; link the person anew.".into(),
            Self::EndsBeforeItBegins => "A period ends on the day it begins or later.".into(),
        }
    }
}
