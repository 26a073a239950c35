//! The only file that knows which engine it is: how to open it, its words for types, and what one of them needs and the other not.

use kernel::{Error, Result};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// Words in braces that stand in SQL text for what the engines call differently: (word, SQLite, PostgreSQL).
const WORDS: [(&str, &str, &str); 16] = [
    ("{uuid}", "blob", "uuid"),
    ("{instant}", "text", "timestamptz"),
    ("{date}", "text", "date"),
    ("{bytes}", "blob", "bytea"),
    ("{json}", "text", "jsonb"),
    ("{flag}", "boolean", "boolean"),
    ("{position}", "integer primary key autoincrement", "bigint generated always as identity primary key"),
    // Terms are compared byte by byte on both, so that a prefix is a range.
    ("{term}", "text", "text collate \"C\""),
    ("{clustered}", "without rowid", ""),
    // Positions become visible out of order on PostgreSQL; a reader goes by transaction, below the oldest one open.
    ("{this_transaction}", "0", "pg_current_xact_id()::text::bigint"),
    ("{journal_order}", "", "create index journal_order on journal (transaction_id, position)"),
    // The last entry that none can come before any more.
    (
        "{journal_newest}",
        "order by position desc limit 1",
        "where transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint \
         order by transaction_id desc, position desc limit 1",
    ),
    // One writer at a time on SQLite already; on PostgreSQL a row must be held, and one held by another node is left to it.
    ("{hold}", "", "for update"),
    ("{hold_free}", "", "for update skip locked"),
    // Where the second text begins in the first, 0 when it does not.
    ("{place_of}", "instr", "strpos"),
    ("{json_object}", "json_object", "json_build_object"),
];

/// Types by what they hold, for a database that is made only to be asked what its columns hold: (word, name).
const TELLING: [(&str, &str); 7] = [
    ("{uuid}", "uuid"),
    ("{instant}", "instant"),
    ("{date}", "date"),
    ("{bytes}", "bytes"),
    ("{json}", "json"),
    ("{flag}", "flag"),
    ("{position}", "bigint primary key"),
];

/// How the address of a database that is a file begins.
pub(super) const FILE: &str = "sqlite://";

impl Dialect {
    /// The engine an address belongs to.
    pub(crate) fn of(url: &str) -> Result<Self> {
        if url.starts_with(FILE) {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres)
        } else {
            Err(Error::invalid(
                "database",
                "database.unknown",
                format!("'{url}' is no database: give sqlite://FILE or postgres://USER@HOST/NAME"),
            ))
        }
    }

    /// SQL text with the words of this engine.
    pub fn words(self, sql: &str) -> String {
        let mut text = sql.to_owned();
        for (word, sqlite, postgres) in WORDS {
            if text.contains(word) {
                text = text.replace(word, if self == Self::Sqlite { sqlite } else { postgres });
            }
        }
        text
    }

    /// SQL text in which types are called what they hold.
    pub(crate) fn telling_words(sql: &str) -> String {
        let text = TELLING.iter().fold(sql.to_owned(), |text, (word, name)| text.replace(word, name));
        Self::Sqlite.words(&text)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// Rows of one insert statement, so that its bound values stay below the engine's limit.
    pub fn rows_per_insert(self, columns: usize) -> usize {
        let values_max = match self {
            Self::Sqlite => 32_766,
            Self::Postgres => 65_535,
        };
        (values_max / columns.max(1)).clamp(1, 500)
    }

    /// How many rows begin to be inserted. A failed row ends the transaction anyway, so SQLite need not keep every page it
    /// touches to take the statement alone back.
    pub fn insert_many(self) -> &'static str {
        match self {
            Self::Sqlite => "insert or fail into",
            Self::Postgres => "insert into",
        }
    }

    /// So many tuples of placeholders, `lead` first in each: `(now(), $1, $2), (now(), $3, $4)`. SQLite takes nameless ones:
    /// it looks names up one by one while it prepares.
    pub fn tuples(self, lead: &str, rows: usize, columns: usize) -> String {
        let mut text = String::with_capacity(rows * (columns * 4 + lead.len() + 4));
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            text.push_str(lead);
            for column in 0..columns {
                if column > 0 || !lead.is_empty() {
                    text.push_str(", ");
                }
                match self {
                    Self::Sqlite => text.push('?'),
                    Self::Postgres => text.push_str(&format!("${}", row * columns + column + 1)),
                }
            }
            text.push(')');
        }
        text
    }

    /// Name and definition of every index that is there for speed alone.
    pub fn plain_indexes(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "select name, sql from sqlite_master where type = 'index' and lower(sql) like 'create index%' order by name"
            }
            Self::Postgres => {
                "select indexname::text, indexdef from pg_indexes \
                 where schemaname = current_schema() and lower(indexdef) like 'create index%' order by indexname"
            }
        }
    }

    /// Name, definition and removal of every reference between tables that stands in the way while rows come in any order.
    pub(super) fn references(self) -> &'static str {
        match self {
            Self::Sqlite => "select name, sql, sql from sqlite_master where 1 = 0",
            Self::Postgres => {
                "select conrelid::regclass::text || '.' || conname, \
                 'alter table ' || conrelid::regclass || ' add constraint ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid), \
                 'alter table ' || conrelid::regclass || ' drop constraint ' || quote_ident(conname) from pg_constraint \
                 where contype = 'f' and connamespace = current_schema()::regnamespace order by 1"
            }
        }
    }

    /// What time it is where the database is, when that is another machine.
    pub(crate) fn clock(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("select clock_timestamp()"),
        }
    }

    /// How much room the database takes, in bytes.
    pub(crate) fn size(self) -> &'static str {
        match self {
            Self::Sqlite => "select page_count * page_size from pragma_page_count(), pragma_page_size()",
            Self::Postgres => "select pg_database_size(current_database())",
        }
    }

    /// Whether the way to the database is encrypted, and whether it stays on this machine; nothing where there is no way.
    pub(crate) fn connection(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "select coalesce(s.ssl, false) as is_encrypted, \
                 coalesce(host(a.client_addr) = host(inet_server_addr()), true) as is_near \
                 from pg_stat_activity a left join pg_stat_ssl s on s.pid = a.pid where a.pid = pg_backend_pid()",
            ),
        }
    }

    /// How far a server has written its log, or replayed that of another, in bytes.
    pub(super) fn log_reached(self) -> &'static str {
        match self {
            Self::Sqlite => "select null as bytes",
            Self::Postgres => {
                "select pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() \
                 else pg_current_wal_lsn() end, '0/0')::bigint as bytes"
            }
        }
    }

    /// The names of all tables.
    pub(crate) fn tables(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
            }
            Self::Postgres => {
                "select table_name::text from information_schema.tables \
                 where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name"
            }
        }
    }

    /// The file of a database that is one.
    pub fn file(self, url: &str) -> Option<&str> {
        url.strip_prefix(FILE).filter(|_| self == Self::Sqlite)
    }

    /// Puts the rows laid beside a table into it, in the order they were laid: those of batches that count and not gone since.
    pub fn take_in(self, table: &str, columns: &str) -> String {
        let counts = "batch in (select cast(name as integer) from left_for_later where kind = 'batch')";
        format!(
            "insert into main.{table} ({columns}) select {columns} from beside.{table} there where {counts} and not exists \
             (select 1 from beside.{table}_gone where ({columns}) = ({}) and after >= there.rowid and {counts}) \
             order by there.rowid on conflict do nothing",
            columns.split(", ").map(|column| format!("there.{column}")).collect::<Vec<_>>().join(", ")
        )
    }

    /// Table, column and type of everything in the database, in the order of the columns.
    pub fn columns(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "select t.name, c.name, lower(c.type) from sqlite_master t join pragma_table_info(t.name) c \
                 where t.type = 'table' and t.name not like 'sqlite_%' order by t.name, c.cid"
            }
            Self::Postgres => {
                "select table_name::text, column_name::text, data_type::text from information_schema.columns \
                 where table_schema = current_schema() order by table_name, ordinal_position"
            }
        }
    }

    /// A column of a type that [`Dialect::columns`] names, as text that JSON can hold; bytes as hexadecimal digits.
    pub fn as_text(self, column: &str, kind: &str) -> String {
        match (self, kind) {
            // Ids are kept as their 16 bytes.
            (Self::Sqlite, "blob") => format!(
                "case when length({column}) = 16 then lower(substr(hex({column}), 1, 8) || '-' || substr(hex({column}), 9, 4) || '-' || \
                 substr(hex({column}), 13, 4) || '-' || substr(hex({column}), 17, 4) || '-' || substr(hex({column}), 21)) \
                 else lower(hex({column})) end"
            ),
            (Self::Postgres, "bytea") => format!("encode({column}, 'hex')"),
            _ => format!("cast({column} as text)"),
        }
    }

    /// Whether a column of this type can hold words.
    pub fn holds_words(self, kind: &str) -> bool {
        match self {
            Self::Sqlite => kind == "text",
            Self::Postgres => matches!(kind, "text" | "jsonb"),
        }
    }

    /// A changed text as a value for a column of this type.
    pub fn from_text(self, text: &str, kind: &str) -> String {
        match (self, kind) {
            (Self::Postgres, "jsonb") => format!("cast({text} as jsonb)"),
            _ => text.to_owned(),
        }
    }

    /// What to run so that what was removed is overwritten in the file too, and room it left is given back.
    pub fn compaction(self) -> &'static [&'static str] {
        match self {
            // The planner's samples are values of rows, those that are gone among them: it takes others.
            Self::Sqlite => &[
                "pragma analysis_limit = 1000",
                "analyze",
                "pragma analysis_limit = 0",
                "vacuum",
                "pragma wal_checkpoint(truncate)",
            ],
            Self::Postgres => &["vacuum"],
        }
    }

    /// What to run so that rows removed from these tables and the former versions of those changed are no rows any more, and the
    /// planner's samples forget them; none where [`Self::compaction`] sees to it.
    pub fn clearing_old_versions(self, tables: &[&str]) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(format!("vacuum (analyze, index_cleanup on) {}", tables.join(", "))),
        }
    }

    /// What to run so that everything written stands in the file itself.
    pub fn into_the_file(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["pragma wal_checkpoint(truncate)"],
            Self::Postgres => &[],
        }
    }

    /// What to run before and after removing what must not stay behind in free pages.
    pub fn overwriting(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Sqlite => (&["pragma secure_delete = on"], &["pragma secure_delete = off"]),
            Self::Postgres => (&[], &[]),
        }
    }

    /// What to run before many rows are written: with little memory SQLite reads the same pages again and again, and with a
    /// checkpoint after every commit it writes them twice each time.
    pub fn before_bulk_work(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["pragma cache_size = -393216", "pragma wal_autocheckpoint = 65536"],
            Self::Postgres => &[],
        }
    }

    /// Gives the memory back.
    pub fn after_bulk_work(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "pragma cache_size = -65536",
                "pragma shrink_memory",
                "pragma wal_autocheckpoint = 1000",
                "pragma wal_checkpoint(truncate)",
            ],
            Self::Postgres => &[],
        }
    }

    /// What to run once after a bulk load, so that the planner knows how much there is.
    pub fn after_bulk_load(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["analyze", "pragma wal_checkpoint(truncate)"],
            Self::Postgres => &["vacuum analyze"],
        }
    }

    /// What each table is known to hold, its indexes nobody has measured, and whether its rows are numbered; and what to run before that is
    /// asked. Nothing where the engine measures by itself.
    pub fn measured_tables(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Sqlite => Some((
                "analyze sqlite_master",
                "select t.name, coalesce((select max(cast(s.stat as integer)) from sqlite_stat1 s where s.tbl = t.name), 0) as rows, \
                 (select count(*) from sqlite_master i where i.type = 'index' and i.tbl_name = t.name \
                 and not exists (select 1 from sqlite_stat1 s where s.idx = i.name)) as unmeasured, t.wr = 0 as has_row_numbers \
                 from pragma_table_list t where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite%' order by t.name",
            )),
            Self::Postgres => None,
        }
    }

    /// What was written after a cursor, whatever may still come before it; `$1` transaction, `$2` position, `$3` how many.
    pub fn journal_since(self) -> &'static str {
        match self {
            Self::Sqlite => "position > $2 and $1 is not null order by position limit $3",
            Self::Postgres => "(transaction_id, position) > ($1, $2) order by transaction_id, position limit $3",
        }
    }

    /// The entry at a cursor: transaction, position. Where positions alone count, entries that came from a server carry its numbers.
    pub fn journal_at(self) -> &'static str {
        match self {
            Self::Sqlite => "$1 = $1 and position = $2",
            Self::Postgres => "transaction_id = $1 and position = $2",
        }
    }

    /// How a journal reader finds what comes after its cursor; `$1` transaction, `$2` position, `$3` how many.
    pub fn journal_after(self) -> &'static str {
        match self {
            Self::Sqlite => "position > $2 and $1 = $1 order by position limit $3",
            Self::Postgres => {
                "(transaction_id, position) > ($1, $2) and transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint \
                 order by transaction_id, position limit $3"
            }
        }
    }
}
