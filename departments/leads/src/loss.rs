//! The noun: somebody asks that a lead be given up, and a manager decides.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, LeadId, LossId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::{
    lead,
    words::{LeadState, LossDecision, LossReason},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_losses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LossId,
    pub group_id: GroupId,
    pub lead_id: LeadId,
    pub customer_id: CustomerId,
    pub reason: LossReason,
    /// What the customer bought instead, and where.
    pub competitor: Option<String>,
    pub remark: Option<String>,
    /// Where the lead goes back to when the application is refused.
    pub state_before: LeadState,
    pub asked_by: Option<StaffId>,
    pub asked_at: DateTime<Utc>,
    pub decision: Option<LossDecision>,
    pub decision_remark: Option<String>,
    pub decided_by: Option<StaffId>,
    pub decided_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type Loss = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, lead::Entity>(Column::LeadId, lead::Column::Id)
    }
}

platform::versioned!();
