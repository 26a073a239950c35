//! Which records are the same person. Pure: no database, no web, no clock.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod base;
mod block;
mod cluster;
mod columns;
mod compare;
mod finder;
mod hash;
mod kind;
mod level;
mod model;
mod normal;
mod pattern;
mod scan;
mod schema;

pub use base::{Base, BaseFull};
pub use block::{BlockingKey, Pass, blocking_keys};
pub use cluster::clusters;
pub use columns::{Columns, guess_kinds};
pub use compare::compare;
pub use finder::Finder;
pub use kind::Kind;
pub use level::{Level, Rarity};
pub use model::{ASK_FROM, Band, Caution, Model, Reason, SAME_FROM, Score, score};
pub use normal::{Value, is_unusual_name, normalise};
pub use scan::{Pair, Progress, Scan, ScanSettings, Step};
pub use schema::{FIELDS_MAX, Field, Record, Schema, SchemaFault};
