//! Stories of customers and cars, told through HTTP against a real database: SQLite always, PostgreSQL when
//! `TEST_DATABASE_URL` names one.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod approvals;
mod audits;
mod bulk;
mod candidates;
mod changes;
mod clocks;
mod confirmations;
mod contacts;
mod duplicates;
mod exports;
mod exports_of_rows;
mod facts;
mod faults;
mod home;
mod imports;
mod imports_consents;
mod imports_likeness;
mod imports_own;
mod imports_stores;
mod imports_undone;
mod lists;
mod merges;
mod merges_bulk;
mod merges_cars;
mod merges_pairs;
mod merges_undone;
mod notes;
mod people;
mod plates;
mod profile;
mod quality;
mod recall_work;
mod recalls;
mod rule_tags;
mod rules;
mod scope;
mod search;
mod tags;
mod vehicle_merges;
mod vehicles;
mod verified;
mod views;
mod wide;
mod wrong_contacts;
