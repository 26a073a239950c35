//! Keeping what was given: backups of everything in one file, restoring them, and moving from one engine to the other. All three
//! let rows flow through the same parts: out of a [`Snapshot`](ends::Snapshot), counted on the way, into an archive or an
//! [`Arrival`](arrival::Arrival).

mod archive;
mod arrival;
mod backup;
mod catalogue;
mod embedded;
mod ends;
mod look;
mod marks;
mod moving;
mod order;
mod pour;
mod restore;
mod served;
mod wire;

pub use archive::{Archive, FileLine, Manifest, TableLine};
pub use arrival::must_be_whole;
pub use backup::{Backup, back_up, copy_before_migrating, remove_copies};
pub use look::{Connection, Schema, clock_of_database, connection, file_of, schema, size_of_database};
pub use marks::{BackupLine, backup_begun, backup_ended, hold_key, key_of, last_backup, marked_key, newest_backup};
pub use moving::move_to;
pub use restore::{restore, verify};
pub use wire::Tally;
