//! The noun: one time the customer and the house came together over a lead.

use chrono::{DateTime, Utc};
use customers::notes::note::Outcome;
use kernel::{CustomerId, GroupId, LeadId, NoteId, StaffId, TouchId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::{
    lead,
    words::{Horizon, LeadChannel, TouchKind},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "touches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TouchId,
    pub group_id: GroupId,
    pub lead_id: LeadId,
    pub customer_id: CustomerId,
    pub kind: TouchKind,
    /// Of an enquiry: the way it came, and more about that.
    pub channel: Option<LeadChannel>,
    pub source: Option<String>,
    /// Of an enquiry: its id where it came from, by which it is known when it comes again.
    pub external_id: Option<String>,
    /// Of an enquiry: what the customer said.
    pub words: Option<String>,
    /// Of an enquiry: the name that was given, and the car that was wished for then.
    pub name: Option<String>,
    pub brand: Option<String>,
    pub series: Option<String>,
    pub model: Option<String>,
    pub budget_min: Option<i64>,
    pub budget_max: Option<i64>,
    pub horizon: Option<Horizon>,
    /// Of a follow-up: what came of it, and the note that tells of it.
    pub outcome: Option<Outcome>,
    pub note_id: Option<NoteId>,
    pub staff_id: Option<StaffId>,
    pub happened_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

pub type Touch = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, lead::Entity>(Column::LeadId, lead::Column::Id)
    }
}
