//! The words of the house: ids, money, time, permissions, errors. Pure: no database, no web, no clock.

pub mod error;
pub mod id;
pub mod language;
pub mod money;
pub mod number;
pub mod permission;
pub mod time;

pub use error::{Error, Fault, Refusal, Result};
pub use id::*;
pub use language::Language;
pub use money::Money;
pub use permission::{Permission, PermissionName, Reach};
