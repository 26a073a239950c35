//! Customers in memory, column by column: who meets a rule is counted over a million in milliseconds, whatever it asks. A column
//! is read at the first question that needs it, kept true by the journal, and let go when nobody asked for a while.

mod base;
mod bits;
mod column;
mod lists;
mod rows;
mod source;

pub use lists::{SLOW, few, learn};

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use conditions::{Moment, Rule};
use kernel::{CustomerId, Error, GroupId, Result};
use platform::{Db, SystemActor};
use tokio::{sync::RwLock, time::Instant};

use self::base::Base;
use crate::people::fields::Filter;

/// Without a question for so long the memory is given back.
const KEPT: Duration = Duration::from_secs(300);

/// The columns of every group that was asked about lately; provided to the platform once.
#[derive(Default)]
pub struct Columns(Mutex<HashMap<GroupId, Shelf>>);

#[derive(Clone)]
struct Shelf {
    base: Arc<RwLock<Option<Base>>>,
    asked_at: Instant,
    /// Fields whose lists were slow without the memory.
    slow: BTreeSet<&'static str>,
}

/// Whom a rule chooses inside the caller's scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub count: u64,
    /// All the caller sees.
    pub total: u64,
    /// The newest of them.
    pub some: Vec<CustomerId>,
}

/// Counts whom a rule chooses, and names up to `most` of them.
pub async fn count(db: &Db<'_>, rule: &Rule<Filter>, moment: Moment, most: usize) -> Result<Chosen> {
    let columns = db.platform().provided::<Columns>()?;
    let shelf = columns.shelf(db.scope().group());
    let mut base = shelf.base.write_owned().await;
    let door = db.platform().system(SystemActor::Jobs, db.scope().group());
    let reader = door.read();
    let mut present = match base.take() {
        Some(present) => present.caught_up(&reader).await?,
        None => None,
    };
    let mut present = match present.take() {
        Some(present) => present,
        None => Base::read(&reader).await?,
    };
    present.load(&reader, &rule.conditions(), moment).await?;
    *base = Some(present);
    let base = base.downgrade();
    let (rule, scope) = (rule.clone(), db.scope().clone());
    let counted = tokio::task::spawn_blocking(move || {
        let present = base.as_ref()?;
        let inside = present.inside(&scope);
        let total = inside.count();
        let chosen = present.chosen(&rule, moment).and(&inside);
        let some = chosen.backwards().take(most).filter_map(|row| present.id(row)).collect();
        Some(Chosen { count: chosen.count(), total, some })
    });
    counted.await.map_err(Error::internal)?.ok_or_else(|| Error::internal("the columns were not there"))
}

impl Columns {
    /// The columns of a group, which are let go when nobody asked for them a while.
    fn shelf(self: &Arc<Self>, group: GroupId) -> Shelf {
        let mut shelves = self.shelves();
        let shelf = shelves.entry(group).or_insert_with(|| {
            tokio::spawn(Arc::clone(self).let_go_when_idle(group));
            Shelf { base: Arc::default(), asked_at: Instant::now(), slow: BTreeSet::new() }
        });
        shelf.asked_at = Instant::now();
        shelf.clone()
    }

    /// The same, if they are here and lists by one of these fields were slow without them.
    fn of_slow(&self, group: GroupId, filters: &[Filter]) -> Option<Shelf> {
        let mut shelves = self.shelves();
        let shelf = shelves.get_mut(&group)?;
        if !filters.iter().any(|filter| shelf.slow.contains(filter.definition.name)) {
            return None;
        }
        shelf.asked_at = Instant::now();
        Some(shelf.clone())
    }

    fn note_slow(&self, group: GroupId, fields: impl Iterator<Item = &'static str>) {
        if let Some(shelf) = self.shelves().get_mut(&group) {
            shelf.slow.extend(fields);
        }
    }

    async fn let_go_when_idle(self: Arc<Self>, group: GroupId) {
        while let Some(left) = self.kept_for(group) {
            tokio::time::sleep(left).await;
        }
    }

    /// How long the columns of a group are kept if nobody asks for them; nothing when they have just been let go.
    fn kept_for(&self, group: GroupId) -> Option<Duration> {
        let mut shelves = self.shelves();
        let left = KEPT.checked_sub(shelves.get(&group)?.asked_at.elapsed()).filter(|left| !left.is_zero());
        if left.is_none() {
            shelves.remove(&group);
        }
        left
    }

    fn shelves(&self) -> MutexGuard<'_, HashMap<GroupId, Shelf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
