//! A plate is on one car at a time: who bears it now, and taking it off that car when it has moved.

use chrono::NaiveDate;
use kernel::{Error, PermissionName, Result, VehicleId, plate::Plate};
use platform::{
    Db, Tx,
    names::{self, StoreRef, Wanted},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    parts, store,
    vehicle::{Column, Entity, Vehicle},
};

/// Whether a plate that another car bears now may be taken off that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlateMove {
    /// Nobody said so: it is refused, with the other car.
    Unsaid,
    /// The plate has moved: it ends on the other car.
    Moved,
}

impl From<bool> for PlateMove {
    fn from(moved_from_other_car: bool) -> Self {
        if moved_from_other_car { Self::Moved } else { Self::Unsaid }
    }
}

/// A car that bears a plate now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlateBearer {
    pub id: VehicleId,
    pub number: String,
    /// Normal form without dot.
    pub plate: String,
    /// What it is called, `大众 朗逸`.
    pub name: String,
    pub store: StoreRef,
}

platform::record! {
    struct BearerLine { id: VehicleId }
}

/// Makes way for a plate that is to be on the car `to` (none, while that is not there yet) from `since` on.
///
/// # Errors
/// `plate.on_other_car` with that car when nobody said that the plate has moved; `plate.elsewhere` when that car is out of the
/// caller's reach, who then can't end it there.
pub async fn make_way(
    tx: &mut Tx,
    plate: &Plate,
    to: Option<VehicleId>,
    since: NaiveDate,
    said: PlateMove,
) -> Result<()> {
    for id in bearers(&tx.db(), plate.as_str(), to).await? {
        let db = tx.db();
        let seen = db.under(PermissionName::SeeVehicles);
        let Some(car) = seen.maybe(seen.select::<Entity>().filter(Column::Id.eq(id))).await? else {
            return Err(elsewhere());
        };
        if said == PlateMove::Unsaid {
            return Err(on_other_car(&db, car).await?);
        }
        // The transaction may have been opened under another permission: with a new customer a car comes along.
        for reach in [db.under(PermissionName::EditVehicles), tx.db()] {
            if reach.maybe(reach.select::<Entity>().filter(Column::Id.eq(id))).await?.is_none() {
                return Err(elsewhere());
            }
        }
        take_off(tx, car, since).await?;
    }
    Ok(())
}

impl PlateBearer {
    pub fn new(car: Vehicle, store: StoreRef) -> Self {
        let name = car.title();
        Self { id: car.id, name, store, number: car.number, plate: car.plate.unwrap_or_default() }
    }
}

/// Whether another car bears a plate now, in whichever store it is kept.
pub async fn is_borne_by_another(db: &Db<'_>, plate: &str, except: VehicleId) -> Result<bool> {
    Ok(!bearers(db, plate, Some(except)).await?.is_empty())
}

async fn take_off(tx: &mut Tx, mut car: Vehicle, since: NaiveDate) -> Result<()> {
    let plates = parts::plates_of(&tx.db(), car.id).await?;
    if let Some(happened) = car.end_plate(&plates, since, tx.now())? {
        store::save(tx, car, happened).await?;
    }
    Ok(())
}

/// Asked outside the caller's scope: a plate is one in the whole group.
async fn bearers(db: &Db<'_>, plate: &str, except: Option<VehicleId>) -> Result<Vec<VehicleId>> {
    let sql = "select id from vehicles where group_id = $1 and plate = $2 and deleted_at is null";
    let lines: Vec<BearerLine> = db.fetch_text(sql, vec![db.scope().group().into(), plate.into()]).await?;
    Ok(lines.into_iter().map(|line| line.id).filter(|id| Some(*id) != except).collect())
}

async fn on_other_car(db: &Db<'_>, car: Vehicle) -> Result<Error> {
    let wanted = Wanted { stores: [car.store_id].into(), ..Wanted::default() };
    let store = names::of(db, wanted).await?.store(car.store_id);
    let bearer = PlateBearer::new(car, store);
    let detail = format!(
        "{} is on another car now: {} ({}). Send 'moved_from_other_car': true when the plate has moved; it then ends there.",
        bearer.plate, bearer.name, bearer.number
    );
    Ok(Error::Held { code: "plate.on_other_car", detail, holder: serde_json::to_value(bearer)? })
}

fn elsewhere() -> Error {
    Error::Refused {
        code: "plate.elsewhere",
        detail: "This plate is on a car of another store of the group; ask them to end it there.".into(),
    }
}
