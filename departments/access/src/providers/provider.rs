//! The noun: a service of the group's own that says who somebody is, an OpenID Provider.

use chrono::{DateTime, Utc};
use kernel::{GroupId, IdentityProviderId, RoleId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_providers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdentityProviderId,
    pub group_id: GroupId,
    /// What its button says.
    pub name: String,
    /// As its discovery document says, to the letter.
    pub issuer: String,
    pub client_id: String,
    /// Sealed with the id as context; none where PKCE alone is asked for.
    pub client_secret: Option<Vec<u8>>,
    pub matching: Matching,
    /// The claim that holds the login, where logins are matched: `preferred_username`, `employee_number`.
    pub login_claim: String,
    pub is_on: bool,
    pub factor: FactorRule,
    /// Levels of assurance (`acr`), with blanks between them, that count as several factors where those shown there count.
    pub factor_levels: String,
    /// Whoever is unknown here is added with this role,
    pub joining_role_id: Option<RoleId>,
    /// in this store. Nobody is added when not given.
    pub joining_store_id: Option<StoreId>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Provider = Model;

/// By what somebody is known again when they come for the first time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, sea_orm::DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// The e-mail address, when the service has verified it.
    #[sea_orm(string_value = "email")]
    Email,
    /// The phone number, when the service has verified it.
    #[sea_orm(string_value = "phone")]
    Phone,
    /// A claim that the service alone writes and that is the login here: an employee number, a short name.
    #[sea_orm(string_value = "login")]
    Login,
    /// By nothing: people link their account themselves, signed in.
    #[sea_orm(string_value = "nothing")]
    Nothing,
}

/// Whose second factor is asked for.
#[derive(
    Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, sea_orm::DeriveActiveEnum,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum FactorRule {
    /// Ours, as after a password.
    #[default]
    #[sea_orm(string_value = "ours")]
    Ours,
    /// Ours, unless the provider says that several were shown there.
    #[sea_orm(string_value = "shown")]
    Shown,
    /// The provider's: it always asks for one.
    #[sea_orm(string_value = "theirs")]
    Theirs,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!(crate::providers::provider);
