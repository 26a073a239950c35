//! Receiving requests and finding them again.

use axum::http::StatusCode;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use kernel::{
    CustomerId, Error, Fault, PersonRequestId, Result, StaffId, StoreId,
    permission::{SeeRequests, WorkRequests},
};
use platform::{
    Allowed, Db, Platform,
    database::paging::{COUNT_MAX, Count, Page, PageRequest},
    http::{Fresh, Json, Path, ProblemView, Query, Reply},
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    fields::{optional, required},
    requests::{
        request::{AskedBy, AskedThrough, Particulars, RequestKind},
        store::{self, Draft, Filter, StateFilter},
        view::{PersonRequestRow, PersonRequestView, rows, view},
    },
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_person_requests, receive_person_request))
        .routes(routes!(count_person_requests))
        .routes(routes!(find_person_request))
}

/// Request body of `POST /person-requests`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPersonRequest {
    pub kind: RequestKind,
    pub channel: AskedThrough,
    pub asked_by: AskedBy,
    /// 1 to 100 characters.
    pub asker_name: String,
    /// Where the letter goes: a phone number, a mailbox, an address; at most 200 characters.
    #[serde(default)]
    pub asker_contact: Option<String>,
    /// What is wanted, in the person's words; at most 2,000 characters.
    #[serde(default)]
    pub wish: Option<String>,
    /// Whom it is about, when they were found already.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// That of the customer, else that of who receives it, when not given.
    #[serde(default)]
    pub store_id: Option<StoreId>,
    /// When it came in, at most a year ago; now, when not given.
    #[serde(default)]
    pub received_at: Option<DateTime<Utc>>,
    /// Who sees to it; who receives it, when not given.
    #[serde(default)]
    pub assignee_id: Option<StaffId>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Shown {
    #[default]
    Open,
    Decided,
    Closed,
    All,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// `open` when not given.
    #[serde(default)]
    #[param(required = false, inline)]
    state: Shown,
    kind: Option<RequestKind>,
    store_id: Option<StoreId>,
    /// Those this person sees to.
    assignee_id: Option<StaffId>,
    customer_id: Option<CustomerId>,
    /// Only open ones whose term is over.
    #[serde(default)]
    #[param(required = false)]
    late: bool,
}

/// How many requests wait, for the figure beside a tab.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonRequestCounts {
    pub open: Count,
    pub late: Count,
    /// Decided, and the letter not handed over yet.
    pub decided: Count,
}

/// Requests of people about their own data: open ones by what is due first, others newest first.
#[utoipa::path(get, path = "/api/v1/person-requests", tag = "person-requests", params(ListQuery, PageRequest),
    responses((status = 200, body = Page<PersonRequestRow>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_person_requests(
    allowed: Allowed<SeeRequests>,
    Query(query): Query<ListQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<PersonRequestRow>>> {
    let db = allowed.read();
    let filter = Filter {
        states: match query.state {
            Shown::Open => StateFilter::Open,
            Shown::Decided => StateFilter::Decided,
            Shown::Closed => StateFilter::Closed,
            Shown::All => StateFilter::All,
        },
        kind: query.kind,
        store: query.store_id,
        assignee: query.assignee_id,
        customer: query.customer_id,
        late: query.late,
    };
    let mut page = store::list(&db, filter, &request).await?;
    let items = rows(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// How many requests are open, late, and decided without their letter handed over.
#[utoipa::path(get, path = "/api/v1/person-requests/count", tag = "person-requests",
    responses((status = 200, body = PersonRequestCounts), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn count_person_requests(allowed: Allowed<SeeRequests>) -> Reply<Json<PersonRequestCounts>> {
    let db = allowed.read();
    let open = Filter::default();
    Ok(Json(PersonRequestCounts {
        open: counted(&db, open).await?,
        late: counted(&db, Filter { late: true, ..open }).await?,
        decided: counted(&db, Filter { states: StateFilter::Decided, ..open }).await?,
    }))
}

/// Receive a request: it gets a number, a term of 15 working days and a task.
#[utoipa::path(post, path = "/api/v1/person-requests", tag = "person-requests", request_body = NewPersonRequest,
    responses((status = 201, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn receive_person_request(
    allowed: Allowed<WorkRequests>,
    Json(form): Json<NewPersonRequest>,
) -> Reply<(StatusCode, Json<PersonRequestView>)> {
    let request = allowed
        .write(async |tx| {
            let draft = drafted(&tx.db(), form).await?;
            store::receive(tx, draft).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), request).await?)))
}

/// One request with its checks.
#[utoipa::path(get, path = "/api/v1/person-requests/{id}", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_person_request(
    allowed: Allowed<SeeRequests>,
    Path(id): Path<PersonRequestId>,
) -> Reply<Fresh<PersonRequestView>> {
    let db = allowed.read();
    let request = store::find(&db, id).await?;
    Ok(Fresh(view(&db, request).await?))
}

async fn counted(db: &Db<'_>, filter: Filter) -> Result<Count> {
    Ok(Count::capped(store::count(db, filter, COUNT_MAX + 1).await?))
}

async fn drafted(db: &Db<'_>, form: NewPersonRequest) -> Result<Draft> {
    let now = db.platform().clock().now();
    let NewPersonRequest { mut asker_name, mut asker_contact, mut wish, .. } = form;
    let mut faults = Vec::new();
    required("asker_name", &mut asker_name, 100, &mut faults);
    optional("asker_contact", &mut asker_contact, 200, &mut faults);
    optional("wish", &mut wish, 2_000, &mut faults);
    let received_at = form.received_at.unwrap_or(now).trunc_subsecs(3);
    if received_at > now || received_at < now - TimeDelta::days(366) {
        let message = "a request came in within the last year, not later than now";
        faults.push(Fault::new("received_at", "received_at.out_of_range", message));
    }
    if form.asked_by == AskedBy::Relative && !form.kind.is_open_to_relatives() {
        let message = "those close to a person who died may have access, a copy, a correction or a deletion";
        faults.push(Fault::new("kind", "person_request.not_for_relatives", message));
    }
    let assignee = form.assignee_id.or(db.scope().staff());
    if !assignee_is_known(db, form.assignee_id).await? {
        faults.push(Fault::new("assignee_id", "staff.unknown", "nobody who works here has this id"));
    }
    Error::unless_valid(faults)?;
    let of_customer = match form.customer_id {
        Some(id) => Some(store::must_see_customer(db, id).await?.store_id),
        None => None,
    };
    let store = form.store_id.or(of_customer).or(db.scope().home()).ok_or_else(|| {
        Error::invalid("store_id", "store.missing", "say which store the request came to; yours is not known")
    })?;
    let known = names::within_reach(db, Wanted { stores: [store].into(), ..Wanted::default() }).await?;
    if !known.stores.contains_key(&store) {
        return Err(Error::invalid("store_id", "store.unknown", "there is no such store, or it is closed"));
    }
    Ok(Draft {
        store,
        kind: form.kind,
        channel: form.channel,
        asked_by: form.asked_by,
        customer: form.customer_id,
        particulars: Particulars { asker_name, asker_contact, wish },
        received_at,
        assignee,
    })
}

pub(super) async fn assignee_is_known(db: &Db<'_>, id: Option<StaffId>) -> Result<bool> {
    let Some(id) = id else { return Ok(true) };
    let known = names::within_reach(db, Wanted { staff: [id].into(), ..Wanted::default() }).await?;
    Ok(known.staff.contains_key(&id))
}
