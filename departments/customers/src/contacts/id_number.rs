//! Requests in, views out: the number of an identity card, or of a company's licence.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use journal::events::customers::{CustomersEvent, FieldChange};
use kernel::{
    CustomerId, Error, Fault, PermissionName, Result, company_code::CompanyCode, permission::SeeIdNumber,
    resident_id::ResidentId, text::TextFault,
};
use platform::{
    Allowed, KeyRing, Platform,
    http::{IfMatch, Json, Path, ProblemView, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::reveal::{RevealReason, Revealed, write_down};
use crate::{
    opening,
    people::{
        self,
        customer::{Customer, CustomerKind},
    },
    verified,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(set_id_number)).routes(routes!(reveal_id_number))
}

/// Request body of `PUT /customers/{id}/id-number`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdNumber {
    /// 18 places; of a company its unified social credit code. Null takes it away.
    pub value: Option<String>,
}

/// Set or take away the ID number; who sets it must also be allowed to edit. `If-Match` takes the version of the customer.
#[utoipa::path(put, path = "/api/v1/customers/{id}/id-number", tag = "customers", params(("id" = CustomerId, Path)), request_body = NewIdNumber,
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn set_id_number(
    allowed: Allowed<SeeIdNumber>,
    Path(id): Path<CustomerId>,
    version: IfMatch,
    Json(form): Json<NewIdNumber>,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let mut customer = opening::open(tx, id, version).await?;
            let edit = PermissionName::EditCustomers;
            if !tx.scope().may_for(edit, customer.store_id, &customer.people()) {
                return Err(Error::Forbidden { permission: edit.name() });
            }
            let number = checked_number(customer.kind, form.value.as_deref())?;
            if customer.differs_in_id_number(number.as_deref(), tx.platform().keys()) {
                verified::guard_id_number(tx, &customer).await?;
            }
            match customer.set_id_number(number.as_deref(), tx.platform().keys(), tx.now())? {
                Some(event) => people::store::save(tx, customer, event).await,
                None => Ok(customer),
            }
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The ID number, whole. It is written down in the journal and counts among the reveals of the hour.
#[utoipa::path(post, path = "/api/v1/customers/{id}/id-number/reveal", tag = "customers", params(("id" = CustomerId, Path)), request_body = RevealReason,
    responses((status = 200, body = Revealed), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn reveal_id_number(
    allowed: Allowed<SeeIdNumber>,
    Path(id): Path<CustomerId>,
    Json(form): Json<RevealReason>,
) -> Reply<Json<Revealed>> {
    let value = allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            let sealed = customer.id_number_sealed.as_ref().ok_or(Error::NotFound)?;
            let value = tx.platform().keys().open(sealed, customer.id.0.as_bytes())?;
            write_down(tx, &customer, FIELD, form).await?;
            Ok(value)
        })
        .await?;
    Ok(Json(Revealed { value }))
}

const FIELD: &str = "id_number";

/// The normal form of an ID number: of a resident, or of a company.
pub(crate) fn checked_number(kind: CustomerKind, raw: Option<&str>) -> Result<Option<String>> {
    let Some(raw) = raw.filter(|raw| !raw.trim().is_empty()) else { return Ok(None) };
    let number = match kind {
        CustomerKind::Person => {
            ResidentId::parse(raw).map(|id| id.reveal().to_owned()).map_err(|fault| fault.in_field("value"))
        }
        CustomerKind::Company => {
            CompanyCode::parse(raw).map(|code| code.to_string()).map_err(|fault| fault.in_field("value"))
        }
    };
    number.map(Some).map_err(|fault: Fault| Error::Invalid(vec![fault]))
}

impl Customer {
    fn differs_in_id_number(&self, number: Option<&str>, keys: &KeyRing) -> bool {
        number.map(|number| keys.blind("id number", self.group_id, number)) != self.id_number_blind
    }

    /// Seals the number under the customer; nothing happens when it is the one there is. The journal says that it changed,
    /// never the number.
    pub(crate) fn set_id_number(
        &mut self,
        number: Option<&str>,
        keys: &KeyRing,
        now: DateTime<Utc>,
    ) -> Result<Option<CustomersEvent>> {
        let blind = number.map(|number| keys.blind("id number", self.group_id, number));
        if blind == self.id_number_blind {
            return Ok(None);
        }
        self.id_number_sealed = number.map(|number| keys.seal(number, self.id.0.as_bytes())).transpose()?;
        self.id_number_blind = blind;
        self.changed_at = now;
        Ok(Some(CustomersEvent::Changed { fields: vec![FieldChange { field: FIELD.into(), from: None, to: None }] }))
    }
}
