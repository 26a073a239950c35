//! Imports as pages see them.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, ImportId, Language, Result};
use platform::{
    Db,
    names::{self, Known, Ref, StoreRef},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use tables::HeaderChoice;
use utoipa::ToSchema;

use super::{
    cell_fault::CellFault,
    import::{FileKind, Import, ImportState, Totals},
    import_row::RowState,
    mapping::{ColumnMap, Duplicates},
    stores,
    targets::{self, Field, TargetGroup},
};
use crate::candidates::view::Match;

/// A file on its way in, with what it is taken for and how far it has come.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportView {
    pub id: ImportId,
    pub number: String,
    pub file_name: String,
    /// In bytes.
    pub size: i64,
    /// Where customers come to of whom the file names no store.
    pub store: StoreRef,
    /// Open stores its rows may name.
    pub stores: Vec<StoreRef>,
    pub state: ImportState,
    pub format: FileKind,
    /// Of a text file, as is the delimiter.
    pub encoding: Option<String>,
    pub delimiter: Option<String>,
    /// Of a workbook.
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    /// From 1; null when every row is data.
    pub header_row: Option<u64>,
    pub columns: Vec<ColumnMap>,
    /// What a column can be.
    pub targets: Vec<TargetView>,
    pub duplicates: Duplicates,
    /// Values for fields no cell fills.
    pub constants: std::collections::BTreeMap<Field, String>,
    pub keep_odd_phones: bool,
    pub keep_odd_vins: bool,
    pub totals: Totals,
    pub messages: Vec<String>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub by: Ref,
    /// Why it stopped or failed.
    pub error: Option<String>,
    pub version: i32,
    pub can: Vec<&'static str>,
}

platform::has_version!(ImportView);

/// A field a column can be mapped to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TargetView {
    pub field: Field,
    pub group: TargetGroup,
    pub required: bool,
    /// Whether several columns may be mapped to it.
    pub joins: bool,
    /// Whether its cells can replace what is known of an existing customer; others only fill or add.
    pub overwrites: bool,
}

/// A row of the file and what became of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportRow {
    /// The line of the file or row of the sheet, from 1.
    pub row: i64,
    pub cells: Vec<String>,
    pub state: RowState,
    pub errors: Vec<RowError>,
    pub customer_id: Option<CustomerId>,
    /// Before a run, of a row that would come in as new: the customer it might be the same as.
    pub likeness: Option<Match>,
}

/// What is wrong with a cell, in the language of the request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RowError {
    /// From 0; null when it is about the whole row.
    pub column: Option<usize>,
    pub field: Option<Field>,
    pub code: String,
    pub message: String,
}

impl RowError {
    pub fn new(fault: &CellFault, language: Language) -> Self {
        Self {
            column: fault.column,
            field: fault.field,
            code: fault.code.clone(),
            message: fault.message(language).to_owned(),
        }
    }
}

/// The views of some imports: one query for all names.
pub async fn views(db: &Db<'_>, imports: Vec<Import>) -> Result<Vec<ImportView>> {
    let of_imports = imports.iter().map(|import| import.store_id).collect();
    let known = names::of(db, names::Wanted { stores: of_imports, ..names::Wanted::default() }).await?;
    let within_reach = stores::within_reach(db).await?;
    Ok(imports.into_iter().map(|import| one(db, import, &known, &within_reach)).collect())
}

pub async fn view(db: &Db<'_>, import: Import) -> Result<ImportView> {
    views(db, vec![import]).await?.pop().ok_or(kernel::Error::NotFound)
}

fn one(db: &Db<'_>, import: Import, known: &Known, within_reach: &[StoreRef]) -> ImportView {
    let language = db.scope().language();
    let read = &import.settings.read;
    ImportView {
        can: import.can(db.scope(), db.platform().clock().now()),
        id: import.id,
        size: import.size,
        store: known.store(import.store_id),
        stores: within_reach.to_vec(),
        state: import.state,
        encoding: read.encoding.map(|encoding| encoding.name().to_owned()),
        delimiter: read.delimiter.map(String::from),
        sheet: read.sheet.clone(),
        header_row: match read.header {
            HeaderChoice::Row(row) => Some(row),
            HeaderChoice::Guess | HeaderChoice::None => None,
        },
        targets: targets::all()
            .map(|field| TargetView {
                field,
                group: field.group(),
                required: field.is_required(),
                joins: field.joins(),
                overwrites: field.overwrites(),
            })
            .collect(),
        duplicates: import.settings.duplicates,
        keep_odd_phones: import.settings.keep_odd_phones,
        keep_odd_vins: import.settings.keep_odd_vins,
        totals: import.totals,
        messages: import.messages.0.iter().map(|message| message.text(language).to_owned()).collect(),
        created_at: import.created_at,
        finished_at: import.finished_at,
        by: Ref { id: import.actor_id.unwrap_or(Uuid::nil()), name: import.actor_name },
        error: import.fault.as_ref().map(|fault| fault.text(language).to_owned()),
        version: import.version,
        number: import.number,
        file_name: import.file_name,
        format: import.format,
        sheets: import.sheets.0,
        columns: import.columns.0,
        constants: import.settings.constants,
    }
}
