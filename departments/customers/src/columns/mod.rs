//! Customers in memory, column by column: who meets a rule is counted over a million in milliseconds, whatever it asks. A column
//! is read at the first question that needs it, kept true by the journal, and let go when nobody asked for a while.

mod base;
mod bits;
mod column;
mod rows;
mod source;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
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
    tokio::spawn(let_go_when_idle(columns));
    counted.await.map_err(Error::internal)?.ok_or_else(|| Error::internal("the columns were not there"))
}

impl Columns {
    fn shelf(&self, group: GroupId) -> Shelf {
        let mut shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let shelf = shelves.entry(group).or_insert_with(|| Shelf { base: Arc::default(), asked_at: now });
        shelf.asked_at = now;
        shelf.clone()
    }

    fn let_go(&self) {
        let mut shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelves.retain(|_, shelf| shelf.asked_at.elapsed() < KEPT);
    }
}

/// Waits for as long as a column is kept, and lets go what nobody asked for meanwhile.
async fn let_go_when_idle(columns: Arc<Columns>) {
    tokio::time::sleep(KEPT + Duration::from_secs(1)).await;
    columns.let_go();
}
