//! Imports as pages see them.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, ImportId, Language, Result};
use messaging::consents::Purpose;
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
    consents,
    import::{FileKind, Import, ImportState, Totals},
    import_row::RowState,
    mapping::{ColumnMap, Duplicates},
    stores,
    targets::{self, Field, TargetGroup},
};
use crate::candidates::view::Match;

/// A file on its way in and how far it has come.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportLine {
    pub id: ImportId,
    pub number: String,
    pub file_name: String,
    /// In bytes.
    pub size: i64,
    /// Where customers come to of whom the file names no store.
    pub store: StoreRef,
    pub state: ImportState,
    pub format: FileKind,
    pub totals: Totals,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub by: Ref,
    /// Why it stopped or failed.
    pub error: Option<String>,
    pub version: i32,
    pub can: Vec<&'static str>,
}

/// The same with what it is taken for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportView {
    #[serde(flatten)]
    pub line: ImportLine,
    /// Open stores its rows may name.
    pub stores: Vec<StoreRef>,
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
    pub messages: Vec<String>,
}

impl platform::http::HasVersion for ImportView {
    fn version(&self) -> i32 {
        self.line.version
    }
}

/// A field a column can be mapped to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TargetView {
    pub field: Field,
    /// With `consent.purpose`: which one; a column of it names the code.
    pub purpose: Option<TargetPurpose>,
    pub group: TargetGroup,
    pub required: bool,
    /// Whether several columns may be mapped to it.
    pub joins: bool,
    /// Whether its cells can replace what is known of an existing customer; others only fill or add.
    pub overwrites: bool,
}

/// A purpose of the group that customers are asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TargetPurpose {
    pub code: String,
    /// In the language of the request.
    pub name: String,
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

/// Imports as a list shows them: one query for all names.
pub async fn lines(db: &Db<'_>, imports: &[Import]) -> Result<Vec<ImportLine>> {
    let of_imports = imports.iter().map(|import| import.store_id).collect();
    let known = names::of(db, names::Wanted { stores: of_imports, ..names::Wanted::default() }).await?;
    Ok(imports.iter().map(|import| line(db, import, &known)).collect())
}

/// One import with all that is settled about it.
pub async fn view(db: &Db<'_>, import: Import) -> Result<ImportView> {
    let line = lines(db, std::slice::from_ref(&import)).await?.pop().ok_or(kernel::Error::NotFound)?;
    let stores = stores::within_reach(db).await?;
    let purposes = consents::asked_besides(db).await?;
    let language = db.scope().language();
    let read = &import.settings.read;
    Ok(ImportView {
        line,
        stores,
        encoding: read.encoding.map(|encoding| encoding.name().to_owned()),
        delimiter: read.delimiter.map(String::from),
        sheet: read.sheet.clone(),
        header_row: match read.header {
            HeaderChoice::Row(row) => Some(row),
            HeaderChoice::Guess | HeaderChoice::None => None,
        },
        targets: target_views(&purposes, language),
        duplicates: import.settings.duplicates,
        keep_odd_phones: import.settings.keep_odd_phones,
        keep_odd_vins: import.settings.keep_odd_vins,
        messages: import.messages.0.iter().map(|message| message.text(language).to_owned()).collect(),
        sheets: import.sheets.0,
        columns: import.columns.0,
        constants: import.settings.constants,
    })
}

fn line(db: &Db<'_>, import: &Import, known: &Known) -> ImportLine {
    ImportLine {
        id: import.id,
        number: import.number.clone(),
        file_name: import.file_name.clone(),
        size: import.size,
        store: known.store(import.store_id),
        state: import.state,
        format: import.format,
        totals: import.totals,
        created_at: import.created_at,
        finished_at: import.finished_at,
        by: Ref { id: import.actor_id.unwrap_or(Uuid::nil()), name: import.actor_name.clone() },
        error: import.fault.as_ref().map(|fault| fault.text(db.scope().language()).to_owned()),
        version: import.version,
        can: import.can(db.scope(), db.platform().clock().now()),
    }
}

/// What a column can be: each field, and in place of [`Field::ConsentPurpose`] each purpose it may name.
fn target_views(purposes: &[Purpose], language: Language) -> Vec<TargetView> {
    let target = |field: Field, purpose: Option<TargetPurpose>| TargetView {
        field,
        purpose,
        group: field.group(),
        required: field.is_required(),
        joins: field.joins(),
        overwrites: field.overwrites(),
    };
    let of_field = |field: Field| match field {
        Field::ConsentPurpose => {
            let named = |purpose: &Purpose| TargetPurpose {
                code: purpose.code.clone(),
                name: purpose.title(language).to_owned(),
            };
            purposes.iter().map(|purpose| target(field, Some(named(purpose)))).collect()
        }
        _ => vec![target(field, None)],
    };
    targets::all().flat_map(of_field).collect()
}
