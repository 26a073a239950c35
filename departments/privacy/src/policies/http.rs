//! Requests in, views out: policies, drafts and versions.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::{
    CustomerId, Error, PermissionName, PolicyId, PolicyTextId, Result,
    permission::{PublishPolicies, SeePrivacy},
};
use messaging::consents;
use platform::{
    Allowed, Db, Platform,
    crypto::digest,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
    names::{self, Ref, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    policy::Policy,
    policy_text::PolicyText,
    public,
    rules::{DraftForm, PolicyRefusal},
    store,
};
use crate::fields::required;

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_policies, add_policy))
        .routes(routes!(find_policy, change_policy))
        .routes(routes!(draft_policy))
        .routes(routes!(publish_policy))
        .routes(routes!(list_unsettled))
        .merge(public::routes())
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyView {
    pub id: PolicyId,
    pub name: String,
    /// Codes of the purposes whose consents are given to it.
    pub purposes: Vec<String>,
    /// The version customers read now.
    pub present: Option<PolicyTextView>,
    pub draft: Option<PolicyTextView>,
    pub version: i32,
    /// `edit`, `publish`.
    pub can: Vec<&'static str>,
}

platform::has_version!(PolicyView);

/// A policy with all its versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholePolicyView {
    pub policy: PolicyView,
    /// What was published, newest first.
    pub versions: Vec<PolicyTextView>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PolicyTextView {
    pub id: PolicyTextId,
    /// 1 for the first version.
    pub number: i32,
    pub title: String,
    pub body: String,
    pub title_english: String,
    pub body_english: String,
    pub changes: Option<String>,
    pub demands_consent: bool,
    /// SHA-256; null as long as it is a draft.
    pub hash: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
}

/// Request body of `POST /policies` and `PATCH /policies/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyForm {
    pub name: String,
    /// Codes of purposes.
    #[serde(default)]
    pub purposes: Vec<String>,
}

/// Somebody whose consent was to a version that no longer holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnsettledView {
    pub customer: Ref,
    pub purpose: String,
    /// The version they know.
    pub number: i32,
    pub answered_at: DateTime<Utc>,
}

/// The policies of the group, each with the version in force and the draft.
#[utoipa::path(get, path = "/api/v1/policies", tag = "privacy",
    responses((status = 200, body = Vec<PolicyView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_policies(allowed: Allowed<SeePrivacy>) -> Reply<Json<Vec<PolicyView>>> {
    let db = allowed.read();
    let mut views = Vec::new();
    for policy in store::all(&db).await? {
        let texts = store::texts(&db, policy.id).await?;
        views.push(view(&db, policy, &texts));
    }
    Ok(Json(views))
}

/// A new policy, without any text yet.
#[utoipa::path(post, path = "/api/v1/policies", tag = "privacy", request_body = PolicyForm,
    responses((status = 201, body = PolicyView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_policy(
    allowed: Allowed<PublishPolicies>,
    Json(form): Json<PolicyForm>,
) -> Reply<(StatusCode, Json<PolicyView>)> {
    let (name, purposes) = checked(&allowed.read(), form).await?;
    let policy = allowed.write(async |tx| store::add(tx, name, purposes).await).await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), policy, &[]))))
}

/// One policy with all its versions.
#[utoipa::path(get, path = "/api/v1/policies/{id}", tag = "privacy", params(("id" = PolicyId, Path)),
    responses((status = 200, body = WholePolicyView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_policy(allowed: Allowed<SeePrivacy>, Path(id): Path<PolicyId>) -> Reply<Json<WholePolicyView>> {
    let db = allowed.read();
    let policy = store::find(&db, id).await?;
    let texts = store::texts(&db, id).await?;
    let versions = texts.iter().filter(|text| text.published_at.is_some()).cloned().map(text_view).collect();
    Ok(Json(WholePolicyView { policy: view(&db, policy, &texts), versions }))
}

/// Call it something else, or use it for other purposes.
#[utoipa::path(patch, path = "/api/v1/policies/{id}", tag = "privacy", params(("id" = PolicyId, Path)), request_body = PolicyForm,
    responses((status = 200, body = PolicyView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_policy(
    allowed: Allowed<PublishPolicies>,
    Path(id): Path<PolicyId>,
    version: IfMatch,
    Json(form): Json<PolicyForm>,
) -> Reply<Fresh<PolicyView>> {
    let db = allowed.read();
    let current = store::find(&db, id).await?;
    let texts = store::texts(&db, id).await?;
    let (name, purposes) = checked(&db, form).await?;
    let policy = allowed
        .write(async |tx| {
            let mut policy = store::find(&tx.db(), id).await?;
            version.check(policy.version, || view(&db, current.clone(), &texts))?;
            if policy.name == name && policy.purposes.0 == purposes {
                return Ok(policy);
            }
            policy.name.clone_from(&name);
            policy.purposes.0 = purposes;
            policy.changed_at = tx.now();
            store::save(tx, policy).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), policy, &texts)))
}

/// Write the next version, or change the draft of it.
#[utoipa::path(put, path = "/api/v1/policies/{id}/draft", tag = "privacy", params(("id" = PolicyId, Path)), request_body = DraftForm,
    responses((status = 200, body = PolicyView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn draft_policy(
    allowed: Allowed<PublishPolicies>,
    Path(id): Path<PolicyId>,
    Json(mut form): Json<DraftForm>,
) -> Reply<Fresh<PolicyView>> {
    let policy = store::find(&allowed.read(), id).await?;
    Error::unless_valid(form.check())?;
    allowed
        .write(async |tx| {
            let newest = store::texts(&tx.db(), id).await?.into_iter().next();
            if let Some(mut draft) = newest.clone().filter(|text| text.published_at.is_none()) {
                draft.redraft(form);
                let event = draft.drafted(&policy);
                return store::save_text(tx, draft, event).await;
            }
            let mut draft = PolicyText {
                id: PolicyTextId::new(tx.now()),
                group_id: tx.scope().group(),
                policy_id: id,
                number: newest.map_or(1, |text| text.number + 1),
                title: String::new(),
                body: String::new(),
                title_english: String::new(),
                body_english: String::new(),
                changes: None,
                demands_consent: false,
                hash: None,
                created_by: tx.scope().staff(),
                created_at: tx.now(),
                published_by: None,
                published_at: None,
                version: 1,
            };
            draft.redraft(form);
            let event = draft.drafted(&policy);
            store::begin(tx, draft, event).await
        })
        .await?;
    Ok(Fresh(whole(&allowed.read(), policy).await?))
}

/// Publish the draft: customers read it from now on, and it never changes again.
#[utoipa::path(put, path = "/api/v1/policies/{id}/publication", tag = "privacy", params(("id" = PolicyId, Path)),
    responses((status = 200, body = PolicyView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn publish_policy(allowed: Allowed<PublishPolicies>, Path(id): Path<PolicyId>) -> Reply<Fresh<PolicyView>> {
    let policy = store::find(&allowed.read(), id).await?;
    allowed
        .write(async |tx| {
            let newest = store::texts(&tx.db(), id).await?.into_iter().next();
            let mut draft = newest.ok_or(PolicyRefusal::NoDraft)?;
            let hash = digest(&draft.fingerprint_of());
            let event = draft.publish(&policy, hash, tx.scope().staff(), tx.now())?;
            store::save_text(tx, draft, event).await
        })
        .await?;
    Ok(Fresh(whole(&allowed.read(), policy).await?))
}

/// Who must be asked anew because their consent was to a version that no longer holds; those the caller sees.
#[utoipa::path(get, path = "/api/v1/policies/{id}/unsettled", tag = "privacy", params(("id" = PolicyId, Path), PageRequest),
    responses((status = 200, body = Page<UnsettledView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_unsettled(
    allowed: Allowed<SeePrivacy>,
    Path(id): Path<PolicyId>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<UnsettledView>>> {
    let db = allowed.read();
    store::find(&db, id).await?;
    let page = consents::unsettled(&db, id, &request).await?;
    let customers: std::collections::BTreeSet<CustomerId> = page.items.iter().map(|one| one.customer_id).collect();
    let seen = db.under(PermissionName::SeeCustomers);
    let known = names::within_reach(&seen, Wanted { customers, ..Wanted::default() }).await?;
    let next = page.next;
    let items = page.items.into_iter().filter(|one| known.customers.contains_key(&one.customer_id));
    let items = items.map(|one| UnsettledView {
        customer: known.customer(one.customer_id),
        purpose: one.purpose,
        number: one.policy_version.unwrap_or_default(),
        answered_at: one.answered_at,
    });
    Ok(Json(Page { items: items.collect(), next }))
}

async fn checked(db: &Db<'_>, form: PolicyForm) -> Result<(String, Vec<String>)> {
    let (mut name, mut faults) = (form.name, Vec::new());
    required("name", &mut name, 60, &mut faults);
    let known = consents::purposes(db).await?;
    let mut purposes: Vec<String> = Vec::new();
    for (at, code) in form.purposes.into_iter().enumerate() {
        if !known.iter().any(|purpose| purpose.code == code) {
            let message = "there is no such purpose; GET /consent-purposes lists them";
            faults.push(kernel::Fault::new(format!("purposes[{at}]"), "consent.unknown_purpose", message));
        } else if !purposes.contains(&code) {
            purposes.push(code);
        }
    }
    Error::unless_valid(faults)?;
    Ok((name, purposes))
}

async fn whole(db: &Db<'_>, policy: Policy) -> Result<PolicyView> {
    let texts = store::texts(db, policy.id).await?;
    Ok(view(db, policy, &texts))
}

/// `texts` newest first.
fn view(db: &Db<'_>, policy: Policy, texts: &[PolicyText]) -> PolicyView {
    let draft = texts.first().filter(|text| text.published_at.is_none());
    let can = match (db.scope().may(PermissionName::PublishPolicies), draft) {
        (false, _) => vec![],
        (true, None) => vec!["edit"],
        (true, Some(_)) => vec!["edit", "publish"],
    };
    PolicyView {
        id: policy.id,
        name: policy.name,
        purposes: policy.purposes.0,
        present: texts.iter().find(|text| text.published_at.is_some()).cloned().map(text_view),
        draft: draft.cloned().map(text_view),
        version: policy.version,
        can,
    }
}

pub(super) fn text_view(text: PolicyText) -> PolicyTextView {
    PolicyTextView {
        id: text.id,
        number: text.number,
        title: text.title,
        body: text.body,
        title_english: text.title_english,
        body_english: text.body_english,
        changes: text.changes,
        demands_consent: text.demands_consent,
        hash: text.hash,
        published_at: text.published_at,
    }
}
