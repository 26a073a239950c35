//! Lists of leads: filtered, sorted, paged by key.

use chrono::{DateTime, TimeDelta, Utc};
use customers::{
    people::customer,
    search::{self, wanted},
};
use kernel::{CustomerId, Error, LeadId, Result, StaffId, StoreId, number::Numbered};
use platform::{
    Db,
    database::paging::{COUNT_MAX, Count, Page, PageRequest, page, row_after, row_before},
};
use sea_orm::{
    ColumnTrait, Condition, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    lead::{Column, Entity, Lead},
    words::{Grade, LeadChannel, LeadState},
};

/// Which leads; all that is given must hold.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LeadFilter {
    /// States separated by commas, or `open` (the default), `closed` or `all`.
    pub state: Option<String>,
    /// Channels separated by commas.
    pub channel: Option<String>,
    /// The id of a consultant, `me`, or `none` for what lies in the pool.
    pub consultant: Option<String>,
    pub store: Option<StoreId>,
    /// Grades separated by commas: `h,a`.
    pub grade: Option<String>,
    pub customer: Option<CustomerId>,
    /// Only open ones on which something should have been done by now.
    pub overdue: Option<bool>,
    /// Part of the customer's name, pinyin, phone, plate or number, or of the lead's number.
    pub q: Option<String>,
}

/// How a list is ordered.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LeadOrder {
    /// `-enquired` (the default) for who asked last, `enquired` for who has waited longest, `due` for what is to be done first; the last
    /// leaves out leads on which nothing is to be done.
    pub sort: Option<String>,
}

/// What a caller has before them.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct LeadSummary {
    /// Open and their own.
    pub mine: Count,
    /// In the pool.
    pub pool: Count,
    pub overdue: Count,
    pub open: Count,
    /// Asked to be given up, and not decided yet.
    pub losses: Count,
    /// Of the enquiries of the last thirty days: how many were answered or should have been, and how many in time; all counted, for
    /// one is shown as a part of the other.
    pub answered: Count,
    pub in_time: Count,
}

const SUMMARY_DAYS: i64 = 30;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    LastFirst,
    LongestWaiting,
    DueFirst,
}

/// One page of leads.
pub async fn read(db: &Db<'_>, filter: &LeadFilter, order: &LeadOrder, request: &PageRequest) -> Result<Page<Lead>> {
    let limit = request.limit()?;
    let sort = Sort::of(order.sort.as_deref())?;
    let mut select = narrowed(db, filter)?;
    let (column, direction) = match sort {
        Sort::LastFirst => (Column::LastEnquiredAt, Order::Desc),
        Sort::LongestWaiting => (Column::LastEnquiredAt, Order::Asc),
        Sort::DueFirst => (Column::DueAt, Order::Asc),
    };
    if sort == Sort::DueFirst {
        select = select.filter(Column::DueAt.is_not_null());
    }
    if let Some((at, id)) = request.after::<(DateTime<Utc>, LeadId)>()? {
        let (key, values) = ([Expr::col(column), Expr::col(Column::Id)], [at.into(), id.into()]);
        select = select.filter(if sort == Sort::LastFirst { row_before(key, values) } else { row_after(key, values) });
    }
    let rows =
        db.all(select.order_by(column, direction.clone()).order_by(Column::Id, direction).limit(limit + 1)).await?;
    page(rows, limit, |row| (if sort == Sort::DueFirst { row.due_at } else { Some(row.last_enquired_at) }, row.id))
}

/// How many there are, up to a thousand; `exact` counts them all.
pub async fn count(db: &Db<'_>, filter: &LeadFilter, exact: bool) -> Result<Count> {
    let select = narrowed(db, filter)?;
    if exact {
        return counted_exactly(db, select).await;
    }
    counted(db, select).await
}

/// What the caller has before them, in one store or in all, and how quickly enquiries are answered.
pub async fn summary(db: &Db<'_>, store: Option<StoreId>) -> Result<LeadSummary> {
    let now = db.platform().clock().now();
    let since = now - TimeDelta::days(SUMMARY_DAYS);
    let of = |filter: LeadFilter| narrowed(db, &LeadFilter { store, ..filter });
    let consultant = |whose: &str| LeadFilter { consultant: Some(whose.to_owned()), ..LeadFilter::default() };
    let losses = LeadFilter { state: Some(LeadState::LossAsked.word().to_owned()), ..LeadFilter::default() };
    let recent = || {
        let due = Condition::any().add(Column::RespondedAt.is_not_null()).add(Column::RespondBy.lt(now));
        let due = Condition::all().add(due).add_option(store.map(|store| Column::StoreId.eq(store)));
        // Whoever asked first since then asked last since then too, which an index knows.
        let asked = Condition::all().add(Column::EnquiredAt.gte(since)).add(Column::LastEnquiredAt.gte(since));
        db.select::<Entity>().filter(asked).filter(due)
    };
    let in_time = Expr::col(Column::RespondedAt).lte(Expr::col(Column::RespondBy));
    let mine = match db.scope().staff() {
        Some(_) => counted(db, of(consultant("me"))?).await?,
        None => Count::exact(0),
    };
    Ok(LeadSummary {
        mine,
        pool: counted(db, of(consultant("none"))?).await?,
        overdue: counted(db, of(LeadFilter { overdue: Some(true), ..LeadFilter::default() })?).await?,
        open: counted(db, of(LeadFilter::default())?).await?,
        losses: counted(db, of(losses)?).await?,
        answered: counted_exactly(db, recent()).await?,
        in_time: counted_exactly(db, recent().filter(in_time)).await?,
    })
}

async fn counted_exactly(db: &Db<'_>, select: Select<Entity>) -> Result<Count> {
    Ok(Count::exact(db.count_up_to(select, i64::MAX.unsigned_abs()).await?))
}

async fn counted(db: &Db<'_>, select: Select<Entity>) -> Result<Count> {
    Ok(Count::capped(db.count_up_to(select, COUNT_MAX + 1).await?))
}

fn narrowed(db: &Db<'_>, filter: &LeadFilter) -> Result<Select<Entity>> {
    let mut all = Condition::all()
        .add_option(states(filter.state.as_deref())?.map(|states| Column::State.is_in(states)))
        .add_option(
            words(filter.channel.as_deref(), "channel", LeadChannel::find)?.map(|words| Column::Channel.is_in(words)),
        )
        .add_option(words(filter.grade.as_deref(), "grade", Grade::find)?.map(|words| Column::Grade.is_in(words)))
        .add_option(filter.store.map(|store| Column::StoreId.eq(store)))
        .add_option(filter.customer.map(|customer| Column::CustomerId.eq(customer)));
    if let Some(whose) = filter.consultant.as_deref() {
        all = all.add(consultant(db, whose)?);
    }
    if filter.overdue == Some(true) {
        let now = db.platform().clock().now();
        all = all.add(Column::State.is_in(LeadState::OPEN)).add(Column::DueAt.lt(now));
    }
    all = all.add(Expr::exists(deleted_customer()).not());
    for word in wanted::words(filter.q.as_deref().unwrap_or_default()) {
        all = all.add(named(db, word));
    }
    Ok(db.select::<Entity>().filter(all))
}

/// A wish ends with the record of whoever has it, and goes on when that is taken back.
fn deleted_customer() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(customer::Entity)
        .and_where(Expr::col((customer::Entity, customer::Column::Id)).equals((Entity, Column::CustomerId)))
        .and_where(customer::Column::DeletedAt.is_not_null())
        .to_owned()
}

fn consultant(db: &Db<'_>, whose: &str) -> Result<Condition> {
    let is = |id: StaffId| Condition::all().add(Column::ConsultantId.eq(id));
    match whose {
        "none" => Ok(Condition::all().add(Column::ConsultantId.is_null())),
        "me" => db.scope().staff().map(is).ok_or_else(|| {
            Error::invalid("consultant", "consultant.nobody", "a machine has no leads of its own; give an id or 'none'")
        }),
        id => id
            .parse()
            .map(is)
            .map_err(|_| Error::invalid("consultant", "id.malformed", "give the id of a staff member, 'me' or 'none'")),
    }
}

fn states(asked: Option<&str>) -> Result<Option<Vec<LeadState>>> {
    match asked {
        None | Some("" | "open") => Ok(Some(LeadState::OPEN.into())),
        Some("all") => Ok(None),
        Some("closed") => Ok(Some(vec![LeadState::Won, LeadState::Finished, LeadState::Lost])),
        Some(_) => words(asked, "state", LeadState::find),
    }
}

fn words<T>(asked: Option<&str>, field: &str, find: impl Fn(&str) -> Option<T>) -> Result<Option<Vec<T>>> {
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { return Ok(None) };
    let known = asked.split(',').map(|word| {
        find(word.trim()).ok_or_else(|| {
            let message = format!("'{word}' is no {field} of leads; take one the documentation lists");
            Error::invalid(field, "query.malformed", message)
        })
    });
    known.collect::<Result<Vec<T>>>().map(Some)
}

/// Whose customer is found by the word, or whose own number it is.
fn named(db: &Db<'_>, word: &str) -> Condition {
    if let Some(number) = Numbered::Lead.parse(word) {
        return Condition::all().add(Column::Number.eq(number));
    }
    let wanted = wanted::wanted(word, db.scope().group(), db.platform().keys());
    if wanted.is_empty() {
        return Condition::all().add(Expr::val(1).eq(0));
    }
    Condition::all().add(Column::CustomerId.in_subquery(search::store::customer_ids(db, &wanted)))
}

impl Sort {
    fn of(asked: Option<&str>) -> Result<Self> {
        match asked {
            None | Some("" | "-enquired") => Ok(Self::LastFirst),
            Some("enquired") => Ok(Self::LongestWaiting),
            Some("due") => Ok(Self::DueFirst),
            Some(_) => {
                Err(Error::invalid("sort", "sort.unknown_field", "leads are sorted by -enquired, enquired or due"))
            }
        }
    }
}
