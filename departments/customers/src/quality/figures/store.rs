//! Figures in and out of the database.

use chrono::{Months, NaiveDate};
use kernel::{Result, StoreId};
use platform::{Db, Tx, names};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder};

use super::{
    count::Counted,
    figure::{self, Figure},
    month::{self, Month},
};
use crate::quality::settings;

/// The figures of the stores in the scope, of one or of all.
pub async fn figures(db: &Db<'_>, store: Option<StoreId>) -> Result<Vec<Figure>> {
    let wanted = Condition::all().add_option(store.map(|store| figure::Column::StoreId.eq(store)));
    db.all(db.select::<figure::Entity>().filter(wanted)).await
}

/// How these stores stood in each of the last two years' months, the first month first.
pub async fn months(db: &Db<'_>, store: Option<StoreId>, today: NaiveDate) -> Result<Vec<Month>> {
    let wanted = Condition::all().add_option(store.map(|store| month::Column::StoreId.eq(store)));
    let since = today.checked_sub_months(Months::new(24)).unwrap_or(today);
    let select = db.select::<month::Entity>().filter(wanted).filter(month::Column::Month.gte(since));
    db.all(select.order_by_asc(month::Column::Month)).await
}

/// Puts newly counted figures in the place of the old ones, and keeps the month.
pub async fn save(tx: &mut Tx, counted: &Counted) -> Result<()> {
    let group = tx.scope().group();
    tx.delete::<figure::Entity>(figure::Column::GroupId.eq(group)).await?;
    tx.insert_all::<figure::Entity>(counted.figures(group)).await?;
    let stores: Vec<_> = counted.stores().collect();
    let wanted = names::Wanted { stores: stores.iter().map(|(store, _)| *store).collect(), ..names::Wanted::default() };
    let known = names::of(&tx.db(), wanted).await?;
    for (store, sums) in stores {
        let calendar = known.calendar(store);
        let month = kernel::time::Calendar::month_of(calendar.day(tx.now()));
        let this = Condition::all().add(month::Column::StoreId.eq(store)).add(month::Column::Month.eq(month));
        tx.delete::<month::Entity>(this).await?;
        let row = Month {
            group_id: group,
            store_id: store,
            month,
            customers: sums.customers,
            quality_sum: sums.quality,
            completeness_sum: sums.completeness,
            validity_sum: sums.validity,
            doubtful: counted.doubtful.get(&store).copied().unwrap_or_default(),
            counted_at: tx.now(),
        };
        tx.insert::<month::Entity>(row).await?;
    }
    settings::store::counted(tx).await
}
