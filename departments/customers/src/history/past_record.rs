//! The noun: what an older system recorded: a purchase, a workshop visit, a complaint.

use chrono::{DateTime, NaiveDate, Utc};
use journal::events::customers::HistoryKind;
use kernel::{CustomerId, GroupId, PastRecordId, StoreId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::people::customer;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "past_records")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PastRecordId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub customer_id: CustomerId,
    pub vehicle_id: Option<VehicleId>,
    pub kind: HistoryKind,
    pub happened_on: NaiveDate,
    /// Minor units.
    pub amount: Option<i64>,
    pub mileage_km: Option<i32>,
    pub summary: String,
    /// A complaint that still waits for its solution.
    pub is_open: bool,
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
}

pub type PastRecord = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::CustomerId, customer::Column::Id)
    }
}
