//! The odometer: readings that only count up, and how fast they do.

use chrono::{DateTime, Utc};
use journal::events::customers::CustomersEvent;
use kernel::MileageReadingId;

use super::{Happened, VehicleRefusal};
use crate::vehicles::{
    mileage::{MileageReading, MileageSource},
    vehicle::Vehicle,
};

/// What is taken for a car of which too little was read: 40 km a day, the usual fallback of the trade's reminder systems.
pub const KM_PER_DAY_USUAL: f64 = 40.0;

const DAYS_PER_MONTH: f64 = 365.25 / 12.0;
/// A pace is read from the last two years: how a car is used changes with its people.
const PACE_DAYS: i64 = 730;
/// Readings closer together than this say more about one trip than about a month.
const PACE_DAYS_MIN: i64 = 30;

/// What somebody read, before it is a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub km: i32,
    pub read_at: DateTime<Utc>,
    pub source: MileageSource,
}

impl Vehicle {
    /// Takes in a reading. `before` is the last one at or before its time, `after` the first one later: the new one must lie
    /// between them, unless it is a correction. The car shows the latest.
    pub fn read_mileage(
        &mut self,
        reading: Reading,
        before: Option<&MileageReading>,
        after: Option<&MileageReading>,
        now: DateTime<Utc>,
    ) -> Result<Happened, VehicleRefusal> {
        self.must_be_there()?;
        if reading.source != MileageSource::Correction {
            let too_low = before.filter(|known| reading.km < known.km);
            let too_high = after.filter(|known| reading.km > known.km && known.source != MileageSource::Correction);
            if let Some(known) = too_low.or(too_high) {
                return Err(VehicleRefusal::MileageBackwards { known_km: known.km });
            }
        }
        if after.is_none() {
            self.mileage_km = Some(reading.km);
            self.mileage_at = Some(reading.read_at);
        }
        self.changed_at = now;
        let row = MileageReading {
            id: MileageReadingId::new(now),
            group_id: self.group_id,
            vehicle_id: self.id,
            km: reading.km,
            read_at: reading.read_at,
            source: reading.source,
        };
        let event = CustomersEvent::MileageRead { km: reading.km, source: reading.source.word().to_owned() };
        Ok(Happened { reading: Some(row), ..Happened::told(self.owner_id, event) })
    }
}

/// Kilometres a month: the slope of the least-squares line through the readings of the last two years, from the latest
/// correction on. `None` when they span less than 30 days, or lead nowhere.
pub fn km_per_month(readings: &[MileageReading]) -> Option<i32> {
    let mut sorted: Vec<&MileageReading> = readings.iter().collect();
    sorted.sort_by_key(|reading| (reading.read_at, reading.id));
    let begin = sorted.iter().rposition(|reading| reading.source == MileageSource::Correction).unwrap_or_default();
    let last = sorted.last()?.read_at;
    let used: Vec<&MileageReading> =
        sorted.into_iter().skip(begin).filter(|reading| is_recent(reading, last)).collect();
    let first = used.first()?.read_at;
    if (last - first).num_days() < PACE_DAYS_MIN {
        return None;
    }
    let points: Vec<(f64, f64)> =
        used.iter().map(|reading| (days_between(first, reading.read_at), f64::from(reading.km))).collect();
    let pace = slope(&points)? * DAYS_PER_MONTH;
    #[expect(clippy::cast_possible_truncation, reason = "bounded on the line before")]
    (0.0..f64::from(i32::MAX)).contains(&pace).then(|| pace.round() as i32)
}

fn is_recent(reading: &MileageReading, last: DateTime<Utc>) -> bool {
    (last - reading.read_at).num_days() <= PACE_DAYS
}

fn days_between(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    (to - from).as_seconds_f64() / 86_400.0
}

fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let count = f64::from(u32::try_from(points.len()).ok()?);
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / count;
    let spread = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum::<f64>();
    let shared = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum::<f64>();
    (spread > 0.0).then(|| shared / spread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{instant, vehicle};

    fn row(km: i32, on: &str, source: MileageSource) -> MileageReading {
        let mut car = vehicle();
        let reading = Reading { km, read_at: instant(on), source };
        car.read_mileage(reading, None, None, instant(on)).unwrap().reading.unwrap()
    }

    #[test]
    fn an_odometer_only_counts_up() {
        let (before, after) =
            (row(10_000, "2025-01-01", MileageSource::Workshop), row(20_000, "2026-01-01", MileageSource::Workshop));
        let mut car = vehicle();
        let mut read = |km, source| {
            let reading = Reading { km, read_at: instant("2025-06-01"), source };
            car.read_mileage(reading, Some(&before), Some(&after), instant("2026-03-01"))
        };
        assert_eq!(read(9_999, MileageSource::Owner), Err(VehicleRefusal::MileageBackwards { known_km: 10_000 }));
        assert_eq!(read(20_001, MileageSource::Owner), Err(VehicleRefusal::MileageBackwards { known_km: 20_000 }));
        assert!(read(15_000, MileageSource::Owner).is_ok());
        assert!(read(900, MileageSource::Correction).is_ok());
    }

    #[test]
    fn a_reading_of_an_earlier_day_does_not_move_the_car_back() {
        let later = row(20_000, "2026-01-01", MileageSource::Workshop);
        let mut car = vehicle();
        car.mileage_km = Some(20_000);
        car.mileage_at = Some(later.read_at);
        let reading = Reading { km: 15_000, read_at: instant("2025-06-01"), source: MileageSource::Owner };
        car.read_mileage(reading, None, Some(&later), instant("2026-03-01")).unwrap();
        assert_eq!((car.mileage_km, car.mileage_at), (Some(20_000), Some(later.read_at)));
    }

    #[test]
    fn the_pace_is_the_slope_of_the_readings() {
        let readings = [
            row(0, "2025-01-01", MileageSource::Workshop),
            row(6_000, "2025-07-02", MileageSource::Workshop),
            row(12_000, "2025-12-31", MileageSource::Workshop),
        ];
        assert_eq!(km_per_month(&readings), Some(1_003));
    }

    #[test]
    fn what_was_read_before_a_correction_says_nothing_of_the_pace() {
        let readings = [
            row(900_000, "2025-01-01", MileageSource::Owner),
            row(9_000, "2025-02-01", MileageSource::Correction),
            row(12_000, "2025-05-02", MileageSource::Workshop),
        ];
        assert_eq!(km_per_month(&readings), Some(1_015));
    }

    #[test]
    fn two_readings_of_one_week_are_no_pace() {
        let readings =
            [row(1_000, "2026-01-01", MileageSource::Owner), row(1_900, "2026-01-07", MileageSource::Workshop)];
        assert_eq!(km_per_month(&readings), None);
        assert_eq!(km_per_month(&readings[..1]), None);
        assert_eq!(km_per_month(&[]), None);
    }
}
