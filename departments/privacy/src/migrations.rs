//! The tables of privacy, in the order they were made.

use platform::{FollowsCustomer, database::Migration, follows::StaysBehind};

/// Requests and what was made for them are of whoever asked.
pub const FOLLOWS: &[FollowsCustomer] = &[
    FollowsCustomer::rows("person_requests", "customer_id").versioned(),
    FollowsCustomer::rows("person_copies", "customer_id").versioned(),
];

pub const STAY_BEHIND: &[StaysBehind] = &[
    ("deletions.customer_id", "who is to be forgotten is looked up when it happens, with all records of the person"),
    ("breach_unreached.customer_id", "who could not be reached then is told by hand under the record they had"),
    ("restrictions.customer_id", "a restricted person is out of reach, so that nobody merges them"),
];

pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "privacy.001_books", sql: include_str!("migrations/001_books.sql") },
    Migration { name: "privacy.002_policies", sql: include_str!("migrations/002_policies.sql") },
    Migration { name: "privacy.010_requests", sql: include_str!("migrations/010_requests.sql") },
    Migration { name: "privacy.011_forgetting", sql: include_str!("migrations/011_forgetting.sql") },
    Migration { name: "privacy.012_copies", sql: include_str!("migrations/012_copies.sql") },
    Migration { name: "privacy.013_opening", sql: include_str!("migrations/013_opening.sql") },
    Migration { name: "privacy.014_told", sql: include_str!("migrations/014_told.sql") },
    Migration { name: "privacy.015_notices", sql: include_str!("migrations/015_notices.sql") },
    Migration { name: "privacy.020_forgotten", sql: include_str!("migrations/020_forgotten.sql") },
];
