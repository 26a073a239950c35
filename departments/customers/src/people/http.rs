//! Requests in, views out: customers.

use axum::http::StatusCode;
use journal::events::customers::StaffName;
use kernel::{
    CustomerId, Error, PermissionName, Result, StaffId,
    permission::{AddCustomers, DeleteCustomers, EditCustomers, SeeCustomers},
    time::Calendar,
};
use platform::{
    Allowed, Db, Desk, Door, Platform, Scope, Tx,
    database::paging::{Count, Page, PageRequest},
    http::{Fresh, IfMatch, Json, Pairs, Path, ProblemView, Reply},
    names,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    assemble,
    change::CustomerChange,
    customer::Customer,
    draft::{CustomerDraft, NewCustomer},
    fields::{self, Field},
    list::{self, Asked},
    store,
    view::{CustomerRow, CustomerView},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_customers, add_customer))
        .routes(routes!(count_customers))
        .routes(routes!(list_fields))
        .routes(routes!(find_customer, change_customer, delete_customer))
        .routes(routes!(restore_customer))
}

/// What `GET /customers` is asked for, beside the repeated `filter`.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "read as pairs because `filter` repeats; this names the parameters for the OpenAPI document"
)]
struct ListQuery {
    /// `field:operator:value,value`; repeats, and all must hold. `GET /customers/fields` lists the fields.
    filter: Option<Vec<String>>,
    /// Part of a name, pinyin, initials, phone, plate, VIN or number.
    q: Option<String>,
    /// A sortable field, with `-` for the other way round; `-created` when not given.
    sort: Option<String>,
    /// The deleted ones instead of the others.
    deleted: Option<bool>,
}

/// Whether every row is to be counted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read as pairs with the rest; this names the parameter for the OpenAPI document")]
struct ExactQuery {
    exact: Option<bool>,
}

/// Customers, filtered, sorted and paged by key.
#[utoipa::path(get, path = "/api/v1/customers", tag = "customers", params(ListQuery, PageRequest),
    responses((status = 200, body = Page<CustomerRow>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_customers(allowed: Allowed<SeeCustomers>, pairs: Pairs) -> Reply<Json<Page<CustomerRow>>> {
    let (asked, page) = read_list(&pairs)?;
    Ok(Json(assemble::page(&allowed.read(), &asked, &page, calendar(&allowed).await?).await?))
}

/// How many customers a list has: up to a thousand, or exactly.
#[utoipa::path(get, path = "/api/v1/customers/count", tag = "customers", params(ListQuery, ExactQuery),
    responses((status = 200, body = Count), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn count_customers(allowed: Allowed<SeeCustomers>, pairs: Pairs) -> Reply<Json<Count>> {
    let is_exact = asks_exactly(&pairs)?;
    let (asked, _) = read_list(&pairs)?;
    Ok(Json(list::count(&allowed.read(), &asked, is_exact, calendar(&allowed).await?).await?))
}

/// The fields customers can be filtered and sorted by, and shown in.
#[utoipa::path(get, path = "/api/v1/customers/fields", tag = "customers",
    responses((status = 200, body = Vec<Field>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_fields(_allowed: Allowed<SeeCustomers>) -> Reply<Json<Vec<Field>>> {
    Ok(Json(fields::all()))
}

/// A new customer, with contacts, a first note and a car when they are given.
#[utoipa::path(post, path = "/api/v1/customers", tag = "customers", request_body = NewCustomer,
    responses((status = 201, body = CustomerView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_customer(
    allowed: Allowed<AddCustomers>,
    Json(form): Json<NewCustomer>,
) -> Reply<(StatusCode, Json<CustomerView>)> {
    let today = calendar(&allowed).await?.day(allowed.platform().clock().now());
    let draft = form.draft(crate::caller::store(&allowed, form.store_id).await?, today)?;
    let scope = allowed.scope();
    let may_name_others =
        scope.span_of(PermissionName::AssignCustomers).is_some_and(|span| span.welcomes(draft.store_id));
    if !may_name_others {
        draft.names_only(scope.staff())?;
    }
    let draft = kept_by_someone(draft, scope);
    let customer = allowed
        .write(async |tx| {
            let customer = store::add(tx, draft).await?;
            if let Some(vehicle) = form.vehicle {
                crate::vehicles::store::register_for(tx, vehicle, &customer).await?;
            }
            if let Some(text) = form.note.filter(|text| !text.trim().is_empty()) {
                crate::notes::store::write_first(tx, &customer, &text).await?;
            }
            Ok(customer)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(seen_once_more(&allowed, customer).await?)))
}

/// One customer.
#[utoipa::path(get, path = "/api/v1/customers/{id}", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 200, body = CustomerView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_customer(allowed: Allowed<SeeCustomers>, Path(id): Path<CustomerId>) -> Reply<Fresh<CustomerView>> {
    Ok(Fresh(seen(&allowed, id).await?))
}

/// Change some fields; null empties one. Consultants are changed here too, by those who may assign.
#[utoipa::path(patch, path = "/api/v1/customers/{id}", tag = "customers", params(("id" = CustomerId, Path)), request_body = CustomerChange,
    responses((status = 200, body = CustomerView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_customer(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<CustomerId>,
    version: IfMatch,
    Json(form): Json<CustomerChange>,
) -> Reply<Fresh<CustomerView>> {
    let today = calendar(&allowed).await?.day(allowed.platform().clock().now());
    let change = form.checked(today)?;
    let done = allowed
        .write(async |tx| {
            let mut customer = store::find(&tx.db(), id).await?;
            version.check(customer.version, || ())?;
            if change.assigns() {
                customer = assign(tx, customer, &change).await?;
            }
            match customer.change(&change, tx.now())? {
                Some(event) => store::save(tx, customer, event).await,
                None => Ok(customer),
            }
        })
        .await;
    let customer = told_what_is(&allowed, id, done).await?;
    Ok(Fresh(seen_once_more(&allowed, customer).await?))
}

/// Put a customer away; nothing is lost and it can be restored.
#[utoipa::path(delete, path = "/api/v1/customers/{id}", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn delete_customer(
    allowed: Allowed<DeleteCustomers>,
    Path(id): Path<CustomerId>,
    version: IfMatch,
) -> Reply<StatusCode> {
    let done = allowed
        .write(async |tx| {
            let mut customer = store::find(&tx.db(), id).await?;
            version.check(customer.version, || ())?;
            let event = customer.delete(tx.now())?;
            store::save(tx, customer, event).await
        })
        .await;
    told_what_is(&allowed, id, done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Bring a deleted customer back.
#[utoipa::path(put, path = "/api/v1/customers/{id}/restoration", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 200, body = CustomerView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn restore_customer(allowed: Allowed<DeleteCustomers>, Path(id): Path<CustomerId>) -> Reply<Fresh<CustomerView>> {
    let done = allowed
        .write(async |tx| {
            let mut customer = store::find(&tx.db(), id).await?;
            let event = customer.restore(tx.now())?;
            store::save(tx, customer, event).await
        })
        .await;
    told_what_is(&allowed, id, done).await?;
    Ok(Fresh(seen(&allowed, id).await?))
}

/// The list a query string asks for, and the page of it.
pub(crate) fn read_list(pairs: &Pairs) -> Result<(Asked, PageRequest)> {
    let (mut asked, mut page) = (Asked::default(), PageRequest::default());
    for (place, (name, value)) in pairs.0.iter().enumerate() {
        // Whoever looks at a request before us might take the first of two and we the second.
        if name != "filter" && pairs.0[..place].iter().any(|(earlier, _)| earlier == name) {
            return Err(Error::invalid(name, "query.malformed", format!("{name} is given twice")));
        }
        match name.as_str() {
            "filter" => asked.filters.push(value.clone()),
            "q" => asked.q = Some(value.clone()),
            "sort" if !value.is_empty() => asked.sort = Some(value.clone()),
            "deleted" => asked.deleted = yes_or_no(name, value)?,
            "cursor" => page.cursor = Some(value.clone()),
            "limit" => {
                let limit =
                    value.parse().map_err(|_| Error::invalid("limit", "limit.malformed", "limit is a whole number"))?;
                page.limit = Some(limit);
            }
            _ => {}
        }
    }
    Ok((asked, page))
}

/// Whether a list is to be counted to its end.
pub(crate) fn asks_exactly(pairs: &Pairs) -> Result<bool> {
    let asked = pairs.0.iter().rfind(|(name, _)| name == "exact");
    asked.map_or(Ok(false), |(name, value)| yes_or_no(name, value))
}

fn yes_or_no(name: &str, value: &str) -> Result<bool> {
    value.parse().map_err(|_| Error::invalid(name, "query.malformed", format!("{name} is true or false")))
}

/// The calendar by which the caller counts days: that of their own store.
pub(crate) async fn calendar(door: &Door) -> Result<Calendar> {
    let Some(home) = door.scope().home() else { return Ok(Calendar::default()) };
    let known = names::of(&door.read(), names::Wanted { stores: [home].into(), ..Default::default() }).await?;
    Ok(known.calendar(home))
}

/// Whoever sees only their own would lose sight of a customer nobody looks after: it is theirs, at the desk where they work,
/// unless they say whose.
fn kept_by_someone(draft: CustomerDraft, scope: &Scope) -> CustomerDraft {
    let people = [draft.consultant_id, draft.advisor_id];
    let is_lost = people == [None, None] && !scope.may_for(PermissionName::SeeCustomers, draft.store_id, &people);
    match (is_lost, scope.desk()) {
        (false, _) => draft,
        (true, Desk::Sales) => CustomerDraft { consultant_id: scope.staff(), ..draft },
        (true, Desk::Service) => CustomerDraft { advisor_id: scope.staff(), ..draft },
    }
}

/// The record as whoever just wrote it sees it, the last time when it went out of their reach by that.
async fn seen_once_more(door: &Door, customer: Customer) -> Result<CustomerView> {
    match seen(door, customer.id).await {
        Err(Error::NotFound) => assemble::view(&door.read(), customer).await,
        other => other,
    }
}

/// Whoever comes second is told how the first left the record, also when both came at the same moment.
async fn told_what_is(door: &Door, id: CustomerId, done: Result<Customer>) -> Result<Customer> {
    match done {
        Err(Error::Stale { .. }) => Err(Error::Stale { current: serde_json::to_value(seen(door, id).await?)? }),
        other => other,
    }
}

async fn seen(door: &Door, id: CustomerId) -> Result<CustomerView> {
    let door = door.under(PermissionName::SeeCustomers);
    let db = door.read();
    let customer = store::find(&db, id).await?;
    assemble::view(&db, customer).await
}

async fn assign(tx: &mut Tx, mut customer: Customer, change: &CustomerChange) -> Result<Customer> {
    if !tx.scope().may_for(PermissionName::AssignCustomers, customer.store_id, &customer.people()) {
        return Err(Error::Forbidden { permission: PermissionName::AssignCustomers.name() });
    }
    let consultant = named_staff(&tx.db(), "consultant_id", change.consultant_id).await?;
    let advisor = named_staff(&tx.db(), "advisor_id", change.advisor_id).await?;
    let event = customer.assign(consultant, advisor, tx.now())?;
    store::save(tx, customer, event).await
}

/// The name of a person who may be given work, `Some(None)` to empty the place.
pub(crate) async fn named_staff(
    db: &Db<'_>,
    field: &str,
    id: Option<Option<StaffId>>,
) -> Result<Option<Option<StaffName>>> {
    let Some(id) = id else { return Ok(None) };
    let Some(id) = id else { return Ok(Some(None)) };
    let known = names::within_reach(db, names::Wanted { staff: [id].into(), ..Default::default() }).await?;
    match known.staff.get(&id) {
        Some(named) => Ok(Some(Some(StaffName { id, name: named.name.clone() }))),
        None => Err(Error::invalid(field, "staff.unknown", "there is no such person, or they no longer work here")),
    }
}
