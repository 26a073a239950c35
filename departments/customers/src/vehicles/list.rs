//! Lists of cars: filtered, sorted, paged by key.

use chrono::{DateTime, NaiveDate, Utc};
use conditions::Question;
use kernel::{CustomerId, Result, StaffId, StoreId, VehicleId, time::Calendar};
use platform::{
    Db,
    database::paging::{COUNT_MAX, Count, Page, PageRequest, page},
};
use sea_orm::{
    ColumnTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType},
};

use super::{
    fields::{Place, Sort},
    vehicle::{Column, Energy, Entity},
};
use crate::{
    facts::fact::NO_DAY,
    listing::{Asked, Key, Mark, Moment, is_few},
    recalls,
    search::{
        self,
        term::{self, NIL},
        wanted::{self, Wanted},
    },
};

platform::record! {
    /// The columns a line shows, in the order of [`columns`].
    pub struct ListRow {
        pub id: VehicleId,
        pub number: String,
        pub vin: Option<String>,
        pub plate: Option<String>,
        pub brand: String,
        pub series: String,
        pub trim: Option<String>,
        pub model_year: Option<i32>,
        pub energy: Option<Energy>,
        pub colour: Option<String>,
        pub owner_id: Option<CustomerId>,
        pub consultant_id: Option<StaffId>,
        pub advisor_id: Option<StaffId>,
        pub purchased_on: Option<NaiveDate>,
        pub mileage_km: Option<i32>,
        pub next_service_on: Option<NaiveDate>,
        pub insurance_until: Option<NaiveDate>,
        pub inspection_until: Option<NaiveDate>,
        pub warranty_until: Option<NaiveDate>,
        pub store_id: StoreId,
        pub created_at: DateTime<Utc>,
        pub version: i32,
    }
}

/// One page of the list; with `among`, only of those.
pub async fn read(
    db: &Db<'_>,
    asked: &Asked,
    among: Option<&[VehicleId]>,
    request: &PageRequest,
    calendar: Calendar,
) -> Result<Page<ListRow>> {
    let limit = request.limit()?;
    let sort: Sort = asked.sort()?;
    let mut select = columns(chosen(filtered(db, asked, calendar).await?, among));
    if let Some(mark) = request.after::<Mark<VehicleId>>()? {
        let (key, id) = sort.marked(mark)?;
        if sort.is_by_expression() {
            // An index over an expression is not sought by the row comparison; by this bound it is, and it takes nothing away.
            let value = sort.key(&key)?;
            select = select.filter(if sort.descending { sort.column().lte(value) } else { sort.column().gte(value) });
        }
        select = select.filter(sort.after(sort.column(), Column::Id.into_simple_expr(), &key, id)?);
    }
    select = select.order_by(sort.column(), sort.order()).order_by(Column::Id, sort.order()).limit(limit + 1);
    let rows: Vec<ListRow> = db.fetch(&select.into_query()).await?;
    page(rows, limit, |row| sort.mark(&key(&sort, row), row.id))
}

/// How many there are in all; with `among`, only of those.
pub async fn count_among(db: &Db<'_>, asked: &Asked, among: Option<&[VehicleId]>, calendar: Calendar) -> Result<u64> {
    let select = chosen(filtered(db, asked, calendar).await?, among);
    db.count_up_to(select, i64::MAX.unsigned_abs()).await
}

/// How many there are, up to a thousand; `exact` counts them all.
pub async fn count(db: &Db<'_>, asked: &Asked, exact: bool, calendar: Calendar) -> Result<Count> {
    let select = filtered(db, asked, calendar).await?;
    if exact {
        return Ok(Count::exact(db.count_up_to(select, i64::MAX.unsigned_abs()).await?));
    }
    Ok(Count::capped(db.count_up_to(select, COUNT_MAX + 1).await?))
}

/// Says what is wrong with it as a list of cars, before anything is begun.
pub fn check(asked: &Asked) -> Result<()> {
    asked.check_for::<Place>()
}

fn chosen(select: Select<Entity>, among: Option<&[VehicleId]>) -> Select<Entity> {
    match among {
        Some(ids) => select.filter(Column::Id.is_in(ids.iter().copied())),
        None => select,
    }
}

async fn filtered(db: &Db<'_>, asked: &Asked, calendar: Calendar) -> Result<Select<Entity>> {
    let moment = Moment { now: db.platform().clock().now(), calendar };
    let deleted = Column::DeletedAt;
    let mut select =
        db.select::<Entity>().filter(if asked.deleted { deleted.is_not_null() } else { deleted.is_null() });
    for filter in asked.filters::<Place>()? {
        select = match filter.definition.place {
            Place::OpenRecall if filter.question(moment) == Question::Flag(true) => recalled(db, select).await?,
            _ => select.filter(filter.condition(moment)),
        };
    }
    let searched = searched(db, select, asked.q.as_deref()).await?;
    Ok(searched.unwrap_or_else(|| db.select::<Entity>().filter(Expr::val(1).eq(0))))
}

/// Those an open recall still waits for: few lead the query, many are asked for one by one.
async fn recalled(db: &Db<'_>, select: Select<Entity>) -> Result<Select<Entity>> {
    let unfixed = recalls::cars::store::unfixed(db);
    Ok(if is_few(db, &unfixed).await? {
        select.filter(Column::Id.in_subquery(unfixed))
    } else {
        select.filter(Expr::exists(recalls::cars::store::unfixed_at_hand()))
    })
}

/// The same cars narrowed to those every word finds; none when a word can find nothing.
pub async fn searched(db: &Db<'_>, mut select: Select<Entity>, q: Option<&str>) -> Result<Option<Select<Entity>>> {
    for word in wanted::words(q.unwrap_or_default()) {
        let wanted = wanted::wanted(word, db.scope().group(), db.platform().keys());
        if wanted.is_empty() {
            return Ok(None);
        }
        // Few finds lead the query; many are asked for one by one while the list is walked in its order.
        select = if are_few(db, &wanted).await? {
            select.filter(Column::Id.in_subquery(found(db, &wanted)))
        } else {
            select.filter(Expr::exists(search::store::terms_of_vehicle(&wanted)))
        };
    }
    Ok(Some(select))
}

async fn are_few(db: &Db<'_>, wanted: &[Wanted]) -> Result<bool> {
    let (cars, owners) = (search::store::vehicle_ids(db, wanted), search::store::customer_ids(db, wanted));
    Ok(is_few(db, &cars).await? && is_few(db, &owners).await?)
}

/// Cars that match by their own terms, or by the name, phone or number of their owner.
fn found(db: &Db<'_>, wanted: &[Wanted]) -> SelectStatement {
    let mut owners = search::store::customer_ids(db, wanted);
    owners.and_where(term::Column::VehicleId.eq(NIL));
    // Not scoped once more: the list that asks is, and a second condition on the group would keep the engine from the owners.
    let owned =
        Query::select().column(Column::Id).from(Entity).and_where(Column::OwnerId.in_subquery(owners)).to_owned();
    let mut cars = search::store::vehicle_ids(db, wanted);
    cars.union(UnionType::Distinct, owned);
    cars
}

fn columns(select: Select<Entity>) -> Select<Entity> {
    select.select_only().columns([
        Column::Id,
        Column::Number,
        Column::Vin,
        Column::Plate,
        Column::Brand,
        Column::Series,
        Column::Trim,
        Column::ModelYear,
        Column::Energy,
        Column::Colour,
        Column::OwnerId,
        Column::ConsultantId,
        Column::AdvisorId,
        Column::PurchasedOn,
        Column::MileageKm,
        Column::NextServiceOn,
        Column::InsuranceUntil,
        Column::InspectionUntil,
        Column::WarrantyUntil,
        Column::StoreId,
        Column::CreatedAt,
        Column::Version,
    ])
}

/// What the cursor keeps of a row.
fn key(sort: &Sort, row: &ListRow) -> Key {
    match sort.definition.place {
        Place::Own(Column::Brand) => Key::Text(row.brand.clone()),
        Place::Own(Column::MileageKm) => Key::Number(row.mileage_km.map_or(-1, i64::from)),
        Place::Own(Column::NextServiceOn) => Key::Day(row.next_service_on.unwrap_or(NO_DAY)),
        Place::Own(Column::InsuranceUntil) => Key::Day(row.insurance_until.unwrap_or(NO_DAY)),
        Place::Own(_) | Place::HasOwner | Place::OpenRecall | Place::Shown => Key::Instant(row.created_at),
    }
}
