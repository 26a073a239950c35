//! Faults of some younger cars of the demo world: repaired ones, one that waits, one that keeps coming back.

use chrono::{Days, NaiveDate};
use customers::{
    faults::{
        draft::{FaultDraft, Repair},
        fault::{CarSystem, FaultSource},
        store,
    },
    vehicles::vehicle::{Column, Entity},
};
use kernel::Result;
use platform::Tx;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

/// So many cars get a story; the stories come round.
const CARS: u64 = 12;

/// How long ago, where, what, under which code, whether it endangers people, days in repair.
type Line = (u64, CarSystem, &'static str, Option<&'static str>, bool, Option<i32>);

const STORIES: [&[Line]; 4] = [
    &[
        (120, CarSystem::Engine, "怠速抖动", Some("P0300"), false, Some(2)),
        (80, CarSystem::Engine, "怠速抖动，更换点火线圈", Some("P0300"), false, Some(3)),
        (30, CarSystem::Engine, "怠速抖动，更换喷油嘴", Some("P0300"), false, Some(5)),
    ],
    &[(45, CarSystem::Electrical, "中控屏黑屏重启", None, false, Some(1))],
    &[
        (100, CarSystem::Brake, "制动踏板发软", Some("C0121"), true, Some(2)),
        (6, CarSystem::Suspension, "过减速带异响", None, false, None),
    ],
    &[(60, CarSystem::Body, "天窗异响", None, false, Some(1))],
];

/// Writes them down, as of that day.
pub async fn report(tx: &mut Tx, today: NaiveDate) -> Result<()> {
    let ago = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let bought_lately = Column::PurchasedOn.between(ago(600), ago(150));
    let select = tx.db().select::<Entity>().filter(bought_lately).filter(Column::DeletedAt.is_null());
    let first = select.filter(Column::OwnerId.is_not_null()).order_by_asc(Column::Id).limit(CARS);
    let cars = tx.db().all(first).await?;
    for (car, story) in cars.iter().zip(STORIES.iter().cycle()) {
        for (days_ago, system, symptom, dtc, is_safety, repair_days) in story.iter().copied() {
            let draft = FaultDraft {
                happened_on: ago(days_ago),
                mileage_km: None,
                dtc: dtc.map(str::to_owned),
                system,
                symptom: symptom.to_owned(),
                fault_key: dtc.unwrap_or(symptom).to_owned(),
                is_safety,
                source: FaultSource::Workshop,
                repair: repair_days.map(|days| Repair {
                    repaired_on: ago(days_ago.saturating_sub(u64::from(days.unsigned_abs()))),
                    days,
                    is_part_replaced: false,
                }),
            };
            store::report(tx, car, draft).await?;
        }
    }
    Ok(())
}
