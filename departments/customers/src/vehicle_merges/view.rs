//! What a merge of cars looks like from outside.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use kernel::{Error, PermissionName, Result, StaffId, VehicleId, VehicleMergeId};
use platform::{
    Db,
    names::{self, Ref},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{field::VehicleField, merge::VehicleMerge};
use crate::{
    caller,
    vehicles::{self, vehicle::Vehicle},
};

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VehicleMerge)]
pub struct VehicleMergeView {
    pub id: VehicleMergeId,
    pub kept: MergedVehicle,
    pub absorbed: MergedVehicle,
    /// Fields whose value came from the absorbed record.
    pub taken: Vec<VehicleField>,
    /// How many rows went along, by table.
    pub moved: BTreeMap<String, i64>,
    pub by: Ref,
    pub merged_at: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
    /// The name of who took it back.
    pub undone_by: Option<String>,
    pub version: i32,
    /// `undo`.
    pub can: Vec<&'static str>,
}

platform::has_version!(VehicleMergeView);

/// One of the two records; without name and number for those who may not see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergedVehicle {
    pub id: VehicleId,
    pub name: String,
    /// The human number.
    pub number: Option<String>,
}

/// Merges as views, with a handful of queries whatever their number.
pub async fn views(db: &Db<'_>, merges: Vec<VehicleMerge>) -> Result<Vec<VehicleMergeView>> {
    let ids = merges.iter().flat_map(|merge| [merge.kept_id, merge.absorbed_id]);
    let rows: HashMap<VehicleId, Vehicle> =
        vehicles::store::find_all(db, ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let staff = merges.iter().map(|merge| StaffId(merge.actor_id)).collect();
    let known = names::of(db, names::Wanted { staff, ..Default::default() }).await?;
    let reference = |id: VehicleId| {
        let row = rows.get(&id);
        MergedVehicle {
            id,
            name: row.map(Vehicle::title).unwrap_or_default(),
            number: row.map(|row| row.number.clone()),
        }
    };
    let may = |id: VehicleId| {
        let scope = db.scope();
        rows.get(&id).is_some_and(|row| scope.may_for(PermissionName::MergeCustomers, row.store_id, &row.people()))
    };
    Ok(merges
        .into_iter()
        .map(|merge| VehicleMergeView {
            can: if merge.undone_at.is_none() && may(merge.kept_id) && may(merge.absorbed_id) {
                vec!["undo"]
            } else {
                vec![]
            },
            id: merge.id,
            kept: reference(merge.kept_id),
            absorbed: reference(merge.absorbed_id),
            taken: merge.taken.0.iter().map(|taken| taken.field).collect(),
            moved: merge.moved.0,
            by: caller::reference(&known, merge.actor_id, merge.actor_name),
            merged_at: merge.merged_at,
            undone_at: merge.undone_at,
            undone_by: merge.undone_by,
            version: merge.version,
        })
        .collect())
}

pub async fn view(db: &Db<'_>, merge: VehicleMerge) -> Result<VehicleMergeView> {
    views(db, vec![merge]).await?.pop().ok_or(Error::NotFound)
}
