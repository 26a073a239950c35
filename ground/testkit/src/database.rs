//! A fresh database per test: a file on SQLite, a database of its own on PostgreSQL when `TEST_DATABASE_URL` is set.

use std::path::PathBuf;

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
    /// An empty one.
    ///
    /// # Panics
    /// When the server can't be reached: a test without its database is no test.
    pub async fn new() -> Self {
        Self::made(None).await
    }

    /// A copy of one that `prepare` brings to where every test begins, once for all tests that share the mark: a schema of a hundred
    /// tables takes a server longer than most tests do. `prepare` must close what it opens.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub async fn copied(mark: u64, prepare: impl AsyncFnOnce(&Self)) -> Self {
        let name = format!("roadbook_template_{mark:016x}");
        if !is_there(&name).await {
            let made = Self::new().await;
            prepare(&made).await;
            made.keep_as(&name).await;
        }
        Self::made(Some(&name)).await
    }

    async fn made(template: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        if let Ok(server) = std::env::var(SERVER) {
            let name = format!("roadbook_test_{}", uuid::Uuid::now_v7().simple());
            let like = template.map(|template| format!(" template {template}")).unwrap_or_default();
            must_run(&server, &format!("create database {name}{like}")).await;
            let url = with_database(&server, &name);
            return Self { url, folder, server: Some((server, name)) };
        }
        let file = folder.path().join("test.sqlite");
        if let Some(template) = template {
            tokio::fs::copy(template_file(template), &file).await.expect("the template is copied");
        }
        Self { url: format!("sqlite://{}", file.display()), folder, server: None }
    }

    /// Under its new name in one step, so a test sees it whole or not at all; of two that come at once either will do.
    async fn keep_as(mut self, name: &str) {
        if let Some((server, own)) = &self.server {
            must_run(server, &format!("alter database {own} with allow_connections false")).await;
            if run(server, &format!("alter database {own} rename to {name}")).await.is_ok() {
                self.server = None;
            }
        } else {
            // What was written last still stands beside the file, in its log.
            must_run(&self.url, "pragma wal_checkpoint(truncate)").await;
            tokio::fs::rename(self.folder().join("test.sqlite"), template_file(name))
                .await
                .expect("the template is kept");
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
            runtime.block_on(must_run(&server, &format!("drop database if exists {name} with (force)")));
        });
        let _left_behind_when_it_failed = dropping.join();
    }
}

async fn is_there(template: &str) -> bool {
    let Ok(server) = std::env::var(SERVER) else { return template_file(template).exists() };
    let found = run(&server, &format!("select 1 from pg_database where datname = '{template}'")).await;
    found.expect("the server names its databases") > 0
}

fn template_file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("{name}.sqlite"))
}

async fn must_run(server: &str, sql: &str) {
    run(server, sql).await.expect("the server makes and drops databases");
}

/// How many rows it touched.
async fn run(server: &str, sql: &str) -> Result<u64, sea_orm::DbErr> {
    let connection =
        sea_orm::Database::connect(server).await.expect("the PostgreSQL server of TEST_DATABASE_URL answers");
    let ran = connection.execute_unprepared(sql).await.map(|done| done.rows_affected());
    connection.close().await.expect("the connection closes");
    ran
}

fn with_database(server: &str, name: &str) -> String {
    let (head, query) = server.split_once('?').map_or((server, None), |(head, query)| (head, Some(query)));
    let scheme_end = head.find("://").map_or(0, |at| at + 3);
    let base = head[scheme_end..].find('/').map_or(head, |at| &head[..scheme_end + at]);
    query.map_or_else(|| format!("{base}/{name}"), |query| format!("{base}/{name}?{query}"))
}
