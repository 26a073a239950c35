//! What is still under way about a person, shown before they are forgotten: it ends with the deletion.

use kernel::{CustomerId, Result};
use platform::Db;
use serde::Serialize;
use utoipa::ToSchema;

/// Open work, counted; the titles of tasks are told so that one can decide.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct OpenWork {
    pub tasks: Vec<String>,
    pub messages_waiting: i64,
    pub complaints_open: i64,
    /// Imports that wait to be run; their files are looked into, and removed when the person stands in them.
    pub imports_waiting: i64,
    /// Imports under way: until they are done nobody is forgotten.
    pub imports_running: i64,
    pub other_requests: i64,
}

platform::record! {
    struct Title { title: String }
}

platform::record! {
    struct Counts { messages: i64, complaints: i64, waiting: i64, running: i64, requests: i64 }
}

const TITLES_MAX: u32 = 20;

impl OpenWork {
    pub fn is_none(&self) -> bool {
        self.tasks.is_empty() && self.messages_waiting == 0 && self.complaints_open == 0
    }
}

/// What is open about a customer in the whole group, whoever asks: it is about to be ended for all.
pub async fn of(db: &Db<'_>, customer: CustomerId) -> Result<OpenWork> {
    let group = db.scope().group();
    let tasks = format!(
        "select title from tasks where customer_id = $2 and group_id = $1 and state = 'open'
         and (unique_key is null or unique_key not like 'person_request:%') order by due_at, id limit {TITLES_MAX}"
    );
    let titles: Vec<Title> = db.fetch_text(&tasks, vec![group.into(), customer.into()]).await?;
    let counts: Vec<Counts> = db
        .fetch_text(
            "select
             (select count(*) from messages where group_id = $1 and customer_id = $2
              and state in ('waiting', 'held', 'unknown')),
             (select count(*) from past_records where group_id = $1 and customer_id = $2 and kind = 'complaint' and is_open),
             (select count(*) from imports where group_id = $1 and state in ('mapping', 'checked', 'stopped')),
             (select count(*) from imports where group_id = $1 and state in ('checking', 'running', 'undoing')),
             (select count(*) from person_requests where group_id = $1 and customer_id = $2
              and state in ('received', 'identified', 'in_work'))",
            vec![group.into(), customer.into()],
        )
        .await?;
    let Some(counts) = counts.into_iter().next() else { return Ok(OpenWork::default()) };
    Ok(OpenWork {
        tasks: titles.into_iter().map(|row| row.title).collect(),
        messages_waiting: counts.messages,
        complaints_open: counts.complaints,
        imports_waiting: counts.waiting,
        imports_running: counts.running,
        other_requests: (counts.requests - 1).max(0),
    })
}
