//! Lists of customers: filtered, sorted, paged by key, each page a handful of queries whatever its length.

use std::time::{Duration, Instant};

use super::{
    customer::{self, CustomerKind, Gender, Stage},
    fields::{Place, Sort},
    narrowing::{Narrowed, Walk, narrowed},
};
use crate::{
    columns as memory,
    facts::fact,
    listing::{Key, Mark, Moment},
    vehicles::vehicle,
};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, Result, StaffId, StoreId, VehicleId, time::Calendar};
use platform::{
    Db, Scope, SystemActor,
    database::paging::{COUNT_MAX, Count, Page, PageRequest, page},
};
use sea_orm::{
    ColumnTrait, Condition, IntoSimpleExpr, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

pub use crate::listing::Asked;

platform::record! {
    /// The columns a line shows, in the order of [`columns`].
    pub struct ListRow {
        pub id: CustomerId,
        pub number: String,
        pub name: String,
        pub name_pinyin: String,
        pub kind: CustomerKind,
        pub gender: Option<Gender>,
        pub stage: Stage,
        pub store_id: StoreId,
        pub phone_sealed: Option<Vec<u8>>,
        pub consultant_id: Option<StaffId>,
        pub advisor_id: Option<StaffId>,
        pub source: Option<String>,
        pub city: Option<String>,
        pub created_at: DateTime<Utc>,
        pub changed_at: DateTime<Utc>,
        pub version: i32,
        pub vehicles: Option<i32>,
        pub last_contact_at: Option<DateTime<Utc>>,
        pub last_visit_at: Option<DateTime<Utc>>,
        pub next_service_on: Option<NaiveDate>,
        pub insurance_until: Option<NaiveDate>,
        pub spend: Option<i64>,
        pub visits: Option<i32>,
        pub completeness: Option<i32>,
        pub quality: Option<i32>,
        pub vehicle_id: Option<VehicleId>,
        pub vehicle_brand: Option<String>,
        pub vehicle_series: Option<String>,
        pub vehicle_plate: Option<String>,
    }
}

platform::record! {
    /// An id alone, for walking through a whole list.
    pub struct IdRow { pub id: CustomerId }
}

/// One page of the list; with `among`, only of those.
pub async fn read(
    db: &Db<'_>,
    asked: &Asked,
    among: Option<&[CustomerId]>,
    request: &PageRequest,
    calendar: Calendar,
) -> Result<Page<ListRow>> {
    let limit = request.limit()?;
    let sort: Sort = asked.sort()?;
    let walk = match sort.definition.place {
        Place::Fact(column) => Walk::ByFact(column),
        _ => Walk::ByCustomer,
    };
    let rows = chosen(narrowed(db, asked, moment(db, calendar), walk).await?.rows, among);
    let mut select = columns(joined(rows)).filter(in_order_of(&sort, db.scope()));
    if let Some(mark) = request.after::<Mark<CustomerId>>()? {
        let (key, id) = sort.marked(mark)?;
        select = select.filter(sort.after(column(&sort), tie(&sort), &key, id)?);
    }
    select = select.order_by(column(&sort), sort.order()).order_by(tie(&sort), sort.order()).limit(limit + 1);
    let begun = Instant::now();
    let rows: Vec<ListRow> = db.fetch(&select.into_query()).await?;
    learn_if_slow(db, asked, begun.elapsed(), calendar)?;
    page(rows, limit, |row| sort.mark(&key(&sort, row), row.id))
}

/// How many there are in all; with `among`, only of those.
pub async fn count_among(db: &Db<'_>, asked: &Asked, among: Option<&[CustomerId]>, calendar: Calendar) -> Result<u64> {
    let select = narrowed(db, asked, moment(db, calendar), Walk::Counting).await?.rows;
    db.count_up_to(joined(chosen(select, among)), i64::MAX.unsigned_abs()).await
}

/// How many there are, up to a thousand; `exact` counts them all.
pub async fn count(db: &Db<'_>, asked: &Asked, exact: bool, calendar: Calendar) -> Result<Count> {
    if exact {
        let (all, _) = countable(db, asked, calendar, Walk::Counting).await?;
        return Ok(Count::exact(db.count_up_to(all, i64::MAX.unsigned_abs()).await?));
    }
    let (some, is_part) = countable(db, asked, calendar, Walk::CountingSome).await?;
    let begun = Instant::now();
    let count = Count::capped(db.count_up_to(some, COUNT_MAX + 1).await?);
    learn_if_slow(db, asked, begun.elapsed(), calendar)?;
    if count.capped || !is_part {
        return Ok(count);
    }
    let (all, _) = countable(db, asked, calendar, Walk::Counting).await?;
    Ok(Count::capped(db.count_up_to(all, COUNT_MAX + 1).await?))
}

/// The next ids of the whole list in the order of ids, for work that walks through all of it.
pub async fn ids_after(
    db: &Db<'_>,
    asked: &Asked,
    after: Option<CustomerId>,
    most: u64,
    calendar: Calendar,
) -> Result<Vec<CustomerId>> {
    let rows = narrowed(db, asked, moment(db, calendar), Walk::ByCustomer).await?.rows;
    let mut select = joined(rows).select_only().column(customer::Column::Id);
    if let Some(after) = after {
        select = select.filter(customer::Column::Id.gt(after));
    }
    let rows: Vec<IdRow> = db.fetch(&select.order_by_asc(customer::Column::Id).limit(most).into_query()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

impl Asked {
    /// Says what is wrong with it as a list of customers, before anything is begun.
    pub fn check(&self) -> Result<()> {
        self.check_for::<Place>()
    }
}

fn chosen(select: Select<customer::Entity>, among: Option<&[CustomerId]>) -> Select<customer::Entity> {
    match among {
        Some(ids) => select.filter(customer::Column::Id.is_in(ids.iter().copied())),
        None => select,
    }
}

/// Nobody waits for the memory to learn a slow list: it is for the next one.
fn learn_if_slow(db: &Db<'_>, asked: &Asked, took: Duration, calendar: Calendar) -> Result<()> {
    if took < memory::SLOW || asked.deleted || asked.filters.is_empty() {
        return Ok(());
    }
    let (filters, moment) = (asked.filters::<Place>()?, moment(db, calendar));
    let door = db.platform().system(SystemActor::Jobs, db.scope().group());
    tokio::spawn(async move {
        if let Err(error) = memory::learn(&door.read(), &filters, moment).await {
            tracing::warn!(%error, "a slow list was not learned");
        }
    });
    Ok(())
}

/// The rows to be counted, and whether they are only a part of those found.
async fn countable(
    db: &Db<'_>,
    asked: &Asked,
    calendar: Calendar,
    walk: Walk,
) -> Result<(Select<customer::Entity>, bool)> {
    let Narrowed { rows, asks_facts, is_part } = narrowed(db, asked, moment(db, calendar), walk).await?;
    let rows = if asks_facts { joined(rows).filter(db.scope().of_group(fact::Column::GroupId)) } else { rows };
    Ok((rows, is_part))
}

fn moment(db: &Db<'_>, calendar: Calendar) -> Moment {
    Moment { now: db.platform().clock().now(), calendar }
}

fn joined(select: Select<customer::Entity>) -> Select<customer::Entity> {
    let on_facts = Expr::col((fact::Entity, fact::Column::CustomerId)).equals((customer::Entity, customer::Column::Id));
    let on_car = Expr::col((vehicle::Entity, vehicle::Column::Id)).equals((fact::Entity, fact::Column::MainVehicleId));
    let mut select = select;
    // Every customer has facts from the first moment: an inner join lets the list be read in the order of a fact.
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, fact::Entity, on_facts).join(
        JoinType::LeftJoin,
        vehicle::Entity,
        on_car,
    );
    select
}

fn columns(select: Select<customer::Entity>) -> Select<customer::Entity> {
    use customer::Column as C;
    use fact::Column as F;
    use vehicle::Column as V;
    select
        .select_only()
        .columns([
            C::Id,
            C::Number,
            C::Name,
            C::NamePinyin,
            C::Kind,
            C::Gender,
            C::Stage,
            C::StoreId,
            C::PhoneSealed,
            C::ConsultantId,
            C::AdvisorId,
            C::Source,
            C::City,
            C::CreatedAt,
            C::ChangedAt,
            C::Version,
        ])
        .columns([
            F::Vehicles,
            F::LastContactAt,
            F::LastVisitAt,
            F::NextServiceOn,
            F::InsuranceUntil,
            F::Spend,
            F::Visits,
            F::Completeness,
            F::Quality,
        ])
        .columns([V::Id, V::Brand, V::Series, V::Plate])
}

fn column(sort: &Sort) -> SimpleExpr {
    match sort.definition.place {
        Place::Fact(column) => column.into_simple_expr(),
        Place::Customer(column) => column.into_simple_expr(),
        Place::Car(_)
        | Place::Role
        | Place::Tag
        | Place::Consent(_)
        | Place::Happened(_)
        | Place::Missing
        | Place::Doubt
        | Place::Shown => customer::Column::CreatedAt.into_simple_expr(),
    }
}

/// What orders rows of equal value: of the table the sort's index is on.
fn tie(sort: &Sort) -> SimpleExpr {
    match sort.definition.place {
        Place::Fact(_) => fact::Column::CustomerId.into_simple_expr(),
        _ => customer::Column::Id.into_simple_expr(),
    }
}

/// Indexes of facts begin with the group, as those of customers do.
fn in_order_of(sort: &Sort, scope: &Scope) -> Condition {
    match sort.definition.place {
        Place::Fact(_) => scope.of_group(fact::Column::GroupId),
        _ => Condition::all(),
    }
}

/// What the cursor keeps of a row.
fn key(sort: &Sort, row: &ListRow) -> Key {
    match sort.definition.place {
        Place::Customer(customer::Column::NamePinyin) => Key::Text(row.name_pinyin.clone()),
        Place::Fact(fact::Column::LastContactAt) => Key::Instant(row.last_contact_at.unwrap_or(fact::NEVER)),
        Place::Fact(fact::Column::LastVisitAt) => Key::Instant(row.last_visit_at.unwrap_or(fact::NEVER)),
        Place::Fact(fact::Column::NextServiceOn) => Key::Day(row.next_service_on.unwrap_or(fact::NO_DAY)),
        Place::Fact(fact::Column::InsuranceUntil) => Key::Day(row.insurance_until.unwrap_or(fact::NO_DAY)),
        Place::Fact(fact::Column::Quality) => Key::Number(row.quality.unwrap_or_default().into()),
        Place::Fact(_) => Key::Number(row.spend.unwrap_or_default()),
        Place::Customer(_)
        | Place::Car(_)
        | Place::Role
        | Place::Tag
        | Place::Consent(_)
        | Place::Happened(_)
        | Place::Missing
        | Place::Doubt
        | Place::Shown => Key::Instant(row.created_at),
    }
}
