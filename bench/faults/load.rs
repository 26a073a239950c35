//! Writers that note what was promised to them: what the server answered with success must be there afterwards, whatever happens.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bench::{
    Outcome,
    http::{Answer, Connection, Request},
};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

/// What was promised, and what was not.
#[derive(Debug, Default)]
pub struct Promised {
    pub customers: Vec<String>,
    pub notes: Vec<String>,
    pub exports: Vec<String>,
    /// Names of customers whose adding was sent and never answered.
    pub unanswered: Vec<String>,
    /// Status and code of answers without success, and how many.
    pub refused: BTreeMap<String, u64>,
}

/// Writers under way.
pub struct Writers {
    tasks: JoinSet<Promised>,
    is_over: Arc<AtomicBool>,
}

pub const WRITERS: usize = 8;
/// One customer in so many of a writer is also exported, which is a job; few, for a writer is killed after some dozen requests.
const EXPORTED_OF: usize = 3;
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

impl Writers {
    pub fn begin(address: &str, key: &str, store: &str) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let mut tasks = JoinSet::new();
        for _ in 0..WRITERS {
            let writer = Writer {
                address: address.to_owned(),
                key: key.to_owned(),
                store: store.to_owned(),
                promised: Promised::default(),
            };
            tasks.spawn(writer.write_until(Arc::clone(&is_over)));
        }
        Self { tasks, is_over }
    }

    /// Lets them finish what they are at; answers what was promised to all of them.
    pub async fn end(mut self) -> Outcome<Promised> {
        self.is_over.store(true, Ordering::SeqCst);
        let mut all = Promised::default();
        while let Some(promised) = self.tasks.join_next().await {
            all.join(promised?);
        }
        Ok(all)
    }
}

impl Promised {
    pub fn join(&mut self, other: Self) {
        self.customers.extend(other.customers);
        self.notes.extend(other.notes);
        self.exports.extend(other.exports);
        self.unanswered.extend(other.unanswered);
        for (refusal, count) in other.refused {
            *self.refused.entry(refusal).or_default() += count;
        }
    }

    pub fn writes(&self) -> usize {
        self.customers.len() + self.notes.len() + self.exports.len()
    }

    pub fn refusals(&self) -> u64 {
        self.refused.values().sum()
    }
}

struct Writer {
    address: String,
    key: String,
    store: String,
    promised: Promised,
}

impl Writer {
    async fn write_until(mut self, is_over: Arc<AtomicBool>) -> Promised {
        while !is_over.load(Ordering::SeqCst) {
            let Ok(mut connection) = Connection::open(&self.address, &self.key).await else {
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            while !is_over.load(Ordering::SeqCst) && self.write(&mut connection).await.is_ok() {}
        }
        self.promised
    }

    /// A customer, a call with them, and now and then an export; an error when the connection is of no more use.
    async fn write(&mut self, connection: &mut Connection) -> Outcome<()> {
        let name = format!("故障{}", Uuid::new_v4().simple());
        let phone = format!("139{:08}", Uuid::new_v4().as_u128() % 100_000_000);
        let body = json!({ "kind": "person", "name": name, "store_id": self.store, "phones": [phone] });
        let answer = match sent(connection, "/api/v1/customers".into(), &body).await {
            Ok(answer) => answer,
            Err(cause) => {
                self.promised.unanswered.push(name);
                return Err(cause);
            }
        };
        let Some(customer) = self.promise(&answer) else { return Ok(()) };
        self.promised.customers.push(customer.clone());
        let note = json!({ "kind": "call", "text": "故障测试" });
        let answer = sent(connection, format!("/api/v1/customers/{customer}/notes"), &note).await?;
        if let Some(note) = self.promise(&answer) {
            self.promised.notes.push(note);
        }
        if self.promised.customers.len().is_multiple_of(EXPORTED_OF) {
            let export = json!({ "about": "customers", "ids": [customer], "columns": ["name"], "format": "csv", "reason": "故障测试" });
            let answer = sent(connection, "/api/v1/exports".into(), &export).await?;
            if let Some(export) = self.promise(&answer) {
                self.promised.exports.push(export);
            }
        }
        Ok(())
    }

    /// The id of what was written; nothing when it was refused.
    fn promise(&mut self, answer: &Answer) -> Option<String> {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let id = body["id"].as_str().filter(|_| (200..300).contains(&answer.status));
        if id.is_none() {
            let refusal = format!("{} {}", answer.status, body["code"].as_str().unwrap_or_default());
            *self.promised.refused.entry(refusal).or_default() += 1;
        }
        id.map(str::to_owned)
    }
}

async fn sent(connection: &mut Connection, path: String, body: &Value) -> Outcome<Answer> {
    let request = Request { method: "POST", path, body: body.to_string() };
    tokio::time::timeout(ANSWER_WITHIN, connection.send(&request)).await?
}
