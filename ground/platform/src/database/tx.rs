//! Writing inside the scope: one transaction, all of it or nothing.

use chrono::{DateTime, Utc};
use kernel::{Error, Result};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, ExecResult, IntoActiveModel, QueryFilter, QueryTrait, Statement,
    UpdateMany,
};

use super::{Db, Dialect, Owned, Versioned, writer::Turn};
use crate::{Platform, Scope};

/// A scoped update, begun with [`Tx::update`].
pub type Update<E> = UpdateMany<E>;

/// A transaction under way. Dropped without a commit it leaves nothing behind.
pub struct Tx {
    platform: Platform,
    scope: Scope,
    turn: Turn,
    now: DateTime<Utc>,
    rings: bool,
}

impl Tx {
    pub(crate) async fn begin(platform: &Platform, scope: Scope) -> Result<Self> {
        let turn = platform.database().writer.begin().await?;
        Ok(Self { platform: platform.clone(), scope, turn, now: platform.clock().now(), rings: false })
    }

    pub(crate) async fn commit(self) -> Result<()> {
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
        use sea_orm::{IdenStatic, Iterable, ModelTrait};
        if rows.iter().any(|row| !E::welcome(&self.scope, row)) {
            return Err(Error::NotFound);
        }
        let columns: Vec<E::Column> = E::Column::iter().collect();
        let named: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.as_str())).collect();
        let place = self.platform.database().place_of(E::default().table_name());
        let into = format!("{place} ({})", named.join(", "));
        let values = rows.iter().flat_map(|row| columns.iter().map(|column| row.get(*column))).collect();
        self.insert_values(&into, "", columns.len(), values).await
    }

    /// Where rows of this table lie during a bulk load, when not in the table itself.
    pub fn beside(&self, table: &str) -> Option<String> {
        Some(self.platform.database().place_of(table)).filter(|place| place != table)
    }

    /// Adds many rows given as values: `into` names the table and its columns, `lead` is what stands first in each row (an
    /// expression in the dialect's words, or nothing), and each row has so many values beside it.
    ///
    /// Few texts serve all sizes, so that each is prepared once per connection.
    pub async fn insert_values(
        &mut self,
        into: &str,
        lead: &str,
        columns: usize,
        values: Vec<sea_orm::Value>,
    ) -> Result<()> {
        let most = self.dialect().rows_per_insert(columns);
        let mut rows = values.len() / columns.max(1);
        let mut values = values.into_iter();
        while rows > 0 {
            let batch = if rows >= most { most } else { 1 << rows.ilog2() };
            let (insert, tuples) = (self.dialect().insert_many(), self.dialect().tuples(lead, batch, columns));
            let text = format!("{insert} {into} values {tuples}");
            self.execute_raw(&text, values.by_ref().take(batch * columns).collect()).await?;
            rows -= batch;
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
