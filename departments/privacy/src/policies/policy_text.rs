//! The noun: one version of a policy, in both languages; a draft until it is published, and fixed from then on.

use chrono::{DateTime, Utc};
use kernel::{GroupId, PolicyId, PolicyTextId, StaffId};
use messaging::consents::PolicyMark;
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "policy_texts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PolicyTextId,
    pub group_id: GroupId,
    pub policy_id: PolicyId,
    /// 1 for the first version.
    pub number: i32,
    pub title: String,
    pub body: String,
    pub title_english: String,
    pub body_english: String,
    /// What is new since the version before, in words for customers.
    pub changes: Option<String>,
    /// Whether consents to earlier versions end with this one.
    pub demands_consent: bool,
    /// SHA-256 over titles and bodies, hexadecimal; none as long as it is a draft.
    pub hash: Option<String>,
    pub created_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub published_by: Option<StaffId>,
    pub published_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type PolicyText = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!(crate::policies::policy_text);

impl Model {
    /// What a consent keeps of the text it was given to; none of a draft.
    pub fn mark(&self) -> Option<PolicyMark> {
        let hash = self.hash.clone()?;
        Some(PolicyMark {
            policy: self.policy_id,
            text: self.id,
            title: self.title.clone(),
            version: self.number,
            hash,
        })
    }
}
