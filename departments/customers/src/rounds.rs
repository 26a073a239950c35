//! What is done once a day without anybody asking: the rounds of the house. Whoever keeps the clock calls [`begin_due`] now and
//! then; each round is a job with the day in its key, so that many nodes and many calls make one of it.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, Result, time::Calendar};
use platform::{Platform, SystemActor, jobs::enqueue};

use crate::quality::{
    audits::jobs::BeginAudits, calls::queue::QueueCalls, confirmations::ask::AskConfirmations, recount::Recount,
    settings,
};

platform::record! {
    struct OfGroup { id: GroupId }
}

/// The hour of the store at which a day's rounds begin: when nobody works.
const HOUR: i64 = 3;

/// Leaves the jobs of every round whose hour has come.
pub async fn begin_due(platform: &Platform) -> Result<()> {
    let house = platform.house(SystemActor::Jobs);
    let now = platform.clock().now();
    let groups: Vec<OfGroup> = house.read().fetch_text("select id from dealer_groups", vec![]).await?;
    for OfGroup { id } in groups {
        let door = platform.system(SystemActor::Jobs, id);
        let is_new = settings::store::find(&door.read()).await?.counted_at.is_none();
        let day = due_day(Calendar::default(), now).map(|day| format!("{id}:{day}"));
        let key = if is_new { Some(format!("{id}:first")) } else { day.clone() };
        if let Some(key) = key {
            door.write(async |tx| enqueue(tx, &Recount {}, &key).await).await?;
        }
        if let Some(key) = day {
            door.write(async |tx| {
                enqueue(tx, &BeginAudits {}, &key).await?;
                enqueue(tx, &QueueCalls {}, &key).await?;
                enqueue(tx, &AskConfirmations {}, &key).await
            })
            .await?;
        }
    }
    Ok(())
}

/// The day whose round is due by this calendar, once its hour has come.
fn due_day(calendar: Calendar, now: DateTime<Utc>) -> Option<NaiveDate> {
    let day = calendar.day(now);
    let hours = (now - calendar.start_of(day)).num_hours();
    (hours >= HOUR).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_waits_for_its_hour_in_the_time_of_the_store() {
        let at = |text: &str| due_day(Calendar::default(), text.parse().unwrap()).map(|day| day.to_string());
        assert_eq!(at("2026-03-15T18:59:00Z"), None, "02:59 in Shanghai");
        assert_eq!(at("2026-03-15T19:00:00Z").as_deref(), Some("2026-03-16"));
        assert_eq!(at("2026-03-16T15:59:00Z").as_deref(), Some("2026-03-16"));
    }
}
