//! The noun: what another system sent over a connector, as it came, and what became of it.

use chrono::{DateTime, Utc};
use kernel::{ConnectorId, CustomerId, Fault, GroupId, LeadId, PayloadId, Refusal, Result, StaffId, StoreId};
use platform::{KeyRing, Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde_json::json;

use super::words::PayloadOutcome;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_payloads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PayloadId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub connector_id: ConnectorId,
    /// By which it is known when it comes again: its id where it comes from, else a digest of it with the day.
    pub mark: String,
    pub external_id: Option<String>,
    /// Sealed; none of what nobody will mend.
    pub content: Option<Vec<u8>>,
    /// One of several enquiries that came in one message: the content is that part as JSON.
    pub is_part: bool,
    pub outcome: PayloadOutcome,
    /// Why it could not be taken: a list of faults as in a problem.
    pub faults: Json,
    pub lead_id: Option<LeadId>,
    pub customer_id: Option<CustomerId>,
    /// How often it came again.
    pub repeats: i32,
    pub received_at: DateTime<Utc>,
    /// When somebody mended or dismissed it.
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<StaffId>,
    /// Why it was dismissed.
    pub remark: Option<String>,
    pub version: i32,
}

pub type Payload = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.welcomes(row.group_id, Some(row.store_id))
    }
}

platform::versioned!();

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayloadRefusal {
    NotInQuarantine,
}

impl Refusal for PayloadRefusal {
    fn code(&self) -> &'static str {
        "payload.not_in_quarantine"
    }

    fn detail(&self) -> String {
        "This payload was taken or dismissed meanwhile; there is nothing left to mend.".into()
    }
}

impl Model {
    pub fn seal_context(id: PayloadId) -> Vec<u8> {
        format!("lead_payloads/{id}").into_bytes()
    }

    /// What came, as it is kept; nothing when it was dismissed.
    pub fn open(&self, keys: &KeyRing) -> Result<Option<String>> {
        self.content.as_deref().map(|sealed| keys.open(sealed, &Self::seal_context(self.id))).transpose()
    }

    pub fn faults(&self) -> Vec<Fault> {
        let told = self.faults.as_array().into_iter().flatten();
        let text = |fault: &Json, name: &str| fault[name].as_str().unwrap_or_default().to_owned();
        told.map(|fault| Fault::new(text(fault, "field"), text(fault, "code"), text(fault, "message"))).collect()
    }

    pub fn must_be_in_quarantine(&self) -> Result<(), PayloadRefusal> {
        if self.outcome == PayloadOutcome::Quarantined { Ok(()) } else { Err(PayloadRefusal::NotInQuarantine) }
    }

    /// Nobody will mend it: the reason stays, what it said goes.
    pub fn dismiss(&mut self, remark: String, by: Option<StaffId>, now: DateTime<Utc>) -> Result<(), PayloadRefusal> {
        self.must_be_in_quarantine()?;
        self.outcome = PayloadOutcome::Dismissed;
        self.content = None;
        self.remark = Some(remark);
        self.settled_at = Some(now);
        self.settled_by = by;
        Ok(())
    }
}

/// Faults as a payload keeps them.
pub fn kept_faults(faults: &[Fault]) -> Json {
    json!(faults)
}
