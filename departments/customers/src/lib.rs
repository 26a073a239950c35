//! People, companies and cars: one record each, one timeline, one search, and the files they come from.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

pub mod addresses;
pub mod bulk;
mod by_keys;
mod caller;
pub mod candidates;
pub mod choosing;
pub mod columns;
pub mod contacts;
pub mod duplicates;
pub mod exports;
pub mod facts;
pub mod faults;
pub mod history;
pub mod holidays;
pub mod home;
pub mod households;
pub mod imports;
pub mod listing;
mod long_work;
pub mod merges;
mod migrations;
pub mod notes;
mod open_stores;
mod opening;
pub mod people;
pub mod profile;
pub mod quality;
pub mod recalls;
pub mod rounds;
pub mod search;
pub mod shares;
pub mod stars;
pub mod tags;
pub mod timeline;
mod traces;
pub mod vehicle_merges;
pub mod vehicles;
pub mod verified;
pub mod views;
pub mod warranty_terms;
mod words;

pub use merges::follow::{FOLLOWS, STAY_BEHIND};
pub use migrations::MIGRATIONS;
pub use traces::TRACES;
pub use vehicle_merges::carry::{FOLLOWS_VEHICLE, VEHICLE_STAYS_BEHIND};

use journal::ListenerKind;
use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .merge(people::http::routes())
        .merge(candidates::http::routes())
        .merge(duplicates::routes())
        .merge(choosing::http::routes())
        .merge(contacts::routes())
        .merge(tags::routes())
        .merge(tags::tag_rules::routes())
        .merge(addresses::routes())
        .merge(households::routes())
        .merge(stars::routes())
        .merge(views::routes())
        .merge(bulk::routes())
        .merge(merges::routes())
        .merge(vehicle_merges::routes())
        .merge(exports::routes())
        .merge(imports::http::routes())
        .merge(profile::http::routes())
        .merge(notes::http::routes())
        .merge(search::http::routes())
        .merge(holidays::routes())
        .merge(home::http::routes())
        .merge(vehicles::http::routes())
        .merge(quality::routes())
        .merge(verified::routes())
        .merge(warranty_terms::routes())
        .merge(faults::routes())
        .merge(recalls::routes())
}

pub fn listeners() -> Vec<ListenerKind> {
    vec![
        ListenerKind::of::<merges::gathering::GatherLate>(),
        ListenerKind::of::<facts::listeners::KeepFacts>(),
        ListenerKind::of::<contacts::listeners::JudgeContacts>(),
    ]
}

pub fn jobs() -> Vec<JobKind> {
    [
        bulk::jobs(),
        exports::jobs(),
        imports::jobs::kinds(),
        tags::tag_rules::jobs(),
        quality::jobs(),
        verified::kinds(),
        duplicates::jobs(),
        merges::runs::jobs(),
        recalls::jobs(),
    ]
    .concat()
}

/// Puts the department's own machines in place; called once, when the server is put together.
pub fn put_in_place(platform: &Platform) {
    platform.provide(columns::Columns::default());
    platform.provide(home::figures::RememberedFigures::default());
    platform.provide(candidates::model::Models::default());
    platform.provide(messaging::Postbox::new(std::sync::Arc::new(contacts::address_book::CustomerAddresses)));
}
