//! Cars that bear one plate now: no new ones come to be, but records written before that rule hold some, to be found and mended.

use std::collections::{BTreeSet, HashSet};

use kernel::{GroupId, PermissionName, Result, VehicleId};
use platform::{
    Db,
    names::{self, Wanted},
};
use sea_orm::{
    Condition, ExprTrait,
    sea_query::{Alias, Expr, IntoIden, JoinType, Query, SelectStatement},
};

use super::{
    plate_moves::PlateBearer,
    store,
    vehicle::{Column, Entity, Vehicle},
};

/// The other cars that bear the plate of one car now.
#[derive(Default)]
pub struct Twins {
    /// Those within the caller's reach.
    pub seen: Vec<PlateBearer>,
    /// Whether there are any out of it.
    pub has_unseen: bool,
}

/// Twins that are told of one car.
const TWINS_MAX: i64 = 20;

platform::record! {
    struct TwinRow { id: VehicleId }
}

/// The cars that bear the plate of this one too, in whichever store they are kept.
pub async fn of(db: &Db<'_>, car: &Vehicle) -> Result<Twins> {
    let Some(plate) = car.plate.clone().filter(|_| !car.is_deleted()) else { return Ok(Twins::default()) };
    let sql = "select id from vehicles where group_id = $1 and plate = $2 and id <> $3 and deleted_at is null
               order by id limit $4";
    let values = vec![car.group_id.into(), plate.into(), car.id.into(), TWINS_MAX.into()];
    let ids: Vec<TwinRow> = db.fetch_text(sql, values).await?;
    if ids.is_empty() {
        return Ok(Twins::default());
    }
    let mut cars = store::find_all(&db.under(PermissionName::SeeVehicles), ids.iter().map(|row| row.id)).await?;
    cars.sort_by_key(|car| car.id);
    let stores = cars.iter().map(|car| car.store_id).collect();
    let known = names::of(db, Wanted { stores, ..Wanted::default() }).await?;
    let has_unseen = cars.len() < ids.len();
    let bearer = |car: Vehicle| {
        let store = known.store(car.store_id);
        PlateBearer::new(car, store)
    };
    Ok(Twins { seen: cars.into_iter().map(bearer).collect(), has_unseen })
}

/// Those of these cars, none of them put away, whose plate another car bears too.
pub async fn among(db: &Db<'_>, cars: impl IntoIterator<Item = VehicleId>) -> Result<HashSet<VehicleId>> {
    let cars: Vec<VehicleId> = cars.into_iter().collect();
    if cars.is_empty() {
        return Ok(HashSet::new());
    }
    let mut statement = pairs(cars);
    statement.column((car(), Column::Id)).and_where(Expr::col((other(), Column::DeletedAt)).is_null());
    Ok(read(db, &statement).await?.collect())
}

/// The cars that bear a plate that one of `cars` bears, or that was taken off one of them: what is doubtful about them may have
/// changed with those.
pub async fn touched_by(
    db: &Db<'_>,
    cars: &BTreeSet<VehicleId>,
    plates: &BTreeSet<(GroupId, String)>,
) -> Result<BTreeSet<VehicleId>> {
    let mut found = BTreeSet::new();
    if !cars.is_empty() {
        found.extend(read(db, pairs(cars.iter().copied()).column((other(), Column::Id))).await?);
    }
    if !plates.is_empty() {
        let of_plate = |(group, plate): &(GroupId, String)| {
            Condition::all()
                .add(Expr::col((other(), Column::GroupId)).eq(*group))
                .add(Expr::col((other(), Column::Plate)).eq(plate.as_str()))
        };
        let any = plates.iter().fold(Condition::any(), |any, plate| any.add(of_plate(plate)));
        let mut statement = Query::select();
        statement.column((other(), Column::Id)).from_as(Entity, other()).cond_where(any);
        found.extend(read(db, &statement).await?);
    }
    Ok(found)
}

/// These cars as `car`, beside each `other` of the group with the same plate: found by the index on plates.
fn pairs(cars: impl IntoIterator<Item = VehicleId>) -> SelectStatement {
    let same = |column: Column| Expr::col((other(), column)).equals((car(), column));
    let is_same = Condition::all()
        .add(same(Column::GroupId))
        .add(same(Column::Plate))
        .add(Expr::col((other(), Column::Plate)).is_not_null())
        .add(Expr::col((other(), Column::Id)).ne(Expr::col((car(), Column::Id))));
    let mut statement = Query::select();
    statement
        .from_as(Entity, car())
        .join_as(JoinType::InnerJoin, Entity, other(), is_same)
        .and_where(Expr::col((car(), Column::Id)).is_in(cars));
    statement
}

async fn read(db: &Db<'_>, statement: &SelectStatement) -> Result<impl Iterator<Item = VehicleId> + use<>> {
    let rows: Vec<TwinRow> = db.fetch(statement).await?;
    Ok(rows.into_iter().map(|row| row.id))
}

fn car() -> impl IntoIden + Clone {
    Alias::new("car")
}

fn other() -> impl IntoIden + Clone {
    Alias::new("other")
}
