//! Writing inside the scope: one transaction, all of it or nothing.

use std::{ops::Range, sync::Arc};

use chrono::{DateTime, Utc};
use kernel::{Error, Result};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, ExecResult, IdenStatic, IntoActiveModel, Iterable, ModelTrait,
    QueryFilter, QueryTrait, Statement, UpdateMany,
};

use super::{
    Db, Dialect, Owned, Versioned,
    beside::{Beside, Word},
    bulk,
    writer::Turn,
};
use crate::{Platform, Scope};

/// A scoped update, begun with [`Tx::update`].
pub type Update<E> = UpdateMany<E>;

/// How many rows are taken out by one statement.
const REMOVED_AT_ONCE: usize = 200;

/// Up to so many rows are inserted by a text of their own; more go in pieces of powers of two.
const EXACT_ROWS_MAX: usize = 16;

/// A transaction under way. Dropped without a commit it leaves nothing behind.
pub struct Tx {
    platform: Platform,
    scope: Scope,
    turn: Turn,
    now: DateTime<Utc>,
    rings: bool,
    /// What was laid beside its tables, during a bulk load.
    laid: Option<Laid>,
}

struct Laid {
    beside: Arc<Beside>,
    batch: i64,
}

impl Tx {
    pub(crate) async fn begin(platform: &Platform, scope: Scope) -> Result<Self> {
        let turn = platform.database().begin().await?;
        Ok(Self { platform: platform.clone(), scope, turn, now: platform.clock().now(), rings: false, laid: None })
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        if let Some(Laid { beside, batch }) = self.laid.take() {
            beside.flush().await?;
            bulk::count_in(&mut self, batch).await?;
        }
        self.turn.commit().await?;
        if self.rings {
            self.platform.ring();
        }
        Ok(())
    }

    /// Takes everything back; returns when what it saw of others can be read by all.
    pub(crate) async fn give_up(self) {
        self.turn.give_up().await;
    }

    /// One instant for the whole transaction.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Goes on inside one group, for work of the house that has found out whose it is (a listener and its entries); what a
    /// caller sees otherwise stays as it is.
    pub fn enter(&mut self, group: kernel::GroupId) {
        if let crate::Actor::System(actor) = *self.scope.actor() {
            self.scope = Scope::system(actor, group);
        }
    }

    /// Goes on over the whole group for what a deed that was allowed brings with it in records out of the caller's reach: the task a
    /// colleague holds, the lead a customer has with them. Whoever acts stays who they are.
    pub async fn over_the_group<T>(&mut self, deed: impl AsyncFnOnce(&mut Self) -> T) -> T {
        let wide = self.scope.over_the_group();
        let own = std::mem::replace(&mut self.scope, wide);
        let done = deed(self).await;
        self.scope = own;
        done
    }

    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    pub fn dialect(&self) -> Dialect {
        self.platform.database().dialect()
    }

    /// A reader that sees what this transaction has written.
    pub fn db(&self) -> Db<'_> {
        Db::of_transaction(&self.platform, &self.scope, self.turn.transaction())
    }

    /// Wakes listeners and the job runner after the commit.
    pub fn ring_after_commit(&mut self) {
        self.rings = true;
    }

    /// Adds a row; one outside the scope is not found, as if its store did not exist.
    #[expect(clippy::disallowed_methods, reason = "this is where rows are checked against the scope")]
    pub async fn insert<E: Owned>(&mut self, row: E::Model) -> Result<()>
    where
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        if !E::welcome(&self.scope, &row) {
            return Err(Error::NotFound);
        }
        E::insert(row.into_active_model()).exec_without_returning(self.turn.transaction()).await?;
        Ok(())
    }

    /// Adds many rows with as few statements as the engine takes.
    pub async fn insert_all<E: Owned>(&mut self, rows: Vec<E::Model>) -> Result<()> {
        if rows.iter().any(|row| !E::welcome(&self.scope, row)) {
            return Err(Error::NotFound);
        }
        if let Some(beside) = self.platform.database().beside(E::default().table_name()) {
            return self.lay::<E>(&beside, Word::There, rows).await;
        }
        let columns: Vec<E::Column> = E::Column::iter().collect();
        let into = format!("{} ({})", E::default().table_name(), quoted(&columns));
        self.insert_values(&into, "", columns.len(), rows.len(), |some| values_of::<E>(&rows[some], &columns)).await
    }

    /// Takes rows out of a table that is all key; one that is not there is no fault.
    pub async fn remove_all<E: Owned>(&mut self, rows: Vec<E::Model>) -> Result<()> {
        if rows.iter().any(|row| !E::welcome(&self.scope, row)) {
            return Err(Error::NotFound);
        }
        let table = E::default();
        let columns: Vec<E::Column> = E::Column::iter().collect();
        for some in rows.chunks(REMOVED_AT_ONCE) {
            let key = if let [column] = columns[..] {
                format!("\"{}\"", column.as_str())
            } else {
                format!("({})", quoted(&columns))
            };
            let tuples = self.dialect().tuples("", some.len(), columns.len());
            let text = format!("delete from {} where {key} in (values {tuples})", table.table_name());
            self.execute_raw(&text, values_of::<E>(some, &columns)).await?;
        }
        match self.platform.database().beside(table.table_name()) {
            Some(beside) => self.lay::<E>(&beside, Word::Gone, rows).await,
            None => Ok(()),
        }
    }

    async fn lay<E: Owned>(&mut self, beside: &Arc<Beside>, word: Word, rows: Vec<E::Model>) -> Result<()> {
        let laid = self.laid.get_or_insert_with(|| Laid { beside: Arc::clone(beside), batch: beside.next_batch() });
        laid.beside.lay::<E>(laid.batch, word, rows).await
    }

    /// Adds so many rows given as values: `into` names the table and its columns, `lead` is what stands first in each row (an
    /// expression in the dialect's words, or nothing), `values` answers the values of the next rows, row after row.
    ///
    /// Few texts serve all sizes, so that each is prepared once per connection, and the few rows of one record go in one piece. While some rows are written the next are made.
    pub async fn insert_values(
        &mut self,
        into: &str,
        lead: &str,
        columns: usize,
        rows: usize,
        mut values: impl FnMut(Range<usize>) -> Vec<sea_orm::Value>,
    ) -> Result<()> {
        let most = self.dialect().rows_per_insert(columns);
        let from = |start: usize| match rows - start {
            left if left >= most => start..start + most,
            left if left <= EXACT_ROWS_MAX => start..rows,
            left => start..start + (1 << left.ilog2()),
        };
        let mut next = (rows > 0).then(|| (from(0), values(from(0))));
        while let Some((some, row_values)) = next.take() {
            let (insert, tuples) = (self.dialect().insert_many(), self.dialect().tuples(lead, some.len(), columns));
            let text = format!("{insert} {into} values {tuples}");
            let make = async { (some.end < rows).then(|| (from(some.end), values(from(some.end)))) };
            let (written, made) = futures::join!(self.execute_raw(&text, row_values), make);
            written?;
            next = made;
        }
        Ok(())
    }

    /// Writes the whole row and raises its version; [`Error::Stale`] when someone else was faster.
    #[expect(clippy::disallowed_methods, reason = "this is where updates are put inside the scope")]
    pub async fn replace<E: Versioned>(&mut self, mut row: E::Model) -> Result<E::Model>
    where
        E::Model: IntoActiveModel<E::ActiveModel> + Clone,
    {
        let version = E::version(&row);
        E::set_version(&mut row, version + 1);
        let changed = E::update_many()
            .set(row.clone().into_active_model().reset_all())
            .filter(E::this(&row))
            .filter(sea_orm::ColumnTrait::eq(&E::version_column(), version))
            .filter(E::inside(&self.scope))
            .exec(self.turn.transaction())
            .await?;
        if changed.rows_affected == 0 {
            return Err(Error::Stale { current: serde_json::Value::Null });
        }
        Ok(row)
    }

    /// Begins an update of rows inside the scope; run it with [`Tx::run`].
    #[expect(clippy::disallowed_methods, reason = "this is where updates are put inside the scope")]
    pub fn update<E: Owned>(&self) -> Update<E> {
        E::update_many().filter(E::inside(&self.scope))
    }

    /// Runs an update; answers how many rows it changed.
    pub async fn run<E: EntityTrait>(&mut self, update: Update<E>) -> Result<u64> {
        Ok(update.exec(self.turn.transaction()).await?.rows_affected)
    }

    /// Deletes rows inside the scope that meet a condition; answers how many.
    #[expect(clippy::disallowed_methods, reason = "this is where deletes are put inside the scope")]
    pub async fn delete<E: Owned>(&mut self, condition: impl sea_orm::sea_query::IntoCondition) -> Result<u64> {
        let deleted = E::delete_many()
            .filter(E::inside(&self.scope))
            .filter(condition.into_condition())
            .exec(self.turn.transaction())
            .await?;
        Ok(deleted.rows_affected)
    }

    /// Runs SQL text with `$1` placeholders and the dialect's words in braces. The text carries its own scope.
    pub async fn execute_text(&mut self, sql: &str, values: Vec<sea_orm::Value>) -> Result<u64> {
        Ok(self.execute_raw(sql, values).await?.rows_affected())
    }

    async fn execute_raw(&mut self, sql: &str, values: Vec<sea_orm::Value>) -> Result<ExecResult> {
        let connection = self.turn.transaction();
        let text = self.dialect().words(sql);
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), text, values);
        Ok(connection.execute_raw(statement).await?)
    }

    /// Runs a statement built by a query builder, already inside the scope.
    pub async fn execute<Q: QueryTrait>(&mut self, query: Q) -> Result<u64> {
        let connection = self.turn.transaction();
        let statement = query.build(connection.get_database_backend());
        Ok(connection.execute_raw(statement).await?.rows_affected())
    }
}

fn quoted<C: IdenStatic>(columns: &[C]) -> String {
    columns.iter().map(|column| format!("\"{}\"", column.as_str())).collect::<Vec<_>>().join(", ")
}

fn values_of<E: Owned>(rows: &[E::Model], columns: &[E::Column]) -> Vec<sea_orm::Value> {
    rows.iter().flat_map(|row| columns.iter().map(|column| row.get(*column))).collect()
}
