//! The record of a car: changed, put away, brought back.

use chrono::{DateTime, Utc};
use journal::events::customers::CustomersEvent;

use super::{Happened, VehicleRefusal};
use crate::vehicles::{change::VehicleChange, vehicle::Vehicle};

impl Vehicle {
    /// Changes fields of the record; nothing happens when all of them are as they were.
    pub fn change(&mut self, change: &VehicleChange, now: DateTime<Utc>) -> Result<Option<Happened>, VehicleRefusal> {
        self.must_be_there()?;
        let fields = change.apply(self);
        if fields.is_empty() {
            return Ok(None);
        }
        self.changed_at = now;
        Ok(Some(Happened::told(self.owner_id, CustomersEvent::VehicleChanged { title: self.title(), fields })))
    }

    /// Puts the record away; it can be restored.
    pub fn delete(&mut self, now: DateTime<Utc>) -> Result<Happened, VehicleRefusal> {
        self.must_be_there()?;
        self.deleted_at = Some(now);
        self.changed_at = now;
        Ok(Happened::told(self.owner_id, CustomersEvent::VehicleDeleted { title: self.title() }))
    }

    /// Brings a deleted record back as it was.
    pub fn restore(&mut self, now: DateTime<Utc>) -> Result<Happened, VehicleRefusal> {
        if !self.is_deleted() {
            return Err(VehicleRefusal::NotDeleted);
        }
        if self.merged_into.is_some() {
            return Err(VehicleRefusal::Merged);
        }
        self.deleted_at = None;
        self.changed_at = now;
        Ok(Happened::told(self.owner_id, CustomersEvent::VehicleRestored { title: self.title() }))
    }

    /// Refuses a change to a deleted record.
    pub fn must_be_there(&self) -> Result<(), VehicleRefusal> {
        if self.is_deleted() { Err(VehicleRefusal::Deleted) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{instant, vehicle};

    #[test]
    fn a_deleted_car_is_not_changed_until_it_is_restored() {
        let mut car = vehicle();
        let now = instant("2026-03-01");
        car.delete(now).unwrap();
        let colour = VehicleChange { colour: Some(Some("白".into())), ..VehicleChange::default() };
        assert_eq!(car.change(&colour, now), Err(VehicleRefusal::Deleted));
        assert_eq!(car.delete(now), Err(VehicleRefusal::Deleted));
        car.restore(now).unwrap();
        assert_eq!(car.restore(now), Err(VehicleRefusal::NotDeleted));
        assert!(car.change(&colour, now).unwrap().is_some());
    }

    #[test]
    fn a_change_to_what_is_there_already_is_no_change() {
        let mut car = vehicle();
        let same = VehicleChange { brand: Some("大众".into()), ..VehicleChange::default() };
        assert_eq!(car.change(&same, instant("2026-03-01")), Ok(None));
    }
}
