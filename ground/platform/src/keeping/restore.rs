//! Restoring an archive into an empty place, and looking through one without doing so.

use std::{collections::BTreeMap, path::Path};

use kernel::{Error, Result};

use super::{
    archive::{Archive, TableLine},
    arrival::{self, Arrival},
    catalogue::{Catalogue, Table},
    ends::known_steps,
    pour::{count_only, pour},
};
use crate::{Platform, database::Migration};

/// Reads all of an archive and compares it with what it says of itself.
pub async fn verify(archive: &Archive) -> Result<()> {
    for line in &archive.manifest.tables {
        let table = Table { name: line.name.clone(), columns: line.columns.clone(), wholes: Vec::new() };
        let tally = pour(&table, |to| archive.give(&table, to), count_only).await?;
        if tally != line.tally {
            return Err(arrival::damaged(&line.name));
        }
    }
    for line in &archive.manifest.files {
        archive.unpack(line, None).await?;
    }
    Ok(())
}

/// Puts everything of an archive into an empty database and an empty folder of files. Cut off in the middle, it goes on when it is
/// called again; until then nothing can be served from there. `migrations` are all steps the program knows.
pub async fn restore(platform: &Platform, archive: &Archive, files: &Path, migrations: &[Migration]) -> Result<()> {
    let manifest = &archive.manifest;
    let steps = known_steps(migrations, &manifest.migrations)?;
    let catalogue = Catalogue::of(&steps)?;
    must_fit(&catalogue, &manifest.tables)?;
    let mut arrival = Arrival::begin(platform, &format!("backup {}", manifest.id), &steps).await?;
    let expected: BTreeMap<_, _> = manifest.tables.iter().map(|line| (line.name.clone(), line.tally)).collect();
    for table in &catalogue.tables {
        let tally = expected.get(&table.name).copied();
        if arrival.arrived(table) != tally {
            tracing::debug!(table = table.name, "restoring");
            pour(table, |to| archive.give(table, to), |rows| arrival.take(table, rows, tally)).await?;
        }
    }
    for line in &manifest.files {
        archive.unpack(line, Some(files)).await?;
    }
    arrival.finish(&expected).await
}

fn must_fit(catalogue: &Catalogue, lines: &[TableLine]) -> Result<()> {
    let tables: BTreeMap<&str, &[_]> =
        catalogue.tables.iter().map(|table| (table.name.as_str(), table.columns.as_slice())).collect();
    let told: BTreeMap<&str, &[_]> = lines.iter().map(|line| (line.name.as_str(), line.columns.as_slice())).collect();
    if tables == told {
        return Ok(());
    }
    Err(Error::Refused {
        code: "backup.foreign",
        detail: "The tables of this backup are not those its version had: it was made or changed by another program."
            .into(),
    })
}
