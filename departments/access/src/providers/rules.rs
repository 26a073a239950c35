//! What makes an identity provider well-formed, and why somebody it vouches for stays outside.

use kernel::{Fault, Refusal, RoleId, StoreId};
use platform::outside::{Targets, TypedAddress};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{FactorRule, Matching, Provider};
use crate::{
    changes::Changes,
    text::{clearable, optional, required},
};

/// An OpenID Provider to be added.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProvider {
    /// What its button says.
    pub name: String,
    /// As its discovery document says: `https://login.example.com/realms/staff`.
    #[schema(example = "https://login.example.com")]
    pub issuer: String,
    pub client_id: String,
    /// None where PKCE alone is asked for.
    pub client_secret: Option<String>,
    pub matching: Matching,
    /// The claim that holds the login, where logins are matched; `preferred_username` when not given.
    #[schema(example = "employee_number")]
    pub login_claim: Option<String>,
    #[serde(default)]
    pub is_on: bool,
    /// Ours when not given.
    #[serde(default)]
    pub factor: FactorRule,
    /// Levels of assurance (`acr`), with blanks between them, that count as several factors where those shown there count; an `amr`
    /// of `mfa` always does.
    #[schema(example = "gold")]
    pub factor_levels: Option<String>,
    /// Whoever is unknown here is added with this role; needs the store too.
    pub joining_role_id: Option<RoleId>,
    pub joining_store_id: Option<StoreId>,
}

/// Fields to change; absent ones stay, null clears.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProviderChange {
    pub name: Option<String>,
    #[schema(example = "https://login.example.com")]
    pub issuer: Option<String>,
    pub client_id: Option<String>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<String>)]
    pub client_secret: Option<Option<String>>,
    pub matching: Option<Matching>,
    #[schema(example = "employee_number")]
    pub login_claim: Option<String>,
    pub is_on: Option<bool>,
    pub factor: Option<FactorRule>,
    #[schema(example = "gold")]
    pub factor_levels: Option<String>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<RoleId>)]
    pub joining_role_id: Option<Option<RoleId>>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<StoreId>)]
    pub joining_store_id: Option<Option<StoreId>>,
}

/// Why somebody does not come in by a provider, or why one can't be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityRefusal {
    VisitGone,
    Cancelled,
    RefusedThere,
    Unreachable,
    Malformed,
    TokenInvalid,
    NotVerified,
    Unknown,
    Ambiguous,
    Taken,
    OtherPerson,
    OnlyWay,
    Off,
    AddressInside,
    CertificateNotTrusted,
    NameTaken,
    NoneOn,
}

pub(crate) const NAME_CHARS_MAX: usize = 40;
const TEXT_CHARS_MAX: usize = 500;
const LOGIN_CLAIM: &str = "preferred_username";

impl Refusal for IdentityRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::VisitGone => "identity.visit_gone",
            Self::Cancelled => "identity.cancelled",
            Self::RefusedThere => "identity.refused_there",
            Self::Unreachable => "identity.unreachable",
            Self::Malformed => "identity.malformed",
            Self::TokenInvalid => "identity.token_invalid",
            Self::NotVerified => "identity.not_verified",
            Self::Unknown => "identity.unknown",
            Self::Ambiguous => "identity.ambiguous",
            Self::Taken => "identity.taken",
            Self::OtherPerson => "identity.other_person",
            Self::OnlyWay => "identity.only_way",
            Self::Off => "identity.off",
            Self::AddressInside => "identity.address_inside",
            Self::CertificateNotTrusted => "identity.certificate_not_trusted",
            Self::NameTaken => "identity.name_taken",
            Self::NoneOn => "identity.none_on",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::VisitGone => "The way to the sign-in service took too long or began in another browser; begin again.",
            Self::Cancelled => "The sign-in was cancelled there; begin again.",
            Self::RefusedThere => "The sign-in service refused; ask whoever looks after it, its words are in our log.",
            Self::Unreachable => "The sign-in service can't be reached now; try again, or sign in with your password.",
            Self::Malformed => {
                "The sign-in service answered something that is no answer; compare issuer and client with its side."
            }
            Self::TokenInvalid => "What the sign-in service vouched for does not hold; the reason is in our log.",
            Self::NotVerified => {
                "The sign-in service has not verified your address; verify it there, or link the account by hand."
            }
            Self::Unknown => "Nobody here has this account; ask whoever manages staff, or link it in your account.",
            Self::Ambiguous => "Several people here fit this account; ask whoever manages staff.",
            Self::Taken => "This account is somebody else's here; unlink it there first.",
            Self::OtherPerson => "You came back as somebody else; sign in there with your own account.",
            Self::OnlyWay => "This is your only way in; set a password first.",
            Self::Off => "This sign-in service is switched off.",
            Self::AddressInside => {
                "The sign-in service is inside a private network; whoever runs this server can allow its host."
            }
            Self::CertificateNotTrusted => {
                "The certificate of the sign-in service is not trusted; it needs one of a public authority."
            }
            Self::NameTaken => "There is a sign-in service of this name already; take another.",
            Self::NoneOn => "People must be able to sign in: where they come in by identity providers alone, one must be switched on.",
        }
        .to_owned()
    }
}

/// The fields of a provider that people write, trimmed and measured.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub matching: Matching,
    pub login_claim: String,
    pub is_on: bool,
    pub factor: FactorRule,
    pub factor_levels: String,
    pub joining_role_id: Option<RoleId>,
    pub joining_store_id: Option<StoreId>,
}

impl Form {
    pub fn of_new(new: &NewProvider) -> Self {
        Self {
            name: new.name.clone(),
            issuer: new.issuer.clone(),
            client_id: new.client_id.clone(),
            matching: new.matching,
            login_claim: new.login_claim.clone().unwrap_or_else(|| LOGIN_CLAIM.to_owned()),
            is_on: new.is_on,
            factor: new.factor,
            factor_levels: new.factor_levels.clone().unwrap_or_default(),
            joining_role_id: new.joining_role_id,
            joining_store_id: new.joining_store_id,
        }
    }

    /// A provider as it is, with a change laid over it.
    pub fn changed(provider: &Provider, change: &ProviderChange) -> Self {
        Self {
            name: change.name.clone().unwrap_or_else(|| provider.name.clone()),
            issuer: change.issuer.clone().unwrap_or_else(|| provider.issuer.clone()),
            client_id: change.client_id.clone().unwrap_or_else(|| provider.client_id.clone()),
            matching: change.matching.unwrap_or(provider.matching),
            login_claim: change.login_claim.clone().unwrap_or_else(|| provider.login_claim.clone()),
            is_on: change.is_on.unwrap_or(provider.is_on),
            factor: change.factor.unwrap_or(provider.factor),
            factor_levels: change.factor_levels.clone().unwrap_or_else(|| provider.factor_levels.clone()),
            joining_role_id: change.joining_role_id.unwrap_or(provider.joining_role_id),
            joining_store_id: change.joining_store_id.unwrap_or(provider.joining_store_id),
        }
    }

    /// The same, trimmed, or all that is wrong with it.
    pub fn checked(self, targets: &Targets) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let name = required("name", &self.name, NAME_CHARS_MAX, &mut faults);
        let issuer = required("issuer", &self.issuer, TEXT_CHARS_MAX, &mut faults);
        let client_id = required("client_id", &self.client_id, TEXT_CHARS_MAX, &mut faults);
        let login_claim = required("login_claim", &self.login_claim, NAME_CHARS_MAX, &mut faults);
        let factor_levels = optional("factor_levels", Some(&self.factor_levels), TEXT_CHARS_MAX, &mut faults);
        if !issuer.is_empty() {
            faults.extend(TypedAddress::parse(&issuer, "issuer", targets).err());
        }
        if issuer.contains('?') {
            let message = "an issuer is an address without ?, as its discovery document says";
            faults.push(Fault::new("issuer", "identity.bad_issuer", message));
        }
        if self.joining_role_id.is_some() != self.joining_store_id.is_some() {
            let message = "whoever is unknown is added with a role and into a store: name both or none";
            faults.push(Fault::new("joining_store_id", "identity.joins_nowhere", message));
        }
        let factor_levels = factor_levels.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        match faults.is_empty() {
            true => Ok(Self { name, issuer, client_id, login_claim, factor_levels, ..self }),
            false => Err(faults),
        }
    }

    /// Puts it in place, and notes what changed.
    pub fn put_into(self, provider: &mut Provider) -> Changes {
        let mut changes = Changes::default();
        changes.text("name", &mut provider.name, self.name);
        changes.text("issuer", &mut provider.issuer, self.issuer);
        changes.text("client_id", &mut provider.client_id, self.client_id);
        changes.set("matching", &mut provider.matching, self.matching, |matching| Some(format!("{matching:?}")));
        changes.text("login_claim", &mut provider.login_claim, self.login_claim);
        changes.flag("is_on", &mut provider.is_on, self.is_on);
        changes.set("factor", &mut provider.factor, self.factor, |factor| Some(format!("{factor:?}")));
        changes.text("factor_levels", &mut provider.factor_levels, self.factor_levels);
        changes
            .set("joining_role", &mut provider.joining_role_id, self.joining_role_id, |id| id.map(|id| id.to_string()));
        changes.set("joining_store", &mut provider.joining_store_id, self.joining_store_id, |id| {
            id.map(|id| id.to_string())
        });
        changes
    }
}

/// Whether the provider says that several factors were shown there: by a method (RFC 8176), or by a level the group named.
pub(crate) fn is_factor_shown(provider: &Provider, claims: &Map<String, Value>) -> bool {
    let by_method = claims.get("amr").and_then(Value::as_array);
    let by_level = claims.get("acr").and_then(Value::as_str);
    by_method.is_some_and(|methods| methods.iter().any(|method| method == "mfa"))
        || by_level
            .is_some_and(|level| provider.factor_levels.split(' ').any(|known| known == level && !level.is_empty()))
}

/// Where to go on after signing in: a page of ours, whatever was asked for.
pub(crate) fn page_of_ours(asked: Option<&str>) -> String {
    let is_ours = |page: &&str| {
        page.starts_with('/')
            && !page.starts_with("//")
            && page.len() <= TEXT_CHARS_MAX
            && !page.contains(['\\', '\r', '\n', '\t'])
    };
    asked.filter(is_ours).unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_with_pages_of_ours_alone() {
        for (asked, page) in [
            (Some("/customers?q=x"), "/customers?q=x"),
            (Some("//evil.example.com"), "/"),
            (Some("https://evil.example.com"), "/"),
            (Some("/\\evil.example.com"), "/"),
            (Some("/a\r\nset-cookie: x"), "/"),
            (None, "/"),
        ] {
            assert_eq!(page_of_ours(asked), page, "{asked:?}");
        }
    }

    #[test]
    fn all_faults_of_a_provider_are_named_at_once() {
        let form = Form {
            name: " ".into(),
            issuer: "http://login.example.com".into(),
            client_id: String::new(),
            matching: Matching::Email,
            login_claim: "x".into(),
            is_on: true,
            factor: FactorRule::Ours,
            factor_levels: String::new(),
            joining_role_id: Some(RoleId(uuid::Uuid::nil())),
            joining_store_id: None,
        };
        let faults = form.checked(&Targets::Public).expect_err("it is refused");
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["name", "client_id", "issuer", "joining_store_id"]);
    }
}
