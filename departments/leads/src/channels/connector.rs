//! The noun: a way by which a store takes leads from another system.

use chrono::{DateTime, Utc};
use kernel::{ConnectorId, GroupId, Result, StaffId, StoreId};
use platform::{KeyRing, Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::{
    mapping::Mapping,
    words::{PayloadFormat, SignatureKind},
};
use crate::words::LeadChannel;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "connectors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConnectorId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub channel: LeadChannel,
    pub name: String,
    pub format: PayloadFormat,
    pub signature: SignatureKind,
    /// The header the proof comes in, where it is not the usual one.
    pub signature_header: Option<String>,
    /// Sealed.
    pub secret: Vec<u8>,
    /// Counts the addresses it has had: only the last is good.
    pub address_turn: i32,
    /// A [`Mapping`].
    pub mapping: Json,
    pub is_on: bool,
    pub created_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    /// What came over it stays, so it does too; nothing comes any more.
    pub removed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type Connector = Model;

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

impl Model {
    pub fn mapping(&self) -> Mapping {
        serde_json::from_value(self.mapping.clone()).unwrap_or_default()
    }

    /// Where it is sent to, behind the address of this server. Nobody guesses it.
    pub fn address(&self, keys: &KeyRing) -> String {
        format!("/api/v1/intake/{}", keys.sign(&self.address_kind(), self.group_id, self.id.0))
    }

    /// Whether this is the end of its present address.
    pub fn is_at(&self, keys: &KeyRing, token: &str) -> bool {
        keys.has_signed(&self.address_kind(), self.group_id, self.id.0, token)
    }

    pub fn open_secret(&self, keys: &KeyRing) -> Result<String> {
        keys.open(&self.secret, &Self::seal_context(self.id))
    }

    pub fn seal_context(id: ConnectorId) -> Vec<u8> {
        format!("connectors/{id}").into_bytes()
    }

    pub fn signature_header(&self) -> &str {
        self.signature_header.as_deref().unwrap_or_else(|| self.signature.header())
    }

    fn address_kind(&self) -> String {
        format!("leads.intake.{}", self.address_turn)
    }
}
