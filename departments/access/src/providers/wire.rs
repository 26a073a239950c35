//! How we speak with identity providers: one request, one JSON answer, through the guard that every typed address goes through.

use platform::outside::{self, Call, Targets, TypedAddress, Unanswered};
use serde_json::Value;

use super::rules::IdentityRefusal;

pub(super) struct Answer {
    pub status: u16,
    pub body: Value,
}

/// The longest key sets of large providers are a tenth of it.
const ANSWER_BYTES_MAX: u64 = 256 * 1024;

/// Fetches JSON; `bearer` is sent along when given.
pub(super) async fn fetch(targets: &Targets, address: &str, bearer: Option<&str>) -> Result<Answer, IdentityRefusal> {
    let bearer = bearer.map(|token| ("authorization", format!("Bearer {token}")));
    spoken(targets, address, bearer.into_iter().collect(), None).await
}

/// Sends a form; `basic` is the client's credential when it goes into the header.
pub(super) async fn send_form(
    targets: &Targets,
    address: &str,
    form: &[(&str, String)],
    basic: Option<String>,
) -> Result<Answer, IdentityRefusal> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let mut headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
    headers.extend(basic.map(|basic| ("authorization", basic)));
    spoken(targets, address, headers, Some(body)).await
}

async fn spoken(
    targets: &Targets,
    address: &str,
    mut headers: Vec<(&'static str, String)>,
    body: Option<String>,
) -> Result<Answer, IdentityRefusal> {
    let to = TypedAddress::parse(address, "address", targets).map_err(|fault| {
        tracing::warn!(address, fault = fault.code, "an identity provider names an address that may not be called");
        if fault.code == "address.inside" { IdentityRefusal::AddressInside } else { IdentityRefusal::Malformed }
    })?;
    headers.push(("accept", "application/json".to_owned()));
    let call = Call { to, headers, body, answer_bytes_max: ANSWER_BYTES_MAX };
    let answer = outside::call(targets.clone(), call).await.map_err(|cause| {
        tracing::warn!(?cause, address, "an identity provider can't be reached");
        match cause {
            Unanswered::AddressInside => IdentityRefusal::AddressInside,
            Unanswered::CertificateNotTrusted => IdentityRefusal::CertificateNotTrusted,
            _ => IdentityRefusal::Unreachable,
        }
    })?;
    let status = answer.status;
    let body = serde_json::from_str(&answer.body).map_err(|cause| {
        tracing::warn!(%cause, status, address, "an identity provider answered no JSON");
        IdentityRefusal::Malformed
    })?;
    Ok(Answer { status, body })
}
