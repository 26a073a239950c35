//! The noun: somebody's wish for a car, and how far it has come.

use chrono::{DateTime, Utc};
use kernel::{AssignmentRuleId, CustomerId, GroupId, LeadId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::words::{Grade, Horizon, LeadChannel, LeadState};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LeadId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub number: String,
    pub customer_id: CustomerId,
    /// Who works on it; nobody while it lies in the pool.
    pub consultant_id: Option<StaffId>,
    pub state: LeadState,
    pub grade: Grade,
    /// Whether somebody set the grade, so that the rule leaves it alone.
    pub is_grade_set: bool,
    /// By which the customer came first.
    pub channel: LeadChannel,
    /// More about that: the campaign, the article, who sent them.
    pub source: Option<String>,
    pub brand: Option<String>,
    pub series: Option<String>,
    pub model: Option<String>,
    /// In fen.
    pub budget_min: Option<i64>,
    pub budget_max: Option<i64>,
    pub horizon: Option<Horizon>,
    /// The wish in the customer's words.
    pub comment: Option<String>,
    /// How often the customer asked.
    pub enquiries: i32,
    /// When the customer asked first, and last.
    pub enquired_at: DateTime<Utc>,
    pub last_enquired_at: DateTime<Utc>,
    /// When it got its present consultant.
    pub assigned_at: Option<DateTime<Utc>>,
    /// The rule by which it came to whoever has it, or to the pool, and what that was called; none when a person decided.
    pub rule_id: Option<AssignmentRuleId>,
    pub rule_title: Option<String>,
    /// How often it was taken from somebody who did not answer.
    pub held_back: i32,
    /// By then somebody should have tried to reach the customer: in the hours of the store, and on the wall.
    pub respond_by: DateTime<Utc>,
    pub wall_by: Option<DateTime<Utc>>,
    /// When somebody first tried.
    pub responded_at: Option<DateTime<Utc>>,
    /// When the customer was first spoken to, and a record of the wish made.
    pub recorded_at: Option<DateTime<Utc>>,
    pub invited_at: Option<DateTime<Utc>>,
    pub arrived_at: Option<DateTime<Utc>>,
    pub driven_at: Option<DateTime<Utc>>,
    pub ordered_at: Option<DateTime<Utc>>,
    pub sold_at: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub lost_at: Option<DateTime<Utc>>,
    pub followed_at: Option<DateTime<Utc>>,
    /// When something is to be done next: the answer, then the next follow-up. None of a lead nobody works on any more.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts the tasks made for it, each of which has a key of its own.
    pub steps: i32,
    pub created_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Lead = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    /// What lies in the pool is seen by all who work in its store, however short their reach.
    fn inside(scope: &Scope) -> Condition {
        let within_reach = scope.of_store(Column::GroupId, Column::StoreId, &[Column::ConsultantId]);
        let span = scope.span();
        if span.is_whole() || span.homes.is_empty() {
            return within_reach;
        }
        let in_pool = Condition::all()
            .add(Column::GroupId.eq(scope.group()))
            .add(Column::StoreId.is_in(span.homes.iter().copied()))
            .add(Column::ConsultantId.is_null())
            .add(Column::State.eq(LeadState::Unassigned));
        Condition::any().add(within_reach).add(in_pool)
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id)
    }
}

platform::versioned!();

impl Model {
    /// Whether what is due is late.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.state.is_open() && self.due_at.is_some_and(|due| due < now)
    }
}
