//! The tables of leads.

use platform::{FollowsCustomer, database::Migration};

/// A wish and what was said about it are of whoever has it.
pub const FOLLOWS: &[FollowsCustomer] = &[
    FollowsCustomer::rows("leads", "customer_id").versioned(),
    FollowsCustomer::rows("touches", "customer_id"),
    FollowsCustomer::rows("lead_losses", "customer_id").versioned(),
    FollowsCustomer::rows("lead_payloads", "customer_id").versioned(),
];

pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "leads.001_leads", sql: include_str!("migrations/001_leads.sql") },
    Migration { name: "leads.002_turns", sql: include_str!("migrations/002_turns.sql") },
    Migration { name: "leads.003_channels", sql: include_str!("migrations/003_channels.sql") },
    Migration { name: "leads.004_assignment", sql: include_str!("migrations/004_assignment.sql") },
    Migration { name: "leads.005_wishes", sql: include_str!("migrations/005_wishes.sql") },
];
