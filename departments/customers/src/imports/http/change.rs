//! Changing an import before it runs, and forgetting it.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use kernel::{Error, ImportId, Result, permission::ImportCustomers};
use platform::{
    Allowed, Files,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
};
use serde::Deserialize;
use tables::{HeaderChoice, ReadSettings};
use utoipa::ToSchema;

use crate::{
    imports::{
        consents,
        import::{Columns, Import},
        mapping::{self, ColumnMap, Duplicates},
        opening::{Looked, look_again},
        reading::refused,
        store,
        targets::Field,
        view::{ImportView, view},
        vocabulary::Vocabulary,
    },
    people::change::named,
};

/// What is to be different; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportChange {
    /// `UTF-8`, `GB18030` (reads GBK too), `Big5`, `UTF-16LE`, `UTF-16BE` or `Windows-1252`.
    encoding: Option<String>,
    /// One character.
    delimiter: Option<char>,
    sheet: Option<String>,
    /// From 1; 0 or null when every row is data.
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<u64>)]
    header_row: Option<Option<u64>>,
    /// All columns, or those that change.
    columns: Option<Vec<ColumnMap>>,
    duplicates: Option<Duplicates>,
    constants: Option<BTreeMap<Field, String>>,
    keep_odd_phones: Option<bool>,
    keep_odd_vins: Option<bool>,
}

/// Change how the file is read and what its columns are. What a check found is forgotten.
#[utoipa::path(patch, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = ImportId, Path)), request_body = ImportChange,
    responses((status = 200, body = ImportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn change_import(
    allowed: Allowed<ImportCustomers>,
    Path(id): Path<ImportId>,
    version: IfMatch,
    Json(form): Json<ImportChange>,
) -> Reply<Fresh<ImportView>> {
    let import = store::find(&allowed.read(), id).await?;
    let current = view(&allowed.read(), import.clone()).await?;
    version.check(import.version, || &current)?;
    let read = form.read_settings(&import)?;
    let looked = match &read {
        Some(read) => Some(look_at(&allowed, id, read.clone()).await?),
        None => None,
    };
    let changed = allowed
        .write(async |tx| {
            let mut import = store::find(&tx.db(), id).await?;
            version.check(import.version, || &current)?;
            import.remap(tx.now())?;
            if looked.is_some() {
                store::clear_rows(tx, id).await?;
            } else {
                store::clear_unmended_rows(tx, id).await?;
            }
            form.apply(&mut import, looked)?;
            store::save(tx, import).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), changed).await?))
}

/// Forget an import and its file. What it brought stays.
#[utoipa::path(delete, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn delete_import(
    allowed: Allowed<ImportCustomers>,
    Path(id): Path<ImportId>,
    version: IfMatch,
) -> Reply<StatusCode> {
    let import = store::find(&allowed.read(), id).await?;
    let current = view(&allowed.read(), import).await?;
    allowed
        .write(async |tx| {
            let import = store::find(&tx.db(), id).await?;
            version.check(import.version, || &current)?;
            import.must_be_idle(tx.now())?;
            store::remove(tx, id).await
        })
        .await?;
    Files::remove(&allowed.platform().files().path("imports", id)?)?;
    Ok(StatusCode::NO_CONTENT)
}

impl ImportChange {
    /// How the file is to be read from now on, when that changes.
    fn read_settings(&self, import: &Import) -> Result<Option<ReadSettings>> {
        let mut read = import.settings.read.clone();
        if let Some(encoding) = &self.encoding {
            read.encoding = Some(mapping::encoding_of(encoding).map_err(|fault| Error::Invalid(vec![fault]))?);
        }
        if let Some(delimiter) = self.delimiter {
            read.delimiter = Some(delimiter);
        }
        if let Some(sheet) = &self.sheet
            && read.sheet.as_ref() != Some(sheet)
        {
            read.sheet = Some(sheet.clone());
            read.header = HeaderChoice::Guess;
        }
        if let Some(row) = self.header_row {
            read.header = mapping::header_choice(row.unwrap_or_default());
        }
        Ok((read != import.settings.read).then_some(read))
    }

    fn apply(&self, import: &mut Import, looked: Option<Looked>) -> Result<()> {
        if let Some(looked) = looked {
            import.settings.read = looked.settings.read;
            import.columns = looked.columns;
            import.messages = looked.messages;
            import.totals.rows = looked.rows;
        }
        if let Some(columns) = &self.columns {
            change_columns(&mut import.columns, columns)?;
        }
        let settings = &mut import.settings;
        settings.duplicates = self.duplicates.unwrap_or(settings.duplicates);
        settings.keep_odd_phones = self.keep_odd_phones.unwrap_or(settings.keep_odd_phones);
        settings.keep_odd_vins = self.keep_odd_vins.unwrap_or(settings.keep_odd_vins);
        if let Some(constants) = &self.constants {
            Error::unless_valid(consents::check_constants(constants))?;
            settings.constants.clone_from(constants);
        }
        Ok(())
    }
}

/// Header and samples are the file's; the rest is the caller's.
fn change_columns(there: &mut Columns, wanted: &[ColumnMap]) -> Result<()> {
    for column in wanted {
        let Some(place) = there.0.iter_mut().find(|place| place.index == column.index) else {
            let message = format!("the file has no column {}", column.index);
            return Err(Error::invalid("columns", "mapping.no_such_column", message));
        };
        let (header, samples) = (std::mem::take(&mut place.header), std::mem::take(&mut place.samples));
        *place = ColumnMap { header, samples, ..column.clone() };
    }
    // A name may still be missing while somebody maps column after column.
    let faults = mapping::check(&there.0).into_iter().filter(|fault| fault.code != "mapping.name_missing").collect();
    Error::unless_valid(faults)
}

async fn look_at(allowed: &Allowed<ImportCustomers>, id: ImportId, read: ReadSettings) -> Result<Looked> {
    let path = allowed.platform().files().path("imports", id)?;
    let words = Vocabulary::read(&allowed.read()).await?;
    tokio::task::spawn_blocking(move || look_again(&path, &read, &words))
        .await
        .map_err(Error::internal)?
        .map_err(|fault| refused(&fault, allowed.scope().language()))
}
