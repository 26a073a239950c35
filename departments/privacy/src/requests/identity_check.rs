//! The noun: one look at whether who asks is who they say they are.

use chrono::{DateTime, Utc};
use kernel::{GroupId, IdentityCheckId, PersonRequestId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::request;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_checks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdentityCheckId,
    pub group_id: GroupId,
    pub request_id: PersonRequestId,
    pub method: CheckMethod,
    pub result: CheckResult,
    /// What was seen, sealed; none after the person was forgotten.
    pub note_sealed: Option<Vec<u8>>,
    pub checked_by: Option<StaffId>,
    pub checked_by_name: String,
    pub checked_at: DateTime<Utc>,
}

pub type IdentityCheck = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, request::Entity>(Column::RequestId, request::Column::Id)
    }
}

/// How it was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum CheckMethod {
    /// The ID card was shown and is not copied.
    #[sea_orm(string_value = "id_card_seen")]
    IdCardSeen,
    /// Called back on the number on record.
    #[sea_orm(string_value = "called_back")]
    CalledBack,
    /// A code sent to the number on record was told.
    #[sea_orm(string_value = "code_told")]
    CodeTold,
    /// Signature compared with the one on a contract.
    #[sea_orm(string_value = "signature_compared")]
    SignatureCompared,
    /// Papers of the car shown: registration, purchase invoice.
    #[sea_orm(string_value = "car_papers_seen")]
    CarPapersSeen,
    /// That the person died and the asker is close to them.
    #[sea_orm(string_value = "kinship_proven")]
    KinshipProven,
    /// A written mandate of the person.
    #[sea_orm(string_value = "mandate_seen")]
    MandateSeen,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum CheckResult {
    #[sea_orm(string_value = "passed")]
    Passed,
    #[sea_orm(string_value = "failed")]
    Failed,
    /// It is somebody else's data: nothing may be given or done.
    #[sea_orm(string_value = "somebody_else")]
    SomebodyElse,
}

impl CheckMethod {
    pub const ALL: [Self; 7] = [
        Self::IdCardSeen,
        Self::CalledBack,
        Self::CodeTold,
        Self::SignatureCompared,
        Self::CarPapersSeen,
        Self::KinshipProven,
        Self::MandateSeen,
    ];

    /// Says who somebody is, rather than in whose name they come.
    pub fn tells_who(self) -> bool {
        !matches!(self, Self::KinshipProven | Self::MandateSeen)
    }

    pub fn word(self) -> String {
        self.to_value()
    }
}

impl CheckResult {
    pub fn word(self) -> String {
        self.to_value()
    }
}
