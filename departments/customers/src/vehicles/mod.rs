//! Cars: the record, who has them, plates and odometer.

pub mod draft;
pub mod mileage;
pub mod person;
pub mod plate;
pub mod vehicle;
