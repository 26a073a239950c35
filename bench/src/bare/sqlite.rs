//! SQLite by rusqlite: a connection per worker, statements prepared once, every column read.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use rusqlite::{Connection, ToSql, params, types::ToSqlOutput};
use uuid::Uuid;

use super::statement::{Bound, CLEARING, CREATED, Statement, copies, reads, terms};
use crate::{
    Outcome,
    dice::Dice,
    load::Measured,
    sample::{Gathering, Sample},
    scene::{Scene, Values},
};

pub fn sample(file: &str) -> Outcome<Sample> {
    let connection = open(file)?;
    // The file may hold more than one group; the first to come is the one that was seeded.
    let group: Vec<u8> = connection.query_row("select group_id from customers limit 1", [], |row| row.get(0))?;
    let mut stores = connection.prepare("select id from stores where group_id = ?1")?;
    let stores = stores.query_map(params![group], |row| row.get::<_, Vec<u8>>(0))?;
    let stores = stores.map(|id| Ok(Uuid::from_slice(&id?)?)).collect::<Outcome<Vec<Uuid>>>()?;
    let mut gathering = Gathering::new();
    let mut all = connection.prepare("select id, name from customers where group_id = ?1 and deleted_at is null")?;
    let mut rows = all.query(params![group])?;
    while let Some(row) = rows.next()? {
        let id = Uuid::from_slice(row.get_ref(0)?.as_blob()?)?;
        let name = row.get_ref(1)?.as_str()?;
        gathering.pass(id, || name.to_owned());
    }
    Ok(gathering.sample(Uuid::from_slice(&group)?, stores))
}

pub fn run(file: &str, scene: Scene, sample: &Sample, workers: usize, time: Duration) -> Outcome<Measured> {
    let statements = statements(file, scene)?;
    // SQLite has one writer: those who create share a connection and take turns.
    let writer = Mutex::new(open(file)?);
    let worker = |number: usize| -> Outcome<Vec<Duration>> {
        let reader = open(file)?;
        let mut dice = Dice::new(number);
        let mut took = Vec::new();
        let begun = Instant::now();
        while begun.elapsed() < time {
            let values = scene.values(sample, &mut dice);
            let sent = Instant::now();
            if scene == Scene::Create {
                create(&mut writer.lock().unwrap_or_else(PoisonError::into_inner), &statements, &values)?;
            } else {
                read(&reader, &statements, &values)?;
            }
            took.push(sent.elapsed());
        }
        Ok(took)
    };
    let all = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|number| scope.spawn(move || worker(number))).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| "a worker panicked")?).collect::<Outcome<Vec<_>>>()
    })?;
    if scene == Scene::Create {
        let writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
        for statement in CLEARING {
            writer.execute(statement, [])?;
        }
    }
    Ok(Measured::of(all.into_iter().flatten().collect(), time))
}

fn statements(file: &str, scene: Scene) -> Outcome<Vec<Statement>> {
    if scene != Scene::Create {
        return Ok(reads(scene, '?'));
    }
    let connection = open(file)?;
    let of_table = |(table, model): (&str, &str)| {
        let columns = connection.prepare(&format!("select * from {table} limit 0"))?;
        let columns: Vec<String> = columns.column_names().into_iter().map(str::to_owned).collect();
        Ok(copies(table, model, &columns, '?'))
    };
    CREATED.into_iter().map(of_table).chain([Ok(terms('?'))]).collect()
}

fn read(connection: &Connection, statements: &[Statement], values: &Values) -> Outcome<()> {
    for statement in statements {
        let mut prepared = connection.prepare_cached(&statement.text)?;
        let width = prepared.column_count();
        let mut rows = prepared.query(rusqlite::params_from_iter(statement.bound(values)))?;
        while let Some(row) = rows.next()? {
            for column in 0..width {
                std::hint::black_box(row.get::<_, rusqlite::types::Value>(column)?);
            }
        }
    }
    Ok(())
}

fn create(connection: &mut Connection, statements: &[Statement], values: &Values) -> Outcome<()> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for statement in statements {
        transaction.prepare_cached(&statement.text)?.execute(rusqlite::params_from_iter(statement.bound(values)))?;
    }
    Ok(transaction.commit()?)
}

/// As Roadbook opens it: what was answered is on disk.
fn open(file: &str) -> Outcome<Connection> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "mmap_size", 1_073_741_824_i64)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

impl ToSql for Bound {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Id(id) => Ok(ToSqlOutput::from(&id.as_bytes()[..])),
            Self::Text(text) => Ok(ToSqlOutput::from(text.as_str())),
        }
    }
}
