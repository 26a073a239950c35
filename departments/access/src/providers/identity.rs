//! The noun: somebody's account at an identity provider.

use chrono::{DateTime, Utc};
use kernel::{GroupId, IdentityId, IdentityProviderId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdentityId,
    pub group_id: GroupId,
    pub provider_id: IdentityProviderId,
    pub staff_id: StaffId,
    /// The provider's own name for the account, which never changes hands.
    pub subject: String,
    pub linked_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

pub type Identity = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Always picked by its person or its subject.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
