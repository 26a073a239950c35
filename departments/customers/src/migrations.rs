//! The department's tables, in the words of both engines.

use platform::database::Migration;

pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "customers.001_people", sql: include_str!("migrations/001_people.sql") },
    Migration { name: "customers.002_vehicles", sql: include_str!("migrations/002_vehicles.sql") },
    Migration { name: "customers.003_lists", sql: include_str!("migrations/003_lists.sql") },
    Migration { name: "customers.004_imports", sql: include_str!("migrations/004_imports.sql") },
    Migration { name: "customers.005_walks", sql: include_str!("migrations/005_walks.sql") },
    Migration { name: "customers.006_terms", sql: include_str!("migrations/006_terms.sql") },
    Migration { name: "customers.013_quality", sql: include_str!("migrations/013_quality.sql") },
    Migration { name: "customers.014_verified", sql: include_str!("migrations/014_verified.sql") },
    Migration { name: "customers.010_candidates", sql: include_str!("migrations/010_candidates.sql") },
    Migration { name: "customers.015_clocks", sql: include_str!("migrations/015_clocks.sql") },
    Migration { name: "customers.015_faults", sql: include_str!("migrations/015_faults.sql") },
    Migration { name: "customers.016_recalls", sql: include_str!("migrations/016_recalls.sql") },
    Migration { name: "customers.020_shares", sql: include_str!("migrations/020_shares.sql") },
    Migration { name: "customers.021_audits", sql: include_str!("migrations/021_audits.sql") },
    Migration { name: "customers.022_merges", sql: include_str!("migrations/022_merges.sql") },
    Migration { name: "customers.022_merges_of_many", sql: include_str!("migrations/022_merges_of_many.sql") },
    Migration { name: "customers.022_confirmations", sql: include_str!("migrations/022_confirmations.sql") },
    Migration { name: "customers.024_holidays", sql: include_str!("migrations/024_holidays.sql") },
    Migration { name: "customers.023_set_apart", sql: include_str!("migrations/023_set_apart.sql") },
    Migration { name: "customers.026_held_back", sql: include_str!("migrations/026_held_back.sql") },
    Migration { name: "customers.027_held_wrongly", sql: include_str!("migrations/027_held_wrongly.sql") },
    Migration { name: "customers.012_rule_tags", sql: include_str!("migrations/012_rule_tags.sql") },
    Migration { name: "customers.030_known_contacts", sql: include_str!("migrations/030_known_contacts.sql") },
    Migration { name: "customers.031_views_of_stores", sql: include_str!("migrations/031_views_of_stores.sql") },
    Migration { name: "customers.032_vehicle_merges", sql: include_str!("migrations/032_vehicle_merges.sql") },
];
