//! Merges in and out of the database.

use std::collections::BTreeSet;

use kernel::{CustomerId, Error, MergeId, Result};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Value, prelude::DateTimeUtc, sea_query::Expr,
};

use super::{
    merge::{Column, Entity, Merge, Moved},
    part::{self, MergePart},
};
use crate::by_keys::fetch_by;

platform::record! {
    struct Held { id: CustomerId }
}

platform::record! {
    struct Counted { table_name: String, count: i64 }
}

pub async fn find(db: &Db<'_>, id: MergeId) -> Result<Merge> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// The merges of a customer, kept or absorbed, newest first.
pub async fn of_customer(db: &Db<'_>, customer: CustomerId, request: &PageRequest) -> Result<Page<Merge>> {
    let limit = request.limit()?;
    let either = Condition::any().add(Column::KeptId.eq(customer)).add(Column::AbsorbedId.eq(customer));
    let mut select = db.select::<Entity>().filter(either);
    if let Some((at, id)) = request.after::<(DateTimeUtc, MergeId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::MergedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::MergedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |merge| (merge.merged_at, merge.id))
}

/// The merge by which this record lives on in another; it holds.
pub async fn of_absorbed(db: &Db<'_>, absorbed: CustomerId) -> Result<Option<Merge>> {
    db.maybe(db.select::<Entity>().filter(Column::AbsorbedId.eq(absorbed)).filter(Column::UndoneAt.is_null())).await
}

/// Those of these customers who live on in another record.
pub async fn absorbed_among(db: &Db<'_>, customers: &BTreeSet<CustomerId>) -> Result<Vec<CustomerId>> {
    let select = "select absorbed_id from merges where group_id = $1 and undone_at is null and absorbed_id in";
    let rows: Vec<Held> = fetch_by(db, select, "", customers.iter().map(|id| Value::from(*id)).collect()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Merges into this record that hold and came after this one, oldest first.
pub async fn later_than(db: &Db<'_>, merge: &Merge) -> Result<Vec<Merge>> {
    let later = Condition::any()
        .add(Column::MergedAt.gt(merge.merged_at))
        .add(Condition::all().add(Column::MergedAt.eq(merge.merged_at)).add(Column::Id.gt(merge.id)));
    let select = db.select::<Entity>().filter(Column::KeptId.eq(merge.kept_id)).filter(Column::UndoneAt.is_null());
    db.all(select.filter(later).order_by_asc(Column::MergedAt).order_by_asc(Column::Id)).await
}

/// Merges between these two that were taken back, the latest first; a few at most are worth telling.
pub async fn undone_between(db: &Db<'_>, one: CustomerId, other: CustomerId) -> Result<Vec<Merge>> {
    let ways = [(one, other), (other, one)]
        .map(|(kept, absorbed)| Condition::all().add(Column::KeptId.eq(kept)).add(Column::AbsorbedId.eq(absorbed)));
    let between = ways.into_iter().fold(Condition::any(), Condition::add);
    let select = db.select::<Entity>().filter(between).filter(Column::UndoneAt.is_not_null());
    db.all(select.order_by_desc(Column::UndoneAt).order_by_desc(Column::Id).limit(UNDONE_TOLD)).await
}

const UNDONE_TOLD: u64 = 5;

/// Somebody absorbed by another merge into the same record that holds and folded a row into one that went along with this merge, or
/// a car into whose record this merge put another.
pub async fn folded_into(db: &Db<'_>, merge: &Merge) -> Result<Option<CustomerId>> {
    let found: Vec<Held> = db
        .fetch_text(
            "select l.absorbed_id from merge_parts m
             join merge_parts f on f.folded_into = m.row_id and f.table_name = m.table_name and f.merge_id <> m.merge_id
             join merges l on l.id = f.merge_id
             where m.merge_id = $1 and m.folded_into is null and l.undone_at is null and l.kept_id = $2
             union all
             select l.absorbed_id from merge_parts m
             join merge_parts f on f.table_name = 'cars' and f.merge_id <> m.merge_id
             and (f.row_id = m.folded_into or f.folded_into = m.folded_into)
             join merges l on l.id = f.merge_id
             where m.merge_id = $1 and m.table_name = 'cars' and l.undone_at is null and l.kept_id = $2
             and l.merged_at > (select merged_at from merges where id = $1) limit 1",
            vec![merge.id.into(), merge.kept_id.into()],
        )
        .await?;
    Ok(found.first().map(|found| found.id))
}

pub async fn add(tx: &mut Tx, merge: Merge) -> Result<()> {
    tx.insert::<Entity>(merge).await
}

pub async fn save(tx: &mut Tx, merge: Merge) -> Result<Merge> {
    tx.replace::<Entity>(merge).await
}

pub async fn add_part(tx: &mut Tx, part: MergePart) -> Result<()> {
    tx.insert::<part::Entity>(part).await
}

/// Contacts and addresses that went along or stayed behind.
pub async fn parts_of(db: &Db<'_>, merge: MergeId) -> Result<Vec<MergePart>> {
    let tables = part::Column::TableName.is_in(["contacts", "addresses"]);
    db.all(db.select::<part::Entity>().filter(part::Column::MergeId.eq(merge)).filter(tables)).await
}

/// How many rows of each table went along.
pub async fn moved(db: &Db<'_>, merge: MergeId) -> Result<Moved> {
    let rows: Vec<Counted> = db
        .fetch_text(
            "select table_name, count(*) from merge_parts where merge_id = $1 and folded_into is null group by table_name",
            vec![merge.into()],
        )
        .await?;
    Ok(Moved(rows.into_iter().map(|row| (row.table_name, row.count)).collect()))
}

/// Holds both records until the commit, always the same one first, so that two who merge them at once come one after the other.
pub async fn hold(tx: &Tx, one: CustomerId, other: CustomerId) -> Result<()> {
    let sql = "select id from customers where id in ($1, $2) order by id {hold}";
    let held: Vec<Held> = tx.db().fetch_text(sql, vec![one.into(), other.into()]).await?;
    if held.len() < 2 && one != other {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// A customer and the records that live on in it, the customer first: all that is held of one person. Whether they are in reach, or
/// in the vault, is the caller's to know.
pub async fn records_of(db: &Db<'_>, customer: CustomerId) -> Result<Vec<CustomerId>> {
    let text = "select id from customers where merged_into = $1 order by id";
    let absorbed: Vec<Held> = db.fetch_text(text, vec![customer.into()]).await?;
    Ok(std::iter::once(customer).chain(absorbed.into_iter().map(|row| row.id)).collect())
}

/// Records that lived on in `from` because they were merged into `root` before live on in `to`.
pub async fn lead_on(tx: &mut Tx, from: CustomerId, to: CustomerId) -> Result<()> {
    tx.execute_text("update customers set merged_into = $1 where merged_into = $2", vec![to.into(), from.into()])
        .await?;
    Ok(())
}

/// Everything that was merged into this record, directly or through another, lives on in it again.
pub async fn lead_back(tx: &mut Tx, root: CustomerId) -> Result<()> {
    let mut parents = vec![root];
    while let Some(parent) = parents.pop() {
        let sql = "select absorbed_id from merges where kept_id = $1 and undone_at is null";
        let children: Vec<Held> = tx.db().fetch_text(sql, vec![parent.into()]).await?;
        for child in children {
            tx.execute_text("update customers set merged_into = $1 where id = $2", vec![root.into(), child.id.into()])
                .await?;
            parents.push(child.id);
        }
    }
    Ok(())
}
