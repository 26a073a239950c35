//! What a record of a car takes from another record of the same car, and gives back. Pure.

use chrono::{DateTime, Utc};

use super::{
    change::VehicleChange,
    mileage::MileageReading,
    rules::{Happened, VehicleRefusal},
    vehicle::Vehicle,
};

/// The fields that a record took from its twin because it did not know them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled(pub Vec<&'static str>);

const MILEAGE: &str = "mileage";

/// Calls a macro with all the fields that may be filled.
macro_rules! fields {
    ($with:ident) => {
        $with!(
            trim,
            model_year,
            energy,
            colour,
            purchased_on,
            in_service_on,
            delivered_on,
            warranty_until,
            warranty_km,
            insurance_until,
            insurer,
            inspection_until,
            next_service_on,
            next_service_km,
            battery_health,
            tyre_health,
            brake_health
        )
    };
}

macro_rules! names {
    ($($field:ident),*) => { [$(stringify!($field)),*, MILEAGE] };
}

/// All that may be filled, by the names of the columns; the odometer is one of them.
pub const FILLABLE: [&str; 18] = fields!(names);

impl Filled {
    /// Fills what `stays` does not know with what `goes` knows, and takes its odometer where that was read later.
    pub fn fill(
        stays: &mut Vehicle,
        goes: &Vehicle,
        now: DateTime<Utc>,
    ) -> Result<(Self, Option<Happened>), VehicleRefusal> {
        let (mut filled, mut change) = (Self::default(), VehicleChange::default());
        macro_rules! take {
            ($($field:ident),*) => { $(
                if stays.$field.is_none() && goes.$field.is_some() {
                    change.$field = Some(goes.$field.clone());
                    filled.0.push(stringify!($field));
                }
            )* };
        }
        fields!(take);
        let is_newer = goes.mileage_at.is_some() && goes.mileage_at > stays.mileage_at;
        if is_newer {
            (stays.mileage_km, stays.mileage_at) = (goes.mileage_km, goes.mileage_at);
            filled.0.push(MILEAGE);
        }
        let happened = stays.change(&change, now)?;
        Ok((filled, happened.or_else(|| is_newer.then(Happened::default))))
    }

    /// Empties what was filled and still is what `goes` says; the odometer is what the latest of the remaining readings says.
    pub fn empty(
        &self,
        stays: &mut Vehicle,
        goes: &Vehicle,
        latest: Option<&MileageReading>,
        now: DateTime<Utc>,
    ) -> Result<Option<Happened>, VehicleRefusal> {
        if stays.is_deleted() {
            return Ok(None);
        }
        let mut change = VehicleChange::default();
        macro_rules! give_back {
            ($($field:ident),*) => { $(
                if self.0.contains(&stringify!($field)) && stays.$field == goes.$field {
                    change.$field = Some(None);
                }
            )* };
        }
        fields!(give_back);
        let gives_mileage = self.0.contains(&MILEAGE) && stays.mileage_at == goes.mileage_at;
        if gives_mileage {
            stays.mileage_km = latest.map(|reading| reading.km);
            stays.mileage_at = latest.map(|reading| reading.read_at);
        }
        let happened = stays.change(&change, now)?;
        Ok(happened.or_else(|| gives_mileage.then(Happened::default)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{instant, vehicle};

    #[test]
    fn what_a_record_took_it_gives_back_but_for_what_was_changed_since() {
        let now = instant("2026-03-01");
        let known = || Vehicle { colour: None, insurer: None, mileage_km: None, mileage_at: None, ..vehicle() };
        let goes = Vehicle {
            colour: Some("白".into()),
            insurer: Some("人保".into()),
            mileage_km: Some(12_000),
            mileage_at: Some(instant("2026-01-05")),
            ..vehicle()
        };
        let mut stays = known();
        let (filled, happened) = Filled::fill(&mut stays, &goes, now).unwrap();
        assert!(happened.is_some() && filled.0.contains(&"colour") && filled.0.contains(&"mileage"));
        assert_eq!((stays.colour.as_deref(), stays.mileage_km), (Some("白"), Some(12_000)));
        stays.insurer = Some("平安".into());
        filled.empty(&mut stays, &goes, None, now).unwrap().unwrap();
        assert_eq!((stays.colour, stays.insurer.as_deref(), stays.mileage_km), (None, Some("平安"), None));
    }

    #[test]
    fn a_record_that_knows_all_takes_nothing() {
        let now = instant("2026-03-01");
        let (filled, happened) = Filled::fill(&mut vehicle(), &vehicle(), now).unwrap();
        assert_eq!((filled, happened), (Filled::default(), None));
    }
}
