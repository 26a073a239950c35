//! What faults look like from outside.

use chrono::NaiveDate;
use kernel::FaultId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    fault::{CarSystem, Fault, FaultSource},
    rules::RepairCount,
};

/// What went wrong with a car so far, and what the law counts of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaultHistory {
    /// The latest first, at most 500.
    pub faults: Vec<FaultView>,
    /// Nothing when no law counted on the day the car was sold, or nobody knows that day.
    pub counts: Vec<RepairCount>,
}

/// One fault.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VehicleFault)]
pub struct FaultView {
    pub id: FaultId,
    pub happened_on: NaiveDate,
    pub mileage_km: Option<i32>,
    pub dtc: Option<String>,
    pub system: CarSystem,
    pub symptom: String,
    /// Faults of a car with one key are the same fault.
    pub fault_key: String,
    pub is_safety: bool,
    pub source: FaultSource,
    /// Null while it is not repaired.
    pub repaired_on: Option<NaiveDate>,
    pub repair_days: Option<i32>,
    pub is_part_replaced: bool,
    pub version: i32,
}

platform::has_version!(FaultView);

impl From<Fault> for FaultView {
    fn from(fault: Fault) -> Self {
        Self {
            id: fault.id,
            happened_on: fault.happened_on,
            mileage_km: fault.mileage_km,
            dtc: fault.dtc,
            system: fault.system,
            symptom: fault.symptom,
            fault_key: fault.fault_key,
            is_safety: fault.is_safety,
            source: fault.source,
            repaired_on: fault.repaired_on,
            repair_days: fault.repair_days,
            is_part_replaced: fault.is_part_replaced,
            version: fault.version,
        }
    }
}
