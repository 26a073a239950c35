//! The closed lists of connectors.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::closed_list;

closed_list! {
    /// In what shape a channel sends: the first three by a mapping of one's own; the others are known, and come with theirs.
    PayloadFormat {
        Json "json", Form "form", Xml "xml",
        Adf "adf", Feiyu "feiyu", Website "website",
    }
}
closed_list! {
    /// What proves the sender: the address nobody guesses, an HMAC-SHA256 of time and body, a secret in a header, or the HMAC of the
    /// body alone as Ocean Engine's subscription service (Feiyu) makes it.
    SignatureKind { None "none", Hmac "hmac", Token "token", Feiyu "feiyu" }
}
closed_list! {
    /// What became of a payload: the first three as channels are told, then what waits for somebody to mend it, and what nobody will.
    PayloadOutcome {
        Created "created", Merged "merged", Duplicate "duplicate", Quarantined "quarantined", Dismissed "dismissed",
    }
}
closed_list! {
    /// The fields of an enquiry that a mapping can fill.
    EnquiryField {
        Name "name", Phone "phone", Extension "extension", Wechat "wechat", Gender "gender",
        ExternalId "external_id", EnquiredAt "enquired_at", Source "source",
        Brand "brand", Series "series", Model "model", BudgetMin "budget_min", BudgetMax "budget_max",
        Horizon "horizon", Comment "comment",
    }
}

impl SignatureKind {
    /// The header in which the proof comes, when a connector names no other.
    pub fn header(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Hmac => "x-roadbook-signature",
            Self::Token => "x-roadbook-token",
            Self::Feiyu => "x-open-signature",
        }
    }
}
