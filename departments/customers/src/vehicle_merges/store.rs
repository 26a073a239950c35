//! Merges of cars in and out of the database.

use kernel::{Error, Result, VehicleId, VehicleMergeId};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, prelude::DateTimeUtc, sea_query::Expr};

use super::merge::{Column, Entity, VehicleMerge};
use crate::merges::merge::{Merge, Moved};

platform::record! {
    struct Held { id: VehicleId }
}

platform::record! {
    struct Counted { table_name: String, count: i64 }
}

platform::record! {
    struct Numbered { number: String }
}

pub async fn find(db: &Db<'_>, id: VehicleMergeId) -> Result<VehicleMerge> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// The merges of a car, kept or absorbed, newest first.
pub async fn of_vehicle(db: &Db<'_>, car: VehicleId, request: &PageRequest) -> Result<Page<VehicleMerge>> {
    let limit = request.limit()?;
    let either = Condition::any().add(Column::KeptId.eq(car)).add(Column::AbsorbedId.eq(car));
    let mut select = db.select::<Entity>().filter(either);
    if let Some((at, id)) = request.after::<(DateTimeUtc, VehicleMergeId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::MergedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::MergedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |merge| (merge.merged_at, merge.id))
}

/// The number of a record that came into one of the two after this merge and holds them together: put in by a later merge of cars,
/// or by a later merge of customers with which one of the two cars, or a link of theirs, went along.
pub async fn built_upon_by(db: &Db<'_>, merge: &VehicleMerge) -> Result<Option<String>> {
    let found: Vec<Numbered> = db
        .fetch_text(
            "select v.number from vehicle_merges l join vehicles v on v.id = l.absorbed_id
             where l.kept_id = $2 and l.undone_at is null and l.id <> $1 and l.merged_at >= $4
             union all
             select c.number from merges l join merge_parts p on p.merge_id = l.id join customers c on c.id = l.absorbed_id
             where l.group_id = $5 and l.undone_at is null and l.merged_at >= $4 and
             ((p.table_name in ('vehicles', 'cars') and (p.row_id in ($2, $3) or p.folded_into in ($2, $3)))
              or (p.table_name = 'vehicle_people' and p.folded_into is not null and exists
                  (select 1 from vehicle_merge_parts m where m.merge_id = $1 and m.table_name = 'vehicle_people'
                   and m.row_id in (p.row_id, p.folded_into)))) limit 1",
            vec![
                merge.id.into(),
                merge.kept_id.into(),
                merge.absorbed_id.into(),
                merge.merged_at.into(),
                merge.group_id.into(),
            ],
        )
        .await?;
    Ok(found.into_iter().next().map(|found| found.number))
}

/// The number of a record of a car that was put into, or took in, one that a merge of customers brought over before: that one comes
/// apart first.
pub async fn builds_on(db: &Db<'_>, merge: &Merge) -> Result<Option<String>> {
    let found: Vec<Numbered> = db
        .fetch_text(
            "select v.number from vehicle_merges l join vehicles v on v.id = l.absorbed_id
             where l.group_id = $3 and l.undone_at is null and l.merged_at > $2 and exists
             (select 1 from merge_parts p where p.merge_id = $1 and p.table_name in ('vehicles', 'cars')
              and (p.row_id in (l.kept_id, l.absorbed_id) or p.folded_into in (l.kept_id, l.absorbed_id))) limit 1",
            vec![merge.id.into(), merge.merged_at.into(), merge.group_id.into()],
        )
        .await?;
    Ok(found.into_iter().next().map(|found| found.number))
}

pub async fn add(tx: &mut Tx, merge: VehicleMerge) -> Result<()> {
    tx.insert::<Entity>(merge).await
}

pub async fn save(tx: &mut Tx, merge: VehicleMerge) -> Result<VehicleMerge> {
    tx.replace::<Entity>(merge).await
}

/// How many rows of each table went along.
pub async fn moved(db: &Db<'_>, merge: VehicleMergeId) -> Result<Moved> {
    let text = "select table_name, count(*) from vehicle_merge_parts
                where merge_id = $1 and folded_into is null and ended_on is null group by table_name";
    let rows: Vec<Counted> = db.fetch_text(text, vec![merge.into()]).await?;
    Ok(Moved(rows.into_iter().map(|row| (row.table_name, row.count)).collect()))
}

/// Holds both records until the commit, always the same one first, so that two who merge them at once come one after the other.
pub async fn hold(tx: &Tx, one: VehicleId, other: VehicleId) -> Result<()> {
    let sql = "select id from vehicles where id in ($1, $2) order by id {hold}";
    let held: Vec<Held> = tx.db().fetch_text(sql, vec![one.into(), other.into()]).await?;
    if held.len() < 2 && one != other {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Records that lived on in `from` live on in `to`.
pub async fn lead_on(tx: &mut Tx, from: VehicleId, to: VehicleId) -> Result<()> {
    tx.execute_text("update vehicles set merged_into = $1 where merged_into = $2", vec![to.into(), from.into()])
        .await?;
    Ok(())
}

/// Everything that was merged into this record, directly or through another, lives on in it again.
pub async fn lead_back(tx: &mut Tx, root: VehicleId) -> Result<()> {
    let mut parents = vec![root];
    while let Some(parent) = parents.pop() {
        let sql = "select absorbed_id from vehicle_merges where kept_id = $1 and undone_at is null";
        let children: Vec<Held> = tx.db().fetch_text(sql, vec![parent.into()]).await?;
        for child in children {
            let values = vec![root.into(), child.id.into()];
            tx.execute_text("update vehicles set merged_into = $1 where id = $2", values).await?;
            parents.push(child.id);
        }
    }
    Ok(())
}

/// Cars are seen by whoever looks after their owner: the copies on them follow.
pub async fn follow_owners(tx: &mut Tx, cars: [VehicleId; 2]) -> Result<()> {
    let of_owner = |column: &str| format!("(select c.{column} from customers c where c.id = vehicles.owner_id)");
    let text = format!(
        "update vehicles set consultant_id = {}, advisor_id = {} where id in ($1, $2) and owner_id is not null",
        of_owner("consultant_id"),
        of_owner("advisor_id")
    );
    tx.execute_text(&text, cars.map(Into::into).to_vec()).await?;
    Ok(())
}
