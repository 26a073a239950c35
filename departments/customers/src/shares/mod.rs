//! To whom personal data was given: each handing-over with its purpose and basis, and whom it was about.

pub mod rules;
pub mod share;
pub mod share_subject;
pub mod store;
