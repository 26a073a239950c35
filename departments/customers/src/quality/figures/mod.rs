//! Figures: how the stores stand, kept so that looking costs nothing at a million records.

pub mod count;
pub mod figure;
pub mod http;
pub mod jobs;
pub mod month;
pub mod store;
