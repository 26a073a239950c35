//! Copies: everything held about a person in one archive, for the person, behind a link that expires.

mod archive;
mod called;
mod collect;
pub mod copy;
pub mod http;
mod job;
mod paper;
pub mod sections;
pub(crate) mod store;
mod vocabulary;

pub(crate) use http::routes;

use std::collections::BTreeMap;

use kernel::Result;
use platform::{Db, jobs::JobKind};

use crate::forgetting;

/// Table → the names of its columns, for whoever wants to know whether all of them have words.
pub async fn columns(db: &Db<'_>) -> Result<BTreeMap<String, Vec<String>>> {
    let names = |columns: Vec<(String, String)>| columns.into_iter().map(|(name, _)| name).collect();
    let catalogue = forgetting::look::catalogue(db).await?;
    Ok(catalogue.into_iter().map(|(table, columns)| (table, names(columns))).collect())
}

pub(crate) fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<job::MakeCopy>(), JobKind::of::<job::ClearAway>()]
}
