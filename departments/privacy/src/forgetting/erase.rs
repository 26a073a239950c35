//! Taking a person out of the tables: one transaction, following what each table says of itself.

use std::collections::BTreeMap;

use kernel::{CustomerId, Result, VehicleId};
use platform::{
    Tx,
    traces::{Fate, Trace},
};
use sea_orm::Value;

/// Rows about the person, per table, as they were removed or cleared.
pub type Rows = BTreeMap<&'static str, u64>;

/// Removes and clears everything about these customers (one, and those that were merged into it) and the cars nobody else has.
pub async fn erase(tx: &mut Tx, traces: &[Trace], customers: &[CustomerId], cars: &[VehicleId]) -> Result<Rows> {
    let mut rows = Rows::new();
    for customer in customers {
        leave_household(tx, *customer).await?;
        clear_checks(tx, *customer).await?;
        let entries = journal::forget(tx, *customer, cars).await?;
        *rows.entry("journal").or_default() += entries;
    }
    for trace in traces {
        let mut count = 0;
        for column in trace.customer {
            for customer in customers {
                count += clear(tx, trace, column, (*customer).into()).await?;
            }
        }
        for column in trace.vehicle {
            for car in cars {
                count += clear(tx, trace, column, (*car).into()).await?;
            }
        }
        *rows.entry(trace.table).or_default() += count;
    }
    for customer in customers {
        into_the_vault(tx, *customer).await?;
    }
    Ok(rows)
}

async fn clear(tx: &mut Tx, trace: &Trace, column: &str, id: Value) -> Result<u64> {
    let table = trace.table;
    match trace.fate {
        Fate::Erase => tx.execute_text(&format!("delete from {table} where {column} = $1"), vec![id]).await,
        Fate::Blank(set) => {
            let now = tx.now();
            tx.execute_text(&format!("update {table} set {set} where {column} = $2"), vec![now.into(), id]).await
        }
        Fate::Rewrite | Fate::Nobody(_) => Ok(0),
    }
}

/// A household that loses its last member goes with them.
async fn leave_household(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    tx.execute_text(
        "delete from households where id in (select household_id from customers where id = $1)
         and not exists (select 1 from customers c where c.household_id = households.id and c.id <> $1)",
        vec![customer.into()],
    )
    .await?;
    Ok(())
}

/// What was seen when it was made sure who asks; the task of the request itself stays with who sees to it.
async fn clear_checks(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    tx.execute_text(
        "update tasks set customer_id = null where customer_id = $1 and unique_key like 'person_request:%'",
        vec![customer.into()],
    )
    .await?;
    tx.execute_text(
        "update identity_checks set note_sealed = null
         where request_id in (select id from person_requests where customer_id = $1)",
        vec![customer.into()],
    )
    .await?;
    Ok(())
}

/// What is left of the record, a number, stands where no list, search or restoring reaches it.
async fn into_the_vault(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    let group = tx.scope().group();
    tx.execute_text(
        "update customers set group_id = $1 where group_id = $2 and id = $3",
        vec![group.vault().into(), group.into(), customer.into()],
    )
    .await?;
    Ok(())
}
