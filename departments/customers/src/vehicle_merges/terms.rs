//! Under what a merged car is found: everything either record had.

use kernel::{Result, VehicleId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter};

use crate::{
    search::{
        self,
        term::{Column, Entity, SearchTerm},
        terms,
    },
    vehicles::{arrival::terms_of, vehicle::Vehicle},
};

platform::record! {
    struct Absorbed { plate: Option<String>, vin: Option<String>, number: String }
}

/// The plates, VINs and numbers of the records that live on in this one, as its terms.
pub async fn of_absorbed(db: &Db<'_>, car: &Vehicle) -> Result<Vec<SearchTerm>> {
    let text = "select plate, vin, number from vehicles where merged_into = $1";
    let absorbed: Vec<Absorbed> = db.fetch_text(text, vec![car.id.into()]).await?;
    let of_one = |row: &Absorbed| {
        let (plate, vin) = (row.plate.as_deref(), row.vin.as_deref());
        terms::of_vehicle(car.group_id, car.id, car.owner_id, plate, vin, &row.number)
    };
    Ok(absorbed.iter().flat_map(of_one).collect())
}

/// Makes these cars findable by what their records now say; those that live on in another are found as that one.
pub async fn rewrite(tx: &mut Tx, cars: [&Vehicle; 2]) -> Result<()> {
    let ids: [VehicleId; 2] = cars.map(|car| car.id);
    let before = tx.db().all(tx.db().select::<Entity>().filter(Column::VehicleId.is_in(ids))).await?;
    let mut after = Vec::new();
    for car in cars.into_iter().filter(|car| car.merged_into.is_none()) {
        after.extend(terms_of(car));
        after.extend(of_absorbed(&tx.db(), car).await?);
    }
    search::store::replace(tx, before, after).await
}
