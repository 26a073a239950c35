//! The noun: one row of a file that needs remembering: wrong, mended, or taken in with what is needed to undo it.

use journal::events::customers::FieldChange;
use kernel::{
    AddressId, ConsentId, ContactId, CustomerId, ImportId, NoteId, PastRecordId, TagId, VehicleId, VehiclePersonId,
};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use super::{cell_fault::CellFault, import};
use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ImportId,
    /// The line of the file or row of the sheet, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_number: i64,
    pub state: RowState,
    /// Whether `cells` stand in place of those of the file.
    pub is_mended: bool,
    /// Kept of rows that are wrong or mended; the others stand in the file.
    pub cells: Option<Cells>,
    pub faults: Option<Faults>,
    /// The customer the row became or changed.
    pub customer_id: Option<CustomerId>,
    /// The car the row registered.
    pub vehicle_id: Option<VehicleId>,
    /// What it added to a customer who was there before.
    pub undo: Option<Undo>,
}

pub type KeptRow = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, import::Entity>(Column::ImportId, import::Column::Id)
    }
}

words! {
    RowState {
        New "new", Ok "ok", Error "error", Created "created", Updated "updated", Duplicate "duplicate",
        Unchanged "unchanged", Mended "mended", Undone "undone", Kept "kept",
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Cells(pub Vec<String>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Faults(pub Vec<CellFault>);

/// What a row added to a customer who was there before, and which fields it changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(default)]
pub struct Undo {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
    /// A car that was there before, and which of its fields changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_vehicle: Option<VehicleId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vehicle_fields: Vec<FieldChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<VehiclePersonId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactId>,
    /// Contacts that were the primary ones of their kind before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub primaries: Vec<ContactId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<PastRecordId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<NoteId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentId>,
    /// Answers whose place they took.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced_consents: Vec<ConsentId>,
}

impl Model {
    pub fn new(import_id: ImportId, row_number: u64, state: RowState) -> Self {
        Self {
            import_id,
            row_number: i64::try_from(row_number).unwrap_or(i64::MAX),
            state,
            is_mended: false,
            cells: None,
            faults: None,
            customer_id: None,
            vehicle_id: None,
            undo: None,
        }
    }
}
