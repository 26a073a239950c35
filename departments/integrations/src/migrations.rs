//! The tables of integrations, and what they hold of a person.

use platform::{
    FollowsCustomer,
    database::Migration,
    traces::{Seal, SealedUnder, Trace},
};

pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "integrations.001_webhooks", sql: include_str!("migrations/001_webhooks.sql") }];

/// What waits to be told about a customer is told in one order, whichever record it was written about.
pub const FOLLOWS: &[FollowsCustomer] = &[FollowsCustomer::rows("webhook_deliveries", "customer_id")];

/// A delivery keeps no copy of what it tells; but an answer may name anybody.
pub const TRACES: &[Trace] = &[
    Trace::nobody("webhooks", "addresses of other systems").written_in(&["name"]).sealed(&[
        Seal::new("secret", SealedUnder::Word("webhooks")),
        Seal::new("former_secret", SealedUnder::Word("webhooks")),
    ]),
    Trace::nobody("webhook_health", "how those addresses answer"),
    Trace::erased("webhook_deliveries", &["customer_id"]),
];
