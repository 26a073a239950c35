//! The noun: one term under which a customer or a car is found.

use kernel::{CustomerId, GroupId, VehicleId, name};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::words::words;

/// Ordered as the table is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveEntityModel)]
#[sea_orm(table_name = "search_terms")]
pub struct Model {
    /// The customer found; of a car's term, its owner; nil when it has none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// The car found; nil for a customer's own term.
    #[sea_orm(primary_key, auto_increment = false)]
    pub vehicle_id: VehicleId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub term: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: TermKind,
    pub group_id: GroupId,
}

pub type SearchTerm = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Terms only lead to rows; the rows they lead to are read inside the scope.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

words! {
    /// What was matched.
    #[derive(PartialOrd, Ord)]
    TermKind { Name "name", Pinyin "pinyin", Initials "initials", Phone "phone", Plate "plate", Vin "vin", Number "number" }
}

impl From<name::TermKind> for TermKind {
    fn from(kind: name::TermKind) -> Self {
        match kind {
            name::TermKind::Name => Self::Name,
            name::TermKind::Pinyin => Self::Pinyin,
            name::TermKind::Initials => Self::Initials,
        }
    }
}

/// Stands for "no car" and "no owner" in the key.
pub const NIL: Uuid = Uuid::nil();
