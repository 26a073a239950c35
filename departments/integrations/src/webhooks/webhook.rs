//! The noun: an address that is told what happens.

use chrono::{DateTime, Utc};
use kernel::{GroupId, Reach, Result, RoleId, StaffId, StoreId, WebhookId};
use platform::{KeyRing, Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhooks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookId,
    pub group_id: GroupId,
    pub name: String,
    pub url: String,
    /// Names of events, `customer.*`, or `*`.
    pub events: Json,
    /// It is told what this role may see. There is no such role any more when it was removed: then it is told nothing.
    pub role_id: RoleId,
    /// `store` or `group`.
    pub reach: Reach,
    pub store_id: Option<StoreId>,
    /// Sealed.
    pub secret: Vec<u8>,
    /// Signs beside the present one until `former_until`.
    pub former_secret: Option<Vec<u8>>,
    pub former_until: Option<DateTime<Utc>>,
    pub state: WebhookState,
    /// Why the house stopped calling it.
    pub death: Option<Death>,
    pub created_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Webhook = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.welcomes(row.group_id, row.store_id)
    }
}

platform::versioned!();

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    #[sea_orm(string_value = "on")]
    On,
    /// What happens meanwhile waits.
    #[sea_orm(string_value = "paused")]
    Paused,
    /// The house has given up calling it; what happens meanwhile waits.
    #[sea_orm(string_value = "dead")]
    Dead,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
#[schema(as = WebhookDeath)]
pub enum Death {
    /// It answered 410: never again.
    #[sea_orm(string_value = "gone")]
    Gone,
    /// Nothing but failures for days.
    #[sea_orm(string_value = "failing")]
    Failing,
}

impl Death {
    pub fn word(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }
}

impl Model {
    pub fn patterns(&self) -> Vec<String> {
        serde_json::from_value(self.events.clone()).unwrap_or_default()
    }

    /// The secrets that sign now, the present one first.
    pub fn open_secrets(&self, keys: &KeyRing, now: DateTime<Utc>) -> Result<Vec<String>> {
        let former = self.former_secret.as_ref().filter(|_| self.former_until.is_some_and(|until| now < until));
        [Some(&self.secret), former]
            .into_iter()
            .flatten()
            .map(|sealed| keys.open(sealed, &Self::seal_context(self.id)))
            .collect()
    }

    pub fn seal_context(id: WebhookId) -> Vec<u8> {
        format!("webhooks/{id}").into_bytes()
    }
}
