//! The noun: a browser on its way to an identity provider and back.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GroupId, IdentityProviderId, IdentityVisitId, SessionId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_visits")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdentityVisitId,
    /// SHA-256 of the `state` that the provider hands back.
    pub digest: String,
    pub group_id: GroupId,
    pub provider_id: IdentityProviderId,
    /// SHA-256 of the cookie's token: only the browser that left may come back.
    pub browser: String,
    pub nonce: String,
    /// The code verifier of PKCE, sealed with the id as context.
    pub verifier: Vec<u8>,
    /// Where the provider sends the browser back to.
    pub redirect_address: String,
    pub purpose: Purpose,
    /// Of whoever links an account or proves who they are.
    pub session_id: Option<SessionId>,
    /// The page to go on with.
    pub return_to: String,
    pub began_at: DateTime<Utc>,
}

pub type Visit = Model;

/// What the visit is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, EnumIter, sea_orm::DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Purpose {
    #[sea_orm(string_value = "sign_in")]
    SignIn,
    #[sea_orm(string_value = "link")]
    Link,
    #[sea_orm(string_value = "prove")]
    Prove,
}

/// Long enough for a password, a second factor and a phone that must be found first.
pub(crate) const LIFE_MAX: TimeDelta = TimeDelta::minutes(15);

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Always picked by its digest.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
