//! Two records of a car become one, in one transaction.

use std::collections::BTreeMap;

use journal::{Lawful, events::vehicle_merges::VehicleMergesEvent};
use kernel::{Error, PermissionName, Result, VehicleId, VehicleMergeId};
use platform::{Db, Tx};

use super::{
    carry,
    field::{VehicleField, VehicleTaken},
    merge::{AllTaken, Odometer, VehicleMerge},
    rules::{self, VehicleChoice, VehicleMergeRefusal},
    store, terms,
};
use crate::{
    caller,
    merges::{merge::Moved, rules::Side},
    vehicles::{self, assemble, vehicle::Vehicle},
};

/// What is to become one, and how.
#[derive(Clone, Debug)]
pub struct Wish {
    pub keep: VehicleId,
    pub absorb: VehicleId,
    /// The versions the caller has seen; any when not given.
    pub keep_version: Option<i32>,
    pub absorb_version: Option<i32>,
    /// Whose value wins; what is proposed where it says nothing.
    pub choices: BTreeMap<VehicleField, Side>,
}

/// Merges, or says why not; nothing is half done.
pub async fn merge(tx: &mut Tx, wish: Wish) -> Result<VehicleMerge> {
    if wish.keep == wish.absorb {
        return Err(VehicleMergeRefusal::SameRecord.into());
    }
    store::hold(tx, wish.keep, wish.absorb).await?;
    let (kept, absorbed) = look(&tx.db(), wish.keep, wish.absorb).await?;
    check_versions(tx, &wish, &kept, &absorbed).await?;
    let taken = taken(&rules::choices(&kept, &absorbed), &wish);
    let today = vehicles::store::calendar_of(&tx.db(), kept.store_id).await?.day(tx.now());
    let mut merge = begun(tx, &kept, &absorbed, taken);
    store::add(tx, merge.clone()).await?;
    let filed = Lawful::about(tx, &[], &[absorbed.id]).await?;
    carry::bring_over(tx, &merge).await?;
    merge.moved = store::moved(&tx.db(), merge.id).await?;
    let (kept, absorbed) = write_both(tx, &merge, kept, absorbed).await?;
    let owner = kept.owner_id.map(|owner| owner.0);
    carry::end_others(tx, &merge, kept.plate.as_deref(), owner, today).await?;
    store::lead_on(tx, absorbed.id, kept.id).await?;
    store::follow_owners(tx, [kept.id, absorbed.id]).await?;
    terms::rewrite(tx, [&kept, &absorbed]).await?;
    filed.end(tx, &format!("merge of cars {}", merge.id)).await?;
    store::save(tx, merge).await
}

/// Both records, for a look before; refused when they can't become one.
pub async fn look(db: &Db<'_>, keep: VehicleId, absorb: VehicleId) -> Result<(Vehicle, Vehicle)> {
    let kept = vehicles::store::find(db, keep).await?;
    let absorbed = vehicles::store::find(db, absorb).await?;
    rules::may_merge(&kept, &absorbed)?;
    Ok((kept, absorbed))
}

async fn check_versions(tx: &Tx, wish: &Wish, kept: &Vehicle, absorbed: &Vehicle) -> Result<()> {
    let is_seen = |seen: Option<i32>, row: &Vehicle| seen.is_none_or(|seen| seen == row.version);
    if is_seen(wish.keep_version, kept) && is_seen(wish.absorb_version, absorbed) {
        return Ok(());
    }
    let db = tx.db().under(PermissionName::SeeVehicles);
    let current = serde_json::json!({
        "kept": assemble::view(&db, kept.clone()).await?,
        "absorbed": assemble::view(&db, absorbed.clone()).await?,
    });
    Err(Error::Stale { current })
}

fn taken(choices: &[VehicleChoice], wish: &Wish) -> AllTaken {
    let wins = |choice: &&VehicleChoice| {
        let side = wish.choices.get(&choice.field).copied().unwrap_or(choice.proposed);
        side == Side::Absorbed && choice.kept != choice.absorbed
    };
    let taken = |choice: &VehicleChoice| VehicleTaken {
        field: choice.field,
        from: choice.kept.clone(),
        to: choice.absorbed.clone(),
    };
    AllTaken(choices.iter().filter(wins).map(taken).collect())
}

fn begun(tx: &Tx, kept: &Vehicle, absorbed: &Vehicle, taken: AllTaken) -> VehicleMerge {
    VehicleMerge {
        id: VehicleMergeId::new(tx.now()),
        group_id: kept.group_id,
        kept_id: kept.id,
        absorbed_id: absorbed.id,
        taken,
        mileage: Odometer { km: kept.mileage_km, at: kept.mileage_at },
        moved: Moved::default(),
        actor_id: caller::id(tx.scope()),
        actor_name: caller::name(tx.scope()),
        merged_at: tx.now(),
        undone_at: None,
        undone_by: None,
        version: 1,
    }
}

/// Writes both records with what happened to each.
async fn write_both(
    tx: &mut Tx,
    merge: &VehicleMerge,
    mut kept: Vehicle,
    mut absorbed: Vehicle,
) -> Result<(Vehicle, Vehicle)> {
    for taken in &merge.taken.0 {
        taken.field.put(&mut kept, taken.to.as_deref());
    }
    if absorbed.mileage_at.is_some() && absorbed.mileage_at > kept.mileage_at {
        (kept.mileage_km, kept.mileage_at) = (absorbed.mileage_km, absorbed.mileage_at);
    }
    kept.changed_at = tx.now();
    (absorbed.merged_into, absorbed.deleted_at, absorbed.changed_at) = (Some(kept.id), Some(tx.now()), tx.now());
    let told = VehicleMergesEvent::Merged {
        merge: merge.id,
        other: absorbed.id,
        title: absorbed.title(),
        number: absorbed.number.clone(),
        taken: merge.taken.0.iter().map(|taken| taken.field.word().to_owned()).collect(),
        moved: merge.moved.total(),
    };
    let gone = VehicleMergesEvent::Absorbed {
        merge: merge.id,
        other: kept.id,
        title: kept.title(),
        number: kept.number.clone(),
    };
    // The absorbed one first: a number that is one car's must be free before another bears it.
    let absorbed = vehicles::store::save_with(tx, absorbed, gone).await?;
    let kept = vehicles::store::save_with(tx, kept, told).await?;
    Ok((kept, absorbed))
}
