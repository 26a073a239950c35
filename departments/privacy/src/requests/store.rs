//! Requests in and out of the database: the only file of this noun that builds queries.

use chrono::{DateTime, Datelike, Utc};
use journal::{About, events::person_requests::PersonRequestsEvent};
use kernel::{CustomerId, Error, IdentityCheckId, PersonRequestId, Result, number::Numbered};
use platform::{
    Actor, Db, Tx,
    database::{
        next_number,
        paging::{Page, PageRequest, page, row_after, row_before},
    },
    names::{self, Wanted},
};
use sea_orm::{ColumnTrait, Condition, Order, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use worklist::{Priority, TaskKind};

use super::{
    identity_check::{self, CheckMethod, CheckResult, IdentityCheck},
    identity_code::{self, IdentityCode},
    request::{AskedBy, AskedThrough, Column, Entity, Particulars, PersonRequest, RequestKind, RequestState},
    telling, term,
};

/// Which requests of a list; all that is given must hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub states: StateFilter,
    pub kind: Option<RequestKind>,
    pub store: Option<kernel::StoreId>,
    pub assignee: Option<kernel::StaffId>,
    pub customer: Option<CustomerId>,
    /// Only open ones whose term is over.
    pub late: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StateFilter {
    /// Still to be decided.
    #[default]
    Open,
    /// Decided, and the letter not handed over yet.
    Decided,
    Closed,
    All,
}

/// A request about to be written down, checked.
#[derive(Clone, Debug)]
pub struct Draft {
    pub store: kernel::StoreId,
    pub kind: RequestKind,
    pub channel: AskedThrough,
    pub asked_by: AskedBy,
    pub customer: Option<CustomerId>,
    pub particulars: Particulars,
    pub received_at: DateTime<Utc>,
    pub assignee: Option<kernel::StaffId>,
}

pub async fn find(db: &Db<'_>, id: PersonRequestId) -> Result<PersonRequest> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page: open ones by what is due first, the others with the newest first.
pub async fn list(db: &Db<'_>, filter: Filter, request: &PageRequest) -> Result<Page<PersonRequest>> {
    let limit = request.limit()?;
    let by_due = filter.states == StateFilter::Open;
    let column = if by_due { Column::DueAt } else { Column::CreatedAt };
    let mut select = db.select::<Entity>().filter(matching(db, filter));
    if let Some((at, id)) = request.after::<(DateTime<Utc>, PersonRequestId)>()? {
        let (key, values) = ([Expr::col(column), Expr::col(Column::Id)], [at.into(), id.into()]);
        select = select.filter(if by_due { row_after(key, values) } else { row_before(key, values) });
    }
    let order = if by_due { Order::Asc } else { Order::Desc };
    let select = select.order_by(column, order.clone()).order_by(Column::Id, order);
    let rows = db.all(select.limit(limit + 1)).await?;
    page(rows, limit, |row| (if by_due { row.due_at } else { row.created_at }, row.id))
}

/// How many there are of a list, at most `most`.
pub async fn count(db: &Db<'_>, filter: Filter, most: u64) -> Result<u64> {
    db.count_up_to(db.select::<Entity>().filter(matching(db, filter)), most).await
}

/// Open requests, for whoever counts their terms anew; those due first, at most `most`.
pub async fn open_ones(db: &Db<'_>, most: u64) -> Result<Vec<PersonRequest>> {
    let select = db.select::<Entity>().filter(matching(db, Filter::default()));
    db.all(select.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(most)).await
}

/// The checks of one request, in their order.
pub async fn checks(db: &Db<'_>, request: PersonRequestId) -> Result<Vec<IdentityCheck>> {
    use identity_check::Column;
    let select = db.select::<identity_check::Entity>().filter(Column::RequestId.eq(request));
    db.all(select.order_by_asc(Column::CheckedAt).order_by_asc(Column::Id)).await
}

/// Receives a request: gives it a number, a term and a task for who sees to it.
pub async fn receive(tx: &mut Tx, draft: Draft) -> Result<PersonRequest> {
    let known = names::of(&tx.db(), Wanted { stores: [draft.store].into(), ..Wanted::default() }).await?;
    let (calendar, code) = (known.calendar(draft.store), known.store(draft.store).code);
    let term = term::of(draft.received_at, calendar, &customers::holidays::working_days(&tx.db()).await?);
    let year = calendar.day(tx.now()).year();
    let id = PersonRequestId::new(tx.now());
    let request = PersonRequest {
        id,
        group_id: tx.scope().group(),
        store_id: draft.store,
        number: next_number(tx, Numbered::PersonRequest, draft.store, &code, year).await?,
        kind: draft.kind,
        channel: draft.channel,
        asked_by: draft.asked_by,
        customer_id: draft.customer,
        particulars_sealed: Some(seal(tx, id, "particulars", &serde_json::to_string(&draft.particulars)?)?),
        state: RequestState::Received,
        outcome: None,
        refusal_reason: None,
        answer_sealed: None,
        received_at: draft.received_at,
        warn_at: term.warn_at,
        due_on: term.due_on,
        due_at: term.due_at,
        is_due_assumed: term.is_assumed,
        extended_at: None,
        extension_reason: None,
        assignee_id: draft.assignee,
        created_by: tx.scope().staff(),
        answered_at: None,
        answered_by: None,
        closed_at: None,
        handed_over: None,
        letter_message_id: None,
        created_at: tx.now(),
        changed_at: tx.now(),
        version: 1,
    };
    tx.insert::<Entity>(request.clone()).await?;
    let event = PersonRequestsEvent::Received {
        request: id,
        number: request.number.clone(),
        kind: request.kind.word().to_owned(),
        channel: request.channel.word().to_owned(),
        due_on: request.due_on,
    };
    journal::record(tx, about(&request), event).await?;
    add_task(tx, &request).await?;
    telling::received(tx, &request).await?;
    Ok(request)
}

/// Writes down a check of identity with what it makes of the request.
pub async fn add_check(
    tx: &mut Tx,
    request: PersonRequest,
    (method, result): (CheckMethod, CheckResult),
    note: Option<String>,
    event: PersonRequestsEvent,
) -> Result<PersonRequest> {
    let id = IdentityCheckId::new(tx.now());
    let (name, note_sealed) = (actor_name(tx), note.map(|note| seal_check(tx, id, &note)).transpose()?);
    let check = IdentityCheck {
        id,
        group_id: request.group_id,
        request_id: request.id,
        method,
        result,
        note_sealed,
        checked_by: tx.scope().staff(),
        checked_by_name: name,
        checked_at: tx.now(),
    };
    tx.insert::<identity_check::Entity>(check).await?;
    save(tx, request, event).await
}

/// The code of a request, sent or not.
pub async fn code(db: &Db<'_>, request: &PersonRequest) -> Result<IdentityCode> {
    let kept = db.maybe(db.select::<identity_code::Entity>().filter(identity_code::Column::Id.eq(request.id))).await?;
    let now = db.platform().clock().now();
    Ok(kept.unwrap_or_else(|| IdentityCode::unsent(request.id, request.group_id, now)))
}

/// Keeps a code as it is now: sent, guessed or used up.
pub async fn keep_code(tx: &mut Tx, code: IdentityCode) -> Result<()> {
    if code.version > 0 {
        return tx.replace::<identity_code::Entity>(code).await.map(drop);
    }
    tx.insert::<identity_code::Entity>(IdentityCode { version: 1, ..code }).await
}

/// Makes a code that is out worth nothing: it went to somebody else.
pub async fn void_code(tx: &mut Tx, request: &PersonRequest) -> Result<()> {
    let code = code(&tx.db(), request).await?;
    if code.digest.is_none() {
        return Ok(());
    }
    keep_code(tx, IdentityCode { digest: None, ..code }).await
}

/// Saves a request together with what happened to it, and keeps its task in step.
pub async fn save(tx: &mut Tx, request: PersonRequest, event: PersonRequestsEvent) -> Result<PersonRequest> {
    let request = tx.replace::<Entity>(request).await?;
    journal::record(tx, about(&request), event).await?;
    let key = task_key(request.id);
    if request.is_open() {
        worklist::steer(tx, &key, request.due_at, request.assignee_id).await?;
    } else {
        worklist::settle(tx, &key, request.outcome.map(|outcome| outcome.word().to_owned())).await?;
    }
    Ok(request)
}

pub fn seal(tx: &Tx, id: PersonRequestId, what: &str, text: &str) -> Result<Vec<u8>> {
    tx.platform().keys().seal(text, &PersonRequest::seal_context(id, what))
}

/// What only the request tells of who asks; empty after the person was forgotten.
pub fn particulars(db: &Db<'_>, request: &PersonRequest) -> Result<Particulars> {
    let Some(text) = open(db, request.id, "particulars", request.particulars_sealed.as_deref())? else {
        return Ok(Particulars::default());
    };
    Ok(serde_json::from_str(&text)?)
}

pub fn open(db: &Db<'_>, id: PersonRequestId, what: &str, sealed: Option<&[u8]>) -> Result<Option<String>> {
    let keys = db.platform().keys();
    sealed.map(|sealed| keys.open(sealed, &PersonRequest::seal_context(id, what))).transpose()
}

pub fn open_check_note(db: &Db<'_>, check: &IdentityCheck) -> Result<Option<String>> {
    let keys = db.platform().keys();
    check.note_sealed.as_deref().map(|sealed| keys.open(sealed, &check_context(check.id))).transpose()
}

pub fn about(request: &PersonRequest) -> About {
    About::store(request.store_id).with_customer(request.customer_id)
}

fn task_key(id: PersonRequestId) -> String {
    format!("person_request:{id}")
}

async fn add_task(tx: &mut Tx, request: &PersonRequest) -> Result<()> {
    let language = tx.scope().language();
    let kind = super::letter::kind_in_words(request.kind, language);
    let title = match language {
        kernel::Language::Zh => format!("个人信息请求 {}：{kind}", request.number),
        kernel::Language::En => format!("Privacy request {}: {kind}", request.number),
    };
    let draft = worklist::Draft {
        store: request.store_id,
        department: "privacy",
        title,
        kind: TaskKind::Other,
        due_at: request.due_at,
        priority: Priority::High,
        customer: request.customer_id,
        vehicle: None,
        assignee: request.assignee_id,
        note: None,
    };
    let key = task_key(request.id);
    worklist::add_once(tx, &key, draft).await?;
    Ok(())
}

fn matching(db: &Db<'_>, filter: Filter) -> Condition {
    let open = [RequestState::Received, RequestState::Identified, RequestState::InWork];
    let states: Option<Vec<RequestState>> = match filter.states {
        StateFilter::Open => Some(open.into()),
        StateFilter::Decided => Some(vec![RequestState::Answered, RequestState::Refused]),
        StateFilter::Closed => Some(vec![RequestState::Closed]),
        StateFilter::All => None,
    };
    let late = filter
        .late
        .then(|| Condition::all().add(Column::State.is_in(open)).add(Column::DueAt.lte(db.platform().clock().now())));
    Condition::all()
        .add_option(states.map(|states| Column::State.is_in(states)))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind)))
        .add_option(filter.store.map(|store| Column::StoreId.eq(store)))
        .add_option(filter.assignee.map(|staff| Column::AssigneeId.eq(staff)))
        .add_option(filter.customer.map(|customer| Column::CustomerId.eq(customer)))
        .add_option(late)
}

fn seal_check(tx: &Tx, id: IdentityCheckId, note: &str) -> Result<Vec<u8>> {
    tx.platform().keys().seal(note, &check_context(id))
}

fn check_context(id: IdentityCheckId) -> Vec<u8> {
    format!("identity_checks/{id}").into_bytes()
}

fn actor_name(tx: &Tx) -> String {
    match tx.scope().actor() {
        Actor::Staff { name, .. } | Actor::Key { name, .. } => name.clone(),
        Actor::System(actor) => actor.name().to_owned(),
    }
}

/// The customer a request points at, inside the reach of who asks.
pub async fn must_see_customer(db: &Db<'_>, id: CustomerId) -> Result<customers::people::customer::Customer> {
    let db = db.under(kernel::PermissionName::SeeCustomers);
    customers::people::store::find(&db, id).await.map_err(|error| match error {
        Error::NotFound => {
            Error::invalid("customer_id", "customer.unknown", "there is no such customer, or it is not yours to see")
        }
        other => other,
    })
}

platform::record! {
    struct GroupName { name: String }
}

/// What the caller's group is called, for the head of a letter.
pub async fn group_name(db: &Db<'_>) -> Result<String> {
    let named: Vec<GroupName> =
        db.fetch_text("select name from dealer_groups where id = $1", vec![db.scope().group().into()]).await?;
    Ok(named.into_iter().next().map(|row| row.name).unwrap_or_default())
}
