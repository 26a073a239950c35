//! The floor plan, held by tests: who may know whom, which words stand where, and that code, document and schema agree.

mod api;
mod door;
mod engines;
mod events;
mod floors;
mod follows;
mod makes;
mod rules;
mod schema;
mod sources;
mod style;
mod traces;
