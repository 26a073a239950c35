//! The noun: a phone number, e-mail address or messenger account of a customer, sealed.

use chrono::{DateTime, Utc};
use kernel::{ContactId, CustomerId, GroupId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::{people::customer, words::words};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contacts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactId,
    pub group_id: GroupId,
    pub customer_id: CustomerId,
    pub kind: ContactKind,
    /// Sealed under the id of this row.
    pub sealed: Vec<u8>,
    /// Finds equal values without opening any.
    pub blind: String,
    pub label: Option<String>,
    pub is_primary: bool,
    /// Since when it is known to reach nobody, or somebody else.
    pub wrong_since: Option<DateTime<Utc>>,
    /// Since when this value stands here; since the row was made, where none.
    pub value_since: Option<DateTime<Utc>>,
    /// When a code or a manager made sure that this value is the customer's.
    pub proved_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

pub type Contact = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::CustomerId, customer::Column::Id)
    }
}

words! {
    ContactKind { Phone "phone", Email "email", Wechat "wechat", Wecom "wecom" }
}
