//! The customers of one group in memory: who they are and whose, and the columns that were asked for; brought up to date from
//! the journal before each use.

use std::collections::{BTreeSet, HashMap};

use conditions::{Moment, Rule, Together};
use journal::{
    Entry, Event, Listener,
    events::{customers::CustomersEvent, privacy::PrivacyEvent, quality::QualityEvent},
    listen::{self, Cursor},
};
use kernel::{CustomerId, Result, StaffId, StoreId, TagId, VehicleId};
use platform::{Db, Scope};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::{
    bits::Bits,
    column::Column,
    rows::Rows,
    source::{Key, Part, Source},
};
use crate::{
    facts::{self, listeners::KeepFacts},
    people::{customer, fields::Filter},
    quality::recount,
};

/// Rows read at once.
const AT_ONCE: u64 = 50_000;
/// With so many columns, those a rule does not ask are let go.
const COLUMNS_MAX: usize = 24;
/// When more entries than this were written since the last use, everything is read anew.
const ENTRIES_MAX: usize = 20_000;
/// Customers read anew with one query per column.
const FEW: usize = 500;

#[derive(Debug)]
pub(super) struct Base {
    cursor: Cursor,
    rows: Rows,
    alive: Bits,
    /// Where they stand, for the scope: places in `stores` and `people`, 0 for nobody.
    store_of: Vec<u16>,
    people_of: [Vec<u16>; 2],
    stores: Places<StoreId>,
    people: Places<StaffId>,
    columns: HashMap<Key, Column>,
}

#[derive(Debug)]
struct Places<T>(HashMap<T, u16>);

platform::record! {
    struct Standing { id: CustomerId, store: StoreId, consultant: Option<StaffId>, advisor: Option<StaffId>, is_deleted: bool }
}

impl Base {
    /// Reads who is there.
    pub async fn read(db: &Db<'_>) -> Result<Self> {
        let mut base = Self {
            // The cursor first: what is written meanwhile is read once more, and that does no harm.
            cursor: heard(db).await?,
            rows: Rows::default(),
            alive: Bits::default(),
            store_of: Vec::new(),
            people_of: Default::default(),
            stores: Places(HashMap::new()),
            people: Places(HashMap::new()),
            columns: HashMap::new(),
        };
        let mut after = None;
        loop {
            let standing = standing(db, Part::After(after, AT_ONCE)).await?;
            after = standing.last().map(|last| last.id.0);
            let is_last = (standing.len() as u64) < AT_ONCE;
            standing.iter().for_each(|one| base.stand(one));
            if is_last {
                return Ok(base);
            }
        }
    }

    /// What it is after hearing the journal since the last use; nothing when so much happened that reading anew is quicker.
    pub async fn caught_up(mut self, db: &Db<'_>) -> Result<Option<Self>> {
        Ok(if self.catch_up(db).await? { Some(self) } else { None })
    }

    async fn catch_up(&mut self, db: &Db<'_>) -> Result<bool> {
        let until = heard(db).await?;
        if until < self.cursor {
            return Ok(false);
        }
        let (mut changed, mut entries_heard) = (Changed::default(), 0);
        let mut cursor = self.cursor;
        while cursor < until {
            let entries = listen::entries_after(db, cursor, listen::HEARD_AT_ONCE).await?;
            let Some(last) = entries.last() else { break };
            cursor = Cursor::of(last).min(until);
            entries_heard += entries.len();
            if entries_heard > ENTRIES_MAX {
                return Ok(false);
            }
            let group = db.scope().group();
            entries
                .iter()
                .filter(|entry| entry.group_id == group && Cursor::of(entry) <= until)
                .for_each(|entry| changed.note(entry));
        }
        changed.tags.iter().for_each(|tag| drop(self.columns.remove(&Key::Tag(*tag))));
        if !changed.tags.is_empty() {
            self.columns.remove(&Key::Tagged);
        }
        if changed.has_new_policy {
            self.columns.retain(|key, _| !matches!(key, Key::Allows(..)));
        }
        if changed.is_scored_anew {
            self.columns.retain(|key, _| !matches!(key, Key::Field(name) if recount::FIELDS.contains(name)));
        }
        changed.customers.extend(facts::store::people_of(db, &changed.vehicles).await?);
        let customers: Vec<CustomerId> = changed.customers.into_iter().collect();
        for some in customers.chunks(FEW) {
            self.read_again(db, some).await?;
        }
        self.cursor = until;
        Ok(true)
    }

    /// Reads the columns these filters ask that are not here yet.
    pub async fn load(&mut self, db: &Db<'_>, filters: &[&Filter], moment: Moment) -> Result<()> {
        let sources = filters.iter().flat_map(|filter| Source::all_of(filter, &filter.question(moment)));
        let sources: HashMap<Key, Source<'_>> = sources.map(|source| (source.key, source)).collect();
        if self.columns.len() > COLUMNS_MAX {
            self.columns.retain(|key, _| sources.contains_key(key));
        }
        for (key, source) in sources {
            if !self.columns.contains_key(&key) {
                let column = self.read_column(db, &source).await?;
                self.columns.insert(key, column);
            }
        }
        Ok(())
    }

    /// Up to where the journal was heard.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Those who meet all filters whose columns are here, when they are at most so many.
    pub fn few(&self, filters: Vec<Filter>, moment: Moment, most: u64) -> Option<Vec<CustomerId>> {
        let is_here = |filter: &Filter| {
            let sources = Source::all_of(filter, &filter.question(moment));
            sources.iter().all(|source| self.columns.contains_key(&source.key))
        };
        let known: Vec<Rule<Filter>> = filters.into_iter().filter(is_here).map(Rule::One).collect();
        if known.is_empty() {
            return None;
        }
        let chosen = self.chosen(&Rule::All(known), moment);
        (chosen.count() <= most).then(|| chosen.backwards().filter_map(|row| self.id(row)).collect())
    }

    /// The rows a rule chooses among all that are not deleted.
    pub fn chosen(&self, rule: &Rule<Filter>, moment: Moment) -> Bits {
        let mut one = |filter: &Filter, is_turned: bool| -> Result<Bits, std::convert::Infallible> {
            let met = self.met(filter, moment);
            Ok(if filter.is_negative() != is_turned { met.not() } else { met })
        };
        let mut together = |how: Together, parts: Vec<Bits>| {
            let rows = self.rows.len();
            match how {
                Together::All => parts.into_iter().fold(Bits::none(rows).not(), |all, part| all.and(&part)),
                Together::Any => parts.into_iter().fold(Bits::none(rows), |any, part| any.or(&part)),
            }
        };
        let Ok(chosen) = rule.fold(false, &mut one, &mut together);
        chosen.and(&self.alive)
    }

    /// The rows inside a scope that are not deleted.
    pub fn inside(&self, scope: &Scope) -> Bits {
        let span = scope.span();
        if span.is_whole() {
            return self.alive.clone();
        }
        let stores: Vec<u16> = span.stores.iter().filter_map(|store| self.stores.0.get(store).copied()).collect();
        let people: Vec<u16> = span.people.iter().filter_map(|person| self.people.0.get(person).copied()).collect();
        let inside = Bits::of(self.rows.len(), |row| {
            stores.contains(&self.store_of[row])
                || self.people_of.iter().any(|of| of[row] > 0 && people.contains(&of[row]))
        });
        inside.and(&self.alive)
    }

    pub fn id(&self, row: usize) -> Option<CustomerId> {
        self.rows.id(row)
    }

    /// Who meets a filter without its "not".
    fn met(&self, filter: &Filter, moment: Moment) -> Bits {
        let asked = filter.positive().as_kept();
        let question = asked.question(moment);
        let rows = self.rows.len();
        Source::all_of(&asked, &question).into_iter().fold(Bits::none(rows), |any, source| {
            let Some(column) = self.columns.get(&source.key) else { return any };
            any.or(&column.ask(&source.question(&question, moment), moment, rows))
        })
    }

    async fn read_column(&self, db: &Db<'_>, source: &Source<'_>) -> Result<Column> {
        let rows = self.rows.len();
        let mut column = source.empty(rows);
        if source.is_counted() {
            // Whoever nothing happened to happened upon nothing, which is a number too.
            (0..rows).for_each(|row| column.put(row, super::column::Cell::Number(0)));
        }
        let mut after = None;
        loop {
            let lines = source.read(db, Part::After(after, AT_ONCE)).await?;
            let is_last = source.is_counted() || (lines.len() as u64) < AT_ONCE;
            after = lines.last().map(|line| line.key);
            for line in lines {
                if let Some(row) = self.rows.find(line.customer) {
                    column.put(row, line.cell);
                }
            }
            if is_last {
                column.grow(rows);
                return Ok(column);
            }
        }
    }

    /// Reads all that is known of these customers anew.
    async fn read_again(&mut self, db: &Db<'_>, customers: &[CustomerId]) -> Result<()> {
        standing(db, Part::Of(customers)).await?.iter().for_each(|one| self.stand(one));
        let rows = self.rows.len();
        let mut changed = Bits::none(rows);
        customers.iter().filter_map(|id| self.rows.find(*id)).for_each(|row| changed.set(row, true));
        let asked: Vec<(Key, Filter)> =
            self.columns.keys().filter_map(|key| Some((*key, Filter::of_column(*key)?))).collect();
        for (key, filter) in asked {
            let source = Source::of(&filter, key);
            let lines = source.read(db, Part::Of(customers)).await?;
            let Some(column) = self.columns.get_mut(&key) else { continue };
            column.grow(rows);
            column.forget(&changed);
            if source.is_counted() {
                changed.backwards().for_each(|row| column.put(row, super::column::Cell::Number(0)));
            }
            for line in lines {
                if let Some(row) = self.rows.find(line.customer) {
                    column.put(row, line.cell);
                }
            }
        }
        Ok(())
    }

    fn stand(&mut self, one: &Standing) {
        let row = self.rows.take_in(one.id);
        let rows = self.rows.len();
        self.alive.grow(rows);
        self.alive.set(row, !one.is_deleted);
        self.store_of.resize(rows, 0);
        self.store_of[row] = self.stores.place(Some(one.store));
        for (of, person) in self.people_of.iter_mut().zip([one.consultant, one.advisor]) {
            of.resize(rows, 0);
            of[row] = self.people.place(person);
        }
    }
}

/// What a stretch of the journal says has changed.
#[derive(Default)]
struct Changed {
    customers: BTreeSet<CustomerId>,
    vehicles: BTreeSet<VehicleId>,
    /// Tags put on and taken off many customers at once.
    tags: BTreeSet<TagId>,
    is_scored_anew: bool,
    /// Answers given to an older text may hold no longer.
    has_new_policy: bool,
}

impl Changed {
    fn note(&mut self, entry: &Entry) {
        self.customers.extend(entry.customer_id);
        self.vehicles.extend(entry.vehicle_id);
        if let Some(CustomersEvent::TagKept { tag, .. }) = CustomersEvent::read(entry) {
            self.tags.insert(tag);
        }
        self.has_new_policy |= matches!(PrivacyEvent::read(entry), Some(PrivacyEvent::PolicyPublished { .. }));
        self.is_scored_anew |= matches!(QualityEvent::read(entry), Some(QualityEvent::Recounted {}));
    }
}

impl<T: std::hash::Hash + Eq> Places<T> {
    fn place(&mut self, one: Option<T>) -> u16 {
        let next = u16::try_from(self.0.len() + 1).unwrap_or(u16::MAX);
        one.map_or(0, |one| *self.0.entry(one).or_insert(next))
    }
}

/// How far the facts have heard the journal: behind that, what is read is what there is.
async fn heard(db: &Db<'_>) -> Result<Cursor> {
    Ok(listen::reached(db, KeepFacts::NAME).await?.unwrap_or(Cursor::BEGINNING))
}

async fn standing(db: &Db<'_>, part: Part<'_>) -> Result<Vec<Standing>> {
    use customer::Column as C;
    let mut select =
        db.select::<customer::Entity>().select_only().columns([C::Id, C::StoreId, C::ConsultantId, C::AdvisorId]);
    select = select.expr(C::DeletedAt.is_not_null());
    select = match part {
        Part::After(after, most) => {
            let select = select.order_by_asc(C::Id).limit(most);
            if let Some(after) = after { select.filter(C::Id.gt(CustomerId(after))) } else { select }
        }
        Part::Of(customers) => select.filter(C::Id.is_in(customers.iter().copied())),
    };
    db.fetch(&select.into_query()).await
}
