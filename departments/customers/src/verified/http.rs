//! Requests in, views out: asking for a change of a key field, proving it, letting it pass.

use axum::http::StatusCode;
use journal::events::customers::StaffName;
use kernel::{
    ContactId, CustomerId, Error, Language, PendingChangeId, PermissionName, Result,
    permission::{EditCustomers, OverrideVerification, SeeCustomers},
};
use messaging::{Address, ChannelKind, Chosen, FromTemplate};
use platform::{
    Actor, Allowed, Db, Door, Platform, Scope, Tx,
    database::paging::{Page, PageRequest},
    http::{Fresh, Json, Path, ProblemView, Query, Reply},
    names::Ref,
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    apply::apply,
    ask::{self, Wish},
    code,
    pending_change::{ChangeDeed, ChangeState, CodeWay, KeyField, PendingChange},
    rules::{CODE_MINUTES, ChangeRefusal, Guess},
    store,
    view::{PendingChangeView, view, views},
};
use crate::{
    contacts::{self, contact::ContactKind, reveal::checked_reason},
    people::{self, arrival::blind_of, customer::Customer, draft::masked},
};

/// So many others who have the same are named.
const SAME_SHOWN: u64 = 20;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(ask_for_change))
        .routes(routes!(list_pending_changes))
        .routes(routes!(find_pending_change, cancel_pending_change))
        .routes(routes!(send_change_code))
        .routes(routes!(confirm_change))
        .routes(routes!(approve_change))
        .routes(routes!(override_change))
}

/// Request body of `POST /customers/{id}/pending-changes`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPendingChange {
    pub field: KeyField,
    pub deed: ChangeDeed,
    /// The contact to replace or remove, the primary one when not given; the one to promote.
    pub contact_id: Option<ContactId>,
    /// The new value, to replace.
    pub value: Option<String>,
}

/// Which contact a code is sent to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCodeSending {
    pub to: CodeWay,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeConfirmation {
    /// Six digits.
    pub code: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeOverride {
    /// Why, for the journal; 4 to 200 characters.
    pub reason: String,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct PendingChangesQuery {
    customer: Option<CustomerId>,
    state: Option<ChangeState>,
}

/// Ask for a change of a phone, e-mail or ID number that needs a proof. Nothing changes yet.
#[utoipa::path(post, path = "/api/v1/customers/{id}/pending-changes", tag = "verification", params(("id" = CustomerId, Path)), request_body = NewPendingChange,
    responses((status = 201, body = PendingChangeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn ask_for_change(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<CustomerId>,
    Json(form): Json<NewPendingChange>,
) -> Reply<(StatusCode, Json<PendingChangeView>)> {
    let wish = Wish { field: form.field, deed: form.deed, contact: form.contact_id, value: form.value };
    let change = allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            ask::ask(tx, &customer, wish).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(seen(&allowed, change.id).await?)))
}

/// Changes that wait for their proof, and those that are over; the latest first.
#[utoipa::path(get, path = "/api/v1/pending-changes", tag = "verification", params(PendingChangesQuery, PageRequest),
    responses((status = 200, body = Page<PendingChangeView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_pending_changes(
    allowed: Allowed<SeeCustomers>,
    Query(query): Query<PendingChangesQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<PendingChangeView>>> {
    let db = allowed.read();
    let wanted = store::Wanted { customer: query.customer, state: query.state };
    let mut page = store::list(&db, wanted, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// One change.
#[utoipa::path(get, path = "/api/v1/pending-changes/{id}", tag = "verification", params(("id" = PendingChangeId, Path)),
    responses((status = 200, body = PendingChangeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_pending_change(
    allowed: Allowed<SeeCustomers>,
    Path(id): Path<PendingChangeId>,
) -> Reply<Fresh<PendingChangeView>> {
    Ok(Fresh(seen(&allowed, id).await?))
}

/// Cancel a change that waits.
#[utoipa::path(delete, path = "/api/v1/pending-changes/{id}", tag = "verification", params(("id" = PendingChangeId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn cancel_pending_change(allowed: Allowed<EditCustomers>, Path(id): Path<PendingChangeId>) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let (mut change, customer) = open(tx, id).await?;
            let event = change.cancel(tx.now())?;
            store::save(tx, &customer, change, event).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send a code of six digits to the old contact, or to the new one when the old is lost. A code sent before is worth nothing
/// then. At most one in a minute, five for one change, five in an hour about one customer and twenty by one person.
#[utoipa::path(put, path = "/api/v1/pending-changes/{id}/code", tag = "verification", params(("id" = PendingChangeId, Path)), request_body = ChangeCodeSending,
    responses((status = 200, body = PendingChangeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn send_change_code(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<PendingChangeId>,
    Json(form): Json<ChangeCodeSending>,
) -> Reply<Fresh<PendingChangeView>> {
    allowed
        .write(async |tx| {
            let (change, customer) = open(tx, id).await?;
            send(tx, change, &customer, form.to).await
        })
        .await?;
    Ok(Fresh(seen(&allowed, id).await?))
}

/// Confirm the code. One sent to the old contact lets the change pass; one sent to the new contact waits for an approval. After
/// five wrong codes a new one must be sent.
#[utoipa::path(put, path = "/api/v1/pending-changes/{id}/confirmation", tag = "verification", params(("id" = PendingChangeId, Path)), request_body = ChangeConfirmation,
    responses((status = 200, body = PendingChangeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn confirm_change(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<PendingChangeId>,
    Json(form): Json<ChangeConfirmation>,
) -> Reply<Fresh<PendingChangeView>> {
    // A wrong guess is saved too, so it is told after the transaction and not by it.
    let wrong = allowed
        .write(async |tx| {
            let (change, customer) = open(tx, id).await?;
            guess(tx, change, customer, &code::read(&form.code)?).await
        })
        .await?;
    match wrong {
        Some(left) => {
            let words = format!("this is not the code that was sent; {left} more tries");
            Err(Error::invalid("code", "code.wrong", words).into())
        }
        None => Ok(Fresh(seen(&allowed, id).await?)),
    }
}

/// Approve a change that the new contact proves, because the old one is lost. Never one's own.
#[utoipa::path(put, path = "/api/v1/pending-changes/{id}/approval", tag = "verification", params(("id" = PendingChangeId, Path)),
    responses((status = 200, body = PendingChangeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn approve_change(
    allowed: Allowed<OverrideVerification>,
    Path(id): Path<PendingChangeId>,
) -> Reply<Fresh<PendingChangeView>> {
    allowed
        .write(async |tx| {
            let (mut change, customer) = open(tx, id).await?;
            let (event, is_passed) = change.approve(staff_name(tx.scope())?, tx.now())?;
            let change = store::save(tx, &customer, change, event).await?;
            if is_passed { apply(tx, customer, &change).await } else { Ok(()) }
        })
        .await?;
    Ok(Fresh(seen(&allowed, id).await?))
}

/// Let a change pass without a code, and say why.
#[utoipa::path(put, path = "/api/v1/pending-changes/{id}/override", tag = "verification", params(("id" = PendingChangeId, Path)), request_body = ChangeOverride,
    responses((status = 200, body = PendingChangeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn override_change(
    allowed: Allowed<OverrideVerification>,
    Path(id): Path<PendingChangeId>,
    Json(form): Json<ChangeOverride>,
) -> Reply<Fresh<PendingChangeView>> {
    allowed
        .write(async |tx| {
            let (mut change, customer) = open(tx, id).await?;
            let event = change.let_pass(staff_name(tx.scope()).ok(), form.reason()?, tx.now())?;
            let change = store::save(tx, &customer, change, event).await?;
            apply(tx, customer, &change).await
        })
        .await?;
    Ok(Fresh(seen(&allowed, id).await?))
}

const REASON_CHARACTERS_MIN: usize = 4;

impl ChangeOverride {
    fn reason(&self) -> Result<String> {
        let reason = checked_reason(Some(&self.reason))?;
        reason.filter(|reason| reason.chars().count() >= REASON_CHARACTERS_MIN).ok_or_else(|| {
            let words = "say in a few words why no code is needed, at least 4 characters";
            Error::invalid("reason", "reason.missing", words)
        })
    }
}

async fn open(tx: &Tx, id: PendingChangeId) -> Result<(PendingChange, Customer)> {
    let change = store::find(&tx.db(), id).await?;
    let customer = people::store::find(&tx.db(), change.customer_id).await?;
    customer.must_be_there()?;
    Ok((change, customer))
}

/// Sends a code and keeps its digest; the transaction has both or neither.
async fn send(tx: &mut Tx, mut change: PendingChange, customer: &Customer, way: CodeWay) -> Result<()> {
    change.may_send(tx.now())?;
    let (channel, address) = match way {
        CodeWay::Old => old_contact(tx, &change, customer).await?,
        CodeWay::New => new_contact(tx, &change)?,
    };
    store::count_sending(tx, customer.id).await?;
    let secret = code::new()?;
    let digest = code::digest(tx.platform().keys(), change.group_id, change.id, change.sends + 1, &secret);
    let to = address.masked.clone();
    let letter = letter(&change, tx.scope().language(), channel, secret);
    let event = change.send(way, to, digest, tx.now())?;
    store::save(tx, customer, change, event).await?;
    let message = messaging::write_from_template(tx, FromTemplate { to: Some(address), ..letter }).await?;
    Ok(message.must_leave()?)
}

/// The contact the customer had: of an ID number their phone, else their e-mail.
async fn old_contact(tx: &Tx, change: &PendingChange, customer: &Customer) -> Result<(ChannelKind, Address)> {
    let contacts = contacts::store::of_customer(&tx.db(), customer.id).await?;
    let primary = |kind| contacts.primary(kind).filter(|contact| contact.wrong_since.is_none());
    let found = match change.field.kind() {
        Some(kind) if change.deed == ChangeDeed::Promote => primary(kind),
        Some(_) => contacts.0.iter().find(|contact| Some(contact.id) == change.contact_id),
        None => primary(ContactKind::Phone).or_else(|| primary(ContactKind::Email)),
    };
    let contact = found.ok_or(ChangeRefusal::NoContact)?;
    let value = contacts::store::open(contact, tx.platform().keys())?;
    Ok((channel_of(contact.kind), Address { masked: masked(contact.kind, &value), to: value }))
}

fn new_contact(tx: &Tx, change: &PendingChange) -> Result<(ChannelKind, Address)> {
    let (Some(kind), Some(sealed)) = (change.field.kind(), &change.new_sealed) else {
        return Err(ChangeRefusal::NotProvable.into());
    };
    let value = tx.platform().keys().open(sealed, change.id.0.as_bytes())?;
    Ok((channel_of(kind), Address { masked: masked(kind, &value), to: value }))
}

fn channel_of(kind: ContactKind) -> ChannelKind {
    if kind == ContactKind::Email { ChannelKind::Email } else { ChannelKind::Sms }
}

fn letter(change: &PendingChange, language: Language, channel: ChannelKind, code: String) -> FromTemplate {
    let what = match change.field {
        KeyField::Phone => language.pick("手机号", "phone number"),
        KeyField::Email => language.pick("邮箱", "e-mail address"),
        KeyField::IdNumber => language.pick("证件号码", "ID number"),
    };
    let values =
        [("code", code.into()), ("code.minutes", CODE_MINUTES.to_string().into()), ("change.what", what.into())];
    FromTemplate {
        customer: change.customer_id,
        template: Chosen::Code("change.code", channel),
        values: values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        vehicle: None,
        language: Some(language),
        to: None,
    }
}

/// Takes a guess; answers how many tries are left when it was wrong.
async fn guess(tx: &mut Tx, mut change: PendingChange, customer: Customer, typed: &str) -> Result<Option<i32>> {
    change.may_guess(tx.now())?;
    let given = code::digest(tx.platform().keys(), change.group_id, change.id, change.sends, typed);
    let is_right = change.code_digest.as_deref().is_some_and(|kept| code::is_same(kept, &given));
    match change.guess(is_right, tx.now())? {
        Guess::Wrong(0) => {
            let event = journal::events::verified::VerifiedEvent::CodeUsedUp {
                change: change.id,
                field: change.field.word().into(),
            };
            store::save(tx, &customer, change, event).await?;
            Ok(Some(0))
        }
        Guess::Wrong(left) => {
            store::save_guess(tx, change).await?;
            Ok(Some(left))
        }
        Guess::Proved(event) => {
            store::save(tx, &customer, change, event).await?;
            Ok(None)
        }
        Guess::Passed(event) => {
            let change = store::save(tx, &customer, change, event).await?;
            apply(tx, customer, &change).await?;
            Ok(None)
        }
    }
}

async fn seen(door: &Door, id: PendingChangeId) -> Result<PendingChangeView> {
    let door = door.under(PermissionName::SeeCustomers);
    let db = door.read();
    let change = store::find(&db, id).await?;
    let matches = same_elsewhere(&db, &change).await?;
    Ok(PendingChangeView { matches, ..view(&db, change).await? })
}

/// Who else has what this customer is to have, as far as the caller sees them.
async fn same_elsewhere(db: &Db<'_>, change: &PendingChange) -> Result<Vec<Ref>> {
    let Some(sealed) = change.new_sealed.as_ref().filter(|_| change.deed == ChangeDeed::Replace) else {
        return Ok(Vec::new());
    };
    let value = db.platform().keys().open(sealed, change.id.0.as_bytes())?;
    let kind = match change.field {
        KeyField::Phone => ContactKind::Phone,
        KeyField::Email => ContactKind::Email,
        KeyField::IdNumber => return Ok(Vec::new()),
    };
    let db = db.under(PermissionName::SeeCustomers);
    let blind = blind_of(kind, &value, db.scope().group(), db.platform().keys());
    let found = people::store::with_contact(&db, &blind, SAME_SHOWN).await?;
    let others = found.into_iter().filter(|id| *id != change.customer_id);
    let there = people::store::find_all(&db, others).await?.into_iter().filter(|customer| !customer.is_deleted());
    Ok(there.map(|customer| Ref { id: customer.id.0, name: customer.name }).collect())
}

/// An approval is a person's.
fn staff_name(scope: &Scope) -> Result<StaffName> {
    match scope.actor() {
        Actor::Staff { id, name } => Ok(StaffName { id: *id, name: name.clone() }),
        Actor::Key { .. } | Actor::System(_) => Err(Error::Refused {
            code: "change.person_needed",
            detail: "A person approves a change; a machine may override it with a reason.".into(),
        }),
    }
}
