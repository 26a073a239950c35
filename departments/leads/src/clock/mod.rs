//! The clock of the first answer: by when somebody must have tried to reach a customer, in the hours of the store and on the wall,
//! whom it rings for, and how well it was kept.

pub mod alarms;
pub mod answers;
pub mod hours;
pub mod http;
pub mod limits;
pub mod rules;
pub mod store;
