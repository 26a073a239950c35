//! A dealer in a box: a whole house on a fresh database of either engine, with stores, people in every role and a clock one
//! turns by hand. For tests only; it may know everybody and nobody may depend on it outside of tests.

mod answer;
mod clock;
pub mod database;
mod house;

pub use answer::Answer;
pub use clock::HandClock;
pub use house::{Caller, House, PASSWORD};
