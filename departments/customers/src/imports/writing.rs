//! One chunk into the base, in the caller's transaction: new customers table by table, known ones row by row.

use std::collections::HashMap;

use journal::{About, Draft, events::customers::CustomersEvent};
use kernel::{CustomerId, PastRecordId, Result, StaffId, TagId, VehicleId, number::Numbered};
use messaging::consents::{self, OldAnswer, TakenOver};
use platform::Tx;

use super::{
    cell_fault::CellFault,
    clashes::{car_is_deleted, number_fault, plate_fault, record_is_taken},
    consents::{forbidden, old_answers},
    import::{Import, Totals},
    import_row::{Cells, Faults, KeptRow, RowState, Undo},
    known::Known,
    likeness::look_closer,
    looked_after::{another_person, who_looks_after},
    mapping::Duplicates,
    matching::{Base, Person, first_wave},
    merging,
    numbers::Numbers,
    plan::{Plan, digest},
    reading::{Purpose, ReadRow, Ready},
    rewriting::Rewritten,
    row::RecordDraft,
    seen::Seen,
};
use crate::{
    candidates::search::Candidate,
    duplicates::{self, pair::PairOrigin, store::Weighed},
    history::{self, past_record::PastRecord},
    notes::note::{self, Note},
    people::{self, arrival::Arrival, customer::Customer},
    search::{self, terms},
    tags::customer_tag,
    vehicles::{self, arrival::VehicleArrival, draft::VehicleDraft},
};

/// What is the same for all chunks of a run.
pub struct Writing<'a> {
    pub import: &'a Import,
    pub plan: &'a Plan,
    pub purpose: Purpose,
    /// What tags are called, for the journal.
    pub tag_titles: &'a HashMap<TagId, String>,
    pub staff_names: &'a HashMap<StaffId, String>,
}

/// A row on its way, with what it became.
pub(super) struct Waiting {
    pub number: u64,
    pub is_mended: bool,
    pub cells: Vec<String>,
    pub ready: Box<Ready>,
}

/// Writes the rows; counts them and answers what each of them became. In a check new rows are only counted, and the caller
/// takes back what the others did.
pub async fn write_chunk(
    tx: &mut Tx,
    writing: &Writing<'_>,
    rows: Vec<ReadRow>,
    seen: &mut Seen,
) -> Result<(Totals, Vec<KeptRow>)> {
    let mut chunk = WrittenChunk { writing, totals: Totals::default(), kept: Vec::with_capacity(rows.len()) };
    let mut waiting = Vec::with_capacity(rows.len());
    for ReadRow { number, is_mended, cells, ready } in rows {
        match ready {
            Err(faults) => chunk.failed(number, is_mended, cells, faults),
            Ok(ready) if !seen.is_new(ready.fingerprint) => {
                chunk.passed(number, RowState::Duplicate, None);
            }
            Ok(ready) => waiting.push(Waiting { number, is_mended, cells, ready }),
        }
    }
    if writing.purpose == Purpose::Check {
        waiting.retain(|row| {
            let is_known = seen.has_come_before(&row.ready.identity);
            if is_known {
                // Would be added to the customer of an earlier row, which is not written in a check.
                chunk.passed(row.number, RowState::Updated, None);
            }
            !is_known
        });
    }
    while !waiting.is_empty() {
        let (wave, later) = first_wave(waiting, |row| &row.ready.identity);
        chunk.write_wave(tx, wave, seen).await?;
        waiting = later;
    }
    Ok((chunk.totals, chunk.kept))
}

struct WrittenChunk<'a> {
    writing: &'a Writing<'a>,
    totals: Totals,
    kept: Vec<KeptRow>,
}

impl WrittenChunk<'_> {
    fn failed(&mut self, number: u64, is_mended: bool, cells: Vec<String>, faults: Vec<CellFault>) {
        self.totals.read += 1;
        self.totals.failed += 1;
        self.kept.push(KeptRow {
            is_mended,
            cells: Some(Cells(cells)),
            faults: Some(Faults(faults)),
            ..KeptRow::new(self.writing.import.id, number, RowState::Error)
        });
    }

    fn passed(&mut self, number: u64, state: RowState, customer_id: Option<CustomerId>) -> &mut KeptRow {
        self.totals.read += 1;
        match state {
            RowState::Created => self.totals.created += 1,
            RowState::Updated => self.totals.updated += 1,
            RowState::Unchanged => self.totals.unchanged += 1,
            _ => self.totals.duplicate += 1,
        }
        let at = self.kept.len();
        self.kept.push(KeptRow { customer_id, ..KeptRow::new(self.writing.import.id, number, state) });
        &mut self.kept[at]
    }

    /// Rows that share no customer and no car with one another.
    async fn write_wave(&mut self, tx: &mut Tx, wave: Vec<Waiting>, seen: &mut Seen) -> Result<()> {
        let identities: Vec<_> =
            wave.iter().map(|row| &row.ready.identity).filter(|identity| seen.may_be_known(identity)).collect();
        let base = Base::look_up(&tx.db(), &identities).await?;
        let (mut new, mut known) = (Vec::new(), Vec::new());
        for row in wave {
            let person = base.person(&row.ready.identity).cloned();
            let car = base.car(&row.ready.identity, person.as_ref().map(|person| person.id));
            if let Some(fault) = number_fault(self.writing.import, &base, &row.ready.identity) {
                self.failed(row.number, row.is_mended, row.cells, vec![fault]);
            } else if car.is_some_and(|car| car.is_deleted) {
                self.failed(row.number, row.is_mended, row.cells, vec![car_is_deleted()]);
            } else if let Some(person) = person {
                known.push((row, person));
            } else if !row.ready.draft.unsure.is_empty() {
                let faults = row.ready.draft.unsure.iter().map(|unsure| unsure.fault().clone()).collect();
                self.failed(row.number, row.is_mended, row.cells, faults);
            } else if base.has_record(&row.ready.identity) {
                self.failed(row.number, row.is_mended, row.cells, vec![record_is_taken()]);
            } else if let Some(fault) = plate_fault(tx, self.writing.import, &base, &row.ready.identity, None, seen) {
                self.failed(row.number, row.is_mended, row.cells, vec![fault]);
            } else {
                new.push(row);
            }
        }
        let alike = match seen.brought_beside_others() {
            Some(brought) => look_closer(&tx.db(), brought, &new).await?,
            None => Vec::new(),
        };
        self.totals.alike += i64::try_from(alike.iter().flatten().count()).unwrap_or_default();
        self.write_new(tx, &base, new, alike).await?;
        seen.note_brought(self.kept.iter().filter(|row| row.state == RowState::Created));
        self.write_known(tx, &base, known, seen).await
    }

    /// New customers, with their cars, history, notes and tags.
    async fn write_new(
        &mut self,
        tx: &mut Tx,
        base: &Base,
        rows: Vec<Waiting>,
        alike: Vec<Option<Candidate>>,
    ) -> Result<()> {
        let writing = self.writing;
        if writing.purpose == Purpose::Check {
            rows.iter().for_each(|row| {
                self.passed(row.number, RowState::Created, None);
            });
            return Ok(());
        }
        if rows.is_empty() {
            return Ok(());
        }
        let is_new_car =
            |row: &Waiting| row.ready.draft.vehicle.is_some() && base.car(&row.ready.identity, None).is_none();
        let stores =
            |rows: &mut dyn Iterator<Item = &Waiting>| rows.map(|row| row.ready.draft.store).collect::<Vec<_>>();
        let places = &writing.plan.places;
        let mut customers = Numbers::take(tx, Numbered::Customer, places, stores(&mut rows.iter())).await?;
        let cars = stores(&mut rows.iter().filter(|row| is_new_car(row)));
        let mut vehicles = Numbers::take(tx, Numbered::Vehicle, places, cars).await?;
        let mut parts = Parts::default();
        let alike = alike.into_iter().chain(std::iter::repeat_with(|| None));
        for (Waiting { number, ready, .. }, alike) in rows.into_iter().zip(alike) {
            let Ready { draft, identity, arrival, .. } = *ready;
            let Some(mut arrival) = arrival else { continue };
            name_number(&mut arrival, customers.next(draft.store)?);
            let customer = &arrival.customer;
            parts.doubts.extend(alike.map(|Candidate { known, verdict }| Weighed {
                sides: [(customer.id, customer.store_id), (known.id, known.store_id)],
                verdict,
            }));
            let mut vehicle = None;
            let kept = self.passed(number, RowState::Created, Some(customer.id));
            if let Some(car) = draft.vehicle {
                match base.car(&identity, None) {
                    Some(there) => {
                        vehicle = Some(there.id);
                        parts.links.push((there.id, customer.id, car));
                    }
                    None => {
                        let text = vehicles.next(draft.store)?;
                        let car = VehicleDraft { owner_id: Some(customer.id), ..car };
                        let registered = VehicleArrival::new(car, customer.group_id, text, customer.people(), tx.now());
                        vehicle = Some(registered.vehicle.id);
                        kept.vehicle_id = vehicle;
                        parts.vehicles.push(registered);
                    }
                }
            }
            for record in draft.records {
                parts.records.push(past_record(tx, customer, vehicle, record));
            }
            parts.answers.extend(old_answers(writing.import, writing.plan, customer, number, &draft.consents));
            parts.notes.extend(draft.note.map(|text| Note::about(customer, tx.scope().actor(), text, tx.now())));
            parts.tags.extend(draft.tags.into_iter().map(|tag| (customer.clone(), tag)));
            parts.arrivals.push(arrival);
        }
        parts.write(tx, writing).await
    }

    async fn write_known(
        &mut self,
        tx: &mut Tx,
        base: &Base,
        rows: Vec<(Waiting, Person)>,
        seen: &mut Seen,
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let known = match self.writing.import.settings.duplicates {
            Duplicates::Skip => Known::default(),
            Duplicates::Update => {
                Known::read(&tx.db(), base, rows.iter().map(|(row, person)| (&*row.ready, person))).await?
            }
        };
        let called = who_looks_after(&tx.db(), &known, &rows).await?;
        let mut sound = Vec::with_capacity(rows.len());
        for (row, person) in rows {
            // Skipped, put away, or kept by a store the importer has no say in.
            let Some(customer) = known.customer(person.id) else {
                self.passed(row.number, RowState::Duplicate, Some(person.id));
                continue;
            };
            let Writing { import, plan, .. } = self.writing;
            let fault = forbidden(plan, customer.store_id, &row.ready.draft.consents)
                .or_else(|| plate_fault(tx, import, base, &row.ready.identity, Some(person.id), seen))
                .or_else(|| another_person(customer, &called, &row.ready.draft.unsure));
            let rewritten = match fault {
                Some(fault) => Err(fault),
                None => Rewritten::of(tx, self.writing, &known, customer, &row.ready).await?,
            };
            match rewritten {
                Err(fault) => self.failed(row.number, row.is_mended, row.cells, vec![fault]),
                Ok(rewritten) => sound.push((row, person, rewritten)),
            }
        }
        let mut answered = self.take_answers(tx, &known, &sound).await?;
        for (row, person, rewritten) in sound {
            let Some(customer) = known.customer(person.id) else { continue };
            let mut merged = merging::merge(tx, self.writing, &known, base, customer, &row.ready, rewritten).await?;
            let TakenOver { written, replaced } = answered.remove(&person.id).unwrap_or_default();
            (merged.undo.consents, merged.undo.replaced_consents) = (written, replaced);
            let is_unchanged = merged.undo == Undo::default() && merged.vehicle.is_none();
            let state = if is_unchanged { RowState::Unchanged } else { RowState::Updated };
            let kept = self.passed(row.number, state, Some(person.id));
            kept.vehicle_id = merged.vehicle;
            kept.undo = (!is_unchanged).then_some(merged.undo);
        }
        Ok(())
    }

    /// What the rows say customers who are there have agreed to, into the ledger: a few queries for all of them.
    async fn take_answers(
        &self,
        tx: &mut Tx,
        known: &Known,
        rows: &[(Waiting, Person, Rewritten)],
    ) -> Result<HashMap<CustomerId, TakenOver>> {
        let Writing { import, plan, .. } = self.writing;
        let answers = rows.iter().filter_map(|(row, person, _)| {
            let customer = known.customer(person.id)?;
            Some(old_answers(import, plan, customer, row.number, &row.ready.draft.consents))
        });
        let answers: Vec<OldAnswer> = answers.flatten().collect();
        let customers: Vec<CustomerId> = answers.iter().map(|answer| answer.customer).collect();
        let before = consents::current_of(&tx.db(), &customers).await?;
        consents::take_over(tx, &plan.purposes, &before, answers).await
    }
}

/// What is written beside the customers themselves.
#[derive(Default)]
struct Parts {
    arrivals: Vec<Arrival>,
    vehicles: Vec<VehicleArrival>,
    /// Cars that are there already and get an owner or a driver, with what the row says of them.
    links: Vec<(VehicleId, CustomerId, VehicleDraft)>,
    records: Vec<PastRecord>,
    notes: Vec<Note>,
    answers: Vec<OldAnswer>,
    tags: Vec<(Customer, TagId)>,
    /// Pairs of new customers and whom they might be.
    doubts: Vec<Weighed>,
}

impl Parts {
    async fn write(mut self, tx: &mut Tx, writing: &Writing<'_>) -> Result<()> {
        // All at once, so that they come in the order of their table.
        let of_people = self.arrivals.iter_mut().flat_map(|arrival| std::mem::take(&mut arrival.terms));
        let of_cars = self.vehicles.iter_mut().flat_map(|arrival| std::mem::take(&mut arrival.terms));
        search::store::add(tx, of_people.chain(of_cars).collect()).await?;
        people::store::add_all(tx, self.arrivals).await?;
        vehicles::store::register_all(tx, self.vehicles).await?;
        for (vehicle, customer, car) in self.links {
            // With the customer goes what they are to the car; what it has run, it has run.
            merging::link_and_change(tx, writing, vehicle, customer, &car, &mut Undo::default()).await?;
        }
        let calendar_of = |record: &PastRecord| writing.plan.places.of(record.store_id).calendar;
        let began = |record: &PastRecord| calendar_of(record).start_of(record.happened_on);
        history::store::add_all(tx, self.records, began, None).await?;
        write_notes(tx, self.notes).await?;
        consents::take_over(tx, &writing.plan.purposes, &HashMap::new(), self.answers).await?;
        duplicates::store::weigh(tx, self.doubts, PairOrigin::Import).await?;
        write_tags(tx, writing, self.tags).await
    }
}

/// The past record of a row. One without an id of its own gets one from what it says, so that it is known again.
pub(super) fn past_record(
    tx: &Tx,
    customer: &Customer,
    vehicle_id: Option<VehicleId>,
    record: RecordDraft,
) -> PastRecord {
    PastRecord {
        id: PastRecordId::new(tx.now()),
        group_id: customer.group_id,
        store_id: customer.store_id,
        customer_id: customer.id,
        vehicle_id,
        external_id: Some(record_key(&record, customer.id)),
        kind: record.kind,
        happened_on: record.on,
        amount: record.amount,
        mileage_km: record.mileage_km,
        summary: record.summary,
        is_open: false,
        created_at: tx.now(),
    }
}

/// Under which id a past record is kept: its own, or one made of what it says and whose it is.
pub(super) fn record_key(record: &RecordDraft, customer: CustomerId) -> String {
    record.external_id.clone().unwrap_or_else(|| {
        let RecordDraft { kind, on, amount, mileage_km, summary, .. } = record;
        format!(
            "file:{}",
            digest(&format!("{customer}\u{1f}{kind:?}\u{1f}{on}\u{1f}{amount:?}\u{1f}{mileage_km:?}\u{1f}{summary}"))
        )
    })
}

pub(super) async fn write_notes(tx: &mut Tx, notes: Vec<Note>) -> Result<()> {
    let drafts = notes.iter().map(|note| Draft {
        about: About::customer(note.store_id, note.customer_id),
        event: CustomersEvent::NoteWritten { note: note.id, kind: note.kind.word().into(), outcome: None },
        actor: None,
    });
    let drafts: Vec<_> = drafts.collect();
    tx.insert_all::<note::Entity>(notes).await?;
    journal::record_all(tx, drafts).await?;
    Ok(())
}

pub(super) async fn write_tags(tx: &mut Tx, writing: &Writing<'_>, tags: Vec<(Customer, TagId)>) -> Result<()> {
    let (now, staff) = (tx.now(), tx.scope().staff());
    let rows = tags.iter().map(|(customer, tag)| customer_tag::Model {
        customer_id: customer.id,
        tag_id: *tag,
        added_at: now,
        added_by: staff,
    });
    tx.insert_all::<customer_tag::Entity>(rows.collect()).await?;
    let drafts = tags.iter().map(|(customer, tag)| Draft {
        about: About::customer(customer.store_id, customer.id),
        event: CustomersEvent::TagAdded {
            tag: *tag,
            title: writing.tag_titles.get(tag).cloned().unwrap_or_default(),
            by_rule: false,
        },
        actor: None,
    });
    journal::record_all(tx, drafts.collect()).await?;
    Ok(())
}

/// Gives an arrival that was made ready without one its number.
fn name_number(arrival: &mut Arrival, number: String) {
    let customer = &mut arrival.customer;
    arrival.terms.extend(terms::of_customer(customer.group_id, customer.id, "", &number));
    arrival.event.event = CustomersEvent::Created { number: number.clone(), source: customer.source.clone() };
    customer.number = number;
}
