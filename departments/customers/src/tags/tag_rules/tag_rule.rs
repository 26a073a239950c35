//! The noun: the rule by which a tag keeps itself, and how far it was asked of the base.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, TagId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::{choosing::http::RuleForm, words::words};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tag_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag_id: TagId,
    pub group_id: GroupId,
    pub rule: RuleForm,
    pub state: RuleState,
    /// Which pass through the base this is; the job of an earlier one stops.
    pub pass: i32,
    /// The pass is the first of a new or changed rule, and leaves one entry for all instead of one per customer.
    pub is_new: bool,
    /// Customers looked at, and how many there are.
    pub walked: i64,
    pub total: i64,
    pub added: i64,
    pub removed: i64,
    pub last_id: Option<CustomerId>,
    pub fault: Option<String>,
    pub changed_at: DateTime<Utc>,
    pub passed_at: Option<DateTime<Utc>>,
}

pub type TagRule = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

words! {
    /// How far a rule was asked of the base. While it waits facts are counted anew, and nobody is followed until they are.
    RuleState { Waiting "waiting", Running "running", Kept "kept", Failed "failed" }
}

impl Model {
    /// Whether customers who change are followed.
    pub fn is_in_force(&self) -> bool {
        self.state != RuleState::Waiting
    }
}
