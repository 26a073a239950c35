//! The plate a car carries, and those it carried before.

use chrono::{DateTime, NaiveDate, Utc};
use journal::events::customers::CustomersEvent;
use kernel::{PlateId, plate::Plate};

use super::{Happened, VehicleRefusal};
use crate::vehicles::{
    plate::CarriedPlate,
    vehicle::{Energy, Vehicle},
};

impl Vehicle {
    /// Puts another plate on the car from `since` on; the one before ends that day. `plates` are all the car ever had.
    pub fn change_plate(
        &mut self,
        plates: &[CarriedPlate],
        to: &Plate,
        since: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Happened, VehicleRefusal> {
        self.must_be_there()?;
        if self.plate.as_deref() == Some(to.as_str()) {
            return Err(VehicleRefusal::SamePlate);
        }
        let current = plates.iter().filter(|plate| plate.until.is_none());
        if current.clone().any(|plate| plate.since.is_some_and(|begun| begun > since)) {
            return Err(VehicleRefusal::PlateBeforeCurrent);
        }
        let mut written: Vec<CarriedPlate> =
            current.map(|plate| CarriedPlate { until: Some(since), ..plate.clone() }).collect();
        written.push(CarriedPlate {
            id: PlateId::new(now),
            group_id: self.group_id,
            vehicle_id: self.id,
            plate: to.as_str().to_owned(),
            since: Some(since),
            until: None,
        });
        let from = self.plate.replace(to.as_str().to_owned());
        self.energy = self.energy.or_else(|| Energy::of_plate(to));
        self.changed_at = now;
        let event = CustomersEvent::PlateChanged { from, to: self.plate.clone() };
        Ok(Happened { plates: written, ..Happened::told(self.owner_id, event) })
    }

    /// Takes the plate off the car, because it has moved to another `on` that day; nothing happens to a car without one.
    pub fn end_plate(
        &mut self,
        plates: &[CarriedPlate],
        on: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Option<Happened>, VehicleRefusal> {
        self.must_be_there()?;
        let Some(from) = self.plate.take() else { return Ok(None) };
        let current = plates.iter().filter(|plate| plate.until.is_none());
        // One given later than the day it moved on was written down late: it ends as it began.
        let ended = current.map(|plate| CarriedPlate { until: plate.since.max(Some(on)), ..plate.clone() });
        let ended: Vec<CarriedPlate> = ended.collect();
        self.changed_at = now;
        let event = CustomersEvent::PlateChanged { from: Some(from), to: None };
        Ok(Some(Happened { plates: ended, ..Happened::told(self.owner_id, event) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{day, instant, uuid, vehicle};

    fn plate(text: &str) -> Plate {
        Plate::parse(text).unwrap()
    }

    #[test]
    fn the_plate_before_ends_on_the_day_the_new_one_begins() {
        let mut car = vehicle();
        let now = instant("2026-03-01");
        let first = car.change_plate(&[], &plate("沪A12345"), day("2020-01-05"), now).unwrap();
        let moved = car.change_plate(&first.plates, &plate("沪AD12345"), day("2026-02-01"), now).unwrap();
        assert_eq!(moved.plates.len(), 2);
        assert_eq!(moved.plates[0].until, Some(day("2026-02-01")));
        assert_eq!((moved.plates[1].plate.as_str(), moved.plates[1].until), ("沪AD12345", None));
        assert_eq!(car.plate.as_deref(), Some("沪AD12345"));
        assert_eq!(car.energy, Some(Energy::Electric));
        let event = CustomersEvent::PlateChanged { from: Some("沪A12345".into()), to: Some("沪AD12345".into()) };
        assert_eq!(moved.told, [(Some(kernel::CustomerId(uuid(7))), event)]);
    }

    #[test]
    fn a_plate_that_moved_to_another_car_ends_on_that_day_and_not_before_it_began() {
        let now = instant("2026-03-01");
        for (on, until) in [("2026-02-01", "2026-02-01"), ("2019-01-01", "2020-01-05")] {
            let mut car = vehicle();
            let first = car.change_plate(&[], &plate("沪A12345"), day("2020-01-05"), now).unwrap();
            let ended = car.end_plate(&first.plates, day(on), now).unwrap().unwrap();
            assert_eq!(ended.plates[0].until, Some(day(until)));
            let event = CustomersEvent::PlateChanged { from: Some("沪A12345".into()), to: None };
            assert_eq!((ended.told[0].1.clone(), car.plate.clone()), (event, None));
            assert_eq!(car.end_plate(&ended.plates, day(on), now), Ok(None));
        }
    }

    #[test]
    fn a_plate_does_not_begin_before_the_one_it_follows() {
        let mut car = vehicle();
        let now = instant("2026-03-01");
        let first = car.change_plate(&[], &plate("沪A12345"), day("2020-01-05"), now).unwrap();
        let early = car.change_plate(&first.plates, &plate("沪B12345"), day("2019-12-31"), now);
        assert_eq!(early, Err(VehicleRefusal::PlateBeforeCurrent));
        let same = car.change_plate(&first.plates, &plate("沪A12345"), day("2026-01-01"), now);
        assert_eq!(same, Err(VehicleRefusal::SamePlate));
    }
}
