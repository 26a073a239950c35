//! The limits of stores in and out of the database.

use journal::{About, events::assignment::AssignmentEvent};
use kernel::{Result, StoreId, time::Calendar};
use platform::{
    Db, Tx,
    names::{self, Wanted},
};

use super::{
    hours::WeekHours,
    limits::{Entity, LeadLimits},
};
use crate::lead::Lead;

platform::record! {
    struct Line {
        answer_minutes: i32,
        hours: Option<WeekHours>,
        warn_before_minutes: Option<i32>,
        team_lead_id: Option<kernel::StaffId>,
        manager_id: Option<kernel::StaffId>,
        manager_after_minutes: Option<i32>,
        protection_minutes: Option<i32>,
        goes_to_next: bool,
        changed_by: Option<kernel::StaffId>,
        changed_at: chrono::DateTime<chrono::Utc>,
        version: i32,
    }
}

/// The limits of a store, whatever the reach of whoever asks: leads are measured by them.
pub async fn limits(db: &Db<'_>, store: StoreId) -> Result<LeadLimits> {
    let text = "select answer_minutes, hours, warn_before_minutes, team_lead_id, manager_id, manager_after_minutes,
                protection_minutes, goes_to_next, changed_by, changed_at, version from lead_limits where group_id = $1 and store_id = $2";
    let found: Vec<Line> = db.fetch_text(text, vec![db.scope().group().into(), store.into()]).await?;
    let unset = || LeadLimits::unset(db.scope().group(), store, db.platform().clock().now());
    Ok(found.into_iter().next().map_or_else(unset, |line| LeadLimits {
        store_id: store,
        group_id: db.scope().group(),
        answer_minutes: line.answer_minutes,
        hours: line.hours,
        warn_before_minutes: line.warn_before_minutes,
        team_lead_id: line.team_lead_id,
        manager_id: line.manager_id,
        manager_after_minutes: line.manager_after_minutes,
        protection_minutes: line.protection_minutes,
        goes_to_next: line.goes_to_next,
        changed_by: line.changed_by,
        changed_at: line.changed_at,
        version: line.version,
    }))
}

/// Saves the limits of a store together with what changed; the first time they are added.
pub async fn save(tx: &mut Tx, limits: LeadLimits, event: AssignmentEvent) -> Result<LeadLimits> {
    let store = limits.store_id;
    let kept = if limits.version == 0 {
        let limits = LeadLimits { version: 1, ..limits };
        tx.insert::<Entity>(limits.clone()).await?;
        limits
    } else {
        tx.replace::<Entity>(limits).await?
    };
    journal::record(tx, About::store(store), event).await?;
    Ok(kept)
}

/// The calendar by which a store counts.
pub async fn calendar(db: &Db<'_>, store: StoreId) -> Result<Calendar> {
    let known = names::of(db, Wanted { stores: [store].into(), ..Wanted::default() }).await?;
    Ok(known.calendar(store))
}

/// Whoever gets a lead nobody answered yet has the limit of the store from now on, in its hours.
pub async fn set_due(db: &Db<'_>, lead: &mut Lead) -> Result<()> {
    if lead.responded_at.is_none() && lead.due_at.is_some() {
        let limits = limits(db, lead.store_id).await?;
        let soon = limits.answer_by(calendar(db, lead.store_id).await?, lead.changed_at);
        lead.due_at = Some(soon.max(lead.respond_by));
    }
    Ok(())
}
