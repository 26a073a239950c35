//! One record of a car becomes two again, in one transaction. What came with the absorbed record goes back with it, as it now is; what
//! came since stays with the kept one, but for entries that speak of a row that goes back.

use std::collections::HashSet;

use journal::{Entry, Event, Lawful, events::vehicle_merges::VehicleMergesEvent, filing};
use kernel::{Result, VehicleId, VehicleMergeId};
use platform::{Db, Tx};
use sea_orm::prelude::Uuid;

use super::{
    carry::{self, GivesBack},
    field::VehicleField,
    merge::VehicleMerge,
    rules::Standing,
    store, terms,
};
use crate::{
    caller,
    vehicles::{
        self, parts,
        person::{Role, VehiclePerson},
        vehicle::Vehicle,
    },
};

/// Takes a merge back, or says why not; nothing is half done.
pub async fn separate(tx: &mut Tx, id: VehicleMergeId) -> Result<VehicleMerge> {
    let merge = store::find(&tx.db(), id).await?;
    store::hold(tx, merge.kept_id, merge.absorbed_id).await?;
    // Read again: who held them before may have taken it back.
    let mut merge = store::find(&tx.db(), id).await?;
    let kept = vehicles::store::find(&tx.db(), merge.kept_id).await?;
    let absorbed = vehicles::store::find(&tx.db(), merge.absorbed_id).await?;
    let standing = Standing { later: store::built_upon_by(&tx.db(), &merge).await? };
    merge.may_be_undone(&kept, &standing)?;
    let filed = Lawful::about(tx, &[], &[kept.id]).await?;
    let owner_before = owner_link(&tx.db(), kept.id).await?;
    let returned = carry::take_back(tx, &merge).await?;
    file_later(tx, &merge, &returned).await?;
    let gives = gives_back(&merge, &kept, owner_before.as_ref(), &returned);
    carry::let_last_again(tx, &merge, gives).await?;
    let (kept, absorbed) = write_both(tx, &merge, gives, kept, absorbed).await?;
    (merge.undone_at, merge.undone_by) = (Some(tx.now()), Some(caller::name(tx.scope())));
    let merge = store::save(tx, merge).await?;
    store::lead_back(tx, absorbed.id).await?;
    store::follow_owners(tx, [kept.id, absorbed.id]).await?;
    terms::rewrite(tx, [&kept, &absorbed]).await?;
    filed.end(tx, &format!("separation of cars {}", merge.id)).await?;
    Ok(merge)
}

/// Entries since then that speak of a row that goes back: a finished task, a deleted note.
async fn file_later(tx: &mut Tx, merge: &VehicleMerge, returned: &HashSet<Uuid>) -> Result<()> {
    let mut entries = filing::filed_under_car_after(&tx.db(), merge.kept_id, merge.merged_at).await?;
    entries.retain(|entry| VehicleMergesEvent::read(entry).is_none() && speaks_of(entry, returned));
    filing::file_under_car(tx, &entries, merge.absorbed_id).await
}

fn speaks_of(entry: &Entry, returned: &HashSet<Uuid>) -> bool {
    let texts = entry.body.as_object().into_iter().flat_map(|body| body.values()).filter_map(|value| value.as_str());
    texts.filter_map(|text| text.parse::<Uuid>().ok()).any(|id| returned.contains(&id))
}

/// The kept record gives a plate or an owner back when it still has the one it took. Of the owner the link tells, since customers may have
/// become one meanwhile.
fn gives_back(
    merge: &VehicleMerge,
    kept: &Vehicle,
    owner: Option<&VehiclePerson>,
    returned: &HashSet<Uuid>,
) -> GivesBack {
    let still =
        |field: VehicleField| merge.taken.0.iter().any(|taken| taken.field == field && field.text(kept) == taken.to);
    GivesBack {
        plate: still(VehicleField::Plate),
        owner: merge.taken.has(VehicleField::Owner)
            && owner.map_or_else(|| still(VehicleField::Owner), |link| returned.contains(&link.id.0)),
    }
}

/// Writes both records with what happened to each. Fields changed since the merge stay as they are.
async fn write_both(
    tx: &mut Tx,
    merge: &VehicleMerge,
    gives: GivesBack,
    mut kept: Vehicle,
    mut absorbed: Vehicle,
) -> Result<(Vehicle, Vehicle)> {
    for taken in &merge.taken.0 {
        let returns = match taken.field {
            VehicleField::Owner => gives.owner,
            field => field.text(&kept) == taken.to,
        };
        if returns {
            taken.field.put(&mut kept, taken.from.as_deref());
        }
    }
    set_mileage(tx, merge, &mut kept).await?;
    (absorbed.merged_into, absorbed.deleted_at) = (None, None);
    for car in [&mut kept, &mut absorbed] {
        match_parts(&tx.db(), car).await?;
        car.changed_at = tx.now();
    }
    let told = |other: &Vehicle| VehicleMergesEvent::Separated {
        merge: merge.id,
        other: other.id,
        title: other.title(),
        number: other.number.clone(),
    };
    let (of_kept, of_absorbed) = (told(&absorbed), told(&kept));
    // The kept one first: it gives back a number that is one car's before the other bears it again.
    let kept = vehicles::store::save_with(tx, kept, of_kept).await?;
    let absorbed = vehicles::store::save_with(tx, absorbed, of_absorbed).await?;
    Ok((kept, absorbed))
}

/// The odometer says what was read last of what the kept record has now: before the merge, or since.
async fn set_mileage(tx: &Tx, merge: &VehicleMerge, kept: &mut Vehicle) -> Result<()> {
    let latest = parts::latest_readings(&tx.db(), kept.id).await?.into_iter().next();
    (kept.mileage_km, kept.mileage_at) = match latest {
        Some(reading) if Some(reading.read_at) > merge.mileage.at => (Some(reading.km), Some(reading.read_at)),
        _ => (merge.mileage.km, merge.mileage.at),
    };
    Ok(())
}

/// Owner and plate of a record are those of its parts that last, where parts tell of them at all.
async fn match_parts(db: &Db<'_>, car: &mut Vehicle) -> Result<()> {
    let plates = parts::plates_of(db, car.id).await?;
    let bears = plates.iter().find(|carried| carried.until.is_none()).map(|carried| carried.plate.clone());
    let has_ended = plates.iter().any(|carried| Some(&carried.plate) == car.plate.as_ref());
    if bears.is_some() || has_ended {
        car.plate = bears;
    }
    if let Some(link) = owner_link(db, car.id).await? {
        car.owner_id = Some(link.customer_id);
    } else {
        let links = parts::people_of(db, car.id).await?;
        if links.iter().any(|link| link.role == Role::Owner && Some(link.customer_id) == car.owner_id) {
            car.owner_id = None;
        }
    }
    Ok(())
}

async fn owner_link(db: &Db<'_>, car: VehicleId) -> Result<Option<VehiclePerson>> {
    let links = parts::people_of(db, car).await?;
    Ok(links.into_iter().find(|link| link.role == Role::Owner && link.until.is_none()))
}
