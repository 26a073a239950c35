//! Changing what was written, lawfully: a person is forgotten, records are merged. Whoever changes entries says so here, before and
//! after; the change is an entry itself, with a mark of its own, so that it can be told from tampering.

use std::collections::BTreeMap;

use kernel::{CustomerId, Result, VehicleId};
use platform::Tx;
use sea_orm::{Value, prelude::Uuid};

use crate::{
    About, Entry,
    events::audit::{AuditEvent, Remarked},
    listen::{ENTRY_COLUMNS, fetch_entries},
    mark::Mark,
    record,
};

/// Entries that are about to be changed, as they are.
#[must_use = "the change is written down by `end`"]
pub struct Lawful {
    before: BTreeMap<i64, Mark>,
}

const AT_ONCE: usize = 500;

platform::record! {
    struct Place { position: i64 }
}

impl Lawful {
    /// Takes down the entries about these customers and cars.
    pub async fn about(tx: &mut Tx, customers: &[CustomerId], cars: &[VehicleId]) -> Result<Self> {
        let ids = customers.iter().map(|id| ("customer_id", id.0)).chain(cars.iter().map(|id| ("vehicle_id", id.0)));
        let mut places = Vec::new();
        for (column, id) in ids {
            places.extend(places_of(tx, column, id).await?);
        }
        Self::at(tx, places).await
    }

    /// Takes down the entries at these positions.
    pub async fn at(tx: &mut Tx, mut places: Vec<i64>) -> Result<Self> {
        places.sort_unstable();
        places.dedup();
        let keys = tx.platform().keys().clone();
        let mut before = BTreeMap::new();
        for entry in entries_at(tx, &places).await? {
            before.insert(entry.position, entry.mark_now(&keys)?);
        }
        Ok(Self { before })
    }

    /// Marks what was changed anew and writes down that it was, and why; answers how many entries. To be called in the same
    /// transaction, when nothing more will be changed.
    pub async fn end(self, tx: &mut Tx, reason: &str) -> Result<u64> {
        let places: Vec<i64> = self.before.keys().copied().collect();
        let keys = tx.platform().keys().clone();
        let mut changed = Vec::new();
        for entry in entries_at(tx, &places).await? {
            let Some(was) = self.before.get(&entry.position) else { continue };
            let becomes = entry.mark_now(&keys)?;
            if becomes == *was {
                continue;
            }
            let values = vec![becomes.to_vec().into(), entry.position.into()];
            tx.execute_text("update journal set mark = $1 where position = $2 and mark is not null", values).await?;
            changed.push(Remarked::of(was, &becomes));
        }
        record_resealed(tx, JOURNAL, reason, &changed).await?;
        Ok(changed.len() as u64)
    }
}

/// Writes down that sealed lines say something else now, and why.
pub async fn record_resealed(tx: &mut Tx, chain: &str, reason: &str, lines: &[Remarked]) -> Result<()> {
    for some in lines.chunks(AT_ONCE) {
        let event = AuditEvent::Resealed { chain: chain.into(), reason: reason.into(), lines: some.to_vec() };
        record(tx, About::default(), event).await?;
    }
    Ok(())
}

/// How the chain over the journal is called.
pub const JOURNAL: &str = "journal";

async fn places_of(tx: &Tx, column: &str, id: Uuid) -> Result<Vec<i64>> {
    let text = format!("select position from journal where {column} = $1");
    let rows: Vec<Place> = tx.db().fetch_text(&text, vec![id.into()]).await?;
    Ok(rows.into_iter().map(|row| row.position).collect())
}

/// Held until the transaction ends, so that of two who change one the second sees what the first made of it.
async fn entries_at(tx: &Tx, places: &[i64]) -> Result<Vec<Entry>> {
    let mut entries = Vec::with_capacity(places.len());
    for some in places.chunks(AT_ONCE) {
        let list = (1..=some.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
        let text = format!("select {ENTRY_COLUMNS} from journal where position in ({list}) order by position {{hold}}");
        let values: Vec<Value> = some.iter().map(|place| (*place).into()).collect();
        entries.extend(fetch_entries(&tx.db(), &text, values).await?);
    }
    Ok(entries)
}
