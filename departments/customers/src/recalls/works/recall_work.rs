//! The noun: work on the cars of a recall, and how far it has come.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, RecallId, RecallWorkId, Refusal, StaffId, StoreId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{
    recalls::{
        cars::{list::Which, recall_car::RecallCarState},
        vins::reading::RowFaults,
    },
    words::words,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recall_works")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecallWorkId,
    pub group_id: GroupId,
    pub recall_id: RecallId,
    pub deed: RecallDeed,
    pub asked: AskedWork,
    pub state: RecallWorkState,
    /// Cars or VINs to go through; 0 where nobody can say beforehand.
    pub total: i64,
    /// Gone through so far.
    pub passed: i64,
    /// Cars found, VINs taken in, cars moved, tasks made.
    pub done: i64,
    pub failed: i64,
    /// Nothing to do: known, in that state already, without an owner.
    pub skipped: i64,
    /// The last car reached; work goes on after it.
    pub last_id: Option<VehicleId>,
    /// What was wrong in the rows of a list.
    pub row_faults: RowFaults,
    pub fault: Option<String>,
    /// A staff member or a key.
    pub actor_id: Uuid,
    pub actor_name: String,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

pub type RecallWork = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

words! {
    RecallDeed { FindCars "find_cars", TakeVins "take_vins", MoveCars "move_cars", MakeTasks "make_tasks" }
}
words! {
    RecallWorkState { Waiting "waiting", Running "running", Done "done", Failed "failed" }
}
words! {
    /// Whom the tasks go to: the service advisor of the customer, else the sales consultant; the other way round; or one person.
    AssignTo as RecallTaskFor { Advisor "advisor", Consultant "consultant", Person "person" }
}

/// The particulars of a deed that has some.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AskedWork {
    Plain,
    Move { which: Which, to: RecallCarState, on: NaiveDate, note: Option<String> },
    Tasks { store: Option<StoreId>, assign_to: AssignTo, person: Option<StaffId>, due_on: NaiveDate },
}

/// Why no work begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecallWorkRefusal {
    UnderWay,
}

impl Refusal for RecallWorkRefusal {
    fn code(&self) -> &'static str {
        "recall_work.under_way"
    }

    fn detail(&self) -> String {
        "The same is under way for this recall already; wait until it has ended.".into()
    }
}

impl Model {
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, RecallWorkState::Waiting | RecallWorkState::Running)
    }
}
