//! The noun: a change of a phone, e-mail or ID number that was asked for and waits for its proof.

use chrono::{DateTime, Utc};
use kernel::{ContactId, CustomerId, GroupId, PendingChangeId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::{contacts::contact::ContactKind, people::customer, words::words};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PendingChangeId,
    pub group_id: GroupId,
    pub customer_id: CustomerId,
    pub field: KeyField,
    pub deed: ChangeDeed,
    /// The contact it is about; none for an ID number.
    pub contact_id: Option<ContactId>,
    /// What stood there when it was asked for, by its blind index.
    pub old_blind: Option<String>,
    pub old_masked: Option<String>,
    /// Sealed under the id of this row; none when something is taken away.
    pub new_sealed: Option<Vec<u8>>,
    pub new_masked: Option<String>,
    pub origin: ChangeOrigin,
    pub state: ChangeState,
    /// None when a machine or the customer asked.
    pub asked_by: Option<StaffId>,
    pub asked_name: String,
    pub asked_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// A keyed digest of the code that is out, bound to this row and this sending.
    pub code_digest: Option<String>,
    pub code_way: Option<CodeWay>,
    /// Where it went, masked.
    pub code_to: Option<String>,
    pub code_sent_at: Option<DateTime<Utc>>,
    pub code_expires_at: Option<DateTime<Utc>>,
    /// Wrong guesses of the code that is out.
    pub attempts: i32,
    pub sends: i32,
    /// When the code sent to the new contact was confirmed.
    pub proved_at: Option<DateTime<Utc>>,
    pub approved_by: Option<StaffId>,
    pub approved_name: Option<String>,
    pub reason: Option<String>,
    pub settled_way: Option<SettledWay>,
    pub settled_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type PendingChange = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::CustomerId, customer::Column::Id)
    }
}

platform::versioned!();

words! {
    /// What tells one customer from another.
    KeyField { Phone "phone", Email "email", IdNumber "id_number" }
}
words! {
    /// What is done to it: another value, another contact as the primary one, or none any more.
    ChangeDeed { Replace "replace", Promote "promote", Remove "remove" }
}
words! {
    ChangeOrigin { Staff "staff", Key "key", Customer "customer" }
}
words! {
    ChangeState { Waiting "waiting", Applied "applied", Cancelled "cancelled", Expired "expired" }
}
words! {
    /// Which contact the code went to.
    CodeWay { Old "old", New "new" }
}
words! {
    /// What made it pass: the old contact, the new one with a manager's approval, or a manager alone.
    SettledWay { OldContact "old_contact", NewContact "new_contact", Override "override" }
}

impl KeyField {
    pub fn of(kind: ContactKind) -> Option<Self> {
        match kind {
            ContactKind::Phone => Some(Self::Phone),
            ContactKind::Email => Some(Self::Email),
            ContactKind::Wechat | ContactKind::Wecom => None,
        }
    }

    /// The contact it is, none for an ID number.
    pub fn kind(self) -> Option<ContactKind> {
        match self {
            Self::Phone => Some(ContactKind::Phone),
            Self::Email => Some(ContactKind::Email),
            Self::IdNumber => None,
        }
    }
}
