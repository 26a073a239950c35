//! Rows out of and into a database that a server keeps: PostgreSQL's COPY, whose binary form is the wire's own.

use std::str::FromStr;

use futures::TryStreamExt;
use kernel::{Error, Result};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Executor, PgConnection, Row,
    postgres::{PgConnectOptions, PgRow},
};

use super::{
    catalogue::{Column, Kind, Table},
    pour::{Given, Parcel, Taken},
    wire::{self, Cutter, END, HEAD, JSON_VERSION, Tally, push_field, push_row},
};

/// The database as it is at one moment, while others go on writing.
pub struct Snapshot {
    connection: PgConnection,
    /// Taken from every number of a transaction: numbers of this server mean nothing to another, and must lie below all of its own.
    transactions: i64,
}

/// A database being filled, by this program alone.
pub struct Filling {
    connection: PgConnection,
}

const CHUNK_BYTES: usize = 256 << 10;
const TRANSACTION: &str = "transaction_id";

impl Snapshot {
    /// Begins to read; `alone` refuses while a Roadbook has the database open.
    pub async fn begin(url: &str, alone: bool) -> Result<Self> {
        let mut snapshot = Self { connection: connect(url).await?, transactions: 0 };
        let begin = "begin isolation level repeatable read read only";
        snapshot.connection.execute(begin).await.map_err(Error::internal)?;
        let others = "select pid::text from pg_stat_activity where datname = current_database() \
                      and application_name = 'roadbook' and pid <> pg_backend_pid()";
        if alone && !snapshot.texts(others).await?.is_empty() {
            return Err(Error::Refused {
                code: "database.in_use",
                detail: "A Roadbook serves from this database: stop it first.".into(),
            });
        }
        Ok(snapshot)
    }

    /// Finds the newest transaction written down in one of these tables.
    pub async fn find_newest_transaction(&mut self, tables: &[Table]) -> Result<()> {
        let counts = |table: &&Table| table.columns.iter().any(|column| column.name == TRANSACTION);
        for table in tables.iter().filter(counts) {
            let sql = format!("select coalesce(max({TRANSACTION}), 0)::text from \"{}\"", table.name);
            let newest = self.texts(&sql).await?.first().and_then(|text| text.parse().ok());
            self.transactions = self.transactions.max(newest.unwrap_or_default());
        }
        Ok(())
    }

    /// The first column of a query, as text.
    pub async fn texts(&mut self, sql: &str) -> Result<Vec<String>> {
        let rows: Vec<PgRow> =
            self.connection.fetch_all(AssertSqlSafe(sql.to_owned())).await.map_err(Error::internal)?;
        rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>().map_err(Error::internal)
    }

    /// All rows of a table.
    pub async fn give(&mut self, table: &Table, to: Given) -> Result<()> {
        let transactions = self.transactions;
        let expression = |Column { name, .. }: &Column| match name.as_str() {
            TRANSACTION => format!("\"{name}\" - {transactions}"),
            _ => format!("\"{name}\""),
        };
        let columns: Vec<String> = table.columns.iter().map(expression).collect();
        let copy =
            format!("copy (select {} from \"{}\") to stdout with (format binary)", columns.join(", "), table.name);
        let mut stream = self.connection.copy_out_raw(&copy).await.map_err(Error::internal)?;
        let mut cutter = Cutter::new(table.columns.len());
        let mut chunk = Vec::with_capacity(CHUNK_BYTES * 2);
        let mut is_taken = true;
        while let Some(bytes) = stream.try_next().await.map_err(Error::internal)? {
            chunk.extend_from_slice(&cutter.take(&bytes)?);
            if chunk.len() >= CHUNK_BYTES && is_taken {
                let full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK_BYTES * 2));
                is_taken = to.send(Parcel::Rows(compacted(table, full)?)).await.is_ok();
            } else if !is_taken {
                chunk.clear();
            }
        }
        cutter.end()?;
        let _taker_left =
            to.send(Parcel::Rows(compacted(table, chunk)?)).await.is_err() || to.send(Parcel::End).await.is_err();
        Ok(())
    }
}

impl Filling {
    pub async fn begin(url: &str) -> Result<Self> {
        Ok(Self { connection: connect(url).await? })
    }

    /// Runs statements in one transaction.
    pub async fn run(&mut self, sql: &str) -> Result<()> {
        let text = AssertSqlSafe(format!("begin; {sql}; commit"));
        sqlx::raw_sql(text).execute(&mut self.connection).await.map_err(Error::internal)?;
        Ok(())
    }

    /// Puts all rows into an emptied table; `last` runs in the same transaction, unless the rows broke off.
    pub async fn take(
        &mut self,
        table: &Table,
        mut rows: Taken,
        last: impl FnOnce(Tally) -> Result<String>,
    ) -> Result<()> {
        let name = &table.name;
        let begin = AssertSqlSafe(format!("begin; delete from \"{name}\""));
        sqlx::raw_sql(begin).execute(&mut self.connection).await.map_err(Error::internal)?;
        let last = match self.copy(table, &mut rows).await.and_then(last) {
            Ok(last) => last,
            Err(cause) => {
                self.connection.execute("rollback").await.map_err(Error::internal)?;
                return Err(cause);
            }
        };
        let text = AssertSqlSafe(format!("{last}; {}; commit", next_numbers(table)));
        sqlx::raw_sql(text).execute(&mut self.connection).await.map_err(Error::internal)?;
        Ok(())
    }

    async fn copy(&mut self, table: &Table, rows: &mut Taken) -> Result<Tally> {
        let named = |cause: sqlx::Error| Error::internal(format!("table {}: {cause}", table.name));
        let text = format!("copy \"{}\" ({}) from stdin with (format binary)", table.name, table.columns_text());
        let mut copy = self.connection.copy_in_raw(&text).await.map_err(named)?;
        copy.send(HEAD).await.map_err(named)?;
        while let Some((parcel, tally)) = rows.recv().await {
            match parcel {
                Parcel::Rows(rows) => copy.send(rows.as_slice()).await.map(drop).map_err(named)?,
                Parcel::End => {
                    copy.send(END).await.map_err(named)?;
                    copy.finish().await.map_err(named)?;
                    return Ok(tally);
                }
            }
        }
        copy.abort("the rows broke off").await.map_err(named)?;
        Err(wire::damaged())
    }
}

async fn connect(url: &str) -> Result<PgConnection> {
    let options = PgConnectOptions::from_str(url).map_err(Error::internal)?.application_name("roadbook keeping");
    let place = url.rsplit('@').next().unwrap_or(url).to_owned();
    options
        .connect()
        .await
        .map_err(|cause| Error::Unavailable { detail: format!("The database at {place} can't be opened: {cause}") })
}

/// Numbers the server counts up itself go on behind the last one put in.
fn next_numbers(table: &Table) -> String {
    let name = &table.name;
    format!(
        "do $$ declare counted record; begin for counted in select attname from pg_attribute \
         where attrelid = '\"{name}\"'::regclass and attidentity <> '' loop \
         execute format('select setval(pg_get_serial_sequence(''\"{name}\"'', %L), coalesce(max(%I), 1), max(%I) is not null) \
         from \"{name}\"', counted.attname, counted.attname, counted.attname); end loop; end $$"
    )
}

/// JSON as the house itself writes it, without the blanks this engine puts in.
fn compacted(table: &Table, rows: Vec<u8>) -> Result<Vec<u8>> {
    let kinds = table.kinds();
    if !kinds.contains(&Kind::Json) {
        return Ok(rows);
    }
    let mut compact = Vec::with_capacity(rows.len());
    let mut rest = rows.as_slice();
    while let Some(length) = wire::row_length(rest, kinds.len())? {
        let (row, after) = rest.split_at(length);
        push_row(&mut compact, kinds.len());
        for (field, kind) in wire::fields(row).zip(&kinds) {
            match field.filter(|_| *kind == Kind::Json) {
                None => push_field(&mut compact, field),
                Some(json) => {
                    let json: serde_json::Value = serde_json::from_slice(json.get(1..).unwrap_or_default())?;
                    let mut text = vec![JSON_VERSION];
                    serde_json::to_writer(&mut text, &json)?;
                    push_field(&mut compact, Some(&text));
                }
            }
        }
        rest = after;
    }
    Ok(compact)
}
