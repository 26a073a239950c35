//! Lists of the cars of a recall: narrowed by state, store and words, paged by key.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, RecallCarId, RecallId, Result, StaffId, StoreId, VehicleId};
use platform::{
    Db,
    database::paging::{Page, PageRequest, page},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QuerySelect, QueryTrait,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, JoinType, Order, SelectStatement},
};
use serde::{Deserialize, Serialize};

use super::recall_car::{Column, Entity, FoundBy, RecallCarState};
use crate::vehicles::{self, vehicle};

/// Which cars of a recall; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Which {
    pub state: Option<RecallCarState>,
    pub store: Option<StoreId>,
    pub q: Option<String>,
    /// These and no others, when given.
    pub ids: Option<Vec<VehicleId>>,
}

platform::record! {
    /// The columns a line shows, in the order of [`columns`].
    pub struct Line {
        pub id: RecallCarId,
        pub vehicle_id: VehicleId,
        pub found_by: FoundBy,
        pub state: RecallCarState,
        pub state_on: NaiveDate,
        pub mileage_km: Option<i32>,
        pub note: Option<String>,
        pub actor_id: Uuid,
        pub actor_name: String,
        pub task_key: Option<String>,
        pub is_changed: bool,
        pub changed_at: DateTime<Utc>,
        pub version: i32,
        pub car_number: String,
        pub vin: Option<String>,
        pub plate: Option<String>,
        pub brand: String,
        pub series: String,
        pub store_id: StoreId,
        pub owner_id: Option<CustomerId>,
        pub consultant_id: Option<StaffId>,
        pub advisor_id: Option<StaffId>,
    }
}

/// A page in the order of the cars.
pub async fn read(db: &Db<'_>, recall: RecallId, which: &Which, request: &PageRequest) -> Result<Page<Line>> {
    let limit = request.limit()?;
    let Some(mut statement) = narrowed(db, recall, which).await? else { return page(Vec::new(), limit, |_: &Line| ()) };
    if let Some(last) = request.after::<VehicleId>()? {
        statement.and_where(Expr::col((Entity, Column::VehicleId)).gt(last));
    }
    columns(&mut statement);
    statement.order_by((Entity, Column::VehicleId), Order::Asc).limit(limit + 1);
    page(db.fetch(&statement).await?, limit, |line: &Line| line.vehicle_id)
}

/// How many there are, up to so many.
pub async fn count(db: &Db<'_>, recall: RecallId, which: &Which, most: u64) -> Result<u64> {
    match narrowed(db, recall, which).await? {
        Some(mut statement) => db.count_rows_up_to(statement.expr(Expr::val(1)), most).await,
        None => Ok(0),
    }
}

platform::record! {
    struct Id { vehicle_id: VehicleId }
}

/// The next cars after one, by id.
pub async fn ids_after(
    db: &Db<'_>,
    recall: RecallId,
    which: &Which,
    after: Option<VehicleId>,
    most: u64,
) -> Result<Vec<VehicleId>> {
    let Some(mut statement) = narrowed(db, recall, which).await? else { return Ok(Vec::new()) };
    if let Some(last) = after {
        statement.and_where(Expr::col((Entity, Column::VehicleId)).gt(last));
    }
    statement.column((Entity, Column::VehicleId)).order_by((Entity, Column::VehicleId), Order::Asc).limit(most);
    let rows: Vec<Id> = db.fetch(&statement).await?;
    Ok(rows.into_iter().map(|row| row.vehicle_id).collect())
}

/// The cars of a recall inside the scope, without columns; none when the words asked for find nothing.
async fn narrowed(db: &Db<'_>, recall: RecallId, which: &Which) -> Result<Option<SelectStatement>> {
    let mut select = db.select::<vehicle::Entity>().filter(vehicle::Column::DeletedAt.is_null());
    if let Some(store) = which.store {
        select = select.filter(vehicle::Column::StoreId.eq(store));
    }
    let Some(select) = vehicles::list::searched(db, select, which.q.as_deref()).await? else { return Ok(None) };
    let mut statement = select.select_only().into_query();
    statement
        .join(JoinType::InnerJoin, Entity, is_its_car())
        .and_where(Expr::col((Entity, Column::RecallId)).eq(recall));
    if let Some(state) = which.state {
        statement.and_where(Expr::col((Entity, Column::State)).eq(state));
    }
    if let Some(ids) = &which.ids {
        statement.and_where(Expr::col((Entity, Column::VehicleId)).is_in(ids.iter().copied()));
    }
    Ok(Some(statement))
}

/// What joins cars of recalls with the cars themselves.
pub fn is_its_car() -> sea_orm::sea_query::SimpleExpr {
    Expr::col((Entity, Column::VehicleId)).equals((vehicle::Entity, vehicle::Column::Id))
}

fn columns(statement: &mut SelectStatement) {
    use vehicle::Column as Car;
    let own = [
        Column::Id,
        Column::VehicleId,
        Column::FoundBy,
        Column::State,
        Column::StateOn,
        Column::MileageKm,
        Column::Note,
        Column::ActorId,
        Column::ActorName,
        Column::TaskKey,
    ];
    statement.columns(own.map(|column| (Entity, column)));
    statement.expr(Expr::col((Entity, Column::Before)).is_not_null());
    statement.columns([Column::ChangedAt, Column::Version].map(|column| (Entity, column)));
    let of_car = [
        Car::Number,
        Car::Vin,
        Car::Plate,
        Car::Brand,
        Car::Series,
        Car::StoreId,
        Car::OwnerId,
        Car::ConsultantId,
        Car::AdvisorId,
    ];
    statement.columns(of_car.map(|column| (vehicle::Entity, column)));
}
