//! Moving from one database to another, most often from the file to a server: table by table, to be gone on with after a stop.

use std::collections::BTreeMap;

use kernel::Result;

use super::{arrival::Arrival, catalogue::Catalogue, ends::Snapshot, pour::pour, wire::Tally};
use crate::{
    Platform,
    database::{Dialect, Migration},
};

/// Copies everything from the database at `from`, which nobody else may have open, into the empty one of this platform, and compares.
/// Cut off in the middle, it goes on when it is called again. `told` hears of each table when it is there.
pub async fn move_to(
    platform: &Platform,
    from: &str,
    migrations: &[Migration],
    mut told: impl FnMut(&str, Tally),
) -> Result<BTreeMap<String, Tally>> {
    let mut snapshot = Snapshot::begin(from, true).await?;
    let steps = snapshot.steps(migrations, Dialect::of(from)?).await?;
    let catalogue = Catalogue::of(&steps)?;
    snapshot.look_at(&catalogue).await?;
    let mut arrival = Arrival::begin(platform, &format!("database {from}"), &steps).await?;
    let mut expected = BTreeMap::new();
    for table in &catalogue.tables {
        // What came in an earlier run counts only if nothing was changed since.
        let tally = match arrival.arrived(table) {
            Some(arrived) => Some(snapshot.tally(table).await?).filter(|tally| *tally == arrived),
            None => None,
        };
        let tally = match tally {
            Some(tally) => tally,
            None => pour(table, |to| snapshot.give(table, to), |rows| arrival.take(table, rows, None)).await?,
        };
        told(&table.name, tally);
        expected.insert(table.name.clone(), tally);
    }
    arrival.finish(&expected).await?;
    Ok(expected)
}
