//! A connector as it is set up and changed, put in order.

use customers::people::{change::named, draft::checked_text};
use kernel::{Error, Fault, Result, StoreId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    mapping::{Mapping, ready},
    words::{PayloadFormat, SignatureKind},
};
use crate::words::LeadChannel;

/// Request body of `POST /connectors`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConnector {
    /// The caller's own store when not given.
    pub store_id: Option<StoreId>,
    pub channel: LeadChannel,
    /// What it is called here, at most 60 characters.
    pub name: String,
    pub format: PayloadFormat,
    /// How the sender proves itself; what is usual for the format when not given.
    pub signature: Option<SignatureKind>,
    /// The header of the proof, where it is not the usual one.
    pub signature_header: Option<String>,
    /// The secret the platform has given you; one is made when not given.
    pub secret: Option<String>,
    /// Where the fields are found; the ready-made mapping of the format when not given.
    pub mapping: Option<Mapping>,
}

/// Request body of `PATCH /connectors/{id}`: any subset.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConnectorChange {
    pub channel: Option<LeadChannel>,
    pub name: Option<String>,
    pub signature: Option<SignatureKind>,
    /// Null for the usual one.
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub signature_header: Option<Option<String>>,
    pub mapping: Option<Mapping>,
    /// A connector that is off refuses what is sent to it.
    pub is_on: Option<bool>,
}

const NAME_CHARACTERS_MAX: usize = 60;
const SECRET_CHARACTERS: std::ops::RangeInclusive<usize> = 8..=200;
const HEADER_CHARACTERS_MAX: usize = 60;

impl NewConnector {
    /// Puts it in order, or says what is wrong with each field at once.
    pub fn checked(mut self) -> Result<Self> {
        let mut faults = Vec::new();
        self.name = checked_name(&self.name, &mut faults);
        let signature = self.signature.unwrap_or(usual_signature(self.format));
        check_signature(self.format, signature, &mut faults);
        self.signature = Some(signature);
        self.signature_header = checked_header(self.signature_header.as_deref(), &mut faults);
        self.secret = checked_secret(self.secret.as_deref(), &mut faults);
        let mapping = self.mapping.take().unwrap_or_else(|| ready::mapping(self.format));
        faults.extend(mapping.check());
        self.mapping = Some(mapping);
        Error::unless_valid(faults)?;
        Ok(self)
    }
}

impl ConnectorChange {
    /// Puts it in order for a connector of this format.
    pub fn checked(mut self, format: PayloadFormat) -> Result<Self> {
        let mut faults = Vec::new();
        if let Some(name) = &mut self.name {
            *name = checked_name(name, &mut faults);
        }
        if let Some(signature) = self.signature {
            check_signature(format, signature, &mut faults);
        }
        if let Some(header) = &mut self.signature_header {
            *header = checked_header(header.as_deref(), &mut faults);
        }
        faults.extend(self.mapping.as_ref().map(Mapping::check).unwrap_or_default());
        Error::unless_valid(faults)?;
        Ok(self)
    }
}

/// A secret of one's own, or none when it is to be made.
pub fn checked_secret(raw: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let secret = raw.map(str::trim).filter(|secret| !secret.is_empty())?;
    if !SECRET_CHARACTERS.contains(&secret.chars().count()) || secret.chars().any(char::is_control) {
        faults.push(Fault::new("secret", "secret.length", "a secret has 8 to 200 characters"));
    }
    Some(secret.to_owned())
}

/// How a sender in this format proves itself, as a rule.
pub fn usual_signature(format: PayloadFormat) -> SignatureKind {
    match format {
        PayloadFormat::Json | PayloadFormat::Form | PayloadFormat::Xml => SignatureKind::Hmac,
        PayloadFormat::Adf | PayloadFormat::Website => SignatureKind::None,
        PayloadFormat::Feiyu => SignatureKind::Feiyu,
    }
}

fn checked_name(raw: &str, faults: &mut Vec<Fault>) -> String {
    let name = checked_text("name", Some(raw), faults).unwrap_or_default();
    if name.is_empty() {
        faults.push(Fault::new("name", "text.missing", "say what it is called"));
    } else if name.chars().count() > NAME_CHARACTERS_MAX {
        faults.push(Fault::new("name", "text.too_long", format!("at most {NAME_CHARACTERS_MAX} characters fit here")));
    }
    name
}

fn check_signature(format: PayloadFormat, signature: SignatureKind, faults: &mut Vec<Fault>) {
    if format == PayloadFormat::Website && signature != SignatureKind::None {
        let message = "a form on a website can keep no secret: everybody reads its page";
        faults.push(Fault::new("signature", "connector.signature_impossible", message));
    }
}

fn checked_header(raw: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let header = raw.map(str::trim).filter(|header| !header.is_empty())?.to_ascii_lowercase();
    if header.len() > HEADER_CHARACTERS_MAX || header.parse::<::http::HeaderName>().is_err() {
        let message = "the name of a header has letters, digits and hyphens: x-signature";
        faults.push(Fault::new("signature_header", "header.malformed", message));
    }
    Some(header)
}
