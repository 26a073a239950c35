//! What the audit does when something happens: the marks of entries are sealed, many at a time, behind those who wrote them.

use std::{collections::BTreeMap, time::Duration};

use chrono::TimeDelta;
use journal::{
    Entry, Listener, ListenerKind,
    listen::{self, Cursor},
    mark::Mark,
};
use kernel::{GroupId, Result};
use platform::{Db, KeyRing, Platform, SystemActor, Tx};

use crate::{
    chain::{self, Chain, Held, Leaf},
    looks::witness,
};

/// Seals the journal.
pub struct SealJournal;

impl Listener for SealJournal {
    const NAME: &'static str = "audit.journal";
    const REST: Duration = Duration::from_secs(1);

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        let mut by_group: BTreeMap<GroupId, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            by_group.entry(entry.group_id).or_default().push(entry);
        }
        for (group, entries) in by_group {
            let mut held = Held::of(tx, group, Chain::Journal).await?;
            let last = chain::last_seal(&tx.db(), group, Chain::Journal).await?;
            let (kind, leaves) =
                leaves(tx.platform().keys(), &entries, last.is_none_or(|last| last.kind == chain::OLD))?;
            let note = witness(&tx.db(), group).await?;
            held.seal(tx, kind, note, &leaves).await?;
        }
        Ok(())
    }
}

platform::record! {
    struct NewestSeal { group_id: GroupId, leaves: Vec<u8> }
}

/// The newest seals with lines under them, of all groups.
const NEWEST: &str = "select s.group_id, s.leaves from audit_seals s \
    join (select group_id, max(number) as number from audit_seals where chain = $1 and kind <> $2 group by group_id) newest \
    on newest.group_id = s.group_id and newest.number = s.number where s.chain = $1";

/// Whether the sealer stands behind the last entry it sealed, or has not begun. Somewhere else somebody else put it.
pub async fn stands_where_sealed(db: &Db<'_>) -> Result<bool> {
    let reached = listen::reached(db, SealJournal::NAME).await?.filter(|at| *at != Cursor::BEGINNING);
    let Some(reached) = reached else { return Ok(true) };
    if listen::is_entry(db, reached).await? {
        return Ok(true);
    }
    let last = newest_seals(db).await?.into_iter().filter_map(|seal| chain::leaves(&seal.leaves).next_back());
    Ok(last.into_iter().any(|leaf| leaf.place == reached.position))
}

/// Brings a sealer that was sent elsewhere back behind the last entry that is sealed, so that none is left out; the chains say so for
/// good.
pub async fn stand_where_sealed(platform: &Platform) -> Result<()> {
    let house = platform.house(SystemActor::Listener);
    if stands_where_sealed(&house.read()).await? {
        return Ok(());
    }
    tracing::error!("the place up to which the journal is sealed was moved");
    house
        .write(async |tx| {
            let mut last = Cursor::BEGINNING;
            for NewestSeal { group_id, leaves } in newest_seals(&tx.db()).await? {
                for leaf in chain::leaves(&leaves).rev() {
                    if let Some(place) = listen::place_of(&tx.db(), leaf.place).await? {
                        last = last.max(place);
                        break;
                    }
                }
                Held::of(tx, group_id, Chain::Journal).await?.tell_broken(tx).await?;
            }
            listen::go_back(tx, SealJournal::NAME, last).await
        })
        .await
}

/// What waits longer than this for its seal was left by a command while nobody served.
const LEFT_FOR: TimeDelta = TimeDelta::minutes(30);

/// Seals what commands before this one have left, before more is written: else it would look as if it had lost its seals.
pub async fn seal_what_was_left(platform: &Platform) -> Result<()> {
    let house = platform.house(SystemActor::Listener);
    let reached = listen::reached(&house.read(), SealJournal::NAME).await?.unwrap_or(Cursor::BEGINNING);
    let first = listen::entries_after(&house.read(), reached, 1).await?;
    if first.first().is_some_and(|entry| entry.recorded_at + LEFT_FOR < platform.clock().now()) {
        listen::catch_up(platform, &ListenerKind::of::<SealJournal>()).await?;
    }
    Ok(())
}

async fn newest_seals(db: &Db<'_>) -> Result<Vec<NewestSeal>> {
    db.fetch_text(NEWEST, vec![Chain::Journal.word().into(), chain::BROKEN.into()]).await
}

/// Marks are taken as they were written, never made anew: what was changed before it was sealed is found later. Entries from before
/// there were marks have none: they are taken as they are, until the first that has one.
fn leaves(keys: &KeyRing, entries: &[&Entry], mut are_old: bool) -> Result<(&'static str, Vec<Leaf>)> {
    let mut leaves = Vec::with_capacity(entries.len());
    for entry in entries {
        are_old &= entry.mark.is_none();
        let mark = match entry.mark.as_deref().map(Mark::try_from) {
            Some(Ok(mark)) => mark,
            None if are_old => entry.mark_now(keys)?,
            _ => Mark::default(),
        };
        leaves.push(Leaf { place: entry.position, mark });
    }
    Ok((if are_old { chain::OLD } else { chain::LINES }, leaves))
}
