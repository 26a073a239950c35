//! Past records in and out of the database.

use journal::{About, Draft, events::customers::CustomersEvent};
use kernel::{Money, Result};
use platform::{Actor, Tx};

use super::past_record::{Entity, PastRecord};

/// Writes records with their lines on the timeline, each on the day it happened: `day_start` is when that day begins in the
/// store; `actor` is who brought them, the caller when not given.
pub async fn add_all(
    tx: &mut Tx,
    records: Vec<PastRecord>,
    day_start: impl Fn(&PastRecord) -> chrono::DateTime<chrono::Utc>,
    actor: Option<&Actor>,
) -> Result<()> {
    let events = records.iter().map(|record| recorded(record, day_start(record), actor)).collect();
    tx.insert_all::<Entity>(records).await?;
    journal::record_all(tx, events).await?;
    Ok(())
}

fn recorded(record: &PastRecord, at: chrono::DateTime<chrono::Utc>, actor: Option<&Actor>) -> Draft<CustomersEvent> {
    let event = CustomersEvent::HistoryRecorded {
        record: record.id,
        kind: record.kind,
        on: record.happened_on,
        amount: record.amount.map(Money::cny),
        mileage_km: record.mileage_km,
        summary: record.summary.clone(),
        is_open: record.is_open,
    };
    let about = About::customer(record.store_id, record.customer_id).with_vehicle(record.vehicle_id).at(at);
    Draft { about, event, actor: actor.cloned() }
}
