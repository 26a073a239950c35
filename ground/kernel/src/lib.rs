//! The words of the house: ids, money, time, permissions, errors. Pure: no database, no web, no clock.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

pub mod brand;
pub mod company_code;
pub mod email;
pub mod error;
pub mod id;
pub mod language;
pub mod money;
pub mod name;
pub mod number;
pub mod permission;
pub mod phone;
pub mod plate;
pub mod region;
pub mod resident_id;
pub mod text;
pub mod time;
pub mod vin;
pub mod working_days;

pub use error::{Error, Fault, Refusal, Result};
pub use id::*;
pub use language::Language;
pub use money::Money;
pub use permission::{Permission, PermissionName, Reach};
