//! Reading inside the scope.

use kernel::{Error, PermissionName, Result};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, EntityTrait, ExecResult, QueryFilter, QueryResult, QuerySelect, QueryTrait,
    Select, Statement,
    sea_query::{Alias, Expr, Func, Query, SelectStatement},
};
use tracing::{Instrument, Span};

use super::{Database, Dialect, Owned, rows::Record};
use crate::{Platform, Scope};

/// A reader inside a scope: begin every query with [`Db::select`].
#[derive(Clone)]
pub struct Db<'a> {
    platform: &'a Platform,
    scope: std::borrow::Cow<'a, Scope>,
    source: Source<'a>,
}

#[derive(Clone, Copy)]
enum Source<'a> {
    Readers(&'a Database),
    Replica(&'a sea_orm::DatabaseConnection),
    Transaction(&'a sea_orm::DatabaseTransaction),
}

impl<'a> Db<'a> {
    pub(crate) fn of_readers(platform: &'a Platform, scope: &'a Scope) -> Self {
        Self { platform, scope: std::borrow::Cow::Borrowed(scope), source: Source::Readers(platform.database()) }
    }

    /// From the replica while it follows closely, else from the readers.
    pub(crate) fn aside(platform: &'a Platform, scope: &'a Scope) -> Self {
        match platform.database().replica.as_ref().and_then(|replica| replica.near()) {
            Some(replica) => {
                Self { platform, scope: std::borrow::Cow::Borrowed(scope), source: Source::Replica(replica) }
            }
            None => Self::of_readers(platform, scope),
        }
    }

    pub(super) fn of_transaction(
        platform: &'a Platform,
        scope: &'a Scope,
        transaction: &'a sea_orm::DatabaseTransaction,
    ) -> Self {
        Self { platform, scope: std::borrow::Cow::Borrowed(scope), source: Source::Transaction(transaction) }
    }

    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    pub fn platform(&self) -> &'a Platform {
        self.platform
    }

    pub fn dialect(&self) -> Dialect {
        self.platform.database().dialect()
    }

    /// The same reader for what another permission of the caller covers; it sees nothing where that does not hold.
    #[must_use]
    pub fn under(&self, permission: PermissionName) -> Self {
        Self {
            platform: self.platform,
            scope: std::borrow::Cow::Owned(self.scope.under(permission)),
            source: self.source,
        }
    }

    /// The only way to begin a query: already inside the scope.
    #[expect(clippy::disallowed_methods, reason = "this is where queries are put inside the scope")]
    pub fn select<E: Owned>(&self) -> Select<E> {
        E::find().filter(E::inside(&self.scope))
    }

    /// The row, or [`Error::NotFound`].
    pub async fn one<E: Owned>(&self, select: Select<E>) -> Result<E::Model> {
        self.maybe(select).await?.ok_or(Error::NotFound)
    }

    /// The row, if there is one.
    pub async fn maybe<E: Owned>(&self, select: Select<E>) -> Result<Option<E::Model>> {
        Ok(self.all(select.limit(1)).await?.pop())
    }

    /// All rows; the caller has bounded the query.
    pub async fn all<E: Owned>(&self, select: Select<E>) -> Result<Vec<E::Model>> {
        if let Source::Readers(database) = self.source
            && let Some(quick) = &database.quick
        {
            let statement = select.build(self.get_database_backend());
            let span = span(&statement);
            return quick.fetch_models::<E>(statement).instrument(span).await;
        }
        Ok(select.all(self).await?)
    }

    /// How many rows, at most `most`: counting stops there, so that no list waits for it.
    pub async fn count_up_to<E: EntityTrait>(&self, select: Select<E>, most: u64) -> Result<u64> {
        self.count_rows_up_to(&select.select_only().expr(Expr::val(1)).into_query(), most).await
    }

    /// The same for a statement built from [`Db::select`].
    pub async fn count_rows_up_to(&self, statement: &SelectStatement, most: u64) -> Result<u64> {
        let bounded = statement.clone().limit(most).to_owned();
        let count =
            Query::select().expr(Func::count(Expr::val(1))).from_subquery(bounded, Alias::new("bounded")).to_owned();
        let counted: Vec<Counted> = self.fetch(&count).await?;
        Ok(counted.first().map_or(0, |row| u64::try_from(row.count).unwrap_or_default()))
    }

    /// Rows of a statement built from [`Db::select`], read by the quickest way the engine has: for lists and other hot reads.
    pub async fn fetch<T: Record>(&self, statement: &SelectStatement) -> Result<Vec<T>> {
        self.fetch_statement(self.get_database_backend().build(statement)).await
    }

    /// Rows of SQL text with `$1` placeholders and the dialect's words in braces. The text carries its own scope.
    pub async fn fetch_text<T: Record>(&self, sql: &str, values: Vec<sea_orm::Value>) -> Result<Vec<T>> {
        let text = self.dialect().words(sql);
        self.fetch_statement(Statement::from_sql_and_values(self.get_database_backend(), text, values)).await
    }

    async fn fetch_statement<T: Record>(&self, statement: Statement) -> Result<Vec<T>> {
        if let Source::Readers(database) = self.source
            && let Some(quick) = &database.quick
        {
            let span = span(&statement);
            return quick.fetch(statement).instrument(span).await;
        }
        let rows = self.query_all_raw(statement).await?;
        Ok(rows.iter().map(|row| T::read(&super::Row::of_orm(row))).collect::<Result<_, DbErr>>()?)
    }

    fn connection(&self) -> Connection<'_> {
        match self.source {
            Source::Readers(database) => Connection::Pool(&database.readers),
            Source::Replica(replica) => Connection::Pool(replica),
            Source::Transaction(transaction) => Connection::Transaction(transaction),
        }
    }
}

crate::record! {
    struct Counted { count: i64 }
}

/// The text of a statement carries no values: those are bound.
fn span(statement: &Statement) -> Span {
    tracing::debug_span!("query", db.query.text = statement.sql)
}

enum Connection<'a> {
    Pool(&'a sea_orm::DatabaseConnection),
    Transaction(&'a sea_orm::DatabaseTransaction),
}

macro_rules! pass_on {
    ($db:ident, $connection:ident => $call:expr) => {
        match $db.connection() {
            Connection::Pool($connection) => $call,
            Connection::Transaction($connection) => $call,
        }
    };
}

#[async_trait::async_trait]
impl ConnectionTrait for Db<'_> {
    fn get_database_backend(&self) -> DbBackend {
        pass_on!(self, connection => connection.get_database_backend())
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let span = span(&statement);
        pass_on!(self, connection => connection.execute_raw(statement).instrument(span).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        pass_on!(self, connection => connection.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let span = span(&statement);
        pass_on!(self, connection => connection.query_one_raw(statement).instrument(span).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let span = span(&statement);
        pass_on!(self, connection => connection.query_all_raw(statement).instrument(span).await)
    }
}
