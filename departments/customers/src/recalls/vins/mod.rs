//! The maker's list of VINs: those of cars in the base, and those that may still come.

pub mod http;
pub mod reading;
pub mod recall_vin;
pub mod store;
pub mod view;
