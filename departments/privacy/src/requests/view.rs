//! What a request looks like from outside.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use customers::holidays;
use kernel::{CustomerId, IdentityCheckId, MessageId, PersonRequestId, Result};
use platform::{
    Db,
    http::HasVersion,
    names::{self, Known, Ref, StoreRef, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;
use worklist::Sla;

use super::{
    done,
    evidence::{self, DeedLine},
    identity_check::{CheckMethod, CheckResult, IdentityCheck},
    identity_code::{ATTEMPTS_MAX, SENDS_MAX},
    request::{AskedBy, AskedThrough, Outcome, PersonRequest, RefusalReason, RequestKind, RequestState},
    store,
};

/// One line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonRequestRow {
    pub id: PersonRequestId,
    pub number: String,
    pub kind: RequestKind,
    pub channel: AskedThrough,
    pub state: RequestState,
    pub outcome: Option<Outcome>,
    /// Who asks; empty once the person was forgotten.
    pub asker_name: String,
    pub customer: Option<Ref>,
    pub store: StoreRef,
    pub assignee: Option<Ref>,
    pub received_at: DateTime<Utc>,
    pub due_on: NaiveDate,
    /// Working days until the term ends; negative when it is over. None of a request that is decided.
    pub working_days_left: Option<i64>,
    pub sla: Sla,
    pub answered_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

/// The whole request.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonRequestView {
    #[serde(flatten)]
    pub row: PersonRequestRow,
    pub asked_by: AskedBy,
    /// Where the letter goes.
    pub asker_contact: Option<String>,
    /// What is wanted, in the person's words.
    pub wish: Option<String>,
    pub warn_at: DateTime<Utc>,
    /// The holidays of a year in the term are not announced yet: the day may still move.
    pub is_due_assumed: bool,
    pub extended_at: Option<DateTime<Utc>>,
    pub extension_reason: Option<String>,
    pub refusal_reason: Option<RefusalReason>,
    /// What the letter says in the words of who decided.
    pub answer: Option<String>,
    pub answered_by: Option<Ref>,
    pub closed_at: Option<DateTime<Utc>>,
    pub handed_over: Option<AskedThrough>,
    /// The message by which the person was sent the letter; null when it is handed over by hand.
    pub letter_message_id: Option<MessageId>,
    pub created_by: Option<Ref>,
    pub checks: Vec<IdentityCheckView>,
    /// The code that is out: null when none was sent, or it was told, used up, or its time is over.
    pub code: Option<IdentityCodeOut>,
    /// What was corrected or taken back since it came in, of a request that asks for it: granted is only what stands here.
    pub deeds: Vec<DeedLine>,
    /// What can be done now: `check_identity`, `send_code`, `find_customer`, `begin`, `hand_over`, `extend`, `copy`, `delete`, `restrict`,
    /// `answer`, `refuse`, `close`, `letter`.
    pub can: Vec<&'static str>,
}

impl HasVersion for PersonRequestView {
    fn version(&self) -> i32 {
        self.row.version
    }
}

/// A code that was sent and can be told back; never the code.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityCodeOut {
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub attempts_left: i32,
    pub sends_left: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityCheckView {
    pub id: IdentityCheckId,
    pub method: CheckMethod,
    pub result: CheckResult,
    pub note: Option<String>,
    pub checked_by: String,
    pub checked_at: DateTime<Utc>,
}

/// Lines of a list, in their order, with a handful of queries whatever their number.
pub async fn rows(db: &Db<'_>, requests: Vec<PersonRequest>) -> Result<Vec<PersonRequestRow>> {
    let known = known(db, &requests).await?;
    let working_days = holidays::working_days(db).await?;
    requests.into_iter().map(|request| row(db, &request, &known, &working_days)).collect()
}

/// The whole of one request.
pub async fn view(db: &Db<'_>, request: PersonRequest) -> Result<PersonRequestView> {
    let known = known(db, std::slice::from_ref(&request)).await?;
    let checks = store::checks(db, request.id).await?;
    let particulars = store::particulars(db, &request)?;
    Ok(PersonRequestView {
        row: row(db, &request, &known, &holidays::working_days(db).await?)?,
        asked_by: request.asked_by,
        asker_contact: particulars.asker_contact,
        wish: particulars.wish,
        warn_at: request.warn_at,
        is_due_assumed: request.is_due_assumed,
        extended_at: request.extended_at,
        extension_reason: request.extension_reason.clone(),
        refusal_reason: request.refusal_reason,
        answer: store::open(db, request.id, "answer", request.answer_sealed.as_deref())?,
        answered_by: request.answered_by.map(|id| known.staff(id)),
        closed_at: request.closed_at,
        handed_over: request.handed_over,
        letter_message_id: request.letter_message_id,
        created_by: request.created_by.map(|id| known.staff(id)),
        deeds: evidence::of(db, &request, db.scope().language()).await?,
        code: code_out(db, &request).await?,
        can: can(db, &request, &checks, done::is_irrevocable(db, &request).await?),
        checks: checks.into_iter().map(|check| check_view(db, check)).collect::<Result<_>>()?,
    })
}

async fn code_out(db: &Db<'_>, request: &PersonRequest) -> Result<Option<IdentityCodeOut>> {
    let code = store::code(db, request).await?;
    let out = code.is_out(db.platform().clock().now()).then(|| IdentityCodeOut {
        sent_at: code.sent_at,
        expires_at: code.expires_at,
        attempts_left: ATTEMPTS_MAX - code.attempts,
        sends_left: SENDS_MAX - code.sends,
    });
    Ok(out)
}

/// What the caller may do with it now: what the request allows and they are permitted.
fn can(db: &Db<'_>, request: &PersonRequest, checks: &[IdentityCheck], is_irrevocable: bool) -> Vec<&'static str> {
    use kernel::PermissionName::{ForgetPersons, SeeRequests, WorkRequests};
    let needs = |deed: &str| match deed {
        "delete" | "restrict" => ForgetPersons,
        "letter" => SeeRequests,
        _ => WorkRequests,
    };
    let may = |deed: &&str| db.scope().may_for(needs(deed), request.store_id, &[request.assignee_id]);
    request.can(checks, is_irrevocable, db.platform().clock().now()).into_iter().filter(may).collect()
}

async fn known(db: &Db<'_>, requests: &[PersonRequest]) -> Result<Known> {
    let staff = |request: &PersonRequest| [request.assignee_id, request.created_by, request.answered_by];
    let wanted = Wanted {
        customers: requests.iter().filter_map(|request| request.customer_id).collect::<BTreeSet<CustomerId>>(),
        staff: requests.iter().flat_map(staff).flatten().collect(),
        stores: requests.iter().map(|request| request.store_id).collect(),
        ..Wanted::default()
    };
    names::of(db, wanted).await
}

fn row(
    db: &Db<'_>,
    request: &PersonRequest,
    known: &Known,
    working_days: &kernel::working_days::WorkingDays,
) -> Result<PersonRequestRow> {
    let now = db.platform().clock().now();
    let today = known.calendar(request.store_id).day(now);
    Ok(PersonRequestRow {
        id: request.id,
        number: request.number.clone(),
        kind: request.kind,
        channel: request.channel,
        state: request.state,
        outcome: request.outcome,
        asker_name: store::particulars(db, request)?.asker_name,
        customer: request.customer_id.map(|id| known.customer(id)),
        store: known.store(request.store_id),
        assignee: request.assignee_id.map(|id| known.staff(id)),
        received_at: request.received_at,
        due_on: request.due_on,
        working_days_left: request.is_open().then(|| working_days.between(today, request.due_on)),
        sla: sla(request, now),
        answered_at: request.answered_at,
        created_at: request.created_at,
        version: request.version,
    })
}

/// The light: of an open request now, of a decided one when it was decided.
fn sla(request: &PersonRequest, now: DateTime<Utc>) -> Sla {
    match request.answered_at {
        Some(answered) if answered >= request.due_at => Sla::Red,
        Some(_) => Sla::Green,
        None if now >= request.due_at => Sla::Red,
        None if now >= request.warn_at => Sla::Amber,
        None => Sla::Green,
    }
}

fn check_view(db: &Db<'_>, check: IdentityCheck) -> Result<IdentityCheckView> {
    Ok(IdentityCheckView {
        id: check.id,
        method: check.method,
        result: check.result,
        note: store::open_check_note(db, &check)?,
        checked_by: check.checked_by_name,
        checked_at: check.checked_at,
    })
}
