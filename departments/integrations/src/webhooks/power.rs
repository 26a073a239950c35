//! What a webhook may be told: by its role, of the store or group it reaches over.

use std::collections::BTreeSet;

use journal::{Entry, Sight};
use kernel::{PermissionName, Reach, Result, StoreId};
use platform::Db;

use super::webhook::Webhook;
use crate::catalogue;

/// What the role of a webhook permits now.
#[derive(Clone, Debug, Default)]
pub struct Power(BTreeSet<PermissionName>);

impl Power {
    pub async fn of(db: &Db<'_>, webhook: &Webhook) -> Result<Self> {
        let mut permitted = access::permissions_of_roles(db, &[webhook.role_id]).await?;
        Ok(Self::from(permitted.remove(&webhook.role_id).unwrap_or_default()))
    }

    pub fn may(&self, permission: PermissionName) -> bool {
        self.0.contains(&permission)
    }

    /// Whether a webhook of this reach may be told of an entry.
    pub fn covers(&self, reach: Reach, store: Option<StoreId>, entry: &Entry) -> bool {
        let is_near = reach == Reach::Group || (store.is_some() && entry.store_id == store);
        is_near && catalogue::needed_for(&entry.name).is_some_and(|needed| self.may(needed))
    }

    /// How much of what people wrote it is shown.
    pub fn sight(&self) -> Sight {
        Sight {
            words: self.may(PermissionName::SeeCustomers),
            phones: self.may(PermissionName::SeePhone),
            id_numbers: self.may(PermissionName::SeeIdNumber),
        }
    }
}

impl From<Vec<PermissionName>> for Power {
    fn from(permissions: Vec<PermissionName>) -> Self {
        Self(permissions.into_iter().collect())
    }
}
