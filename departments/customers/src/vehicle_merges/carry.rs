//! Bringing rows over from one record of a car to another and back, table by table as their owners described them.

use std::collections::HashSet;

use chrono::NaiveDate;
use kernel::{Result, VehicleId};
use platform::{FollowsVehicle, Tx, VehicleFollowers, follows::StaysBehind};
use sea_orm::{Value, prelude::Uuid};

use super::merge::VehicleMerge;

/// The department's own tables whose rows go along.
pub const FOLLOWS_VEHICLE: &[FollowsVehicle] = &[
    FollowsVehicle::rows("vehicle_people").folding(&["customer_id", "role", "until"]),
    FollowsVehicle::rows("plates").folding(&["plate", "until"]),
    FollowsVehicle::rows("mileage_readings"),
    FollowsVehicle::rows("past_records"),
    FollowsVehicle::rows("notes").versioned(),
    FollowsVehicle::rows("faults").versioned(),
    FollowsVehicle::rows("recall_cars").versioned().folding(&["recall_id"]),
];

/// Columns that point at a car and stay with its record.
pub const VEHICLE_STAYS_BEHIND: &[StaysBehind] = &[
    ("recall_vins.vehicle_id", "leads to the car that bears the VIN, see `recalled`"),
    ("search_terms.vehicle_id", "is written anew from what goes along"),
    ("customer_facts.main_vehicle_id", "is counted anew when the merge is heard of"),
    ("import_rows.vehicle_id", "which record a row became; the record leads on to the other"),
    ("audit_looks.vehicle_id", "who saw which record is never rewritten"),
    ("vehicles.merged_into", "is the merge itself"),
    ("vehicle_merges.kept_id", "is the merge itself"),
    ("vehicle_merges.absorbed_id", "is the merge itself"),
];

/// Of each of these a car has one that lasts: the table, what else tells the rows, and the column that says which.
struct OneLasts {
    table: &'static str,
    ended: &'static str,
    of: &'static str,
    which: &'static str,
}

const PLATE: OneLasts = OneLasts { table: "plates", ended: "plates.ended", of: "1 = 1", which: "plate" };
const OWNER: OneLasts =
    OneLasts { table: "vehicle_people", ended: "vehicle_people.ended", of: "t.role = 'owner'", which: "customer_id" };

platform::record! {
    struct RowOf { id: Uuid }
}

/// Brings everything of the absorbed record over and remembers it under the merge.
pub async fn bring_over(tx: &mut Tx, merge: &VehicleMerge) -> Result<()> {
    let (kept, absorbed) = (merge.kept_id, merge.absorbed_id);
    for table in &tx.platform().provided::<VehicleFollowers>()?.0 {
        remember(tx, table, merge).await?;
        carry(tx, table, merge, absorbed, kept).await?;
    }
    recalled(tx, absorbed, kept).await
}

/// Ends the plates and the owners beside those that win, on the day of the merge.
pub async fn end_others(
    tx: &mut Tx,
    merge: &VehicleMerge,
    plate: Option<&str>,
    owner: Option<Uuid>,
    today: NaiveDate,
) -> Result<()> {
    let winners = [(PLATE, plate.map(Value::from)), (OWNER, owner.map(Value::from))];
    for (OneLasts { table, ended, of, which }, winner) in winners {
        let Some(winner) = winner else { continue };
        tx.execute_text(
            &format!(
                "insert into vehicle_merge_parts (merge_id, table_name, row_id, folded_into, ended_on)
                 select $1, '{ended}', t.id, null, $4 from {table} t
                 where t.vehicle_id = $2 and t.until is null and {of} and t.{which} <> $3"
            ),
            vec![merge.id.into(), merge.kept_id.into(), winner, today.into()],
        )
        .await?;
        tx.execute_text(
            &format!(
                "update {table} set until = $1 where id in
                 (select row_id from vehicle_merge_parts where merge_id = $2 and table_name = '{ended}')"
            ),
            vec![today.into(), merge.id.into()],
        )
        .await?;
    }
    Ok(())
}

/// Takes back what went along and is still where it went. Answers the ids of what returned.
pub async fn take_back(tx: &mut Tx, merge: &VehicleMerge) -> Result<HashSet<Uuid>> {
    let (kept, absorbed) = (merge.kept_id, merge.absorbed_id);
    let mut returned = HashSet::new();
    for table in &tx.platform().provided::<VehicleFollowers>()?.0 {
        let text = format!("select id from {} where vehicle_id = $1 and id in {}", table.table, moved("$2", "$3"));
        let values = vec![kept.into(), merge.id.into(), table.table.into()];
        let rows: Vec<RowOf> = tx.db().fetch_text(&text, values).await?;
        returned.extend(rows.into_iter().map(|row| row.id));
        carry(tx, table, merge, kept, absorbed).await?;
    }
    recalled(tx, kept, absorbed).await?;
    Ok(returned)
}

/// Lets last again what the merge ended: all of the absorbed record's, and of the kept one's what it gives back.
pub async fn let_last_again(tx: &mut Tx, merge: &VehicleMerge, gives: GivesBack) -> Result<()> {
    for (OneLasts { table, ended, of, .. }, gives_back) in [(PLATE, gives.plate), (OWNER, gives.owner)] {
        for (car, returns) in [(merge.absorbed_id, true), (merge.kept_id, gives_back)] {
            if !returns {
                continue;
            }
            let text = format!(
                "update {table} as t set until = null where t.vehicle_id = $1 and exists
                 (select 1 from vehicle_merge_parts p where p.merge_id = $2 and p.table_name = '{ended}' and p.row_id = t.id
                  and p.ended_on = t.until)
                 and not exists (select 1 from {table} n where n.vehicle_id = $1 and n.until is null and {})",
                of.replace("t.", "n.")
            );
            tx.execute_text(&text, vec![car.into(), merge.id.into()]).await?;
        }
    }
    Ok(())
}

/// What the kept record gives back of what it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GivesBack {
    pub plate: bool,
    pub owner: bool,
}

/// Writes down which rows go along, and which stay because the other has their like.
async fn remember(tx: &mut Tx, table: &FollowsVehicle, merge: &VehicleMerge) -> Result<()> {
    let FollowsVehicle { table: name, same, but, .. } = table;
    let but = but.map(|but| format!("and {but}")).unwrap_or_default();
    let mut values: Vec<Value> = vec![merge.id.into(), merge.absorbed_id.into()];
    let twin = if same.is_empty() {
        "null".to_owned()
    } else {
        values.push(merge.kept_id.into());
        let same: Vec<String> =
            same.iter().map(|column| format!("k.{column} is not distinct from t.{column}")).collect();
        format!("(select k.id from {name} k where k.vehicle_id = $3 and {} limit 1)", same.join(" and "))
    };
    let sql = format!(
        "insert into vehicle_merge_parts (merge_id, table_name, row_id, folded_into, ended_on)
         select $1, '{name}', t.id, {twin}, null from {name} t where t.vehicle_id = $2 {but}"
    );
    tx.execute_text(&sql, values).await?;
    Ok(())
}

async fn carry(
    tx: &mut Tx,
    table: &FollowsVehicle,
    merge: &VehicleMerge,
    from: VehicleId,
    to: VehicleId,
) -> Result<()> {
    let raised = if table.is_versioned { ", version = version + 1" } else { "" };
    let sql = format!(
        "update {} set vehicle_id = $1{raised} where vehicle_id = $2 and id in {}",
        table.table,
        moved("$3", "$4")
    );
    tx.execute_text(&sql, vec![to.into(), from.into(), merge.id.into(), table.table.into()]).await?;
    Ok(())
}

/// VINs on the lists of recalls lead to the record that bears them; of two that come apart, to the one that returns with its own.
async fn recalled(tx: &mut Tx, from: VehicleId, to: VehicleId) -> Result<()> {
    let bears = "vin = (select vin from vehicles where id = $1)";
    let text = format!("update recall_vins set vehicle_id = $1 where vehicle_id = $2 and {bears}");
    tx.execute_text(&text, vec![to.into(), from.into()]).await?;
    Ok(())
}

fn moved(merge: &str, table: &str) -> String {
    format!(
        "(select row_id from vehicle_merge_parts where merge_id = {merge} and table_name = {table} and folded_into is null)"
    )
}
