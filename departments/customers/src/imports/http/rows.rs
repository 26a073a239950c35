//! The rows of a file as a preview, and mending those that are wrong.

use std::collections::{HashMap, HashSet};

use kernel::{Error, ImportId, Language, Result, permission::ImportCustomers};
use platform::{
    Allowed, Db, Door,
    database::paging::{Page, PageRequest, page},
    http::{Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use tables::Source;
use utoipa::{IntoParams, ToSchema};

use crate::candidates::{particulars::Particulars, search::Candidate, search_many::likeliest, view::matches};
use crate::imports::{
    cell_fault::CellFault,
    import::{Import, ImportState},
    import_row::{Cells, Faults, KeptRow, RowState},
    likeness::particulars_of,
    matching::{Base, Identity},
    own_export,
    reading::refused,
    row::{RowDraft, draft_row},
    run::plan_of,
    store,
    view::{ImportRow, RowError},
};

#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RowsQuery {
    /// `errors` for the rows that are wrong.
    #[param(inline)]
    only: Option<Only>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Only {
    Errors,
}

/// What stands in place of the cells of a row from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MendedCells {
    cells: Vec<String>,
}

/// Rows of the file in their order, with what is wrong with them and what became of them.
#[utoipa::path(get, path = "/api/v1/imports/{id}/rows", tag = "imports", params(("id" = ImportId, Path), RowsQuery, PageRequest),
    responses((status = 200, body = Page<ImportRow>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_rows(
    allowed: Allowed<ImportCustomers>,
    Path(id): Path<ImportId>,
    Query(query): Query<RowsQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<ImportRow>>> {
    let db = allowed.read();
    let import = store::find(&db, id).await?;
    let language = allowed.scope().language();
    let (limit, after) = (request.limit()?, request.after::<i64>()?.unwrap_or_default());
    let rows = match query.only {
        Some(Only::Errors) => {
            let kept = store::rows_after(&db, id, after, Some(RowState::Error), limit + 1).await?;
            kept.into_iter().map(|row| shown(row, Vec::new(), language)).collect()
        }
        None => {
            let rows = rows_of_file(&db, &import, after, limit + 1, language).await?;
            if matches!(import.state, ImportState::Mapping | ImportState::Checked) {
                with_likeness(&allowed, &import, rows).await?
            } else {
                rows
            }
        }
    };
    Ok(Json(page(rows, limit, |last| last.row)?))
}

/// Type the cells of a row anew: they are looked at right away, and used by the next check or run in place of the file's.
#[utoipa::path(patch, path = "/api/v1/imports/{id}/rows/{row}", tag = "imports",
    params(("id" = ImportId, Path), ("row" = i64, Path, description = "The row's number")), request_body = MendedCells,
    responses((status = 200, body = ImportRow), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn mend_row(
    allowed: Allowed<ImportCustomers>,
    Path((id, row)): Path<(ImportId, i64)>,
    Json(form): Json<MendedCells>,
) -> Reply<Json<ImportRow>> {
    let import = store::find(&allowed.read(), id).await?;
    let (cells, columns) = (form.cells, import.columns.0.len());
    if cells.len() != columns {
        let message = format!("a row of this file has {columns} cells, and {} were sent", cells.len());
        return Err(Error::invalid("cells", "row.wrong_width", message).into());
    }
    let (plan, ..) = plan_of(&allowed, &import).await?;
    let faults = draft_row(&plan, &cells).err().unwrap_or_default();
    let language = allowed.scope().language();
    let mended = allowed.write(async |tx| {
        let mut import = store::find(&tx.db(), id).await?;
        import.must_be_idle(tx.now())?;
        let before = store::find_row(&tx.db(), id, row).await?;
        if before.as_ref().is_some_and(|before| is_in(before.state)) {
            return Err(Error::Refused {
                code: "import_row.already_in",
                detail: "This row is in the base already; change the customer instead.".into(),
            });
        }
        let was_wrong = before.is_some_and(|before| before.state == RowState::Error);
        let kept = mended(&import, row, cells, faults);
        recount(&mut import, was_wrong, kept.state == RowState::Error);
        store::mend(tx, kept.clone()).await?;
        store::save(tx, import).await?;
        Ok(kept)
    });
    Ok(Json(shown(mended.await?, Vec::new(), language)))
}

fn mended(import: &Import, row: i64, cells: Vec<String>, faults: Vec<CellFault>) -> KeptRow {
    let number = u64::try_from(row).unwrap_or_default();
    let state = if faults.is_empty() { RowState::Mended } else { RowState::Error };
    KeptRow {
        is_mended: true,
        cells: Some(Cells(cells)),
        faults: Some(Faults(faults)).filter(|faults| !faults.0.is_empty()),
        ..KeptRow::new(import.id, number, state)
    }
}

/// Before a run the totals say what would happen, so a mended row counts as one that comes in.
fn recount(import: &mut Import, was_wrong: bool, is_wrong: bool) {
    if import.state != ImportState::Checked || was_wrong == is_wrong {
        return;
    }
    let step = if is_wrong { 1 } else { -1 };
    import.totals.failed += step;
    import.totals.created -= step;
}

fn is_in(state: RowState) -> bool {
    matches!(state, RowState::Created | RowState::Updated | RowState::Unchanged | RowState::Kept)
}

/// Rows as the file has them, with what is kept of them.
async fn rows_of_file(
    db: &Db<'_>,
    import: &Import,
    after: i64,
    most: u64,
    language: Language,
) -> Result<Vec<ImportRow>> {
    let path = db.platform().files().path("imports", import.id)?;
    let read = import.settings.read.clone();
    let start = u64::try_from(after).unwrap_or_default();
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let rows =
        tokio::task::spawn_blocking(move || -> std::result::Result<Vec<(i64, Vec<String>)>, tables::FileFault> {
            let mut source = Source::open(&path, &read)?;
            let rows = source.rows()?;
            let rows = rows
                .filter(|row| !row.as_ref().is_ok_and(own_export::is_origin))
                .map(|row| row.map_or_else(|fault| (fault.number, fault.cells), |row| (row.number, row.cells)));
            let numbered = |(number, cells)| (i64::try_from(number).unwrap_or(i64::MAX), cells);
            Ok(rows.filter(|(number, _)| *number > start).take(most).map(numbered).collect())
        })
        .await
        .map_err(Error::internal)?
        .map_err(|fault| refused(&fault, language))?;
    let kept = store::rows_after(db, import.id, after, None, most as u64).await?;
    let mut kept: HashMap<i64, KeptRow> = kept.into_iter().map(|row| (row.row_number, row)).collect();
    let passed = if import.state == ImportState::Checked { RowState::Ok } else { RowState::New };
    Ok(rows
        .into_iter()
        .map(|(number, cells)| match kept.remove(&number) {
            Some(row) => shown(row, cells, language),
            None => {
                ImportRow { row: number, cells, state: passed, errors: Vec::new(), customer_id: None, likeness: None }
            }
        })
        .collect())
}

fn shown(row: KeptRow, cells: Vec<String>, language: Language) -> ImportRow {
    ImportRow {
        row: row.row_number,
        cells: row.cells.map_or(cells, |kept| kept.0),
        state: row.state,
        errors: row.faults.unwrap_or_default().0.iter().map(|fault| RowError::new(fault, language)).collect(),
        customer_id: row.customer_id,
        likeness: None,
    }
}

/// The rows before a run: those nobody is found for by numbers and name, with whom they might be all the same.
async fn with_likeness(door: &Door, import: &Import, mut rows: Vec<ImportRow>) -> Result<Vec<ImportRow>> {
    let (plan, ..) = plan_of(door, import).await?;
    let db = door.read();
    let (group, keys) = (db.scope().group(), db.platform().keys());
    let drafts: Vec<(usize, RowDraft)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.errors.is_empty())
        .filter_map(|(place, row)| Some((place, draft_row(&plan, &row.cells).ok()?)))
        .collect();
    let identities: Vec<Identity> = drafts.iter().map(|(_, draft)| Identity::of(draft, group, keys)).collect();
    let base = Base::look_up(&db, &identities.iter().collect::<Vec<_>>()).await?;
    let new = drafts.iter().zip(&identities).filter(|(_, identity)| base.person(identity).is_none());
    let (places, wanted): (Vec<usize>, Vec<Particulars>) =
        new.map(|((place, draft), _)| (*place, particulars_of(draft))).unzip();
    let found = likeliest(&db, &wanted.iter().collect::<Vec<_>>(), &HashSet::new()).await?;
    let (places, candidates): (Vec<usize>, Vec<Candidate>) =
        places.into_iter().zip(found).filter_map(|(place, found)| Some((place, found?))).unzip();
    for (place, likeness) in places.into_iter().zip(matches(&db, candidates).await?) {
        rows[place].likeness = Some(likeness);
    }
    Ok(rows)
}
