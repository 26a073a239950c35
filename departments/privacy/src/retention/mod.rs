//! Retention: how long each kind of data is kept, why, and what happens when its time is over.

mod due;
pub(crate) mod http;
mod night;
mod rule;
pub mod run;

pub(crate) use http::routes;
pub use night::begin;

pub use rule::{Action, RULES, Rule, Terms, Unit};

use kernel::Result;
use platform::{Db, jobs::JobKind};

pub(crate) fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<night::Night>()]
}

platform::record! {
    struct Shaped { code: String, amount: i32, is_active: bool }
}

/// The rules as the caller's group has shaped them; what it has not touched is as the house ships it.
pub async fn terms(db: &Db<'_>) -> Result<Terms> {
    let shaped: Vec<Shaped> = db
        .fetch_text(
            "select code, amount, is_active from retention_rules where group_id = $1",
            vec![db.scope().group().into()],
        )
        .await?;
    Ok(Terms::shaped(
        shaped.into_iter().map(|row| (row.code, u32::try_from(row.amount).unwrap_or_default(), row.is_active)),
    ))
}
