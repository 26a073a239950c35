//! The noun: somebody asks what is done with their data, or wants something done about it.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, GroupId, MessageId, PersonRequestId, StaffId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonRequestId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub number: String,
    pub kind: RequestKind,
    pub channel: AskedThrough,
    pub asked_by: AskedBy,
    /// Whom it is about, once they were found among the customers.
    pub customer_id: Option<CustomerId>,
    /// [`Particulars`] as JSON, sealed; none after the person was forgotten.
    pub particulars_sealed: Option<Vec<u8>>,
    pub state: RequestState,
    pub outcome: Option<Outcome>,
    pub refusal_reason: Option<RefusalReason>,
    /// What the letter says in the words of who decided, sealed.
    pub answer_sealed: Option<Vec<u8>>,
    pub received_at: DateTime<Utc>,
    /// From then on the light is amber.
    pub warn_at: DateTime<Utc>,
    /// The last day for an answer, and the instant it ends.
    pub due_on: NaiveDate,
    pub due_at: DateTime<Utc>,
    /// Whether the term runs into a year whose holidays are not announced yet.
    pub is_due_assumed: bool,
    pub extended_at: Option<DateTime<Utc>>,
    pub extension_reason: Option<String>,
    /// Who sees to it.
    pub assignee_id: Option<StaffId>,
    pub created_by: Option<StaffId>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answered_by: Option<StaffId>,
    pub closed_at: Option<DateTime<Utc>>,
    /// How the letter reached the person.
    pub handed_over: Option<AskedThrough>,
    /// The message by which the person was sent the letter.
    pub letter_message_id: Option<MessageId>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type PersonRequest = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[Column::AssigneeId])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id)
    }
}

platform::versioned!();

/// What only the request itself tells of who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    pub asker_name: String,
    /// Where the letter goes: a phone number, an address, a mailbox.
    pub asker_contact: Option<String>,
    /// What is wanted, in the person's words.
    pub wish: Option<String>,
}

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[sea_orm(string_value = $word)] $variant),*
        }

        impl $name {
            /// The word the API and the database have for it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

closed_list! {
    /// What is asked for: the rights of articles 44 to 50 of the Personal Information Protection Law.
    RequestKind {
        Access "access", Copy "copy", Correct "correct", Delete "delete", Restrict "restrict", Withdraw "withdraw",
        Explain "explain", Transfer "transfer",
    }
}
closed_list! {
    /// The way a request came, or a letter went.
    AskedThrough { Desk "desk", Phone "phone", Letter "letter", Mail "mail", App "app" }
}
closed_list! {
    /// Who asks: the person, somebody close to one who died (article 49), or somebody with a mandate.
    AskedBy { Person "person", Relative "relative", Agent "agent" }
}
closed_list! {
    RequestState {
        Received "received", Identified "identified", InWork "in_work", Answered "answered", Refused "refused",
        Closed "closed",
    }
}
closed_list! {
    /// What the answer came to.
    Outcome { Granted "granted", Partly "partly", NothingHeld "nothing_held", Refused "refused", Withdrawn "withdrawn" }
}
closed_list! {
    /// Why a request is refused; the law wants reasons given.
    RefusalReason {
        NotIdentified "not_identified", SomebodyElse "somebody_else", NotEntitled "not_entitled", LawForbids "law_forbids",
        ContractGoesOn "contract_goes_on", HarmsOthers "harms_others", Excessive "excessive", Withdrawn "withdrawn",
    }
}

impl Model {
    /// What the sealed texts are bound to.
    pub(crate) fn seal_context(id: PersonRequestId, what: &str) -> Vec<u8> {
        format!("person_requests/{id}/{what}").into_bytes()
    }

    pub fn is_open(&self) -> bool {
        matches!(self.state, RequestState::Received | RequestState::Identified | RequestState::InWork)
    }
}

impl RequestKind {
    pub const ALL: [Self; 8] = [
        Self::Access,
        Self::Copy,
        Self::Correct,
        Self::Delete,
        Self::Restrict,
        Self::Withdraw,
        Self::Explain,
        Self::Transfer,
    ];

    /// Whether those close to a person who died may ask for it (article 49).
    pub fn is_open_to_relatives(self) -> bool {
        matches!(self, Self::Access | Self::Copy | Self::Correct | Self::Delete)
    }

    /// Whether it is answered with everything held about the person.
    pub fn wants_copy(self) -> bool {
        matches!(self, Self::Access | Self::Copy | Self::Transfer)
    }
}
