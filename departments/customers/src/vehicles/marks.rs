//! What tells one car from another, wherever it is kept. Pure, but for the reading of it.

use kernel::{CustomerId, Result, VehicleId};
use platform::Db;

use super::draft::UNKNOWN;

platform::record! {
    /// What tells a car from others; VIN and plate in their normal form.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CarMarks { pub id: VehicleId, pub vin: Option<String>, pub plate: Option<String>, pub brand: String }
}

impl CarMarks {
    /// Whether two records are of one car: the same VIN, or the same plate and neither two VINs nor two brands.
    pub fn is_one_with(&self, other: &Self) -> bool {
        let agree =
            |one: &Option<String>, other: &Option<String>| one.as_ref().zip(other.as_ref()).map(|(a, b)| a == b);
        let is_brand_known = self.brand != UNKNOWN && other.brand != UNKNOWN;
        let are_two_models = is_brand_known && self.brand != other.brand;
        let by_plate = || agree(&self.plate, &other.plate) == Some(true) && !are_two_models;
        self.id == other.id || agree(&self.vin, &other.vin).unwrap_or_else(by_plate)
    }
}

/// The cars this customer owns now, the oldest record first, in whichever store they are kept.
pub async fn owned_by(db: &Db<'_>, owner: CustomerId) -> Result<Vec<CarMarks>> {
    let text = "select id, vin, plate, brand from vehicles where group_id = $1 and owner_id = $2 and deleted_at is null
                order by created_at, id";
    db.fetch_text(text, vec![db.scope().group().into(), owner.into()]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn car(number: u128, vin: &str, plate: &str, brand: &str) -> CarMarks {
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let brand = if brand.is_empty() { UNKNOWN } else { brand };
        CarMarks {
            id: VehicleId(crate::vehicles::example::uuid(number)),
            vin: known(vin),
            plate: known(plate),
            brand: brand.into(),
        }
    }

    #[test]
    fn a_car_is_known_by_its_vin_or_by_its_plate_where_nothing_speaks_against_it() {
        let whole = car(1, "LSVAA49J132047371", "沪A12345", "大众");
        for same in [
            whole.clone(),
            car(2, "LSVAA49J132047371", "苏B88888", "大众"),
            car(2, "", "沪A12345", "大众"),
            car(2, "", "沪A12345", ""),
        ] {
            assert!(whole.is_one_with(&same) && same.is_one_with(&whole), "{same:?}");
        }
        for other in
            [car(2, "LRW3E7FS5PC695355", "沪A12345", "大众"), car(2, "", "沪A12345", "比亚迪"), car(2, "", "", "大众")]
        {
            assert!(!whole.is_one_with(&other) && !other.is_one_with(&whole), "{other:?}");
        }
    }
}
