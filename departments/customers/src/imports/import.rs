//! The noun: a file on its way into the base, with its mapping and how far it has come.

use chrono::{DateTime, Utc};
use kernel::{GroupId, ImportId, Language, StoreId};
use platform::{Actor, Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::mapping::{ColumnMap, Settings};
use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    pub group_id: GroupId,
    /// Where customers come to of whom the file names no store.
    pub store_id: StoreId,
    pub number: String,
    pub file_name: String,
    /// In bytes.
    pub size: i64,
    /// `csv`, `xlsx`, `xls` or `ods`.
    pub format: FileKind,
    pub state: ImportState,
    pub settings: Settings,
    pub columns: Columns,
    pub sheets: Sheets,
    pub totals: Totals,
    pub messages: Messages,
    /// The last row of the file that was taken in; a run goes on after it.
    pub last_row: i64,
    pub fault: Option<Message>,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub actor_name: String,
    pub created_at: DateTime<Utc>,
    /// When it last came forward.
    pub moved_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type Import = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        let covered = scope.of_store(Column::GroupId, Column::StoreId, &[]);
        // Who brought a file sees it, wherever their power reaches.
        scope.staff().into_iter().fold(Condition::any().add(covered), |any, me| any.add(Column::ActorId.eq(me.0)))
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id)
    }
}

platform::versioned!();

words! {
    /// What the file is made as; `.tsv` and `.txt` are `csv` with another delimiter.
    FileKind { Csv "csv", Xlsx "xlsx", Xls "xls", Ods "ods" }
}
words! {
    ImportState {
        Mapping "mapping", Checking "checking", Checked "checked", Running "running", Stopped "stopped", Done "done",
        Failed "failed", Undoing "undoing", Undone "undone",
    }
}

impl From<tables::Format> for FileKind {
    fn from(format: tables::Format) -> Self {
        match format {
            tables::Format::Csv => Self::Csv,
            tables::Format::Xlsx => Self::Xlsx,
            tables::Format::Xls => Self::Xls,
            tables::Format::Ods => Self::Ods,
        }
    }
}

impl ImportState {
    /// Whether a job is at work on it.
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Checking | Self::Running | Self::Undoing)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Columns(pub Vec<ColumnMap>);

/// The sheets of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Sheets(pub Vec<String>);

/// How many rows became what. After a check, what they would become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, FromJsonQueryResult)]
pub struct Totals {
    /// Rows of the file below its header, blank ones left out; an estimate while a large file is read.
    pub rows: i64,
    /// Rows passed so far. `created + updated + duplicate + unchanged + failed` add up to it.
    pub read: i64,
    pub created: i64,
    /// Rows that added something to a customer who was there.
    pub updated: i64,
    /// Rows left out: equal to another row of the file, or about a customer who is there and was to be skipped.
    pub duplicate: i64,
    pub failed: i64,
    /// Rows that say nothing new.
    pub unchanged: i64,
    /// Of those created, rows that may be a customer who was there before: asked about as pairs of duplicates.
    #[serde(default)]
    pub alike: i64,
    /// Customers an undo removed.
    #[serde(default)]
    pub removed: i64,
    /// Rows an undo left alone because somebody has worked on the customer since.
    #[serde(default)]
    pub kept: i64,
}

/// What is worth knowing about a file, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Message {
    pub code: String,
    pub english: String,
    pub chinese: String,
}

impl Message {
    pub fn new(code: &str, english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { code: code.to_owned(), english: english.into(), chinese: chinese.into() }
    }

    pub fn text(&self, language: Language) -> &str {
        language.pick(&self.chinese, &self.english)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Messages(pub Vec<Message>);

/// Kind, id and name of an actor as an import keeps them.
pub fn actor_parts(actor: &Actor) -> (&'static str, Option<Uuid>, String) {
    match actor {
        Actor::Staff { id, name } => ("staff", Some(id.0), name.clone()),
        Actor::Key { id, name } => ("key", Some(id.0), name.clone()),
        Actor::System(actor) => ("system", None, actor.name().to_owned()),
    }
}
