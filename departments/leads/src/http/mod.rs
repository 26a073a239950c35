//! Requests in, views out: leads.

mod arrive;
mod decide;
mod read;
mod work;

use kernel::{LeadId, Permission, PermissionName, Result};
use platform::{
    Allowed, Platform, Tx,
    http::{Fresh, IfMatch, Reply},
};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    lead::Lead,
    store,
    view::{LeadView, view},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .merge(read::routes())
        .merge(arrive::routes())
        .merge(work::routes())
        .merge(decide::routes())
        .merge(crate::assignment::http::routes())
        .merge(crate::clock::http::routes())
        .merge(crate::channels::routes())
}

/// Finds a lead, as the caller last saw it, and lets something happen to it.
async fn changed<P: Permission>(
    allowed: &Allowed<P>,
    id: LeadId,
    version: IfMatch,
    change: impl AsyncFnOnce(&mut Tx, Lead) -> Result<Lead>,
) -> Result<Lead> {
    let done = allowed
        .write(async |tx| {
            let lead = store::find(&tx.db(), id).await?;
            version.check(lead.version, || ())?;
            change(tx, lead).await
        })
        .await;
    // Whoever comes second is told how the first left it.
    match done {
        Err(kernel::Error::Stale { .. }) => {
            let db = allowed.read();
            let current = view(&db, store::find(&db, id).await?).await?;
            Err(kernel::Error::Stale { current: serde_json::to_value(current)? })
        }
        other => other,
    }
}

/// The lead as whoever just changed it sees it, the last time when it went out of their reach by that.
async fn shown<P: Permission>(allowed: &Allowed<P>, lead: Lead) -> Reply<Fresh<LeadView>> {
    let db = allowed.read();
    Ok(Fresh(view(&db.under(PermissionName::SeeLeads), lead).await?))
}

/// A text that must be there, or may be empty and is none then.
fn text(field: &str, raw: Option<&str>, faults: &mut Vec<kernel::Fault>) -> Option<String> {
    let text = raw.map(str::trim).filter(|text| !text.is_empty())?;
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        let message = format!("at most {TEXT_CHARACTERS_MAX} characters fit here");
        faults.push(kernel::Fault::new(field, "text.too_long", message));
    }
    Some(text.to_owned())
}

const TEXT_CHARACTERS_MAX: usize = 500;
