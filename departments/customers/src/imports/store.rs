//! Imports and their rows in and out of the database.

use std::collections::{HashMap, HashSet};

use kernel::{CustomerId, Error, ImportId, Result, StaffId, TagId};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    import::{Column, Entity, Import, ImportState, Totals},
    import_row::{self, KeptRow, RowState},
};

/// One import inside the scope.
pub async fn find(db: &Db<'_>, id: ImportId) -> Result<Import> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// Whether anybody is there.
pub async fn has_customers(db: &Db<'_>) -> Result<bool> {
    platform::record! { struct Found { id: CustomerId } }
    let text = "select id from customers where group_id = $1 limit 1";
    let found: Vec<Found> = db.fetch_text(text, vec![db.scope().group().into()]).await?;
    Ok(!found.is_empty())
}

/// The customers an import has added so far, by its own rows: the day a customer was created may stand in the file, long before.
pub async fn brought_by(db: &Db<'_>, import: ImportId) -> Result<HashSet<CustomerId>> {
    platform::record! { struct Brought { customer_id: CustomerId } }
    let text =
        "select customer_id from import_rows where import_id = $1 and state = 'created' and customer_id is not null";
    let rows: Vec<Brought> = db.fetch_text(text, vec![import.into()]).await?;
    Ok(rows.into_iter().map(|row| row.customer_id).collect())
}

/// Imports inside the scope, the newest first.
pub async fn list(db: &Db<'_>, request: &PageRequest) -> Result<Page<Import>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>().order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit + 1);
    if let Some((at, id)) = request.after::<(chrono::DateTime<chrono::Utc>, ImportId)>()? {
        let columns = [Expr::col(Column::CreatedAt), Expr::col(Column::Id)];
        select = select.filter(row_before(columns, [at.into(), id.into()]));
    }
    page(db.all(select).await?, limit, |last| (last.created_at, last.id))
}

pub async fn add(tx: &mut Tx, import: Import) -> Result<()> {
    tx.insert::<Entity>(import).await
}

/// Saves the import and raises its version.
pub async fn save(tx: &mut Tx, import: Import) -> Result<Import> {
    tx.replace::<Entity>(import).await
}

/// Forgets an import with its rows; the file is the caller's to remove afterwards.
pub async fn remove(tx: &mut Tx, id: ImportId) -> Result<()> {
    clear_rows(tx, id).await?;
    tx.delete::<Entity>(Column::Id.eq(id)).await?;
    Ok(())
}

/// Moves the work on from one row to a later one. Refused when somebody stopped it, or another worker came first.
pub async fn advance(tx: &mut Tx, id: ImportId, state: ImportState, from: i64, to: i64, totals: &Totals) -> Result<()> {
    let now = tx.now();
    let moved = tx
        .execute_text(
            "update imports set totals = $1, last_row = $2, moved_at = $3 where id = $4 and state = $5 and last_row = $6",
            vec![serde_json::to_value(totals)?.into(), to.into(), now.into(), id.into(), state.word().into(), from.into()],
        )
        .await?;
    if moved == 0 { Err(interrupted()) } else { Ok(()) }
}

/// The work was stopped, or is done by another worker.
pub fn interrupted() -> Error {
    Error::Refused {
        code: "import.interrupted",
        detail: "The import was stopped or is taken on by another worker.".into(),
    }
}

pub fn is_interrupted(error: &Error) -> bool {
    matches!(error, Error::Refused { code: "import.interrupted", .. })
}

/// Forgets all rows kept of an import.
pub async fn clear_rows(tx: &mut Tx, id: ImportId) -> Result<()> {
    tx.execute_text("delete from import_rows where import_id = $1", vec![id.into()]).await?;
    Ok(())
}

/// Forgets the rows kept of an import but those somebody mended.
pub async fn clear_unmended_rows(tx: &mut Tx, id: ImportId) -> Result<()> {
    tx.execute_text("delete from import_rows where import_id = $1 and not is_mended", vec![id.into()]).await?;
    Ok(())
}

/// Forgets these rows, to be kept anew.
pub async fn clear_some_rows(tx: &mut Tx, id: ImportId, rows: &[i64]) -> Result<()> {
    for some in rows.chunks(400) {
        let places: Vec<String> = (2..some.len() + 2).map(|place| format!("${place}")).collect();
        let mut values: Vec<sea_orm::Value> = vec![id.into()];
        values.extend(some.iter().map(|row| sea_orm::Value::from(*row)));
        let sql = format!("delete from import_rows where import_id = $1 and row_number in ({})", places.join(", "));
        tx.execute_text(&sql, values).await?;
    }
    Ok(())
}

pub async fn keep_rows(tx: &mut Tx, rows: Vec<KeptRow>) -> Result<()> {
    tx.insert_all::<import_row::Entity>(rows).await
}

/// The cells that stand in place of those of the file, by row.
pub async fn mended_cells(db: &Db<'_>, id: ImportId) -> Result<HashMap<u64, Vec<String>>> {
    let rows = db
        .all(
            db.select::<import_row::Entity>()
                .filter(import_row::Column::ImportId.eq(id))
                .filter(import_row::Column::IsMended.eq(true)),
        )
        .await?;
    let cells = |row: KeptRow| Some((u64::try_from(row.row_number).ok()?, row.cells?.0));
    Ok(rows.into_iter().filter_map(cells).collect())
}

/// Mended rows that are not in the base yet, from the first on.
pub async fn mended_rows(db: &Db<'_>, id: ImportId, most: u64) -> Result<Vec<(u64, Vec<String>)>> {
    let rows = db
        .all(
            db.select::<import_row::Entity>()
                .filter(import_row::Column::ImportId.eq(id))
                .filter(import_row::Column::IsMended.eq(true))
                .filter(import_row::Column::State.eq(RowState::Mended))
                .order_by_asc(import_row::Column::RowNumber)
                .limit(most),
        )
        .await?;
    let cells = |row: KeptRow| Some((u64::try_from(row.row_number).ok()?, row.cells.unwrap_or_default().0));
    Ok(rows.into_iter().filter_map(cells).collect())
}

/// One kept row.
pub async fn find_row(db: &Db<'_>, id: ImportId, row: i64) -> Result<Option<KeptRow>> {
    let select = db.select::<import_row::Entity>().filter(import_row::Column::ImportId.eq(id));
    db.maybe(select.filter(import_row::Column::RowNumber.eq(row))).await
}

/// Kept rows after one, in order; only those that are wrong when `state` says so.
pub async fn rows_after(
    db: &Db<'_>,
    id: ImportId,
    after: i64,
    state: Option<RowState>,
    most: u64,
) -> Result<Vec<KeptRow>> {
    let mut select = db
        .select::<import_row::Entity>()
        .filter(import_row::Column::ImportId.eq(id))
        .filter(import_row::Column::RowNumber.gt(after))
        .order_by_asc(import_row::Column::RowNumber)
        .limit(most);
    if let Some(state) = state {
        select = select.filter(import_row::Column::State.eq(state));
    }
    db.all(select).await
}

/// Kept rows before one, the last first: an undo goes backwards.
pub async fn rows_before(db: &Db<'_>, id: ImportId, before: i64, most: u64) -> Result<Vec<KeptRow>> {
    let written = [RowState::Created, RowState::Updated];
    db.all(
        db.select::<import_row::Entity>()
            .filter(import_row::Column::ImportId.eq(id))
            .filter(import_row::Column::RowNumber.lt(before))
            .filter(import_row::Column::State.is_in(written))
            .order_by_desc(import_row::Column::RowNumber)
            .limit(most),
    )
    .await
}

/// Keeps what somebody typed in place of a row of the file.
pub async fn mend(tx: &mut Tx, row: KeptRow) -> Result<()> {
    clear_some_rows(tx, row.import_id, &[row.row_number]).await?;
    keep_rows(tx, vec![row]).await
}

platform::record! {
    struct StaffLine { id: StaffId, name: String, login: String }
}
platform::record! {
    struct TagLine { id: TagId, name: String }
}

/// Who works in the group: id, name, sign-in name.
pub async fn staff(db: &Db<'_>) -> Result<Vec<(StaffId, String, String)>> {
    let sql = "select id, name, login from staff where group_id = $1 and is_active";
    let lines: Vec<StaffLine> = db.fetch_text(sql, vec![db.scope().group().into()]).await?;
    Ok(lines.into_iter().map(|line| (line.id, line.name, line.login)).collect())
}

/// The tags of the group by name.
pub async fn tags(db: &Db<'_>) -> Result<Vec<(TagId, String)>> {
    let lines: Vec<TagLine> =
        db.fetch_text("select id, name from tags where group_id = $1", vec![db.scope().group().into()]).await?;
    Ok(lines.into_iter().map(|line| (line.id, line.name)).collect())
}
