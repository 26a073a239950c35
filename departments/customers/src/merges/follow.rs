//! Bringing rows over from one customer to another and back, table by table as their owners described them.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use kernel::{CustomerId, MergeId, Result, VehicleId};
use platform::{
    Followers, FollowsCustomer, Tx,
    follows::{Holds, Later, StaysBehind},
};
use sea_orm::{Value, prelude::Uuid};

use super::{merge::Merge, store};
use crate::people::customer::Customer;

/// The department's own tables whose rows go along. Contacts and addresses do too, one by one: see [`super::parts`].
pub const FOLLOWS: &[FollowsCustomer] = &[
    FollowsCustomer::rows("vehicle_people", "customer_id")
        .folding(&["vehicle_id", "role", "until"])
        .going_with_car("created_at"),
    FollowsCustomer::rows("vehicles", "owner_id").versioned(),
    FollowsCustomer::rows("past_records", "customer_id").going_with_car("created_at"),
    FollowsCustomer::rows("notes", "customer_id").versioned().going_with_car("created_at"),
    FollowsCustomer::rows("pending_changes", "customer_id").versioned().but("state <> 'waiting'"),
    FollowsCustomer::rows("code_sends", "customer_id"),
    FollowsCustomer::rows("confirmations", "customer_id"),
    FollowsCustomer::pairs("customer_tags", "tag_id", &["tag_id"]),
    FollowsCustomer::pairs("share_subjects", "share_id", &["share_id"]),
    FollowsCustomer::pairs("quality_audit_items", "audit_id", &["audit_id"]),
    FollowsCustomer::pairs("stars", "staff_id", &["staff_id"]),
];

/// Columns that point at a customer and stay with it.
pub const STAY_BEHIND: &[StaysBehind] = &[
    ("contacts.customer_id", "goes along one by one, since one of each kind is the primary one"),
    ("addresses.customer_id", "goes along one by one, since one is the primary one and streets are sealed"),
    ("customer_facts.customer_id", "is counted anew from the journal, whose entries go along"),
    ("match_keys.customer_id", "are made anew from what goes along"),
    ("duplicate_pairs.left_id", "is settled with the merge, see `duplicates::merged`"),
    ("duplicate_pairs.right_id", "is settled with the merge, see `duplicates::merged`"),
    ("search_terms.customer_id", "is written anew from what goes along"),
    ("suggestion_dismissals.customer_id", "what to advise is weighed anew for the one record"),
    ("bulk_change_rows.customer_id", "what was done to which record; to be undone on that one"),
    ("import_rows.customer_id", "which record a row became; the record leads on to the other"),
    ("customers.merged_into", "is the merge itself"),
    ("merge_run_pairs.keep_id", "is what was asked for"),
    ("merge_run_pairs.absorb_id", "is what was asked for"),
    ("merges.kept_id", "is the merge itself"),
    ("merges.absorbed_id", "is the merge itself"),
];

platform::record! {
    struct RowOf { id: Uuid }
}

/// Brings everything of `from` over to `to` and remembers it under the merge.
pub async fn bring_over(tx: &mut Tx, merge: MergeId, from: CustomerId, to: CustomerId) -> Result<()> {
    for table in &tx.platform().provided::<Followers>()?.0 {
        remember(tx, table, merge, from, to).await?;
        let FollowsCustomer { table: name, column, key, .. } = table;
        let sql = format!(
            "update {name} set {column} = $1{} where {column} = $2 and {key} in {}",
            raised(table),
            moved_rows(name)
        );
        tx.execute_text(&sql, vec![to.into(), from.into(), merge.into()]).await?;
        if let Some(holds) = &table.holds {
            let ended_at = store::find(&tx.db(), merge).await?.merged_at;
            end_older(tx, table, holds, to, ended_at).await?;
        }
    }
    lead_cars(tx, to, from).await
}

/// Takes back what went along and is still where it went, and what came later about a car that returns. Answers what returned.
pub async fn take_back(tx: &mut Tx, merge: &Merge) -> Result<Returned> {
    let (kept, absorbed) = (merge.kept_id, merge.absorbed_id);
    let followers = tx.platform().provided::<Followers>()?;
    for table in &followers.0 {
        let FollowsCustomer { table: name, column, key, .. } = table;
        // Of a pair the absorbed record may have its own again.
        let unless_there = match *key {
            "id" => String::new(),
            key => format!("and not exists (select 1 from {name} x where x.{column} = $1 and x.{key} = {name}.{key})"),
        };
        let sql = format!(
            "update {name} set {column} = $1{} where {column} = $2 and {key} in {} {unless_there}",
            raised(table),
            moved_rows(name)
        );
        tx.execute_text(&sql, vec![absorbed.into(), kept.into(), merge.id.into()]).await?;
        if let Some(holds) = &table.holds {
            hold_again(tx, table, holds, merge).await?;
        }
    }
    lead_cars(tx, absorbed, kept).await?;
    let cars = returned_cars(tx, merge).await?;
    let mut rows = rows_of(tx, merge.id).await?;
    for table in &followers.0 {
        if let Later::GoWithCar { came } = table.later {
            rows.extend(send_with_cars(tx, table, came, merge, &cars).await?);
        }
    }
    Ok(Returned { cars, rows })
}

/// What went back to the absorbed record.
pub struct Returned {
    pub cars: HashSet<VehicleId>,
    /// Ids of rows, of whatever table.
    pub rows: HashSet<Uuid>,
}

/// Cars are seen by whoever looks after their owner: the copies on them follow.
pub async fn cars_follow(tx: &mut Tx, owner: &Customer) -> Result<()> {
    tx.execute_text(
        "update vehicles set consultant_id = $1, advisor_id = $2 where owner_id = $3",
        vec![owner.consultant_id.into(), owner.advisor_id.into(), owner.id.into()],
    )
    .await?;
    Ok(())
}

/// Of rows that both brought one holds; the others end with the merge.
async fn end_older(
    tx: &mut Tx,
    table: &FollowsCustomer,
    holds: &Holds,
    customer: CustomerId,
    merged_at: DateTime<Utc>,
) -> Result<()> {
    let FollowsCustomer { table: name, column, .. } = table;
    let Holds { ended, outweighs, .. } = holds;
    let sql = format!(
        "update {name} as t set {ended} = $2 where {column} = $1 and {ended} is null and exists
         (select 1 from {name} n where n.{column} = $1 and n.{ended} is null and {outweighs})"
    );
    tx.execute_text(&sql, vec![customer.into(), merged_at.into()]).await?;
    Ok(())
}

/// What the merge ended holds again, and of what goes back also what lasts although a row that stays has taken its place since;
/// unless the same customer has a later one.
async fn hold_again(tx: &mut Tx, table: &FollowsCustomer, holds: &Holds, merge: &Merge) -> Result<()> {
    let FollowsCustomer { table: name, column, .. } = table;
    let Holds { began, ended, replaces, lasts, .. } = holds;
    for (customer, since) in [
        (merge.kept_id, format!("{ended} = $2")),
        (merge.absorbed_id, format!("({ended} = $2 or ({ended} > $2 and {lasts}))")),
    ] {
        let sql = format!(
            "update {name} as t set {ended} = null where {column} = $1 and {since} and not exists
             (select 1 from {name} n where n.{column} = $1 and n.{ended} is null and n.{began} > $2 and {replaces})"
        );
        tx.execute_text(&sql, vec![customer.into(), merge.merged_at.into()]).await?;
    }
    Ok(())
}

async fn lead_cars(tx: &mut Tx, owner: CustomerId, former: CustomerId) -> Result<()> {
    super::terms::follow_owner(tx, owner, former).await
}

/// Writes down which rows go along, and which stay because the other has their like.
async fn remember(
    tx: &mut Tx,
    table: &FollowsCustomer,
    merge: MergeId,
    from: CustomerId,
    to: CustomerId,
) -> Result<()> {
    let FollowsCustomer { table: name, column, key, .. } = table;
    let but = table.but.map(|but| format!("and {but}")).unwrap_or_default();
    let mut values: Vec<Value> = vec![merge.into(), from.into()];
    let twin = if table.same.is_empty() {
        "null".to_owned()
    } else {
        values.push(to.into());
        let same: Vec<String> =
            table.same.iter().map(|column| format!("k.{column} is not distinct from t.{column}")).collect();
        format!("(select k.{key} from {name} k where k.{column} = $3 and {} limit 1)", same.join(" and "))
    };
    let sql = format!(
        "insert into merge_parts (merge_id, table_name, row_id, folded_into, was_primary)
         select $1, '{name}', t.{key}, {twin}, false from {name} t where t.{column} = $2 {but}
         and not exists (select 1 from merge_parts p where p.merge_id = $1 and p.table_name = '{name}' and p.row_id = t.{key})"
    );
    tx.execute_text(&sql, values).await?;
    Ok(())
}

/// The cars that went back and that the kept customer never had otherwise.
async fn returned_cars(tx: &Tx, merge: &Merge) -> Result<HashSet<VehicleId>> {
    platform::record! { struct Link { vehicle_id: VehicleId } }
    let sql = format!(
        "select vehicle_id from vehicle_people t where customer_id = $1 and id in {} and not exists
         (select 1 from vehicle_people k where k.customer_id = $2 and k.vehicle_id = t.vehicle_id and k.created_at <= $4)",
        moved_rows("vehicle_people")
    );
    let values = vec![merge.absorbed_id.into(), merge.kept_id.into(), merge.id.into(), merge.merged_at.into()];
    let links: Vec<Link> = tx.db().fetch_text(&sql, values).await?;
    Ok(links.into_iter().map(|link| link.vehicle_id).collect())
}

/// Sends on what came to the kept customer since and is about one of these cars.
async fn send_with_cars(
    tx: &mut Tx,
    table: &FollowsCustomer,
    came: &str,
    merge: &Merge,
    cars: &HashSet<VehicleId>,
) -> Result<Vec<Uuid>> {
    let mut sent = Vec::new();
    let FollowsCustomer { table: name, column, key, .. } = table;
    for car in cars {
        let which = format!("{column} = $1 and vehicle_id = $2 and {came} > $3");
        let values: Vec<Value> = vec![merge.kept_id.into(), (*car).into(), merge.merged_at.into()];
        let rows: Vec<RowOf> =
            tx.db().fetch_text(&format!("select {key} from {name} where {which}"), values.clone()).await?;
        if rows.is_empty() {
            continue;
        }
        let sql = format!("update {name} set {column} = $4{} where {which}", raised(table));
        let values = values.into_iter().chain([merge.absorbed_id.into()]).collect();
        tx.execute_text(&sql, values).await?;
        sent.extend(rows.into_iter().map(|row| row.id));
    }
    Ok(sent)
}

/// Ids of the rows that went along; of pairs there are none.
async fn rows_of(tx: &Tx, merge: MergeId) -> Result<HashSet<Uuid>> {
    let sql = "select row_id from merge_parts where merge_id = $1 and folded_into is null
               and table_name = $2";
    let mut all = HashSet::new();
    for table in tx.platform().provided::<Followers>()?.0.iter().filter(|table| table.key == "id") {
        let rows: Vec<RowOf> = tx.db().fetch_text(sql, vec![merge.into(), table.table.into()]).await?;
        all.extend(rows.into_iter().map(|row| row.id));
    }
    Ok(all)
}

/// `$3` is the merge.
fn moved_rows(table: &str) -> String {
    format!("(select row_id from merge_parts where merge_id = $3 and table_name = '{table}' and folded_into is null)")
}

fn raised(table: &FollowsCustomer) -> &'static str {
    if table.is_versioned { ", version = version + 1" } else { "" }
}
