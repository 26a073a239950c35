//! What measuring and breaking a served Roadbook have in common: starting and stopping it, and speaking to it.

use std::error::Error;

pub mod house;
pub mod http;

pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;
