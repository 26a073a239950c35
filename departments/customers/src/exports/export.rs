//! The noun: a list asked for as a file, and how far it has come.

use chrono::{DateTime, Utc};
use kernel::{ExportId, GroupId, PermissionName, Refusal};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{listing::Asked, words::words};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "exports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExportId,
    pub group_id: GroupId,
    /// A staff member or a key.
    pub actor_id: Uuid,
    pub actor_name: String,
    pub about: ExportAbout,
    pub format: FileFormat,
    pub asked: Sheet,
    /// Whether phone numbers stand in it whole.
    pub shows_phones: bool,
    pub state: ExportState,
    pub rows: i64,
    pub total: i64,
    /// None until it is done, and again once the file is cleared away.
    pub file_name: Option<String>,
    /// In bytes.
    pub size: Option<i64>,
    pub fault: Option<String>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

pub type Export = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Whose of them a caller is shown is decided by `store::find` and `store::list`.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

/// What is to stand in the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Sheet {
    pub list: Asked,
    /// The chosen rows, in place of what the list's filters find.
    #[serde(default)]
    pub ids: Option<Vec<Uuid>>,
    pub columns: Vec<String>,
    pub reason: Option<String>,
}

words! {
    /// What the rows of the file are.
    ExportAbout { Customers "customers", Vehicles "vehicles", Tasks "tasks" }
}
words! {
    FileFormat { Xlsx "xlsx", Csv "csv" }
}
words! {
    ExportState { Waiting "waiting", Running "running", Done "done", Failed "failed" }
}

impl ExportAbout {
    pub const ALL: [Self; 3] = [Self::Customers, Self::Vehicles, Self::Tasks];

    /// What it takes to take such a list home.
    pub fn permission(self) -> PermissionName {
        match self {
            Self::Customers => PermissionName::ExportCustomers,
            Self::Vehicles => PermissionName::ExportVehicles,
            Self::Tasks => PermissionName::ExportTasks,
        }
    }
}

/// Why a file can't be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportRefusal {
    NotDone,
    Failed,
    ClearedAway,
}

impl Refusal for ExportRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDone => "export.not_done",
            Self::Failed => "export.failed",
            Self::ClearedAway => "export.cleared_away",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NotDone => "This file is still being written; ask again when the export is done.",
            Self::Failed => "This export failed and has no file; begin another one.",
            Self::ClearedAway => "Files are kept for seven days and this one was cleared away; export the list again.",
        }
        .into()
    }
}

impl Model {
    /// The name of the file, when there is one to fetch.
    pub fn fetched_as(&self) -> Result<&str, ExportRefusal> {
        match (self.state, &self.file_name) {
            (ExportState::Done, Some(name)) => Ok(name),
            (ExportState::Done, None) => Err(ExportRefusal::ClearedAway),
            (ExportState::Failed, _) => Err(ExportRefusal::Failed),
            (ExportState::Waiting | ExportState::Running, _) => Err(ExportRefusal::NotDone),
        }
    }
}
