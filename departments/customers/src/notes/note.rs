//! The noun: a note, call, visit or message written down by staff, with its outcome.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, NoteId, StaffId, StoreId, VehicleId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::{people::customer, words::words};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoteId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub customer_id: CustomerId,
    pub vehicle_id: Option<VehicleId>,
    pub kind: NoteKind,
    pub text: String,
    pub outcome: Option<Outcome>,
    pub author_id: Option<StaffId>,
    pub author_name: String,
    pub is_pinned: bool,
    pub happened_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type Note = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::CustomerId, customer::Column::Id)
    }
}

platform::versioned!();

words! {
    NoteKind { Note "note", Call "call", Visit "visit", Message "message" }
}
words! {
    /// How a contact ended.
    Outcome {
        Reached "reached", NoAnswer "no_answer", Interested "interested", NotInterested "not_interested",
        Booked "booked", WrongNumber "wrong_number",
    }
}

impl NoteKind {
    /// Whether the customer was spoken to or met, as the fact `last_contact_at` counts it.
    pub fn is_contact(self) -> bool {
        !matches!(self, Self::Note)
    }
}
