//! The noun: something went wrong with a car, once, and was repaired or not.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{FaultId, GroupId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::{vehicles::vehicle, words::words};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "faults")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FaultId,
    pub group_id: GroupId,
    pub vehicle_id: VehicleId,
    pub happened_on: NaiveDate,
    pub mileage_km: Option<i32>,
    /// `P0300`, in capitals.
    pub dtc: Option<String>,
    pub system: CarSystem,
    /// In the words of who noticed it.
    pub symptom: String,
    /// Faults of a car with one key are the same fault.
    pub fault_key: String,
    /// Whether it can endanger people: 严重安全性能故障.
    pub is_safety: bool,
    pub source: FaultSource,
    /// Null while it is not repaired.
    pub repaired_on: Option<NaiveDate>,
    /// How long the repair kept the car: each begun day is one (order 43, article 40).
    pub repair_days: Option<i32>,
    /// Whether the repair replaced the assembly or a main part of it.
    pub is_part_replaced: bool,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

pub type Fault = Model;

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
    /// The parts of a car whose repeated failure the law names, and the rest.
    CarSystem {
        Engine "engine", Transmission "transmission", TractionBattery "traction_battery", DriveMotor "drive_motor",
        Steering "steering", Brake "brake", Suspension "suspension", Emission "emission", Body "body",
        Electrical "electrical", Other "other",
    }
}

words! {
    /// Who noticed it.
    FaultSource { Workshop "workshop", Owner "owner", Telematics "telematics" }
}

impl CarSystem {
    /// Whether two replacements of the same part of it give a right (order 43, article 24).
    pub fn is_named_by_law(self) -> bool {
        !matches!(self, Self::Electrical | Self::Other)
    }
}
