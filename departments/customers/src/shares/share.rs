//! The noun: one handing-over of personal data.

use chrono::{DateTime, Utc};
use kernel::{ExportId, GroupId, ShareId, StaffId};
use messaging::consents::{Basis, PersonalKinds};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shares")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShareId,
    pub group_id: GroupId,
    pub party: Party,
    /// Who received it, by name.
    pub party_name: String,
    /// The code of the purpose, or what a file was for in the words of who asked.
    pub purpose: String,
    pub kinds: PersonalKinds,
    pub basis: Basis,
    pub way: Way,
    pub note: Option<String>,
    /// The file, when it was one of ours.
    pub export_id: Option<ExportId>,
    pub customers: i64,
    pub shared_at: DateTime<Utc>,
    pub recorded_by: Option<StaffId>,
    pub recorded_name: String,
}

pub type Share = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

/// What kind of party received data.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// A car maker.
    #[sea_orm(string_value = "oem")]
    Oem,
    #[sea_orm(string_value = "insurer")]
    Insurer,
    #[sea_orm(string_value = "bank")]
    Bank,
    /// Courts, police, tax and traffic offices.
    #[sea_orm(string_value = "authority")]
    Authority,
    #[sea_orm(string_value = "other")]
    Other,
    /// Our own people, who took it home as a file.
    #[sea_orm(string_value = "staff")]
    Staff,
}

/// How it went out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Way {
    #[sea_orm(string_value = "file")]
    File,
    #[sea_orm(string_value = "portal")]
    Portal,
    #[sea_orm(string_value = "api")]
    Api,
    #[sea_orm(string_value = "paper")]
    Paper,
    #[sea_orm(string_value = "spoken")]
    Spoken,
}
