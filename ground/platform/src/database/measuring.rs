//! How much there is of what, for the planner: counted when new indexes come and when a table has grown to many times its size. An
//! engine that does so by itself is left alone.

use kernel::Result;

use super::Db;
use crate::{Platform, SystemActor};

crate::record! {
    struct Measured { name: String, rows: i64, unmeasured: i64, has_row_numbers: bool }
}
crate::record! {
    struct Table { name: String, rows: i64 }
}

/// A plan for a table of this many times fewer rows may be a bad one.
const GROWN_TIMES: i64 = 4;
/// Any plan is good enough for so few.
const FEW: i64 = 10_000;

/// Measures the tables whose new indexes nobody has measured: such an index is taken for the best of all.
pub(super) async fn measure_new_indexes(platform: &Platform) -> Result<()> {
    let Some(known) = known(platform).await? else {
        return platform.database().run_outside(&["analyze"]).await;
    };
    for table in known.into_iter().filter(|table| table.unmeasured > 0) {
        measure(platform, &table.name).await?;
    }
    Ok(())
}

/// Measures the tables that have grown much since that was last done; answers which.
pub async fn measure_grown(platform: &Platform) -> Result<Vec<String>> {
    let Some(known) = known(platform).await? else { return Ok(Vec::new()) };
    let house = platform.house(SystemActor::Migration);
    let db = house.read();
    let has_grown = |known: &Measured, rows: i64| rows > known.rows * GROWN_TIMES + FEW;
    let numbered: Vec<&Measured> = known.iter().filter(|table| table.has_row_numbers).collect();
    let mut grown = Vec::new();
    // Numbers of rows only rise, so the highest is at least as many as there are: a guess that costs nothing.
    for (table, most) in numbered.iter().zip(rows(&db, &numbered, "max(rowid)").await?) {
        if has_grown(table, most) && has_grown(table, rows(&db, &[*table], "count(*)").await?[0]) {
            measure(platform, &table.name).await?;
            grown.push(table.name.clone());
        }
    }
    if !grown.is_empty() {
        // These have no numbers to tell by, and hold what belongs to the others.
        for table in known.iter().filter(|table| !table.has_row_numbers) {
            measure(platform, &table.name).await?;
        }
    }
    Ok(grown)
}

/// What is known of each table; nothing where the engine sees to it.
async fn known(platform: &Platform) -> Result<Option<Vec<Measured>>> {
    let Some((prepare, text)) = platform.database().dialect().measured_tables() else { return Ok(None) };
    platform.database().run_outside(&[prepare]).await?;
    Ok(Some(platform.house(SystemActor::Migration).read().fetch_text(text, vec![]).await?))
}

async fn rows(db: &Db<'_>, tables: &[&Measured], counted: &str) -> Result<Vec<i64>> {
    let of_table = |(place, table): (usize, &&Measured)| {
        format!("select '{place}' as name, coalesce((select {counted} from {}), 0) as rows", table.name)
    };
    let texts: Vec<String> = tables.iter().enumerate().map(of_table).collect();
    let lines: Vec<Table> = db.fetch_text(&texts.join(" union all "), vec![]).await?;
    let mut counts = vec![0; tables.len()];
    for Table { name, rows } in lines {
        if let Some(count) = name.parse::<usize>().ok().and_then(|place| counts.get_mut(place)) {
            *count = rows;
        }
    }
    Ok(counts)
}

async fn measure(platform: &Platform, table: &str) -> Result<()> {
    tracing::debug!(table, "measuring");
    platform.database().run_outside(&[&format!("analyze {table}")]).await?;
    platform.database().plan_anew();
    Ok(())
}
