//! The same questions by the engine's own driver, in this process, without web, scope, views or journal readers.

pub mod postgres;
mod sqlite;
mod statement;

use std::time::Duration;

use crate::{Outcome, load::Measured, sample::Sample, scene::Scene};

pub enum Engine {
    /// A file.
    Sqlite(String),
    /// An address.
    Postgres(String),
}

impl Engine {
    pub fn of(address: &str) -> Outcome<Self> {
        match address.strip_prefix("sqlite://") {
            Some(file) => Ok(Self::Sqlite(file.to_owned())),
            None if address.starts_with("postgres") => Ok(Self::Postgres(address.to_owned())),
            None => Err(format!("'{address}' is no database").into()),
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite (bare: rusqlite)",
            Self::Postgres(_) => "PostgreSQL (bare: tokio-postgres)",
        }
    }

    pub async fn sample(&self) -> Outcome<Sample> {
        match self {
            Self::Sqlite(file) => sqlite::sample(file),
            Self::Postgres(address) => postgres::sample(address).await,
        }
    }

    /// Runs the scene's SQL with that many workers for some time.
    pub async fn run(&self, scene: Scene, sample: &Sample, workers: usize, time: Duration) -> Outcome<Measured> {
        match self {
            Self::Sqlite(file) => sqlite::run(file, scene, sample, workers, time),
            Self::Postgres(address) => postgres::run(address, scene, sample, workers, time).await,
        }
    }
}
