//! What happens to how people prove who they are: second factors, fresh proofs, the group's rules and its sign-in services.

use kernel::{IdentityProviderId, StaffId};
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
    #[serde(rename = "identity_provider.added")]
    ProviderAdded { provider: IdentityProviderId, title: String },
    #[serde(rename = "identity_provider.changed")]
    ProviderChanged { provider: IdentityProviderId, title: String, fields: Vec<String> },
    #[serde(rename = "identity_provider.removed")]
    ProviderRemoved { provider: IdentityProviderId, title: String },
    #[serde(rename = "identity.linked")]
    IdentityLinked { staff: StaffId, provider: IdentityProviderId, title: String },
    #[serde(rename = "identity.unlinked")]
    IdentityUnlinked { staff: StaffId, provider: IdentityProviderId, title: String },
}

impl Event for SignInEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
