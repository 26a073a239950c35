//! What may be given to whom. Pure.

use kernel::Refusal;
use messaging::consents::{Asks, Basis, Purpose};

/// Why data is not given away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareRefusal {
    /// So many of the customers have not consented, or no longer.
    NoConsent {
        customers: usize,
    },
    PurposeClosed,
}

impl Refusal for ShareRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoConsent { .. } => "share.no_consent",
            Self::PurposeClosed => "share.purpose_closed",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NoConsent { customers } => format!(
                "{customers} of these customers have not consented to it by themselves (PIPL article 23); leave them out, or ask them first."
            ),
            Self::PurposeClosed => "This purpose is no longer in use; take another one.".into(),
        }
    }
}

/// Whether each customer must have said yes before their data is given away for this purpose.
pub fn needs_consent(purpose: &Purpose) -> bool {
    purpose.is_separate || (purpose.basis == Basis::Consent && purpose.asks != Asks::Nobody)
}
