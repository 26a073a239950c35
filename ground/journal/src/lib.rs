//! What happened: every change that matters is one line here, written in the same transaction as the change.
//!
//! Departments [`record`] events and [`listen`] to each other's; timeline, facts and live pages are read from here.

pub mod entry;
pub mod events;
pub mod filing;
mod lawful;
pub mod listen;
pub mod live;
pub mod mark;
pub mod nouns;
pub mod read;
mod record;
mod redact;
mod sight;

pub use entry::{Entry, Kind};
pub use events::Event;
pub use lawful::{JOURNAL, Lawful, record_resealed};
pub use listen::{Listener, ListenerKind};
pub use record::{About, Draft, record, record_all};
pub use redact::{forget, redacted};
pub use sight::Sight;

use platform::{FollowsCustomer, FollowsVehicle, database::Migration, traces::Trace};

/// What the journal's tables hold of a person.
pub const TRACES: &[Trace] = &[
    Trace::rewritten("journal", &["customer_id"]).and_of_cars(&["vehicle_id"]),
    Trace::nobody("listener_cursors", "names of listeners and places in the journal").inside(None),
];

/// Entries are filed under the customer who was merged, but for the line that says so.
pub const FOLLOWS: &[FollowsCustomer] =
    &[FollowsCustomer::rows("journal", "customer_id").but("name <> 'customer.absorbed'")];

/// Entries about a car are filed under the record it lives on in, but for the line that says so.
pub const FOLLOWS_VEHICLE: &[FollowsVehicle] = &[FollowsVehicle::rows("journal").but("name <> 'vehicle.absorbed'")];

/// The journal's own tables.
pub const MIGRATIONS: &[Migration] = &[JOURNAL_TABLES, MARKS];

const JOURNAL_TABLES: Migration = Migration {
    name: "journal.001_journal",
    sql: "
create table journal (
    position       {position},
    transaction_id bigint not null,
    id             {uuid} not null,
    group_id       {uuid} not null,
    store_id       {uuid},
    customer_id    {uuid},
    vehicle_id     {uuid},
    actor_kind     text not null,
    actor_id       {uuid},
    actor_name     text not null,
    name           text not null,
    kind           text not null,
    body           {json} not null,
    happened_at    {instant} not null,
    recorded_at    {instant} not null
);
create index journal_of_customer on journal (customer_id, happened_at, position) where customer_id is not null;
create index journal_of_vehicle on journal (vehicle_id, happened_at, position) where vehicle_id is not null;
create index journal_of_actor on journal (actor_id, position) where actor_id is not null;
{journal_order};
create table listener_cursors (
    name           text primary key,
    transaction_id bigint not null,
    position       bigint not null,
    heard_at       {instant} not null
);
",
};

/// Entries carry the mark of what they say; and who looks through all of them does so by store or by name.
const MARKS: Migration = Migration {
    name: "journal.002_marks",
    sql: "
alter table journal add column mark {bytes};
create index journal_of_store on journal (store_id, position) where store_id is not null;
create index journal_of_name on journal (name, group_id, position);
",
};
