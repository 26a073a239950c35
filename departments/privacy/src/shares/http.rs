//! Requests in, views out: the ledger of shares.

use std::collections::{BTreeSet, HashMap};

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use customers::{
    people::{self, customer::Customer},
    shares::{
        rules::{ShareRefusal, needs_consent},
        share::{Party, Share, Way},
        store,
    },
};
use kernel::{
    CustomerId, Error, ExportId, Fault, PermissionName, Result, ShareId,
    permission::{KeepPrivacy, SeeCustomers, SeePrivacy},
};
use messaging::consents::{self, Basis, ConsentChannel, PersonalKind, PersonalKinds, Purpose};
use platform::{
    Actor, Allowed, Db, Platform,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    names::{self, Ref, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::fields::{optional, required};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_shares, record_share))
        .routes(routes!(list_share_subjects))
        .routes(routes!(list_shares_of_customer))
}

/// Request body of `POST /shares`: data of these customers is given to another party.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewShare {
    pub party: Party,
    /// Who receives it, by name.
    pub party_name: String,
    /// The code of the purpose; its consent is asked of each customer where the law demands it.
    pub purpose: String,
    pub kinds: Vec<PersonalKind>,
    /// At most 1,000.
    #[schema(max_items = 1000)]
    pub customers: BTreeSet<CustomerId>,
    pub way: Way,
    pub note: Option<String>,
    /// When it was handed over; now, when not given.
    pub shared_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShareView {
    pub id: ShareId,
    pub party: Party,
    pub party_name: String,
    /// The code of a purpose, or what a file was for in the words of who asked.
    pub purpose: String,
    /// What the purpose is called.
    pub title: String,
    pub kinds: Vec<PersonalKind>,
    pub basis: Basis,
    pub way: Way,
    pub note: Option<String>,
    pub export_id: Option<ExportId>,
    pub customers: i64,
    pub shared_at: DateTime<Utc>,
    pub by: Ref,
}

const CUSTOMERS_MAX: usize = 1_000;
const NAME_CHARS_MAX: usize = 100;
const NOTE_CHARS_MAX: usize = 500;

/// Everything that was given to others, newest first: recorded by people, and each exported file.
#[utoipa::path(get, path = "/api/v1/shares", tag = "privacy", params(PageRequest),
    responses((status = 200, body = Page<ShareView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_shares(allowed: Allowed<SeePrivacy>, Query(request): Query<PageRequest>) -> Reply<Json<Page<ShareView>>> {
    let db = allowed.read();
    let page = store::list(&db, &request).await?;
    Ok(Json(views(&db, page).await?))
}

/// Write down that data is given to another party. Refused while one of the customers has not consented where the law demands it.
#[utoipa::path(post, path = "/api/v1/shares", tag = "privacy", request_body = NewShare,
    responses((status = 201, body = ShareView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn record_share(
    allowed: Allowed<KeepPrivacy>,
    Json(mut form): Json<NewShare>,
) -> Reply<(StatusCode, Json<ShareView>)> {
    Error::unless_valid(faults(&mut form, allowed.platform().clock().now()))?;
    let share = allowed
        .write(async |tx| {
            let purpose = purpose(&tx.db(), &form.purpose).await?;
            let seen = tx.db().under(PermissionName::SeeCustomers);
            let customers = people::store::find_all(&seen, form.customers.iter().copied()).await?;
            if customers.len() < form.customers.len() {
                let message = "some of these customers do not exist, or are not yours to see";
                return Err(Error::invalid("customers", "customer.unknown", message));
            }
            must_be_allowed(&tx.db(), &purpose, &customers).await?;
            let share = share_of(tx.scope(), tx.now(), form, &purpose, customers.len());
            store::add(tx, share, customers).await
        })
        .await?;
    let db = allowed.read();
    let page = views(&db, Page { items: vec![share], next: None }).await?;
    let view = page.items.into_iter().next().ok_or(Error::NotFound)?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Whom a share was about; those the caller sees.
#[utoipa::path(get, path = "/api/v1/shares/{id}/customers", tag = "privacy", params(("id" = ShareId, Path), PageRequest),
    responses((status = 200, body = Page<Ref>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_share_subjects(
    allowed: Allowed<SeePrivacy>,
    Path(id): Path<ShareId>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<Ref>>> {
    let db = allowed.read();
    store::find(&db, id).await?;
    let page = store::subjects(&db, id, &request).await?;
    let customers = page.items.iter().map(|subject| subject.customer_id).collect();
    let seen = db.under(PermissionName::SeeCustomers);
    let known = names::within_reach(&seen, Wanted { customers, ..Wanted::default() }).await?;
    let next = page.next;
    let items = page.items.into_iter().filter(|one| known.customers.contains_key(&one.customer_id));
    Ok(Json(Page { items: items.map(|one| known.customer(one.customer_id)).collect(), next }))
}

/// To whom the data of this customer was given, newest first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/shares", tag = "privacy", params(("id" = CustomerId, Path), PageRequest),
    responses((status = 200, body = Page<ShareView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_shares_of_customer(
    allowed: Allowed<SeeCustomers>,
    Path(id): Path<CustomerId>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<ShareView>>> {
    let db = allowed.read();
    people::store::find(&db, id).await?;
    let page = store::of_customer(&db, id, &request).await?;
    Ok(Json(views(&db, page).await?))
}

fn faults(form: &mut NewShare, now: DateTime<Utc>) -> Vec<Fault> {
    let mut faults = Vec::new();
    required("party_name", &mut form.party_name, NAME_CHARS_MAX, &mut faults);
    optional("note", &mut form.note, NOTE_CHARS_MAX, &mut faults);
    form.kinds.sort_unstable();
    form.kinds.dedup();
    if form.kinds.is_empty() {
        faults.push(Fault::new("kinds", "list.empty", "name at least one kind of data"));
    }
    if form.customers.is_empty() || form.customers.len() > CUSTOMERS_MAX {
        faults.push(Fault::new("customers", "ids.count", format!("name 1 to {CUSTOMERS_MAX} customers")));
    }
    if form.shared_at.is_some_and(|at| at > now) {
        faults.push(Fault::new("shared_at", "date.in_future", "this has not happened yet"));
    }
    faults
}

async fn purpose(db: &Db<'_>, code: &str) -> Result<Purpose> {
    let found = consents::purposes(db).await?.into_iter().find(|one| one.code == code);
    let purpose = found.ok_or_else(|| {
        let message = "there is no such purpose; GET /consent-purposes lists them";
        Error::invalid("purpose", "consent.unknown_purpose", message)
    })?;
    if purpose.is_active { Ok(purpose) } else { Err(ShareRefusal::PurposeClosed.into()) }
}

async fn must_be_allowed(db: &Db<'_>, purpose: &Purpose, customers: &[Customer]) -> Result<()> {
    if !needs_consent(purpose) {
        return Ok(());
    }
    let ids: Vec<CustomerId> = customers.iter().map(|one| one.id).collect();
    let standings = consents::standings(db, &ids, &purpose.code, ConsentChannel::All).await?;
    let missing = standings.values().filter(|standing| !standing.verdict.allows()).count();
    if missing > 0 { Err(ShareRefusal::NoConsent { customers: missing }.into()) } else { Ok(()) }
}

fn share_of(scope: &platform::Scope, now: DateTime<Utc>, form: NewShare, purpose: &Purpose, customers: usize) -> Share {
    Share {
        id: ShareId::new(now),
        group_id: scope.group(),
        party: form.party,
        party_name: form.party_name,
        purpose: form.purpose,
        kinds: PersonalKinds(form.kinds),
        basis: purpose.basis,
        way: form.way,
        note: form.note,
        export_id: None,
        customers: i64::try_from(customers).unwrap_or(i64::MAX),
        shared_at: form.shared_at.unwrap_or(now),
        recorded_by: scope.staff(),
        recorded_name: match scope.actor() {
            Actor::Staff { name, .. } | Actor::Key { name, .. } => name.clone(),
            Actor::System(actor) => actor.name().to_owned(),
        },
    }
}

async fn views(db: &Db<'_>, page: Page<Share>) -> Result<Page<ShareView>> {
    let staff = page.items.iter().filter_map(|share| share.recorded_by).collect();
    let known = names::of(db, Wanted { staff, ..Wanted::default() }).await?;
    let language = db.scope().language();
    let titles: HashMap<String, String> = consents::purposes(db)
        .await?
        .into_iter()
        .map(|one| (one.code.clone(), one.title(language).to_owned()))
        .collect();
    Ok(page.map(|share| {
        let named = share.recorded_by.and_then(|id| known.staff.get(&id)).map(|named| named.name.clone());
        ShareView {
            id: share.id,
            party: share.party,
            party_name: share.party_name,
            title: titles.get(&share.purpose).unwrap_or(&share.purpose).clone(),
            purpose: share.purpose,
            kinds: share.kinds.0,
            basis: share.basis,
            way: share.way,
            note: share.note,
            export_id: share.export_id,
            customers: share.customers,
            shared_at: share.shared_at,
            by: Ref {
                id: share.recorded_by.map(|id| id.0).unwrap_or_default(),
                name: named.unwrap_or(share.recorded_name),
            },
        }
    }))
}
