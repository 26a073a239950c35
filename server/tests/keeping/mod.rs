//! Keeping what was given: the commands as a person runs them, whole worlds on their way between engines, old schemas, the forgotten.

mod commands;
mod forgotten;
mod moves;
mod schemas;
