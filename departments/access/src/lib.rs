//! Who works here and who may do what: groups, stores, departments, staff, roles, sign-in and API keys.
//!
//! The server puts [`gatekeeper::Gatekeeper`] at the door and half of [`platform::Names`] comes from [`directory`]. Other
//! departments name staff and stores with [`directory()`] and check nothing else themselves: scope and permission are the
//! door's.

mod able;
mod changes;
pub mod departments;
pub mod directory;
pub mod factors;
pub mod gatekeeper;
pub mod groups;
pub mod keys;
mod memory;
pub mod power;
pub mod providers;
pub mod roles;
mod schema;
pub mod sessions;
pub mod settings;
pub mod staff;
pub mod stores;
mod taken;
mod text;
mod traces;

use journal::ListenerKind;
use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub use able::{Able, able_in, head_of, is_able, manager_of};
pub use departments::{Department, DepartmentKind, NewDepartment, add_department};
pub use directory::{Directory, Ref, StoreRef, calendar_of, directory, staff_names, store_refs};
pub use gatekeeper::{Gatekeeper, is_known};
pub use groups::{Group, found_group, found_group_with, list_groups};
pub use keys::{ApiKey, NewKey, create_key};
pub use power::{Holder, holders_over_the_group, must_lend, permissions_of_roles, role_titles};
pub use roles::{Role, find_role};
pub use schema::MIGRATIONS;
pub use sessions::breached::BreachedPasswords;
pub use sessions::client::{TrustedProxies, address as caller_address, is_near};
pub use sessions::cookie::session_token;
pub use sessions::password::PasswordHash;
pub use staff::{NewGrant, NewStaff, Staff, add_staff, find_staff_by_login, set_password_by_hand};
pub use stores::{NewStore, Store, add_store, find_store, find_store_by_code};
pub use traces::TRACES;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .merge(sessions::routes())
        .merge(factors::routes())
        .merge(settings::routes())
        .merge(providers::routes())
        .merge(stores::routes())
        .merge(departments::routes())
        .merge(staff::routes())
        .merge(roles::routes())
        .merge(keys::routes())
        .merge(power::routes())
}

/// Access hears nothing: what it must know it decides itself.
pub fn listeners() -> Vec<ListenerKind> {
    Vec::new()
}

/// Access leaves no work for later.
pub fn jobs() -> Vec<JobKind> {
    Vec::new()
}
