//! What happens to the calendar by which working days are counted.

use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum HolidaysEvent {
    /// The group wrote a year down: how many days are not as their weekday would have them.
    #[serde(rename = "holidays.changed")]
    Changed { year: i32, days: usize, source: String },
    /// The year is as shipped again.
    #[serde(rename = "holidays.forgotten")]
    Forgotten { year: i32 },
}

impl Event for HolidaysEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
