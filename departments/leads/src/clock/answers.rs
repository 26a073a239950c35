//! How quickly enquiries were answered: per consultant and store, by the clock of the store's hours and by that on the wall.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::{Error, Result, StaffId, StoreId, time::Calendar};
use platform::{
    Db,
    names::{self, Ref, StoreRef, Wanted},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    hours::{self, WeekHours},
    store,
};
use crate::{
    lead::{Column, Entity},
    words::LeadState,
};

/// How well the limits were kept by the enquiries of a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerBoard {
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// The share that should be in time, in basis points.
    pub goal_basis_points: i32,
    pub total: AnswerFigures,
    pub stores: Vec<StoreAnswers>,
    /// Those who have the leads now, the slowest first; what lies in the pool is nobody's.
    pub consultants: Vec<ConsultantAnswers>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StoreAnswers {
    pub store: StoreRef,
    #[serde(flatten)]
    pub figures: AnswerFigures,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ConsultantAnswers {
    /// Null for what lies in the pool.
    pub consultant: Option<Ref>,
    pub store: StoreRef,
    #[serde(flatten)]
    pub figures: AnswerFigures,
}

/// Counted of the enquiries of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerFigures {
    pub received: i64,
    /// Not won, lost or finished.
    pub open: i64,
    /// Open, nobody answered yet.
    pub waiting: i64,
    /// Of the waiting: those whose limit has passed in the hours of the store.
    pub late: i64,
    /// Answered, or should have been by now: what the rates are parts of.
    pub due: i64,
    pub in_time: i64,
    /// The same by the clock on the wall.
    pub wall_due: i64,
    pub wall_in_time: i64,
    /// Minutes to the first answer of those answered, in the hours of the store; null when none was.
    pub median_minutes: Option<i64>,
    pub median_wall_minutes: Option<i64>,
}

platform::record! {
    #[derive(Clone, Debug)]
    struct Line {
        store: StoreId,
        consultant: Option<StaffId>,
        state: LeadState,
        enquired_at: DateTime<Utc>,
        respond_by: DateTime<Utc>,
        wall_by: Option<DateTime<Utc>>,
        responded_at: Option<DateTime<Utc>>,
    }
}

/// What is counted of one group of leads.
#[derive(Clone, Debug, Default)]
struct Tally {
    figures: AnswerFigures,
    minutes: Vec<i64>,
    wall_minutes: Vec<i64>,
}

const GOAL_BASIS_POINTS: i32 = 9_500;
const DAYS_BACK: u64 = 29;
const DAYS_MAX: i64 = 92;

/// The board of a store, or of all the caller reaches; they see of it what they see of leads.
pub async fn board(
    db: &Db<'_>,
    in_store: Option<StoreId>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
) -> Result<AnswerBoard> {
    let now = db.platform().clock().now();
    let own = match in_store.or(db.scope().home()) {
        Some(store) => store::calendar(db, store).await?,
        None => Calendar::default(),
    };
    let until = until.unwrap_or_else(|| own.day(now));
    let from = from.or_else(|| until.checked_sub_days(Days::new(DAYS_BACK))).unwrap_or(until);
    if until < from || (until - from).num_days() >= DAYS_MAX {
        let message = format!("give at most {DAYS_MAX} days, the first before the last");
        return Err(Error::invalid("until", "period.out_of_range", message));
    }
    let within = Condition::all()
        .add(Column::EnquiredAt.gte(own.start_of(from)))
        .add(Column::EnquiredAt.lt(own.end_of(until)))
        .add_option(in_store.map(|store| Column::StoreId.eq(store)));
    let columns = [
        Column::StoreId,
        Column::ConsultantId,
        Column::State,
        Column::EnquiredAt,
        Column::RespondBy,
        Column::WallBy,
        Column::RespondedAt,
    ];
    let select = db.select::<Entity>().filter(within).select_only().columns(columns);
    let lines: Vec<Line> = db.fetch(&select.into_query()).await?;
    tallied(db, lines, from, until, now).await
}

async fn tallied(
    db: &Db<'_>,
    lines: Vec<Line>,
    from: NaiveDate,
    until: NaiveDate,
    now: DateTime<Utc>,
) -> Result<AnswerBoard> {
    let wanted = Wanted {
        stores: lines.iter().map(|line| line.store).collect(),
        staff: lines.iter().filter_map(|line| line.consultant).collect(),
        ..Wanted::default()
    };
    let known = names::of(db, wanted.clone()).await?;
    let mut clocks: HashMap<StoreId, (Option<WeekHours>, Calendar)> = HashMap::new();
    for id in wanted.stores {
        clocks.insert(id, (store::limits(db, id).await?.hours, known.calendar(id)));
    }
    let mut total = Tally::default();
    let mut stores: BTreeMap<StoreId, Tally> = BTreeMap::new();
    let mut consultants: BTreeMap<(StoreId, Option<StaffId>), Tally> = BTreeMap::new();
    for line in lines {
        let (hours, calendar) = clocks.get(&line.store).cloned().unwrap_or_default();
        let of_store = stores.entry(line.store).or_default();
        let of_consultant = consultants.entry((line.store, line.consultant)).or_default();
        for tally in [&mut total, of_store, of_consultant] {
            tally.count(&line, hours.as_ref(), calendar, now);
        }
    }
    let mut consultants: Vec<ConsultantAnswers> = consultants
        .into_iter()
        .map(|((store, staff), tally)| ConsultantAnswers {
            consultant: staff.map(|id| known.staff(id)),
            store: known.store(store),
            figures: tally.figures(),
        })
        .collect();
    consultants.sort_by_key(|one| (-one.figures.late, one.figures.share(), -one.figures.received));
    let of_store =
        |(store, tally): (StoreId, Tally)| StoreAnswers { store: known.store(store), figures: tally.figures() };
    let mut stores: Vec<StoreAnswers> = stores.into_iter().map(of_store).collect();
    stores.sort_by(|one, other| one.store.code.cmp(&other.store.code));
    Ok(AnswerBoard { from, until, goal_basis_points: GOAL_BASIS_POINTS, total: total.figures(), stores, consultants })
}

impl Tally {
    fn count(&mut self, line: &Line, hours: Option<&WeekHours>, calendar: Calendar, now: DateTime<Utc>) {
        let figures = &mut self.figures;
        let wall_by = line.wall_by.unwrap_or(line.respond_by);
        let answered_at = line.responded_at;
        let is_by = |limit: DateTime<Utc>| answered_at.is_some_and(|at| at <= limit);
        let is_due = |limit: DateTime<Utc>| answered_at.is_some() || limit < now;
        let is_waiting = line.state.is_open() && answered_at.is_none();
        figures.received += 1;
        figures.open += i64::from(line.state.is_open());
        figures.waiting += i64::from(is_waiting);
        figures.late += i64::from(is_waiting && line.respond_by < now);
        figures.due += i64::from(is_due(line.respond_by));
        figures.in_time += i64::from(is_by(line.respond_by));
        figures.wall_due += i64::from(is_due(wall_by));
        figures.wall_in_time += i64::from(is_by(wall_by));
        if let Some(at) = answered_at {
            self.minutes.push(hours::between(hours, calendar, line.enquired_at, at));
            self.wall_minutes.push((at - line.enquired_at).num_minutes().max(0));
        }
    }

    fn figures(mut self) -> AnswerFigures {
        AnswerFigures {
            median_minutes: median(&mut self.minutes),
            median_wall_minutes: median(&mut self.wall_minutes),
            ..self.figures
        }
    }
}

impl AnswerFigures {
    /// In basis points; all of nothing.
    fn share(&self) -> i64 {
        if self.due == 0 { 10_000 } else { self.in_time * 10_000 / self.due }
    }
}

/// The lower of the two in the middle.
fn median(minutes: &mut [i64]) -> Option<i64> {
    minutes.sort_unstable();
    minutes.get(minutes.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_lower_of_the_two_in_the_middle() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [7]), Some(7));
        assert_eq!(median(&mut [9, 1]), Some(1));
        assert_eq!(median(&mut [30, 2, 5]), Some(5));
    }
}
