//! What happens to how people prove who they are: second factors, fresh proofs, and the group's rules.

use kernel::StaffId;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum SignInEvent {
    #[serde(rename = "factor.enrolled")]
    FactorEnrolled { staff: StaffId },
    #[serde(rename = "factor.removed")]
    FactorRemoved { staff: StaffId },
    /// By somebody else, because it was lost.
    #[serde(rename = "factor.taken_off")]
    FactorTakenOff { staff: StaffId, title: String, reason: String },
    /// A recovery code was used up in place of the factor; so many are left.
    #[serde(rename = "factor.recovered")]
    FactorRecovered { staff: StaffId, left: u32 },
    #[serde(rename = "factor.codes_made")]
    FactorCodesMade { staff: StaffId },
    /// Somebody signed in proved once more who they are.
    #[serde(rename = "session.proven")]
    SessionProven { staff: StaffId },
    #[serde(rename = "sign_in.settings_changed")]
    SettingsChanged { fields: Vec<String> },
}

impl Event for SignInEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
