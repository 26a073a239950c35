//! An enquiry written down by hand or by a machine.

use axum::http::StatusCode;
use kernel::{Error, PermissionName, Result, permission::AddLeads};
use platform::{
    Allowed, Platform,
    http::{Json, ProblemView, Reply},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    draft::{Enquiry, NewLead},
    store,
    view::{EnquiryAnswer, EnquiryOutcome, answer},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(add_lead))
}

/// Write an enquiry down. It opens a lead, or becomes another touch of the one the customer has in this store; one that came before
/// by its `external_id` is not taken again.
#[utoipa::path(post, path = "/api/v1/leads", tag = "leads", request_body = NewLead,
    responses((status = 201, body = EnquiryAnswer), (status = 200, body = EnquiryAnswer, description = "No new lead: merged, or a duplicate."),
        (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_lead(allowed: Allowed<AddLeads>, Json(form): Json<NewLead>) -> Reply<(StatusCode, Json<EnquiryAnswer>)> {
    let store = form.store_id.or(allowed.scope().home());
    let enquiry = form.enquiry(store, allowed.platform().clock().now())?;
    may_name(&allowed, &enquiry)?;
    let taken = allowed.write(async |tx| store::take(tx, enquiry).await).await?;
    let told = answer(&allowed.read(), taken).await?;
    let status = if told.outcome == EnquiryOutcome::Created { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(told)))
}

/// One names oneself when one follows leads up, and others when one may give leads away.
fn may_name(allowed: &Allowed<AddLeads>, enquiry: &Enquiry) -> Result<()> {
    let Some(consultant) = enquiry.consultant else { return Ok(()) };
    let scope = allowed.scope();
    let needs = if Some(consultant) == scope.staff() { PermissionName::WorkLeads } else { PermissionName::AssignLeads };
    let reaches = scope.span_of(needs).is_some_and(|span| span.welcomes(enquiry.store));
    if reaches { Ok(()) } else { Err(Error::Forbidden { permission: needs.name() }) }
}
