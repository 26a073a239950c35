//! The job that forgets: takes the person out of the tables, looks through everything, and writes the proof.

use std::collections::BTreeMap;

use chrono::{Days, TimeDelta};
use customers::merges;
use journal::{About, Lawful, events::person_requests::PersonRequestsEvent};
use kernel::{CustomerId, DeletionId, Error, Result};
use platform::{
    Db, Door, Tx,
    jobs::{Job, Work, enqueue_at},
    names::{self, Wanted},
    traces::{Fate, Traces},
};
use serde::{Deserialize, Serialize};

use super::{
    again,
    deletion::{Deletion, DeletionRefusal, DeletionState},
    erase, files, kept,
    needles::Needles,
    proof::{Proof, TableProof},
    seek::{self, Sought},
    store,
    texts::Texts,
};
use crate::{
    copies,
    retention::{self, Terms},
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Forget {
    pub deletion: DeletionId,
    /// Whether the file of the database may be written anew now, whatever its size.
    #[serde(default)]
    pub may_compact: bool,
}

/// A larger file is written anew at night.
const COMPACTED_AT_ONCE_BYTES: u64 = 512 << 20;
const NIGHT_BEGINS_HOUR: i64 = 2;

/// What a deletion says that stopped over a fault of the machines; the log tells which.
const STOPPED: &str = "deletion.stopped";

impl Job for Forget {
    const NAME: &'static str = "privacy.forget";
    const ATTEMPTS_MAX: i32 = 24;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        match self.forget(&door).await {
            Ok(()) => Ok(()),
            Err(error) => {
                tell(&door, self.deletion, &error).await?;
                Err(error)
            }
        }
    }
}

impl Forget {
    pub(super) async fn forget(&self, door: &Door) -> Result<()> {
        let mut deletion = store::find(&door.read(), self.deletion).await?;
        if deletion.state == DeletionState::Waiting {
            let database = door.platform().database();
            deletion = database.overwriting(take_out(door, deletion)).await?;
        }
        if deletion.state == DeletionState::Forgotten {
            self.prove(door, deletion).await?;
        }
        Ok(())
    }

    /// Looks through tables and files until nothing is found, then writes the proof and drops what was looked for.
    async fn prove(&self, door: &Door, deletion: Deletion) -> Result<()> {
        let needles = store::open_needles(&door.read(), &deletion)?;
        let mut proof = deletion.proof.clone().unwrap_or_default();
        clear_files(door, &needles.forms(), &mut proof).await?;
        let records = merges::store::records_of(&door.read(), deletion.customer_id).await?;
        let reason = store::reason(&door.read(), &deletion).await?;
        seek::through(door, &Sought { records: &records, needles: &needles, reason: &reason }, &mut proof).await?;
        if !proof.is_clean() {
            door.write(async |tx| store::save(tx, Deletion { proof: Some(proof), ..deletion }).await).await?;
            return Err(DeletionRefusal::StillFound.into());
        }
        if !self.is_out_of_the_file(door, &needles, &mut proof).await? {
            return self.put_off_until_night(door, deletion, proof).await;
        }
        let touched: Vec<&str> = proof.touched().collect();
        proof.vacuumed_tables = door.platform().database().clear_old_versions(&touched).await?;
        door.write(async |tx| {
            let proven = Deletion {
                state: DeletionState::Proven,
                needles_sealed: None,
                proof: Some(proof),
                fault: None,
                proven_at: Some(tx.now()),
                ..deletion
            };
            store::save(tx, proven).await
        })
        .await?;
        Ok(())
    }

    /// Searches the bytes of the database file, which hold what was removed long ago too; writes it anew when something is left.
    async fn is_out_of_the_file(&self, door: &Door, needles: &Needles, proof: &mut Proof) -> Result<bool> {
        let (database, forms) = (door.platform().database(), needles.forms());
        let all = forms.all();
        let Some(file) = database.settled_bytes().await? else { return Ok(true) };
        let (size, hits) = files::count_in(file, &all).await?;
        proof.file_bytes = Some(size);
        if hits == 0 {
            return Ok(true);
        }
        if size > COMPACTED_AT_ONCE_BYTES && !self.may_compact {
            return Ok(false);
        }
        database.compact().await?;
        proof.was_compacted = true;
        let Some(file) = database.settled_bytes().await? else { return Ok(true) };
        // Values lie side by side in the file: what must stand alone can't be told there from a part of something longer. The file
        // is new, and its rows were looked through.
        let (size, hits) = files::count_in(file, &forms.anywhere).await?;
        proof.file_bytes = Some(size);
        proof.file_hits_elsewhere = hits;
        if hits == 0 || seek::is_held_by_another_group(door, &forms).await? {
            return Ok(true);
        }
        let Some(file) = database.settled_bytes().await?.filter(|_| proof.has_namesakes()) else {
            return Err(still_in_the_file(hits));
        };
        if files::count_in(file, &needles.unmistakable().anywhere).await?.1 == 0 {
            return Ok(true);
        }
        Err(still_in_the_file(hits))
    }

    async fn put_off_until_night(&self, door: &Door, deletion: Deletion, proof: Proof) -> Result<()> {
        door.write(async |tx| {
            let known = names::of(&tx.db(), Wanted { stores: [deletion.store_id].into(), ..Wanted::default() }).await?;
            let calendar = known.calendar(deletion.store_id);
            let night = calendar.end_of(calendar.day(tx.now())) + TimeDelta::hours(NIGHT_BEGINS_HOUR);
            let id = deletion.id;
            store::save(tx, Deletion { proof: Some(proof), ..deletion }).await?;
            let at_night = Forget { deletion: id, may_compact: true };
            enqueue_at(tx, &at_night, &format!("{id}:night"), night).await
        })
        .await
    }
}

fn still_in_the_file(hits: u64) -> Error {
    Error::internal(format!("the file of the database still holds {hits} traces after it was written anew"))
}

/// One transaction: seals apart what the law wants kept, then removes and clears everything else.
async fn take_out(door: &Door, deletion: Deletion) -> Result<Deletion> {
    let traces = door.platform().provided::<Traces>()?;
    let customer = records_to_forget(&door.read(), &deletion).await?[0];
    let copies = copies::store::of_customer(&door.read(), customer).await?;
    let forgotten = door.write(async |tx| take_out_within(tx, &traces, deletion).await).await?;
    copies.iter().try_for_each(|copy| copies::store::remove_file(door.platform(), copy.id))?;
    Ok(forgotten)
}

/// The record and those that live on in it. Whoever was merged since the deletion was asked for is forgotten as the one they are now.
async fn records_to_forget(db: &Db<'_>, deletion: &Deletion) -> Result<Vec<CustomerId>> {
    let asked = customers::people::store::find_even_merged(db, deletion.customer_id).await?;
    merges::store::records_of(db, asked.merged_into.unwrap_or(asked.id)).await
}

async fn take_out_within(tx: &mut Tx, traces: &Traces, deletion: Deletion) -> Result<Deletion> {
    let db = tx.db();
    if store::imports_under_way(&db).await? > 0 {
        return Err(DeletionRefusal::ImportUnderWay.into());
    }
    let records = records_to_forget(&db, &deletion).await?;
    let customer = records[0];
    let row = customers::people::store::find(&db, customer).await?;
    let cars = store::cars_of_nobody_else(&db, &records).await?;
    let needles = store::needles(&db, &records, &cars).await?;
    let known = names::of(&db, Wanted { stores: [row.store_id].into(), ..Wanted::default() }).await?;
    let calendar = known.calendar(row.store_id);
    let today = calendar.day(tx.now());
    let kept = kept::set_apart(tx, deletion.id, (customer, &row.name), &cars, today).await?;
    let reason = store::reason(&tx.db(), &deletion).await?;
    let told = Lawful::about(tx, &records, &cars).await?;
    let mut rows = erase::erase(tx, &traces.0, &records, &cars).await?;
    told.end(tx, &reason).await?;
    rows.insert("audit_looks", audit::forget(tx, &records, &cars, &reason).await?);
    again::write_down(tx, &records).await?;
    let (answers, jobs) = store::clear_machines(tx, &records, &needles.forms()).await?;
    let backup_days = retention::terms(&tx.db()).await?.days(Terms::BACKUPS);
    let proof = Proof {
        merged_records: u32::try_from(records.len() - 1).unwrap_or(u32::MAX),
        identifiers: needles.counts(),
        forms: u32::try_from(needles.forms().all().len()).unwrap_or(u32::MAX),
        digests: digests(&tx.db(), &deletion, &needles),
        shared: needles.shared,
        common_names: u32::try_from(needles.common.len()).unwrap_or(u32::MAX),
        short_names: u32::try_from(needles.short.len()).unwrap_or(u32::MAX),
        tables: begun(traces, &rows, answers, jobs),
        kept,
        backups_until: today.checked_add_days(Days::new(backup_days.into())),
        ..Proof::default()
    };
    let sealed = serde_json::to_string(&needles)?;
    let sealed = tx.platform().keys().seal(&sealed, &Deletion::seal_context(deletion.id))?;
    let event = PersonRequestsEvent::Forgotten { request: deletion.request_id, number: deletion.number.clone() };
    journal::record(tx, About::store(deletion.store_id), event).await?;
    let forgotten = Deletion {
        customer_id: customer,
        number: row.number,
        state: DeletionState::Forgotten,
        needles_sealed: Some(sealed),
        proof: Some(proof),
        fault: None,
        forgotten_at: Some(tx.now()),
        ..deletion
    };
    store::save(tx, forgotten).await
}

fn begun(traces: &Traces, rows: &erase::Rows, answers: u64, jobs: u64) -> Vec<TableProof> {
    let more: BTreeMap<&str, u64> = [("idempotency_keys", answers), ("jobs", jobs)].into();
    let line = |trace: &platform::traces::Trace| TableProof {
        table: trace.table.to_owned(),
        rows: rows.get(trace.table).copied().unwrap_or_default() + more.get(trace.table).copied().unwrap_or_default(),
        is_not_about_customers: matches!(trace.fate, Fate::Nobody(_)),
        ..TableProof::default()
    };
    traces.0.iter().map(line).collect()
}

/// Made with the key of the house and the id of the deletion, so that equal values of two people have nothing in common.
fn digests(db: &Db<'_>, deletion: &Deletion, needles: &Needles) -> Vec<String> {
    let all = needles.own.iter().chain(&needles.common).chain(&needles.short).filter_map(|needle| needle.forms.first());
    all.map(|form| db.platform().keys().blind("forgotten", deletion.group_id, &format!("{} {form}", deletion.id)))
        .collect()
}

async fn clear_files(door: &Door, texts: &Texts, proof: &mut Proof) -> Result<()> {
    proof.files_looked_into = 0;
    for (kind, table) in [("imports", "imports"), ("exports", "exports")] {
        let ids = store::files_of(&door.read(), table).await?;
        let cleared = files::clear(door.platform(), kind, ids, texts).await?;
        proof.files_looked_into += cleared.looked_into;
        proof.files_removed += u32::try_from(cleared.removed.len()).unwrap_or(u32::MAX);
        if table == "exports" {
            door.write(async |tx| store::exports_cleared_away(tx, cleared.removed).await).await?;
        }
    }
    Ok(())
}

/// Says on the deletion why it does not come forward, by a code the page has words for.
async fn tell(door: &Door, id: DeletionId, error: &Error) -> Result<()> {
    let fault = match error {
        Error::Refused { code, .. } => *code,
        _ => STOPPED,
    };
    let deletion = store::find(&door.read(), id).await?;
    let told = Deletion { fault: Some(fault.to_owned()), ..deletion };
    door.write(async |tx| store::save(tx, told).await).await?;
    Ok(())
}
