//! What lists of VINs look like from outside.

use chrono::{DateTime, Utc};
use kernel::VehicleId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{reading::RowFault, recall_vin::RecallVin};

/// How many VINs a maker named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecallVinFigures {
    pub total: i64,
    /// Without a car in the base: they are compared when one arrives.
    pub unmatched: i64,
    /// Their check digit fails.
    pub doubtful: i64,
}

/// One VIN of a recall.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecallVin)]
pub struct RecallVinView {
    pub vin: String,
    /// Its check digit fails; compare it with the maker's list.
    pub is_doubtful: bool,
    /// The car in the base, when the caller sees it.
    pub vehicle_id: Option<VehicleId>,
    /// Whether there is a car in the base, of whichever store.
    pub is_matched: bool,
    pub created_at: DateTime<Utc>,
}

/// What became of a pasted list.
#[derive(Debug, Serialize, ToSchema)]
pub struct VinsTaken {
    /// New in the recall's list.
    pub added: usize,
    /// There before.
    pub known: usize,
    /// With those that are not told.
    pub faults_count: u64,
    /// The first 500.
    pub faults: Vec<RowFault>,
}

impl RecallVinView {
    pub fn new(row: RecallVin, is_seen: bool) -> Self {
        Self {
            vin: row.vin,
            is_doubtful: row.is_doubtful,
            is_matched: row.vehicle_id.is_some(),
            vehicle_id: row.vehicle_id.filter(|_| is_seen),
            created_at: row.created_at,
        }
    }
}
