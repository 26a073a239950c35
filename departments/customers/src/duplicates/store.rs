//! Pairs in and out of the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use journal::{About, Draft, events::duplicates::DuplicatesEvent};
use kernel::{CustomerId, DuplicatePairId, MergeId, PermissionName, Result, StoreId};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Value,
    sea_query::{Expr, ExprTrait},
};

use super::pair::{Column, DuplicatePair, Entity, PairOrigin, PairState};
use crate::{
    by_keys::fetch_by,
    candidates::verdict::{ASK_MILLIONTHS, MatchBand, MatchReasons, SAME_MILLIONTHS, Verdict},
    merges::rules::Caution,
    people::customer::Customer,
};

/// Which pairs a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wanted {
    pub state: Option<PairState>,
    pub band: Option<MatchBand>,
    pub store: Option<StoreId>,
}

/// One pair of which the caller may see both.
pub async fn find(db: &Db<'_>, id: DuplicatePairId) -> Result<DuplicatePair> {
    let db = db.under(PermissionName::SeeCustomers);
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page of the pairs of which the caller may see both, the surest first.
pub async fn list(db: &Db<'_>, wanted: Wanted, request: &PageRequest) -> Result<Page<DuplicatePair>> {
    let limit = request.limit()?;
    let db = db.under(PermissionName::SeeCustomers);
    let mut select = db.select::<Entity>().filter(is_wanted(wanted));
    if let Some((millionths, id)) = request.after::<(i32, DuplicatePairId)>()? {
        let key = [Expr::col(Column::Millionths), Expr::col(Column::Id)];
        select = select.filter(row_before(key, [millionths.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::Millionths).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.millionths, row.id))
}

/// How many pairs a list has, at most `most`.
pub async fn count_up_to(db: &Db<'_>, wanted: Wanted, most: u64) -> Result<u64> {
    let db = db.under(PermissionName::SeeCustomers);
    db.count_up_to(db.select::<Entity>().filter(is_wanted(wanted)), most).await
}

/// Saves what somebody decided, and tells both customers' timelines of it.
pub async fn save(
    tx: &mut Tx,
    pair: DuplicatePair,
    sides: [&Customer; 2],
    event: impl Fn(&Customer) -> DuplicatesEvent,
) -> Result<DuplicatePair> {
    let pair = tx.replace::<Entity>(pair).await?;
    let [left, right] = sides;
    let told = [(left, right), (right, left)].map(|(of, other)| Draft {
        about: About::customer(of.store_id, of.id),
        event: event(other),
        actor: None,
    });
    journal::record_all(tx, told.into()).await?;
    Ok(pair)
}

/// Two who may be one, as they were just weighed.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// In any order.
    pub sides: [(CustomerId, StoreId); 2],
    pub verdict: Verdict,
}

platform::record! {
    struct PairLine { id: DuplicatePairId, left_id: CustomerId, right_id: CustomerId, state: PairState, found_at: DateTime<Utc>, origin: PairOrigin, closed_by: Option<MergeId>, held_back: Option<Caution>, held_at: Option<DateTime<Utc>>, version: i32, changed_at: DateTime<Utc> }
}

/// Writes pairs down: new ones are open, those that are open are weighed anew, those somebody decided about stay as they are.
/// What a merge of many left to a person stays so until one of the two has changed.
/// Answers how many are open now.
pub async fn weigh(tx: &mut Tx, weighed: Vec<Weighed>, origin: PairOrigin) -> Result<usize> {
    let (group, now) = (tx.scope().group(), tx.now());
    let mut rows: HashMap<(CustomerId, CustomerId), DuplicatePair> = HashMap::with_capacity(weighed.len());
    for Weighed { mut sides, verdict } in weighed {
        sides.sort_unstable_by_key(|(id, _)| *id);
        let [(left_id, left_store_id), (right_id, right_store_id)] = sides;
        let row = DuplicatePair {
            id: DuplicatePairId::new(now),
            group_id: group,
            left_id,
            right_id,
            left_store_id,
            right_store_id,
            millionths: verdict.millionths,
            reasons: MatchReasons(verdict.reasons),
            caution: verdict.caution,
            origin,
            state: PairState::Open,
            found_at: now,
            weighed_at: now,
            settled_at: None,
            settled_by: None,
            settled_by_name: None,
            settled_reason: None,
            closed_by: None,
            held_back: None,
            held_at: None,
            version: 1,
        };
        if left_id != right_id {
            rows.insert((left_id, right_id), row);
        }
    }
    let lefts = rows.keys().map(|(left, _)| Value::from(*left)).collect();
    let select = "select p.id, p.left_id, p.right_id, p.state, p.found_at, p.origin, p.closed_by, p.held_back, p.held_at, p.version, \
                  case when l.changed_at > r.changed_at then l.changed_at else r.changed_at end changed_at \
                  from duplicate_pairs p join customers l on l.id = p.left_id join customers r on r.id = p.right_id \
                  where p.group_id = $1 and p.left_id in";
    let mut renewed = Vec::new();
    for line in fetch_by::<PairLine>(&tx.db(), select, "", lefts).await? {
        let key = (line.left_id, line.right_id);
        if line.state != PairState::Open || line.closed_by.is_some() {
            rows.remove(&key);
        } else if let Some(row) = rows.get_mut(&key) {
            (row.id, row.found_at, row.origin, row.version) = (line.id, line.found_at, line.origin, line.version);
            if line.held_at.is_some_and(|at| line.changed_at <= at) {
                (row.held_back, row.held_at) = (line.held_back, line.held_at);
            }
            renewed.push(line.id);
        }
    }
    for some in renewed.chunks(AT_ONCE) {
        let places: Vec<String> = (2..some.len() + 2).map(|place| format!("${place}")).collect();
        let values = std::iter::once(Value::from(group)).chain(some.iter().map(|id| Value::from(*id))).collect();
        let text = format!("delete from duplicate_pairs where group_id = $1 and id in ({})", places.join(", "));
        tx.execute_text(&text, values).await?;
    }
    let mut rows: Vec<DuplicatePair> = rows.into_values().collect();
    rows.sort_unstable_by_key(|row| row.id);
    let count = rows.len();
    tx.insert_all::<Entity>(rows).await?;
    Ok(count)
}

const AT_ONCE: usize = 400;

/// The verdict that these two are different people, if it stands.
pub async fn verdict_apart(db: &Db<'_>, one: CustomerId, other: CustomerId) -> Result<Option<DuplicatePair>> {
    let (left, right) = if one < other { (one, other) } else { (other, one) };
    let of_both = Column::LeftId.eq(left).and(Column::RightId.eq(right));
    let db = db.under(PermissionName::SeeCustomers);
    db.maybe(db.select::<Entity>().filter(of_both).filter(Column::State.eq(PairState::Different))).await
}

/// Whether somebody has said of these two that they are different people, of themselves or of a record that lives on in one.
pub async fn is_set_apart(db: &Db<'_>, one: CustomerId, other: CustomerId) -> Result<bool> {
    platform::record! { struct Found { id: DuplicatePairId } }
    let (left, right) = if one < other { (one, other) } else { (other, one) };
    let text = "select id from duplicate_pairs where left_id = $1 and right_id = $2
                and (state = 'different' or (state = 'open' and closed_by is not null))";
    let found: Vec<Found> = db.fetch_text(text, vec![left.into(), right.into()]).await?;
    Ok(!found.is_empty())
}

/// The surest open pairs of the same band of which the caller may see both, at most `most`.
pub async fn open_same(db: &Db<'_>, store: Option<StoreId>, most: u64) -> Result<Vec<(CustomerId, CustomerId)>> {
    let db = db.under(PermissionName::SeeCustomers);
    let wanted = Wanted { band: Some(MatchBand::Same), store, ..Wanted::default() };
    let select = db.select::<Entity>().filter(is_wanted(wanted));
    let surest = select.order_by_desc(Column::Millionths).order_by_desc(Column::Id).limit(most);
    let sides = surest.select_only().columns([Column::LeftId, Column::RightId]);
    let rows: Vec<Sides> = db.fetch(&sides.into_query()).await?;
    Ok(rows.into_iter().map(|row| (row.left_id, row.right_id)).collect())
}

platform::record! {
    struct Sides { left_id: CustomerId, right_id: CustomerId }
}

/// Forgets open pairs that were last weighed before an instant: a search that ended has not found them any more.
pub async fn forget_unfound(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    let group = tx.scope().group();
    let text =
        "delete from duplicate_pairs where group_id = $1 and state = 'open' and closed_by is null and weighed_at < $2";
    tx.execute_text(text, vec![group.into(), before.into()]).await
}

/// Keeps pairs in step with a customer that has just been saved: one who is put away is asked about no more; of one who was merged
/// [`super::merged`] takes care.
pub async fn follow(tx: &mut Tx, before: &Customer, after: &Customer) -> Result<()> {
    for (side, store) in [("left_id", "left_store_id"), ("right_id", "right_store_id")] {
        if !before.is_deleted() && after.is_deleted() && after.merged_into.is_none() {
            let text = format!("delete from duplicate_pairs where {side} = $1 and state = 'open'");
            tx.execute_text(&text, vec![after.id.into()]).await?;
        } else if before.store_id != after.store_id {
            let text = format!("update duplicate_pairs set {store} = $2 where {side} = $1");
            tx.execute_text(&text, vec![after.id.into(), after.store_id.into()]).await?;
        }
    }
    Ok(())
}

fn is_wanted(wanted: Wanted) -> Condition {
    let state = wanted.state.unwrap_or(PairState::Open);
    let mut all = Condition::all().add(Column::State.eq(state));
    if state != PairState::Merged {
        all = all.add(Column::ClosedBy.is_null());
    }
    all = match wanted.band {
        None => all,
        Some(MatchBand::Same) => all.add(Column::Millionths.gte(SAME_MILLIONTHS)).add(Column::HeldBack.is_null()),
        Some(MatchBand::Ask) => {
            let is_left = Column::Millionths.lt(SAME_MILLIONTHS).or(Column::HeldBack.is_not_null());
            all.add(Column::Millionths.gte(ASK_MILLIONTHS)).add(is_left)
        }
        Some(MatchBand::Different) => all.add(Column::Millionths.lt(ASK_MILLIONTHS)),
    };
    let Some(store) = wanted.store else { return all };
    all.add(Condition::any().add(Column::LeftStoreId.eq(store)).add(Column::RightStoreId.eq(store)))
}
