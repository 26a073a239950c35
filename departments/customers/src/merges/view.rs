//! What a merge looks like from outside.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use kernel::{CustomerId, Error, MergeId, MergeRunId, PermissionName, Result};
use platform::{
    Db,
    names::{self, Ref},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{field::MergeField, merge::Merge};
use crate::{
    caller,
    people::{self, customer::Customer},
};

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Merge)]
pub struct MergeView {
    pub id: MergeId,
    pub kept: MergedRef,
    pub absorbed: MergedRef,
    /// Fields whose value came from the absorbed record.
    pub taken: Vec<MergeField>,
    /// How many rows went along, by table.
    pub moved: BTreeMap<String, i64>,
    pub by: Ref,
    pub merged_at: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
    /// The name of who took it back.
    pub undone_by: Option<String>,
    /// The run it belongs to, when many were asked for at once.
    pub run_id: Option<MergeRunId>,
    pub version: i32,
    /// `undo`.
    pub can: Vec<&'static str>,
}

platform::has_version!(MergeView);

/// One of the two records.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergedRef {
    pub id: CustomerId,
    pub name: String,
    /// The human number, for those who may see the record.
    pub number: Option<String>,
}

/// Merges as views, with a handful of queries whatever their number.
pub async fn views(db: &Db<'_>, merges: Vec<Merge>) -> Result<Vec<MergeView>> {
    let ids = || merges.iter().flat_map(|merge| [merge.kept_id, merge.absorbed_id]);
    let wanted = names::Wanted {
        customers: ids().collect(),
        staff: merges.iter().map(|merge| kernel::StaffId(merge.actor_id)).collect(),
        ..Default::default()
    };
    let known = names::of(db, wanted).await?;
    let rows: HashMap<CustomerId, Customer> =
        people::store::find_all(db, ids()).await?.into_iter().map(|row| (row.id, row)).collect();
    let reference = |id: CustomerId| MergedRef {
        id,
        name: known.customer(id).name,
        number: rows.get(&id).map(|row| row.number.clone()),
    };
    let may = |id: CustomerId| {
        let scope = db.scope();
        rows.get(&id).is_some_and(|row| scope.may_for(PermissionName::MergeCustomers, row.store_id, &row.people()))
    };
    Ok(merges
        .into_iter()
        .map(|merge| MergeView {
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
            run_id: merge.run_id,
            version: merge.version,
        })
        .collect())
}

pub async fn view(db: &Db<'_>, merge: Merge) -> Result<MergeView> {
    views(db, vec![merge]).await?.pop().ok_or(Error::NotFound)
}
