//! What happens to customers and cars.

use chrono::NaiveDate;
use kernel::{HouseholdId, ImportId, Money, NoteId, PastRecordId, StaffId, TagGroupId, TagId};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum CustomersEvent {
    #[serde(rename = "customer.created")]
    Created { number: String, source: Option<String> },
    #[serde(rename = "customer.changed")]
    Changed { fields: Vec<FieldChange> },
    #[serde(rename = "customer.assigned")]
    Assigned { consultant: Option<StaffName>, advisor: Option<StaffName> },
    #[serde(rename = "customer.deleted")]
    Deleted {},
    #[serde(rename = "customer.restored")]
    Restored {},
    /// Never the value itself: the journal holds no contact data.
    #[serde(rename = "contact.added")]
    ContactAdded { kind: String },
    #[serde(rename = "contact.changed")]
    ContactChanged { kind: String },
    #[serde(rename = "contact.removed")]
    ContactRemoved { kind: String },
    #[serde(rename = "contact.revealed")]
    ContactRevealed { kind: String, reason: Option<String> },
    #[serde(rename = "address.added")]
    AddressAdded { city: Option<String> },
    #[serde(rename = "address.changed")]
    AddressChanged { city: Option<String> },
    #[serde(rename = "address.removed")]
    AddressRemoved { city: Option<String> },
    #[serde(rename = "household.joined")]
    HouseholdJoined { household: HouseholdId, title: String },
    #[serde(rename = "household.left")]
    HouseholdLeft { household: HouseholdId, title: String },
    #[serde(rename = "tag.added")]
    TagAdded {
        tag: TagId,
        title: String,
        /// The tag's own rule did it.
        #[serde(default, skip_serializing_if = "is_false")]
        by_rule: bool,
    },
    #[serde(rename = "tag.removed")]
    TagRemoved {
        tag: TagId,
        title: String,
        #[serde(default, skip_serializing_if = "is_false")]
        by_rule: bool,
    },
    /// A tag keeps itself by this rule from now on; the rule as one sentence, Chinese and English.
    #[serde(rename = "tag.ruled")]
    TagRuled { tag: TagId, title: String, zh: String, en: String },
    /// A tag is kept by hand again.
    #[serde(rename = "tag.unruled")]
    TagUnruled { tag: TagId, title: String },
    /// A new or changed rule was asked of the whole base: so many carry the tag since, so many no longer.
    #[serde(rename = "tag.kept")]
    TagKept { tag: TagId, title: String, added: i64, removed: i64 },
    #[serde(rename = "tag.created")]
    TagCreated { tag: TagId, title: String, group: String },
    #[serde(rename = "tag.changed")]
    TagChanged { tag: TagId, title: String, fields: Vec<FieldChange> },
    #[serde(rename = "tag.deleted")]
    TagDeleted { tag: TagId, title: String },
    #[serde(rename = "tag_group.created")]
    TagGroupCreated { group: TagGroupId, title: String },
    #[serde(rename = "tag_group.changed")]
    TagGroupChanged { group: TagGroupId, title: String, fields: Vec<FieldChange> },
    #[serde(rename = "tag_group.deleted")]
    TagGroupDeleted { group: TagGroupId, title: String },
    #[serde(rename = "vehicle.registered")]
    VehicleRegistered { title: String, number: String },
    #[serde(rename = "vehicle.changed")]
    VehicleChanged { title: String, fields: Vec<FieldChange> },
    #[serde(rename = "vehicle.deleted")]
    VehicleDeleted { title: String },
    #[serde(rename = "vehicle.restored")]
    VehicleRestored { title: String },
    #[serde(rename = "person.linked")]
    PersonLinked { role: String, vehicle_title: String },
    #[serde(rename = "person.unlinked")]
    PersonUnlinked { role: String, vehicle_title: String },
    #[serde(rename = "plate.changed")]
    PlateChanged { from: Option<String>, to: Option<String> },
    #[serde(rename = "mileage.read")]
    MileageRead { km: i32, source: String },
    /// What an older system knew, loaded by an import.
    #[serde(rename = "history.recorded")]
    HistoryRecorded {
        record: PastRecordId,
        kind: HistoryKind,
        on: NaiveDate,
        amount: Option<Money>,
        mileage_km: Option<i32>,
        summary: String,
        /// For complaints: still waiting for its solution.
        #[serde(default)]
        is_open: bool,
    },
    #[serde(rename = "complaint.closed")]
    ComplaintClosed { record: PastRecordId, on: NaiveDate },
    /// What was recorded never happened, and counts nowhere. Entries from before carry the record alone.
    #[serde(rename = "history.removed")]
    HistoryRemoved {
        record: PastRecordId,
        #[serde(default)]
        kind: Option<HistoryKind>,
        #[serde(default)]
        on: Option<NaiveDate>,
        #[serde(default)]
        amount: Option<Money>,
        /// For complaints: it still waited for its solution.
        #[serde(default)]
        is_open: bool,
    },
    #[serde(rename = "note.written")]
    NoteWritten { note: NoteId, kind: String, outcome: Option<String> },
    #[serde(rename = "note.changed")]
    NoteChanged { note: NoteId },
    #[serde(rename = "note.deleted")]
    NoteDeleted { note: NoteId, kind: String },
    #[serde(rename = "import.finished")]
    ImportFinished { import: ImportId, file_name: String, created: i64, updated: i64, failed: i64 },
    #[serde(rename = "import.undone")]
    ImportUndone { import: ImportId, file_name: String, removed: i64 },
    #[serde(rename = "customers.exported")]
    Exported {
        /// `customers`, `vehicles` or `tasks`; entries from before are of customers.
        #[serde(default = "of_customers")]
        about: String,
        rows: i64,
        format: String,
        reason: Option<String>,
    },
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

fn of_customers() -> String {
    "customers".to_owned()
}

/// One changed field, as the timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffName {
    pub id: StaffId,
    pub name: String,
}

/// The kinds of what older systems recorded.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    #[sea_orm(string_value = "purchase")]
    Purchase,
    #[sea_orm(string_value = "maintenance")]
    Maintenance,
    #[sea_orm(string_value = "repair")]
    Repair,
    #[sea_orm(string_value = "accident")]
    Accident,
    #[sea_orm(string_value = "complaint")]
    Complaint,
    #[sea_orm(string_value = "test_drive")]
    TestDrive,
    #[sea_orm(string_value = "contact")]
    Contact,
}

impl HistoryKind {
    /// Whether the car was in the workshop.
    pub fn is_workshop_visit(self) -> bool {
        matches!(self, Self::Maintenance | Self::Repair | Self::Accident)
    }

    fn side(self) -> Kind {
        match self {
            Self::Purchase | Self::TestDrive => Kind::Sales,
            Self::Maintenance | Self::Repair | Self::Accident => Kind::Service,
            Self::Complaint | Self::Contact => Kind::Care,
        }
    }
}

impl Event for CustomersEvent {
    fn kind(&self) -> Kind {
        match self {
            Self::HistoryRecorded { kind, .. } => kind.side(),
            Self::ComplaintClosed { .. } | Self::NoteWritten { .. } => Kind::Care,
            Self::MileageRead { .. } => Kind::Service,
            _ => Kind::Record,
        }
    }
}
