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
    /// By which the file is known again, see [`super::mark`]; files from before have none.
    pub mark: Option<String>,
    /// The power it will be written with, kept while it waits for approval.
    pub mandate: Option<Lent>,
    pub needs_approval: bool,
    /// When nobody has decided by then, it lapses.
    pub approve_until: Option<DateTime<Utc>>,
    pub decided_by: Option<Uuid>,
    pub decided_name: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decision_reason: Option<String>,
    pub downloads: i32,
    /// How often an approved file may be fetched.
    pub downloads_max: Option<i32>,
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

/// The power of who asked, until the export is approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Lent(pub platform::Mandate);

words! {
    /// What the rows of the file are.
    ExportAbout { Customers "customers", Vehicles "vehicles", Tasks "tasks", RecallCars "recall_cars" }
}
words! {
    FileFormat { Xlsx "xlsx", Csv "csv" }
}
words! {
    /// `held` waits for approval, and becomes `waiting`, `refused` or `lapsed`.
    ExportState {
        Held "held", Waiting "waiting", Running "running", Done "done", Failed "failed", Refused "refused", Lapsed "lapsed",
    }
}

impl ExportAbout {
    pub const ALL: [Self; 4] = [Self::Customers, Self::Vehicles, Self::Tasks, Self::RecallCars];

    /// What it takes to take such a list home.
    pub fn permission(self) -> PermissionName {
        match self {
            Self::Customers => PermissionName::ExportCustomers,
            Self::Vehicles | Self::RecallCars => PermissionName::ExportVehicles,
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
    Held,
    TurnedDown,
    Lapsed,
    FetchedOut,
    /// Nobody decides on their own export.
    Own,
    NotHeld,
}

impl Refusal for ExportRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDone => "export.not_done",
            Self::Failed => "export.failed",
            Self::ClearedAway => "export.cleared_away",
            Self::Held => "export.held",
            Self::TurnedDown => "export.turned_down",
            Self::Lapsed => "export.lapsed",
            Self::FetchedOut => "export.fetched_out",
            Self::Own => "export.own",
            Self::NotHeld => "export.not_held",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NotDone => "This file is still being written; ask again when the export is done.",
            Self::Failed => "This export failed and has no file; begin another one.",
            Self::ClearedAway => "Files are kept for seven days and this one was cleared away; export the list again.",
            Self::Held => "This export waits for approval by somebody else.",
            Self::TurnedDown => "This export was not approved; the reason stands beside it.",
            Self::Lapsed => "Nobody approved this export in time; ask again.",
            Self::FetchedOut => "This file was fetched as often as it may be; ask for another export.",
            Self::Own => "Four eyes: somebody else decides on an export.",
            Self::NotHeld => "This export does not wait for approval, or somebody has decided already.",
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
            (ExportState::Held, _) => Err(ExportRefusal::Held),
            (ExportState::Refused, _) => Err(ExportRefusal::TurnedDown),
            (ExportState::Lapsed, _) => Err(ExportRefusal::Lapsed),
            (ExportState::Waiting | ExportState::Running, _) => Err(ExportRefusal::NotDone),
        }
    }
}
