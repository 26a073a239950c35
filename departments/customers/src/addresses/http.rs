//! Requests in, views out: addresses of customers.

use axum::http::StatusCode;
use kernel::{AddressId, CustomerId, Result, permission::EditCustomers};
use platform::{
    Allowed, KeyRing, Platform,
    http::{IfMatch, Json, Path, ProblemView, Reply},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    address::Address,
    draft::{AddressChange, AddressPatch, NewAddress},
    store,
};
use crate::{
    opening,
    people::{
        arrival::seal_address,
        view::{AddressView, address_view},
    },
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(add_address)).routes(routes!(change_address, remove_address))
}

/// A new address. `If-Match` takes the version of the customer.
#[utoipa::path(post, path = "/api/v1/customers/{id}/addresses", tag = "customers", params(("id" = CustomerId, Path)), request_body = NewAddress,
    responses((status = 201, body = AddressView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_address(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<CustomerId>,
    version: IfMatch,
    Json(form): Json<NewAddress>,
) -> Reply<(StatusCode, Json<AddressView>)> {
    let (parsed, label) = form.checked()?;
    let view = allowed
        .write(async |tx| {
            let customer = opening::open(tx, id, version).await?;
            let keys = tx.platform().keys().clone();
            let sealed = seal_address(&parsed, id, customer.group_id, tx.now(), &keys)?;
            let address = Address { label, is_primary: form.is_primary, ..sealed };
            let address_id = address.id;
            let before = store::of_customer(&tx.db(), id).await?;
            let mut after = before.clone();
            let event = after.add(address)?;
            let customer = store::save(tx, customer, &before, &after, event).await?;
            address_view(after.find(address_id)?, &customer, tx.scope(), &keys)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Change an address, or make it the primary one. `If-Match` takes the version of the customer.
#[utoipa::path(patch, path = "/api/v1/customers/{id}/addresses/{address_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("address_id" = AddressId, Path)), request_body = AddressPatch,
    responses((status = 200, body = AddressView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_address(
    allowed: Allowed<EditCustomers>,
    Path((id, address_id)): Path<(CustomerId, AddressId)>,
    version: IfMatch,
    Json(form): Json<AddressPatch>,
) -> Reply<Json<AddressView>> {
    let change = form.checked()?;
    let view = allowed
        .write(async |tx| {
            let mut customer = opening::open(tx, id, version).await?;
            let keys = tx.platform().keys().clone();
            let before = store::of_customer(&tx.db(), id).await?;
            let old = before.find(address_id)?;
            let changed = changed(old, change, &keys)?;
            let mut after = before.clone();
            if changed != *old {
                let event = after.change(changed)?;
                customer = store::save(tx, customer, &before, &after, event).await?;
            }
            address_view(after.find(address_id)?, &customer, tx.scope(), &keys)
        })
        .await?;
    Ok(Json(view))
}

/// Remove an address; the oldest follows a primary one. `If-Match` takes the version of the customer.
#[utoipa::path(delete, path = "/api/v1/customers/{id}/addresses/{address_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("address_id" = AddressId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_address(
    allowed: Allowed<EditCustomers>,
    Path((id, address_id)): Path<(CustomerId, AddressId)>,
    version: IfMatch,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let customer = opening::open(tx, id, version).await?;
            let before = store::of_customer(&tx.db(), id).await?;
            let mut after = before.clone();
            let event = after.remove(address_id)?;
            store::save(tx, customer, &before, &after, event).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The address with the change in it; a street that is the same keeps its seal.
fn changed(old: &Address, change: AddressChange, keys: &KeyRing) -> Result<Address> {
    let mut new = old.clone();
    new.label = change.label.unwrap_or(new.label);
    new.province = change.province.unwrap_or(new.province);
    new.city = change.city.unwrap_or(new.city);
    new.district = change.district.unwrap_or(new.district);
    new.is_primary = change.is_primary.unwrap_or(new.is_primary);
    if let Some(detail) = change.detail {
        let context = old.id.0.as_bytes();
        let present = old.detail_sealed.as_ref().map(|sealed| keys.open(sealed, context)).transpose()?;
        if present != detail {
            new.detail_sealed = detail.map(|detail| keys.seal(&detail, context)).transpose()?;
        }
    }
    Ok(new)
}
