//! Imports: lists from other systems become customers, cars and their history.
//!
//! A file is uploaded and looked at (`opening`), its columns are mapped to fields ([`mapping`], [`targets`]), each row is put in
//! order or its faults are named ([`row`]), looked up in the base ([`matching`]), and written chunk by chunk ([`run`],
//! [`writing`], `merging`). What an import did can be undone (`undo`).

mod base;
pub mod cell_fault;
mod clashes;
pub mod command;
mod consents;
mod errors_file;
pub mod http;
pub mod import;
pub mod import_row;
pub mod jobs;
mod known;
mod likeness;
mod looked_after;
pub mod mapping;
pub mod matching;
mod merging;
mod numbers;
mod opening;
mod own_export;
pub mod plan;
pub mod reading;
mod rewriting;
pub mod row;
pub mod rules;
pub mod run;
mod seen;
pub mod spoken;
pub mod store;
pub mod store_words;
pub mod stores;
mod taken_back;
pub mod targets;
mod undo;
pub mod view;
pub mod vocabulary;
pub mod writing;
