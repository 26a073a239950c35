//! The only file that builds queries for consents: where customers stand, what they answered, and writing answers down.

use std::collections::HashMap;

use journal::{
    About,
    events::consents::{Answered, ConsentsEvent},
};
use kernel::{ConsentId, ConsentPurposeId, CustomerId, Error, PolicyId, Result, StoreId};
use platform::{
    Actor, Db, Scope, Tx,
    database::paging::{Page, PageRequest, page, row_after, row_before},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, prelude::DateTimeUtc, sea_query::Expr};

use super::{
    consent::{Answer, Column, Consent, ConsentChannel, Entity},
    purpose::{PROFILING, Purpose, shipped},
    purpose_row,
    rules::{Floors, NewAnswer, Standing, Verdict, judge},
};

/// Where a customer stands for a purpose and a channel, by what they and the law say. An unknown purpose allows nothing.
pub async fn standing(
    db: &Db<'_>,
    customer: CustomerId,
    purpose: &str,
    channel: impl Into<ConsentChannel>,
) -> Result<Standing> {
    let mut found = standings(db, &[customer], purpose, channel).await?;
    Ok(found.remove(&customer).unwrap_or(CLOSED))
}

/// The same for many customers with a handful of queries; the caller has bounded them.
pub async fn standings(
    db: &Db<'_>,
    customers: &[CustomerId],
    purpose: &str,
    channel: impl Into<ConsentChannel>,
) -> Result<HashMap<CustomerId, Standing>> {
    let channel = channel.into();
    let Some(purpose) = find_purpose(db, purpose).await? else {
        return Ok(customers.iter().map(|id| (*id, CLOSED)).collect());
    };
    let select = db
        .select::<Entity>()
        .filter(Column::CustomerId.is_in(customers.iter().copied()))
        .filter(Column::Purpose.eq(purpose.code.as_str()))
        .filter(Column::ReplacedAt.is_null());
    let current = db.all(select).await?;
    let floors = floors(db, &current).await?;
    let now = db.platform().clock().now();
    let mut by_customer: HashMap<CustomerId, Vec<Consent>> = HashMap::new();
    for one in current {
        by_customer.entry(one.customer_id).or_default().push(one);
    }
    let judged = |id: &CustomerId| {
        let of_customer = by_customer.get(id).map(Vec::as_slice).unwrap_or_default();
        (*id, judge(&purpose, of_customer, &floors, channel, now))
    };
    Ok(customers.iter().map(judged).collect())
}

/// Whether a machine may score, rank and recommend for this customer (PIPL article 24).
pub async fn allows_profiling(db: &Db<'_>, customer: CustomerId) -> Result<bool> {
    Ok(standing(db, customer, PROFILING, ConsentChannel::All).await?.verdict.allows())
}

/// The answers of a customer that hold, with the floors of their texts.
pub async fn current(db: &Db<'_>, customer: CustomerId) -> Result<(Vec<Consent>, Floors)> {
    let select = db.select::<Entity>().filter(Column::CustomerId.eq(customer)).filter(Column::ReplacedAt.is_null());
    let current = db.all(select).await?;
    let floors = floors(db, &current).await?;
    Ok((current, floors))
}

/// All answers of a customer, newest first.
pub async fn history(db: &Db<'_>, customer: CustomerId, request: &PageRequest) -> Result<Page<Consent>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>().filter(Column::CustomerId.eq(customer));
    if let Some((at, id)) = request.after::<(DateTimeUtc, ConsentId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::RecordedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::RecordedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.recorded_at, row.id))
}

/// Consents to versions of a text below its floor: who must be asked anew, in the order of the version they know.
pub async fn unsettled(db: &Db<'_>, policy: PolicyId, request: &PageRequest) -> Result<Page<Consent>> {
    let limit = request.limit()?;
    let floor = floor_of(db, policy).await?;
    let mut select = db
        .select::<Entity>()
        .filter(Column::PolicyId.eq(policy))
        .filter(Column::ReplacedAt.is_null())
        .filter(Column::PolicyVersion.lt(floor))
        .filter(Column::Answer.eq(Answer::Given));
    if let Some((version, id)) = request.after::<(i32, ConsentId)>()? {
        select = select
            .filter(row_after([Expr::col(Column::PolicyVersion), Expr::col(Column::Id)], [version.into(), id.into()]));
    }
    let rows = db.all(select.order_by_asc(Column::PolicyVersion).order_by_asc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.policy_version.unwrap_or_default(), row.id))
}

/// All purposes of the group: the shipped ones as the group shaped them, then its own.
pub async fn purposes(db: &Db<'_>) -> Result<Vec<Purpose>> {
    let rows = db.all(db.select::<purpose_row::Entity>().order_by_asc(purpose_row::Column::Id)).await?;
    let mut shaped: Vec<Purpose> = rows.into_iter().map(Purpose::from).collect();
    let mut all = shipped();
    for one in &mut all {
        if let Some(place) = shaped.iter().position(|shaped| shaped.code == one.code) {
            *one = shaped.remove(place);
        }
    }
    all.extend(shaped);
    Ok(all)
}

/// The purpose with this code, or [`Error::NotFound`].
pub async fn purpose(db: &Db<'_>, code: &str) -> Result<Purpose> {
    find_purpose(db, code).await?.ok_or(Error::NotFound)
}

/// Saves a purpose as the group wants it.
pub async fn save_purpose(tx: &mut Tx, purpose: Purpose) -> Result<Purpose> {
    let event = ConsentsEvent::PurposeChanged { purpose: purpose.code.clone(), title: purpose.name.clone() };
    let is_new = purpose.id.is_none();
    let row = purpose_row::Model {
        id: purpose.id.unwrap_or_else(|| ConsentPurposeId::new(tx.now())),
        group_id: tx.scope().group(),
        code: purpose.code,
        name: purpose.name,
        name_english: purpose.name_english,
        basis: purpose.basis,
        asks: purpose.asks,
        kinds: purpose.kinds,
        is_separate: purpose.is_separate,
        by_channel: purpose.by_channel,
        months: purpose.months,
        ask_again_days: purpose.ask_again_days,
        is_active: purpose.is_active,
        version: purpose.version,
    };
    let row = if is_new {
        let row = purpose_row::Model { version: 1, ..row };
        tx.insert::<purpose_row::Entity>(row.clone()).await?;
        row
    } else {
        tx.replace::<purpose_row::Entity>(row).await?
    };
    let about = About { store: tx.scope().home(), ..About::default() };
    journal::record(tx, about, event).await?;
    Ok(row.into())
}

/// Writes an answer down. It takes the place of the one before for its channel, or of all channels when it is for all; those stay
/// as they were said.
pub async fn record(tx: &mut Tx, store: StoreId, customer: CustomerId, new: NewAnswer) -> Result<Consent> {
    let now = tx.now();
    let purpose = find_purpose(&tx.db(), &new.purpose).await?.ok_or_else(|| {
        Error::invalid(
            "purpose",
            "consent.unknown_purpose",
            "there is no such purpose; GET /consent-purposes lists them",
        )
    })?;
    Error::unless_valid(new.faults(&purpose, now))?;
    let (current, floors) = current(&tx.db(), customer).await?;
    let standing = judge(&purpose, &current, &floors, new.channel, now);
    let takes_place = |one: &&Consent| {
        one.purpose == purpose.code && (new.channel == ConsentChannel::All || one.channel == new.channel)
    };
    let replaced: Vec<&Consent> = current.iter().filter(takes_place).collect();
    new.follows(&purpose, &standing, &replaced, now)?;
    let ids: Vec<ConsentId> = replaced.iter().map(|one| one.id).collect();
    let consent = row_of(tx.scope(), store, customer, &purpose, new, now);
    if !ids.is_empty() {
        let update = tx.update::<Entity>().col_expr(Column::ReplacedAt, Expr::val(now)).filter(Column::Id.is_in(ids));
        tx.run(update).await?;
    }
    tx.insert::<Entity>(consent.clone()).await?;
    journal::record(tx, About::customer(store, customer).at(consent.answered_at), event_of(&consent, &purpose)).await?;
    Ok(consent)
}

/// From now on only consents to this version of a text, or a newer one, hold.
pub async fn demand_anew(tx: &mut Tx, policy: PolicyId, version: i32) -> Result<()> {
    let values = vec![policy.into(), tx.scope().group().into(), version.into()];
    let text = "insert into consent_floors (policy_id, group_id, version_min) values ($1, $2, $3)
         on conflict (policy_id) do update set version_min = $3";
    tx.execute_text(text, values).await.map(drop)
}

const CLOSED: Standing = Standing { verdict: Verdict::Closed, consent: None, may_ask_from: None };

async fn find_purpose(db: &Db<'_>, code: &str) -> Result<Option<Purpose>> {
    let shaped = db.maybe(db.select::<purpose_row::Entity>().filter(purpose_row::Column::Code.eq(code))).await?;
    Ok(match shaped {
        Some(row) => Some(row.into()),
        None => shipped().into_iter().find(|one| one.code == code),
    })
}

platform::record! {
    struct Floor { policy: PolicyId, version: i32 }
}

/// A group has a handful of texts, so all floors are read at once.
async fn floors(db: &Db<'_>, current: &[Consent]) -> Result<Floors> {
    if current.iter().all(|one| one.policy_id.is_none()) {
        return Ok(Floors::new());
    }
    let text = "select policy_id, version_min from consent_floors where group_id = $1";
    let rows: Vec<Floor> = db.fetch_text(text, vec![db.scope().group().into()]).await?;
    Ok(rows.into_iter().map(|row| (row.policy, row.version)).collect())
}

async fn floor_of(db: &Db<'_>, policy: PolicyId) -> Result<i32> {
    let text = "select policy_id, version_min from consent_floors where group_id = $1 and policy_id = $2";
    let rows: Vec<Floor> = db.fetch_text(text, vec![db.scope().group().into(), policy.into()]).await?;
    Ok(rows.first().map_or(0, |row| row.version))
}

pub(super) fn row_of(
    scope: &Scope,
    store: StoreId,
    customer: CustomerId,
    purpose: &Purpose,
    new: NewAnswer,
    now: DateTimeUtc,
) -> Consent {
    let answered_at = new.answered_at.unwrap_or(now).min(now);
    let until = match new.answer {
        Answer::Given => new.until.or_else(|| purpose.holds_until(answered_at)),
        Answer::Refused | Answer::Withdrawn => None,
    };
    let policy = new.policy;
    Consent {
        id: ConsentId::new(now),
        group_id: scope.group(),
        store_id: store,
        customer_id: customer,
        purpose: purpose.code.clone(),
        channel: new.channel,
        answer: new.answer,
        answered_at,
        until,
        policy_id: policy.as_ref().map(|mark| mark.policy),
        policy_text_id: policy.as_ref().map(|mark| mark.text),
        policy_version: policy.as_ref().map(|mark| mark.version),
        policy_hash: policy.as_ref().map(|mark| mark.hash.clone()),
        policy_title: policy.map(|mark| mark.title),
        how: new.how,
        proof: new.proof.map(|proof| proof.trim().to_owned()).filter(|proof| !proof.is_empty()),
        recorded_by: scope.staff(),
        recorded_name: match scope.actor() {
            Actor::Staff { name, .. } | Actor::Key { name, .. } => name.clone(),
            Actor::System(actor) => actor.name().to_owned(),
        },
        recorded_at: now,
        replaced_at: None,
    }
}

pub(super) fn event_of(consent: &Consent, purpose: &Purpose) -> ConsentsEvent {
    let answered = answered(consent, &purpose.name);
    match consent.answer {
        Answer::Given => ConsentsEvent::Given(answered),
        Answer::Refused => ConsentsEvent::Refused(answered),
        Answer::Withdrawn => ConsentsEvent::Withdrawn(answered),
    }
}

/// An answer as the journal tells it; `title` is what its purpose is called.
pub(super) fn answered(consent: &Consent, title: &str) -> Answered {
    Answered {
        consent: consent.id,
        purpose: consent.purpose.clone(),
        title: title.to_owned(),
        channel: consent.channel.code(),
        how: sea_orm::ActiveEnum::to_value(&consent.how),
        policy: consent.policy_name(),
        until: consent.until,
    }
}
