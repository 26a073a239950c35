//! What happens to stores, staff, roles and keys.

use kernel::{ApiKeyId, RoleId, StaffId};
use serde::{Deserialize, Serialize};

use super::{Event, customers::FieldChange};
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum AccessEvent {
    #[serde(rename = "session.opened")]
    SessionOpened { staff: StaffId },
    #[serde(rename = "session.closed")]
    SessionClosed { staff: StaffId },
    #[serde(rename = "sign_in.locked")]
    SignInLocked { staff: StaffId },
    #[serde(rename = "password.changed")]
    PasswordChanged { staff: StaffId },
    #[serde(rename = "group.founded")]
    GroupFounded { title: String },
    #[serde(rename = "store.added")]
    StoreAdded { code: String, title: String },
    #[serde(rename = "store.changed")]
    StoreChanged { code: String, fields: Vec<FieldChange> },
    #[serde(rename = "department.added")]
    DepartmentAdded { title: String },
    #[serde(rename = "department.changed")]
    DepartmentChanged { title: String },
    #[serde(rename = "department.removed")]
    DepartmentRemoved { title: String },
    #[serde(rename = "staff.added")]
    StaffAdded { staff: StaffId, title: String },
    #[serde(rename = "staff.changed")]
    StaffChanged { staff: StaffId, title: String, fields: Vec<FieldChange> },
    #[serde(rename = "role.added")]
    RoleAdded { role: RoleId, title: String },
    #[serde(rename = "role.changed")]
    RoleChanged { role: RoleId, title: String, added: Vec<String>, removed: Vec<String> },
    #[serde(rename = "role.removed")]
    RoleRemoved { role: RoleId, title: String },
    #[serde(rename = "key.created")]
    KeyCreated { key: ApiKeyId, title: String },
    #[serde(rename = "key.revoked")]
    KeyRevoked { key: ApiKeyId, title: String },
}

impl Event for AccessEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
