//! What customers allow and refuse: purposes, answers with their proof, and where a customer stands now.
//!
//! The ledger stands here, below the customers, because the gate before sending reads it: [`standing`] for one message,
//! [`standings`] for many customers at once. [`record`] writes an answer down; nothing here is ever overwritten or deleted.

mod consent;
#[cfg(test)]
mod example;
mod migrations;
mod purpose;
mod purpose_row;
pub mod rules;
mod store;
mod taking_over;

pub use consent::{
    Answer, Column as ConsentColumn, Consent, ConsentChannel, Entity as ConsentEntity, PolicyMark, Proof,
};
pub use migrations::CONSENTS;
pub use purpose::{
    Asks, Basis, CARE_SURVEY, LOCATION, MARKETING, PROFILING, PersonalKind, PersonalKinds, Purpose, READING,
    SERVICE_CONTRACT, SHARE_BANK, SHARE_INSURER, SHARE_OEM, VEHICLE_DATA, shipped,
};
pub use rules::{ConsentRefusal, NewAnswer, Standing, Verdict};
pub use store::{
    allows_profiling, current, demand_anew, history, purpose, purposes, record, save_purpose, standing, standings,
    unsettled,
};
pub use taking_over::{OldAnswer, TakenOver, current_of, take_back, take_over};
