//! A fresh database per test: a file on SQLite, a database of its own on PostgreSQL when `TEST_DATABASE_URL` is set.

use platform::Database;
use sea_orm::ConnectionTrait;

/// A database that is gone when this is dropped.
pub struct FreshDatabase {
    pub url: String,
    folder: tempfile::TempDir,
    server: Option<(String, String)>,
}

/// Names the PostgreSQL server the tests may make databases on.
const SERVER: &str = "TEST_DATABASE_URL";

impl FreshDatabase {
    /// # Panics
    /// When the server can't be reached: a test without its database is no test.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        match std::env::var(SERVER) {
            Ok(server) => {
                let name = format!("roadbook_test_{}", uuid::Uuid::now_v7().simple());
                run(&server, &format!("create database {name}")).await;
                let url = with_database(&server, &name);
                Self { url, folder, server: Some((server, name)) }
            }
            Err(_) => {
                let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
                Self { url, folder, server: None }
            }
        }
    }

    pub async fn open(&self) -> Database {
        Database::open(&self.url).await.expect("the fresh database opens")
    }

    /// A folder that lives as long as the database.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        let Some((server, name)) = self.server.take() else { return };
        // A thread of its own: the runtime of the test may be closing.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(run(&server, &format!("drop database if exists {name} with (force)")));
        });
        let _left_behind_when_it_failed = dropping.join();
    }
}

async fn run(server: &str, sql: &str) {
    let connection =
        sea_orm::Database::connect(server).await.expect("the PostgreSQL server of TEST_DATABASE_URL answers");
    connection.execute_unprepared(sql).await.expect("the server makes and drops databases");
    connection.close().await.expect("the connection closes");
}

fn with_database(server: &str, name: &str) -> String {
    let (head, query) = server.split_once('?').map_or((server, None), |(head, query)| (head, Some(query)));
    let scheme_end = head.find("://").map_or(0, |at| at + 3);
    let base = head[scheme_end..].find('/').map_or(head, |at| &head[..scheme_end + at]);
    query.map_or_else(|| format!("{base}/{name}"), |query| format!("{base}/{name}?{query}"))
}
