//! Which departments stand in this house: their migrations, listeners and jobs, and the platform they stand on.

use std::sync::Arc;

use journal::{ListenerKind, live::LiveFeed};
use kernel::Result;
use platform::{
    Clock, Database, Files, KeyRing, Platform,
    database::{Migration, migrate, schema},
    jobs::JobKind,
};

use crate::names::HouseNames;

/// Every step of the schema, in the order of the floors.
pub fn migrations() -> Vec<Migration> {
    [schema::MIGRATIONS, journal::MIGRATIONS, worklist::MIGRATIONS, messaging::MIGRATIONS, access::MIGRATIONS, customers::MIGRATIONS]
        .concat()
}

pub fn listeners() -> Vec<ListenerKind> {
    [access::listeners(), customers::listeners()].concat()
}

pub fn jobs() -> Vec<JobKind> {
    [access::jobs(), messaging::jobs(), customers::jobs()].concat()
}

/// A platform with everyone in place, on a database whose schema is up to date.
pub async fn open(database: Database, clock: Clock, keys: KeyRing, files: Files) -> Result<Platform> {
    let platform = Platform::new(database, clock, keys, files);
    migrate(&platform, &migrations()).await?;
    platform.guard_with(Arc::new(access::Gatekeeper));
    platform.name_with(Arc::new(HouseNames));
    platform.provide(LiveFeed::default());
    customers::put_in_place(&platform);
    Ok(platform)
}
