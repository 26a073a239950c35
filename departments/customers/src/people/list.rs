//! Lists of customers: filtered, sorted, paged by key, each page a handful of queries whatever its length.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, Error, Result, StaffId, StoreId, VehicleId, time::Calendar};
use platform::{
    Db,
    database::paging::{COUNT_MAX, Count, Page, PageRequest, page},
};
use sea_orm::{
    ColumnTrait, Condition, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Value,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use serde::{Deserialize, Serialize};

use super::{
    customer::{self, CustomerKind, Gender, Stage},
    fields::{Filter, Sort, SortColumn},
};
use crate::{
    facts::fact,
    search::{self, terms},
    vehicles::vehicle,
};

/// What a list is asked for, as it also stands in saved views, bulk changes and exports.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Asked {
    /// `field:operator:value,value`; all must hold.
    pub filters: Vec<String>,
    /// What was typed into the search box.
    pub q: Option<String>,
    /// A field's name, with `-` for the other way round.
    pub sort: Option<String>,
    /// The deleted ones instead of the others.
    pub deleted: bool,
}

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

/// One page of the list.
pub async fn read(db: &Db<'_>, asked: &Asked, request: &PageRequest, calendar: Calendar) -> Result<Page<ListRow>> {
    let limit = request.limit()?;
    let sort = asked.sort()?;
    let mut select = columns(joined(filtered(db, asked, calendar)?));
    if let Some((key, id)) = request.after::<(String, CustomerId)>()? {
        select = select.filter(sort.after(&key, id)?);
    }
    let order = if sort.descending { Order::Desc } else { Order::Asc };
    select = select.order_by(sort.column(), order.clone()).order_by(customer::Column::Id, order).limit(limit + 1);
    let rows: Vec<ListRow> = db.fetch(&select.into_query()).await?;
    page(rows, limit, |row| (sort.key(row), row.id))
}

/// How many there are, up to a thousand; `exact` counts them all.
pub async fn count(db: &Db<'_>, asked: &Asked, exact: bool, calendar: Calendar) -> Result<Count> {
    let select = joined(filtered(db, asked, calendar)?);
    if exact {
        return Ok(Count::exact(db.count_up_to(select, i64::MAX.unsigned_abs()).await?));
    }
    Ok(Count::capped(db.count_up_to(select, COUNT_MAX + 1).await?))
}

/// The next ids of the whole list in the order of ids, for work that walks through all of it.
pub async fn ids_after(
    db: &Db<'_>,
    asked: &Asked,
    after: Option<CustomerId>,
    most: u64,
    calendar: Calendar,
) -> Result<Vec<CustomerId>> {
    let mut select = joined(filtered(db, asked, calendar)?).select_only().column(customer::Column::Id);
    if let Some(after) = after {
        select = select.filter(customer::Column::Id.gt(after));
    }
    let rows: Vec<IdRow> = db.fetch(&select.order_by_asc(customer::Column::Id).limit(most).into_query()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

impl Asked {
    fn sort(&self) -> Result<Sort> {
        self.sort.as_deref().map_or_else(|| Ok(Sort::default()), str::parse)
    }

    /// Says what is wrong with it before anything is begun.
    pub fn check(&self) -> Result<()> {
        self.sort()?;
        for filter in &self.filters {
            filter.parse::<Filter>()?;
        }
        Ok(())
    }
}

fn filtered(db: &Db<'_>, asked: &Asked, calendar: Calendar) -> Result<Select<customer::Entity>> {
    let now = db.platform().clock().now();
    let deleted = customer::Column::DeletedAt;
    let mut select =
        db.select::<customer::Entity>().filter(if asked.deleted { deleted.is_not_null() } else { deleted.is_null() });
    for filter in &asked.filters {
        select = select.filter(filter.parse::<Filter>()?.condition(now, calendar)?);
    }
    for word in asked.q.as_deref().unwrap_or_default().split_whitespace() {
        let wanted = terms::wanted(word, db.scope().group(), db.platform().keys());
        if wanted.is_empty() {
            return Ok(select.filter(Expr::val(1).eq(0)));
        }
        select = select.filter(customer::Column::Id.in_subquery(search::store::customer_ids(db, &wanted)));
    }
    Ok(select)
}

fn joined(select: Select<customer::Entity>) -> Select<customer::Entity> {
    let on_facts = Expr::col((fact::Entity, fact::Column::CustomerId)).equals((customer::Entity, customer::Column::Id));
    let on_car = Expr::col((vehicle::Entity, vehicle::Column::Id)).equals((fact::Entity, fact::Column::MainVehicleId));
    let mut select = select;
    QuerySelect::query(&mut select).join(JoinType::LeftJoin, fact::Entity, on_facts).join(
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
        ])
        .columns([V::Id, V::Brand, V::Series, V::Plate])
}

impl Sort {
    fn column(self) -> SimpleExpr {
        match self.column {
            SortColumn::Customer(column) => Expr::col((customer::Entity, column)),
            SortColumn::Fact(column) => Expr::col((fact::Entity, column)),
        }
    }

    /// What the cursor keeps of a row.
    fn key(self, row: &ListRow) -> String {
        match self.column {
            SortColumn::Customer(customer::Column::NamePinyin) => row.name_pinyin.clone(),
            SortColumn::Customer(_) => row.created_at.to_rfc3339(),
            SortColumn::Fact(fact::Column::LastContactAt) => row.last_contact_at.unwrap_or(fact::NEVER).to_rfc3339(),
            SortColumn::Fact(fact::Column::LastVisitAt) => row.last_visit_at.unwrap_or(fact::NEVER).to_rfc3339(),
            SortColumn::Fact(fact::Column::NextServiceOn) => row.next_service_on.unwrap_or(fact::NO_DAY).to_string(),
            SortColumn::Fact(fact::Column::InsuranceUntil) => row.insurance_until.unwrap_or(fact::NO_DAY).to_string(),
            SortColumn::Fact(_) => row.spend.unwrap_or_default().to_string(),
        }
    }

    fn after(self, key: &str, id: CustomerId) -> Result<Condition> {
        let broken = || {
            Error::invalid(
                "cursor",
                "cursor.broken",
                "the cursor is of a list with another order; begin at the first page",
            )
        };
        let instant = || key.parse::<DateTime<Utc>>().map(Value::from).map_err(|_| broken());
        let day = || key.parse::<NaiveDate>().map(Value::from).map_err(|_| broken());
        let value: Value = match self.column {
            SortColumn::Customer(customer::Column::NamePinyin) => key.into(),
            SortColumn::Customer(_) | SortColumn::Fact(fact::Column::LastContactAt | fact::Column::LastVisitAt) => {
                instant()?
            }
            SortColumn::Fact(fact::Column::NextServiceOn | fact::Column::InsuranceUntil) => day()?,
            SortColumn::Fact(_) => key.parse::<i64>().map_err(|_| broken())?.into(),
        };
        let row = Expr::tuple([self.column(), Expr::col((customer::Entity, customer::Column::Id))]);
        let seen = Expr::tuple([Expr::val(value), Expr::val(id)]);
        Ok(Condition::all().add(if self.descending { row.lt(seen) } else { row.gt(seen) }))
    }
}
