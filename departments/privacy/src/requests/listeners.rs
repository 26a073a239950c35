//! Hears that the calendar changed and counts the terms of open requests anew.

use chrono::{DateTime, Utc};
use customers::holidays;
use journal::{Entry, Event, Listener, events::holidays::HolidaysEvent};
use kernel::{GroupId, Result, time::Calendar, working_days::WorkingDays};
use platform::{
    Tx,
    names::{self, Wanted},
};
use std::collections::BTreeSet;

use super::{
    request::PersonRequest,
    store,
    term::{self, Term},
};

/// Keeps the terms of open requests equal to what the calendar says.
pub struct KeepTerms;

/// More open requests than this nobody has; those due first come first.
const OPEN_MAX: u64 = 2_000;

impl Listener for KeepTerms {
    const NAME: &'static str = "privacy.terms";

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        let groups: BTreeSet<GroupId> =
            entries.iter().filter(|entry| HolidaysEvent::read(entry).is_some()).map(|entry| entry.group_id).collect();
        for group in groups {
            tx.enter(group);
            count_anew(tx).await?;
        }
        Ok(())
    }
}

async fn count_anew(tx: &mut Tx) -> Result<()> {
    let days = holidays::working_days(&tx.db()).await?;
    let open = store::open_ones(&tx.db(), OPEN_MAX).await?;
    let stores = open.iter().map(|request| request.store_id).collect();
    let known = names::of(&tx.db(), Wanted { stores, ..Wanted::default() }).await?;
    for mut request in open {
        let term = term_of(&request, known.calendar(request.store_id), &days, tx.now());
        if let Some(event) = request.count_term(term, tx.now()) {
            store::save(tx, request, event).await?;
        }
    }
    Ok(())
}

/// The term as it would be counted today; one that is over stays what it was.
fn term_of(request: &PersonRequest, calendar: Calendar, days: &WorkingDays, now: DateTime<Utc>) -> Term {
    let first = term::of(request.received_at, calendar, days);
    let counted = match request.extended_at {
        Some(_) => term::extended(first.due_on, calendar, days),
        None => first,
    };
    if request.due_at <= now {
        let (warn_at, due_on, due_at) = (request.warn_at, request.due_on, request.due_at);
        return Term { warn_at, due_on, due_at, is_assumed: request.is_due_assumed };
    }
    counted
}
