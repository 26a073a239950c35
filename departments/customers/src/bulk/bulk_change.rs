//! The noun: one deed asked for many customers, and how far it has come.

use chrono::{DateTime, Utc};
use journal::events::customers::StaffName;
use kernel::{BulkChangeId, CustomerId, GroupId, TagId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{
    people::{customer::Stage, list::Asked},
    words::words,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "bulk_changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BulkChangeId,
    pub group_id: GroupId,
    /// A staff member or a key.
    pub actor_id: Uuid,
    pub actor_name: String,
    pub about: BulkAbout,
    pub deed: Deed,
    pub asked: Whom,
    pub state: BulkState,
    /// How many there are: of the list while changing, of the rows changed while undoing.
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    pub skipped: i64,
    /// The last customer reached; work goes on after it.
    pub last_id: Option<CustomerId>,
    pub fault: Option<String>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

pub type BulkChange = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Whose of them a caller is shown is decided by `store::find` and `store::list`.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

/// What is done to each customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(tag = "kind", content = "to", rename_all = "snake_case")]
pub enum Deed {
    /// To nobody, when there is no name.
    AssignConsultant(Option<StaffName>),
    AssignAdvisor(Option<StaffName>),
    AddTag(TagId),
    RemoveTag(TagId),
    SetStage(Stage),
    Delete,
}

/// To whom it is done: a list as it is asked for, or these very customers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Whom {
    pub list: Asked,
    /// In the order of ids; they alone decide when they are given.
    pub ids: Option<Vec<CustomerId>>,
}

words! {
    /// The list a change is of.
    BulkAbout { Customers "customers" }
}
words! {
    DeedKind {
        AssignConsultant "assign_consultant", AssignAdvisor "assign_advisor", AddTag "add_tag", RemoveTag "remove_tag",
        SetStage "set_stage", Delete "delete",
    }
}
words! {
    BulkState {
        Waiting "waiting", Running "running", Done "done", Failed "failed", Undoing "undoing", Undone "undone",
    }
}
