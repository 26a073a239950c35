//! Cars: the record, who has them, plates and odometer.

pub mod arrival;
pub mod assemble;
pub mod change;
pub mod checks;
pub mod draft;
#[cfg(test)]
pub(crate) mod example;
pub mod fields;
pub mod http;
pub mod list;
pub mod marks;
pub mod mileage;
pub mod parts;
pub mod person;
pub mod plate;
pub mod plate_moves;
pub mod plate_twins;
pub mod rules;
pub mod store;
pub mod twin;
pub mod vehicle;
pub mod view;
