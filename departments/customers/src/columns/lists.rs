//! Lists that few customers meet and no index knows: the tables take seconds to find them at a million, the memory names them.

use std::{collections::BTreeSet, time::Duration};

use conditions::{Moment, Rule};
use journal::listen;
use kernel::{CustomerId, Error, Result, VehicleId};
use platform::Db;

use super::{Columns, base::Base, count};
use crate::{
    facts,
    people::fields::{Filter, Place},
    quality::recount,
};

/// A list that took longer is learned by [`learn`].
pub const SLOW: Duration = Duration::from_millis(250);
/// When more entries than this were written since the journal was heard, the tables are asked alone.
const ENTRIES_MAX: usize = 2_000;

/// Who may meet all of these filters, when lists by such fields were slow, the memory knows some of them, and there are at most
/// so many: those who met them when the journal was last heard, and whoever it wrote of since. It is for the tables to say who
/// of them does.
pub async fn few(db: &Db<'_>, filters: &[Filter], moment: Moment, most: u64) -> Result<Option<Vec<CustomerId>>> {
    let told: Vec<Filter> = filters.iter().filter(|filter| is_told(filter)).cloned().collect();
    let columns = db.platform().provided::<Columns>()?;
    let Some(shelf) = columns.of_slow(db.scope().group(), &told) else { return Ok(None) };
    // Whoever waits for a list does not wait for a column.
    let Ok(base) = shelf.base.try_read_owned() else { return Ok(None) };
    let Some(cursor) = base.as_ref().map(Base::cursor) else { return Ok(None) };
    let found = tokio::task::spawn_blocking(move || base.as_ref()?.few(told, moment, most)).await;
    let Some(mut ids) = found.map_err(Error::internal)? else { return Ok(None) };
    let since = listen::subjects_since(db, cursor, ENTRIES_MAX).await?;
    if since.len() == ENTRIES_MAX {
        return Ok(None);
    }
    let vehicles: BTreeSet<VehicleId> = since.iter().filter_map(|entry| entry.vehicle_id).collect();
    ids.extend(since.iter().filter_map(|entry| entry.customer_id));
    ids.extend(facts::store::people_of(db, &vehicles).await?);
    Ok(Some(ids))
}

/// Reads the columns of a list that was slow, or hears the journal for them, so that the next such list is not.
pub async fn learn(db: &Db<'_>, filters: &[Filter], moment: Moment) -> Result<()> {
    let told: Vec<Filter> = filters.iter().filter(|filter| is_told(filter)).cloned().collect();
    if told.is_empty() {
        return Ok(());
    }
    let columns = db.platform().provided::<Columns>()?;
    let fields: Vec<&'static str> = told.iter().map(|filter| filter.definition.name).collect();
    count(db, &Rule::All(told.into_iter().map(Rule::One).collect()), moment, 0).await?;
    columns.note_slow(db.scope().group(), fields.into_iter());
    Ok(())
}

/// Whether the journal names everyone for whom it changes: of a base scored anew it does not.
fn is_told(filter: &Filter) -> bool {
    use Place::{Car, Customer, Fact, Happened, Role};
    matches!(filter.definition.place, Customer(_) | Fact(_) | Car(_) | Role | Happened(_))
        && !recount::FIELDS.contains(&filter.definition.name)
}
