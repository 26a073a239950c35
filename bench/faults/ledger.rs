//! What is really there, asked of the database itself behind the server's back.

use std::collections::BTreeSet;

use bench::Outcome;
use rusqlite::Connection;
use tokio_postgres::{NoTls, SimpleQueryMessage};

use crate::{load::Promised, scene::must};

/// Questions whose answer must be 0: no half of a transaction is there without the other.
const HALVES: [(&str, &str); 6] = [
    (
        "customers without the entry that they were added",
        "from customers c where not exists (select 1 from journal j where j.customer_id = c.id and j.name = 'customer.created')",
    ),
    (
        "entries of customers who are not there",
        "from journal j where j.name = 'customer.created' and not exists (select 1 from customers c where c.id = j.customer_id)",
    ),
    (
        "customers without their phone",
        "from customers c where not exists (select 1 from contacts k where k.customer_id = c.id)",
    ),
    (
        "customers no search finds",
        "from customers c where not exists (select 1 from search_terms t where t.customer_id = c.id)",
    ),
    (
        "notes without their entry",
        "from notes n where not exists (select 1 from journal j where j.customer_id = n.customer_id and j.name = 'note.written')",
    ),
    ("numbers given twice", "from (select number from customers group by number having count(*) > 1) twice"),
];

/// What listeners counted, customer by customer.
const FACTS: &str = "select c.number || ' ' || f.vehicles || ' ' || f.purchases || ' ' || f.visits || ' ' || f.contacts || ' ' || f.notes \
                     || ' ' || f.spend || ' ' || f.complaints || ' ' || f.completeness || ' ' || f.stage \
                     from customer_facts f join customers c on c.id = f.customer_id order by c.number";

/// The first column of a query, as text.
pub async fn texts(database: &str, sql: &str) -> Outcome<Vec<String>> {
    if let Some(file) = database.strip_prefix("sqlite://") {
        let connection = Connection::open(file)?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(match row.get_ref(0)? {
                rusqlite::types::ValueRef::Blob(id) => uuid::Uuid::from_slice(id).unwrap_or_default().to_string(),
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            })
        })?;
        return Ok(rows.collect::<Result<_, _>>()?);
    }
    let (client, connection) = tokio_postgres::connect(database, NoTls).await?;
    let driving = tokio::spawn(connection);
    let messages = client.simple_query(sql).await?;
    drop(client);
    driving.await??;
    let text = |message: SimpleQueryMessage| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    };
    Ok(messages.into_iter().filter_map(text).collect())
}

/// Refuses when anything promised is missing or anything is there by half.
pub async fn check(database: &str, promised: &Promised) -> Outcome<()> {
    for (what, table, ids) in [
        ("customers", "customers", &promised.customers),
        // A call is answered as the entry it is.
        ("calls", "journal", &promised.notes),
        ("exports", "exports", &promised.exports),
    ] {
        let there: BTreeSet<String> = texts(database, &format!("select id from {table}")).await?.into_iter().collect();
        let missing = ids.iter().filter(|id| !there.contains(*id)).count();
        must(missing == 0, || format!("{missing} of {} acknowledged {what} are not there", ids.len()))?;
    }
    for (what, from) in HALVES {
        let found = texts(database, &format!("select count(*) {from}")).await?;
        must(found == ["0"], || format!("{what}: {found:?}"))?;
    }
    Ok(())
}

/// Every job was done once: each export is ready, and said so once in the journal.
pub async fn check_jobs(database: &str) -> Outcome<()> {
    for (what, from) in [
        ("jobs that were given up", "from jobs where state = 'dead'"),
        ("exports that are not ready", "from exports where state <> 'done'"),
    ] {
        let found = texts(database, &format!("select count(*) {from}")).await?;
        must(found == ["0"], || format!("{what}: {found:?}"))?;
    }
    let exports = texts(database, "select count(*) from exports").await?;
    let said = texts(database, "select count(*) from journal where name = 'customers.exported'").await?;
    must(exports == said, || format!("{exports:?} exports were made {said:?} times"))
}

/// Work that is due or under way.
pub async fn is_settled(database: &str) -> Outcome<bool> {
    let open = "select count(*) from jobs where name = 'customers.export' and state in ('waiting', 'running')";
    let behind =
        "select count(*) from customers c where not exists (select 1 from customer_facts f where f.customer_id = c.id)";
    Ok(texts(database, open).await? == ["0"] && texts(database, behind).await? == ["0"])
}

pub async fn facts(database: &str) -> Outcome<Vec<String>> {
    texts(database, FACTS).await
}
