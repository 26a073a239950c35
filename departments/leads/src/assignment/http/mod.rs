//! Requests in, views out: rules of assignment and whoever takes leads.

mod people;
mod rule;

use kernel::{Error, Result, StoreId};
use platform::{
    Db, Platform,
    names::{self, Known, Wanted},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().merge(rule::routes()).merge(people::routes())
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfStore {
    /// The caller's own, when not given.
    pub store: Option<StoreId>,
}

/// An open store the caller reaches: the one that is named, else their own.
pub async fn reached(db: &Db<'_>, store: Option<StoreId>, field: &str) -> Result<(StoreId, Known)> {
    let Some(store) = store.or(db.scope().home()) else {
        return Err(Error::invalid(field, "store.missing", "say of which store; you have none of your own"));
    };
    let known = names::within_reach(db, Wanted { stores: [store].into(), ..Wanted::default() }).await?;
    if known.stores.contains_key(&store) {
        return Ok((store, known));
    }
    Err(Error::invalid(field, "store.unknown", "there is no such open store in your reach"))
}
