//! Which departments stand in this house: their migrations, listeners and jobs, and the platform they stand on.

use std::sync::Arc;

use access::power::CustomerCount;
use audit::Looks;
use customers::people::list;
use journal::{ListenerKind, live::LiveFeed};
use kernel::{Result, time::Calendar};
use platform::{
    Clock, Database, Db, Files, Followers, FollowsCustomer, FollowsVehicle, KeyRing, Platform, SystemActor,
    VehicleFollowers,
    database::{Migration, migrate, paging::Count, schema},
    follows::StaysBehind,
    jobs::JobKind,
    keeping::{Schema, hold_key, schema as schema_of},
    seal_keys,
    traces::{self, Trace, Traces},
};

use crate::{keeping::ready::Readiness, names::HouseNames};

/// Every step of the schema, in the order of the floors.
pub fn migrations() -> Vec<Migration> {
    [
        schema::MIGRATIONS,
        journal::MIGRATIONS,
        worklist::MIGRATIONS,
        messaging::MIGRATIONS,
        audit::MIGRATIONS,
        access::MIGRATIONS,
        customers::MIGRATIONS,
        leads::MIGRATIONS,
        privacy::MIGRATIONS,
        integrations::MIGRATIONS,
    ]
    .concat()
}

/// Every table whose rows go along when two customers become one.
pub fn followers() -> Vec<FollowsCustomer> {
    [
        journal::FOLLOWS,
        worklist::FOLLOWS,
        messaging::FOLLOWS,
        customers::FOLLOWS,
        leads::FOLLOWS,
        privacy::FOLLOWS,
        integrations::FOLLOWS,
    ]
    .concat()
}

/// Columns that point at a customer and stay, as `table.column`, each with its reason.
pub fn stay_behind() -> Vec<StaysBehind> {
    [customers::STAY_BEHIND, privacy::STAY_BEHIND, audit::STAY_BEHIND].concat()
}

/// Every table whose rows go along when two records of one car become one.
pub fn vehicle_followers() -> Vec<FollowsVehicle> {
    [customers::FOLLOWS_VEHICLE, worklist::FOLLOWS_VEHICLE, journal::FOLLOWS_VEHICLE].concat()
}

pub fn listeners() -> Vec<ListenerKind> {
    [
        access::listeners(),
        customers::listeners(),
        leads::listeners(),
        privacy::listeners(),
        integrations::listeners(),
        audit::listeners(),
    ]
    .concat()
}

pub fn jobs() -> Vec<JobKind> {
    [
        crate::keeping::jobs(),
        access::jobs(),
        worklist::jobs(),
        messaging::jobs(),
        audit::jobs(),
        customers::jobs(),
        leads::jobs(),
        privacy::jobs(),
        integrations::jobs(),
    ]
    .concat()
}

/// Every table and what it may hold of a person: those above come before those below.
pub fn traces() -> Vec<Trace> {
    [
        integrations::TRACES,
        privacy::TRACES,
        leads::TRACES,
        customers::TRACES,
        access::TRACES,
        messaging::TRACES,
        audit::TRACES,
        worklist::TRACES,
        journal::TRACES,
        traces::OWN,
    ]
    .concat()
}

/// A platform with everyone in place, on a database whose schema is up to date.
pub async fn open(database: Database, clock: Clock, keys: KeyRing, files: Files) -> Result<Platform> {
    let platform = Platform::new(database, clock, keys, files);
    let _alone = platform.database().alone().await?;
    let is_new = schema_of(&platform, &migrations()).await? == Schema::Empty;
    migrate(&platform, &migrations()).await?;
    hold_key(&platform).await?;
    seal_keys::hold(&platform, is_new).await?;
    platform.guard_with(Arc::new(access::Gatekeeper));
    platform.name_with(Arc::new(HouseNames));
    platform.provide(LiveFeed::default());
    platform.provide(Readiness::default());
    platform.provide(Looks::default());
    platform.provide(Traces(traces()));
    platform.provide(Followers(followers()));
    platform.provide(VehicleFollowers(vehicle_followers()));
    platform.provide(CustomerCount(|db| Box::pin(visible_customers(db))));
    customers::put_in_place(&platform);
    privacy::retention::begin(&platform).await?;
    stock_groups(&platform).await?;
    Ok(platform)
}

/// Groups founded before get what a newer program ships.
async fn stock_groups(platform: &Platform) -> Result<()> {
    for group in access::list_groups(&platform.house(SystemActor::Migration).read()).await? {
        platform
            .system(SystemActor::Migration, group.id)
            .write(async |tx| messaging::templates::stock(tx).await)
            .await?;
    }
    Ok(())
}

/// How many customers the scope of this reader covers, up to a thousand.
async fn visible_customers(db: &Db<'_>) -> Result<Count> {
    list::count(db, &list::Asked::default(), false, Calendar::default()).await
}
