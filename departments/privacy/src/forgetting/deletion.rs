//! The noun: one person being forgotten, until it is proven.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, DeletionId, GroupId, PersonRequestId, Refusal, StaffId, StoreId};
use platform::{Owned, Scope, SystemActor, Tx};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::proof::Proof;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deletions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeletionId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    /// None when a retention rule asked for it.
    pub request_id: Option<PersonRequestId>,
    pub customer_id: CustomerId,
    /// The human number of the customer, by which paper speaks of them.
    pub number: String,
    pub state: DeletionState,
    /// What is looked for, sealed, until the proof is there.
    pub needles_sealed: Option<Vec<u8>>,
    pub proof: Option<Proof>,
    /// Code of why the last run failed.
    pub fault: Option<String>,
    pub asked_by: Option<StaffId>,
    pub asked_by_name: String,
    pub created_at: DateTime<Utc>,
    pub forgotten_at: Option<DateTime<Utc>>,
    pub proven_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type Deletion = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id)
    }
}

platform::versioned!();

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum DeletionState {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// The person is gone from the tables; files and free room are still being looked through.
    #[sea_orm(string_value = "forgotten")]
    Forgotten,
    #[sea_orm(string_value = "proven")]
    Proven,
}

/// Why a person can't be forgotten now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeletionRefusal {
    AlreadyBegun,
    ImportUnderWay,
    OpenWork,
    Restricted,
    NotProven,
    NotRestricted,
    AlreadyRestricted,
    StillFound,
}

impl Refusal for DeletionRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AlreadyBegun => "deletion.already_begun",
            Self::ImportUnderWay => "deletion.import_under_way",
            Self::OpenWork => "deletion.open_work",
            Self::Restricted => "deletion.restricted",
            Self::NotProven => "deletion.not_proven",
            Self::NotRestricted => "restriction.not_restricted",
            Self::AlreadyRestricted => "restriction.already_restricted",
            Self::StillFound => "deletion.still_found",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::AlreadyBegun => "This person is being forgotten already, or is.",
            Self::ImportUnderWay => "An import is under way and could bring the person back; wait until it is done.",
            Self::OpenWork => {
                "There is open work about this person; look at it, and confirm that it ends with the deletion."
            }
            Self::Restricted => "The data of this person is restricted; lift the restriction first.",
            Self::NotProven => "There is no proof yet: the deletion has not begun, or is still looking through files.",
            Self::NotRestricted => "The data of this person is not restricted.",
            Self::AlreadyRestricted => "The data of this person is restricted already.",
            Self::StillFound => {
                "Something the person is known by still stands in places the program may not change by itself; take it out there by \
                 hand, and the proof follows by itself."
            }
        }
        .into()
    }
}

impl Model {
    /// One nobody asked for with a request: a rule wants it, or a backup brought back who was forgotten.
    pub(crate) fn unasked(tx: &Tx, customer: CustomerId, store: StoreId, number: String) -> Self {
        Self {
            id: DeletionId::new(tx.now()),
            group_id: tx.scope().group(),
            store_id: store,
            request_id: None,
            customer_id: customer,
            number,
            state: DeletionState::Waiting,
            needles_sealed: None,
            proof: None,
            fault: None,
            asked_by: None,
            asked_by_name: SystemActor::Jobs.name().to_owned(),
            created_at: tx.now(),
            forgotten_at: None,
            proven_at: None,
            version: 1,
        }
    }

    /// What the sealed list of needles is bound to.
    pub(crate) fn seal_context(id: DeletionId) -> Vec<u8> {
        format!("deletions/{id}").into_bytes()
    }
}
