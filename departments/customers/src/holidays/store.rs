//! Years in and out of the database, and the working days they make.

use chrono::NaiveDate;
use journal::{About, events::holidays::HolidaysEvent};
use kernel::{Result, working_days::WorkingDays};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::year::{AnnouncedDay, Column, Entity, HolidayYear};

platform::record! {
    /// A day of the shipped list.
    #[derive(Clone, Debug)]
    pub struct Shipped { pub day: NaiveDate, pub is_off: bool, pub name: String, pub source: String }
}

/// The days announced so far that are not as their weekday would have them: the group's own years, and the shipped ones beside.
pub async fn working_days(db: &Db<'_>) -> Result<WorkingDays> {
    use chrono::Datelike;
    let own = all(db).await?;
    let is_own = |day: NaiveDate| own.iter().any(|one| one.year == day.year());
    let shipped = shipped(db).await?.into_iter().filter(|one| !is_own(one.day)).map(|one| (one.day, one.is_off));
    let own = own.iter().flat_map(|one| one.days.0.iter().map(|day| (day.day, day.is_off)));
    Ok(WorkingDays::announced(shipped.chain(own)))
}

/// The years the group wrote down itself.
pub async fn all(db: &Db<'_>) -> Result<Vec<HolidayYear>> {
    db.all(db.select::<Entity>().order_by_asc(Column::Year)).await
}

pub async fn find(db: &Db<'_>, year: i32) -> Result<Option<HolidayYear>> {
    db.maybe(db.select::<Entity>().filter(Column::Year.eq(year))).await
}

/// What the State Council announced, as it is shipped: a few hundred days.
pub async fn shipped(db: &Db<'_>) -> Result<Vec<Shipped>> {
    db.fetch_text("select day, is_off, name, source from holidays order by day", vec![]).await
}

/// Keeps a year: the first time, or instead of the one before.
pub async fn save(tx: &mut Tx, year: HolidayYear) -> Result<HolidayYear> {
    let event = HolidaysEvent::Changed { year: year.year, days: year.days.0.len(), source: year.source.clone() };
    let kept = if year.version == 0 {
        let year = HolidayYear { version: 1, ..year };
        tx.insert::<Entity>(year.clone()).await?;
        year
    } else {
        tx.replace::<Entity>(year).await?
    };
    journal::record(tx, About::default(), event).await?;
    Ok(kept)
}

/// The year is as it is shipped again.
pub async fn forget(tx: &mut Tx, year: &HolidayYear) -> Result<()> {
    tx.delete::<Entity>(Column::Id.eq(year.id)).await?;
    journal::record(tx, About::default(), HolidaysEvent::Forgotten { year: year.year }).await?;
    Ok(())
}

/// The days of a year in the shipped list, with where they were announced.
pub async fn shipped_of(db: &Db<'_>, year: i32) -> Result<(Vec<AnnouncedDay>, Option<String>)> {
    use chrono::Datelike;
    let days: Vec<Shipped> = shipped(db).await?.into_iter().filter(|one| one.day.year() == year).collect();
    let source = days.first().map(|one| one.source.clone());
    let day = |one: Shipped| AnnouncedDay { day: one.day, is_off: one.is_off, name: one.name };
    Ok((days.into_iter().map(day).collect(), source))
}
