//! The tables of privacy, in the order they were made.

use platform::database::Migration;

pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "privacy.001_books", sql: include_str!("migrations/001_books.sql") },
    Migration { name: "privacy.002_policies", sql: include_str!("migrations/002_policies.sql") },
    Migration { name: "privacy.010_requests", sql: include_str!("migrations/010_requests.sql") },
    Migration { name: "privacy.011_forgetting", sql: include_str!("migrations/011_forgetting.sql") },
    Migration { name: "privacy.012_copies", sql: include_str!("migrations/012_copies.sql") },
];
