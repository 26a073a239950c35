//! The figures of the home page: counts that end early, and those that don't remembered for a moment.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use kernel::{PermissionName, Result, StoreId, time::Calendar};
use platform::{Db, database::paging::Count};
use sea_orm::{
    ColumnTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Func},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::people::{
    customer::{Column, Entity, Stage},
    list::{self, Asked},
};

/// How the customer base stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerFigures {
    pub total: Count,
    pub new_this_month: u64,
    pub new_last_month: u64,
}

/// New customers of one week.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WeekFigure {
    /// The Monday it begins with.
    pub week: NaiveDate,
    pub count: u64,
}

/// Customers of one stage.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StageFigure {
    pub stage: Stage,
    pub count: i64,
}

/// Which part of the customers the figures are of, and by whose calendar.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// All the caller sees when not given.
    pub store: Option<StoreId>,
    pub calendar: Calendar,
}

impl Part {
    fn asked(self, filters: impl IntoIterator<Item = String>) -> Asked {
        let of_store = self.store.map(|store| format!("store:any_of:{store}"));
        Asked { filters: filters.into_iter().chain(of_store).collect(), ..Asked::default() }
    }

    fn select(self, db: &Db<'_>) -> Select<Entity> {
        let select = db.select::<Entity>().filter(Column::DeletedAt.is_null());
        match self.store {
            Some(store) => select.filter(Column::StoreId.eq(store)),
            None => select,
        }
    }
}

const STAGES: [Stage; 6] = [Stage::Lead, Stage::Intent, Stage::Owner, Stage::Loyal, Stage::AtRisk, Stage::Lost];
const NEW_MAX: u64 = 100_000;
const WEEKS: u64 = 12;
/// Counting a million customers by stage takes a while; for so long the last answer is good enough.
const STAGES_REMEMBERED_FOR: TimeDelta = TimeDelta::seconds(60);
/// A time that is over gets no new customers but by an import of old ones.
const PAST_REMEMBERED_FOR: TimeDelta = TimeDelta::minutes(10);

platform::record! {
    struct StageRow { stage: Stage, count: i64 }
}

/// What was counted before, per group, span and question; provided to the platform once.
#[derive(Default)]
pub struct RememberedFigures {
    stages: Remembered<Vec<StageFigure>>,
    past: Remembered<u64>,
}

/// Figures and until when they hold.
type Remembered<T> = Mutex<HashMap<String, (DateTime<Utc>, T)>>;

pub async fn customers(db: &Db<'_>, part: Part) -> Result<CustomerFigures> {
    let db = db.under(PermissionName::SeeCustomers);
    let calendar = part.calendar;
    let today = calendar.day(db.platform().clock().now());
    let month = Calendar::month_of(today);
    let last_month = Calendar::month_of(month.pred_opt().unwrap_or(month));
    Ok(CustomerFigures {
        total: list::count(&db, &part.asked([]), false, calendar).await?,
        new_this_month: new_between(&db, part, calendar.start_of(month), calendar.end_of(today)).await?,
        new_last_month: new_in_past(&db, part, calendar.start_of(last_month), calendar.start_of(month)).await?,
    })
}

/// How many customers a list of these filters has, up to a thousand.
pub async fn count(db: &Db<'_>, part: Part, filter: &str) -> Result<Count> {
    let asked = part.asked([filter.to_owned()]);
    list::count(&db.under(PermissionName::SeeCustomers), &asked, false, part.calendar).await
}

/// New customers of the last weeks, oldest first.
pub async fn by_week(db: &Db<'_>, part: Part) -> Result<Vec<WeekFigure>> {
    let db = db.under(PermissionName::SeeCustomers);
    let calendar = part.calendar;
    let today = calendar.day(db.platform().clock().now());
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    let mut figures = Vec::new();
    for back in (0..WEEKS).rev() {
        let week = monday - Days::new(7 * back);
        let (from, to) = (calendar.start_of(week), calendar.start_of(week + Days::new(7)));
        let count = if week < monday {
            new_in_past(&db, part, from, to).await?
        } else {
            new_between(&db, part, from, to).await?
        };
        figures.push(WeekFigure { week, count });
    }
    Ok(figures)
}

/// Customers by stage, every stage in order.
pub async fn by_stage(db: &Db<'_>, part: Part) -> Result<Vec<StageFigure>> {
    let db = db.under(PermissionName::SeeCustomers);
    let remembered = db.platform().provided::<RememberedFigures>()?;
    let key = key_of(&db, part);
    let now = db.platform().clock().now();
    if let Some(figures) = recalled(&remembered.stages, &key, now) {
        return Ok(figures);
    }
    let statement = part
        .select(&db)
        .select_only()
        .column(Column::Stage)
        .expr(Expr::from(Func::count(Expr::val(1))))
        .group_by(Column::Stage)
        .into_query();
    let rows: Vec<StageRow> = db.fetch(&statement).await?;
    let count_of = |stage| rows.iter().find(|row| row.stage == stage).map_or(0, |row| row.count);
    let figures: Vec<StageFigure> =
        STAGES.into_iter().map(|stage| StageFigure { stage, count: count_of(stage) }).collect();
    remember(&remembered.stages, key, now, STAGES_REMEMBERED_FOR, figures.clone());
    Ok(figures)
}

/// Like [`new_between`] for a time that is over.
async fn new_in_past(db: &Db<'_>, part: Part, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<u64> {
    let remembered = db.platform().provided::<RememberedFigures>()?;
    let key = format!("{} {from} {to}", key_of(db, part));
    let now = db.platform().clock().now();
    if let Some(count) = recalled(&remembered.past, &key, now) {
        return Ok(count);
    }
    let count = new_between(db, part, from, to).await?;
    remember(&remembered.past, key, now, PAST_REMEMBERED_FOR, count);
    Ok(count)
}

async fn new_between(db: &Db<'_>, part: Part, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<u64> {
    let select = part
        .select(db)
        // Every stage there is: so they are counted in the index by stage and day, without reading the rows.
        .filter(Column::Stage.is_in(STAGES))
        .filter(Expr::col((Entity, Column::CreatedAt)).gte(from))
        .filter(Expr::col((Entity, Column::CreatedAt)).lt(to));
    db.count_up_to(select, NEW_MAX).await
}

fn recalled<T: Clone>(memory: &Remembered<T>, key: &str, now: DateTime<Utc>) -> Option<T> {
    let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.get(key).filter(|(until, _)| now < *until).map(|(_, figure)| figure.clone())
}

/// Keeps a figure, and forgets those that hold no longer.
fn remember<T>(memory: &Remembered<T>, key: String, now: DateTime<Utc>, kept: TimeDelta, figure: T) {
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.retain(|_, (until, _)| now < *until);
    memory.insert(key, (now + kept, figure));
}

fn key_of(db: &Db<'_>, part: Part) -> String {
    let (group, span) = (db.scope().group(), db.scope().span());
    format!("{group} {} {:?} {:?} {:?}", span.group, span.stores, span.people, part.store)
}
