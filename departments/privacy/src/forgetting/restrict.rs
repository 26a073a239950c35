//! Restricting: a person's rows go into the group's vault, where no scope, list, search or message reaches them, and come back
//! when the restriction is lifted.

use kernel::{CustomerId, GroupId, Result, VehicleId};
use platform::{Tx, traces::Trace};
use sea_orm::Value;

/// Moves everything about a person and the cars nobody else has from one group to another.
pub async fn carry(
    tx: &mut Tx,
    traces: &[Trace],
    (records, cars): (&[CustomerId], &[VehicleId]),
    (from, to): (GroupId, GroupId),
) -> Result<()> {
    for trace in traces.iter().filter(|trace| trace.has_group() && !is_about_the_request(trace.table)) {
        for column in trace.customer {
            for customer in records {
                carry_rows(tx, trace.table, column, (*customer).into(), (from, to)).await?;
            }
        }
        for column in trace.vehicle {
            for car in cars {
                carry_rows(tx, trace.table, column, (*car).into(), (from, to)).await?;
            }
        }
    }
    Ok(())
}

/// The request itself must stay in sight.
fn is_about_the_request(table: &str) -> bool {
    matches!(table, "person_requests" | "deletions" | "restrictions" | "kept_records" | "person_copies")
}

async fn carry_rows(tx: &mut Tx, table: &str, column: &str, id: Value, (from, to): (GroupId, GroupId)) -> Result<()> {
    let text = format!("update {table} set group_id = $1 where group_id = $2 and {column} = $3");
    tx.execute_text(&text, vec![to.into(), from.into(), id]).await?;
    Ok(())
}
