//! People, companies and cars: one record each, one timeline, one search, and the files they come from.

pub mod addresses;
pub mod contacts;
pub mod facts;
pub mod history;
pub mod households;
mod migrations;
pub mod notes;
pub mod people;
pub mod search;
pub mod tags;
pub mod vehicles;
mod words;

pub use migrations::MIGRATIONS;
