//! The noun: an archive with everything held about a person, made for one request.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CustomerId, GroupId, PersonCopyId, PersonRequestId, Refusal, StaffId, StoreId};
use platform::{Owned, Scope, crypto};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_copies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonCopyId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub request_id: PersonRequestId,
    pub customer_id: CustomerId,
    pub state: CopyState,
    /// In bytes.
    pub size: Option<i64>,
    pub fault: Option<String>,
    /// Of the link that holds now; another link makes it worthless.
    pub token_digest: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    /// How often the link was used.
    pub fetches: i32,
    pub asked_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub ready_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type PersonCopy = Model;

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
#[schema(as = PersonCopyState)]
pub enum CopyState {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    #[sea_orm(string_value = "ready")]
    Ready,
    #[sea_orm(string_value = "failed")]
    Failed,
    /// Its time is over and the file is gone.
    #[sea_orm(string_value = "cleared_away")]
    ClearedAway,
}

/// A link is good for so long and so often.
pub const LINK_LASTS: TimeDelta = TimeDelta::days(7);
pub const FETCHES_MAX: i32 = 5;
/// The file itself is kept so long, so that another link can be given.
pub const KEPT: TimeDelta = TimeDelta::days(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyRefusal {
    AlreadyBegun,
    NotReady,
    LinkOver,
}

impl Refusal for CopyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AlreadyBegun => "person_copy.already_begun",
            Self::NotReady => "person_copy.not_ready",
            Self::LinkOver => "person_copy.link_over",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::AlreadyBegun => "The copy of this request is being made already, or is ready.",
            Self::NotReady => "The copy is not ready yet; ask again in a moment.",
            Self::LinkOver => {
                "This link is over: it was used too often, has expired, or another took its place. Ask for a new one."
            }
        }
        .into()
    }
}

impl Model {
    /// Gives the copy a new link with this token; the one before is worth nothing any more.
    pub fn link(&mut self, token: &str, now: DateTime<Utc>) -> Result<(), CopyRefusal> {
        if self.state != CopyState::Ready {
            return Err(CopyRefusal::NotReady);
        }
        self.token_digest = Some(crypto::digest(token));
        self.expires_at = Some(now + LINK_LASTS);
        self.fetches = 0;
        Ok(())
    }

    /// Somebody comes with the link.
    pub fn fetch(&mut self, now: DateTime<Utc>) -> Result<(), CopyRefusal> {
        let holds = self.state == CopyState::Ready && self.expires_at.is_some_and(|end| now < end);
        if !holds || self.fetches >= FETCHES_MAX {
            return Err(CopyRefusal::LinkOver);
        }
        self.fetches += 1;
        Ok(())
    }

    /// What the sealed file is bound to.
    pub(crate) fn seal_context(id: PersonCopyId) -> Vec<u8> {
        format!("person_copies/{id}").into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(now: DateTime<Utc>) -> PersonCopy {
        let nil = uuid_nil();
        PersonCopy {
            id: PersonCopyId(nil),
            group_id: GroupId(nil),
            store_id: StoreId(nil),
            request_id: PersonRequestId(nil),
            customer_id: CustomerId(nil),
            state: CopyState::Ready,
            size: Some(1),
            fault: None,
            token_digest: None,
            expires_at: None,
            fetches: 0,
            asked_by: None,
            created_at: now,
            ready_at: Some(now),
            version: 1,
        }
    }

    fn uuid_nil() -> sea_orm::prelude::Uuid {
        sea_orm::prelude::Uuid::nil()
    }

    #[test]
    fn a_link_is_good_five_times_and_seven_days() {
        let now = DateTime::from_timestamp(1_773_626_400, 0).unwrap();
        let mut copy = ready(now);
        assert_eq!(copy.fetch(now), Err(CopyRefusal::LinkOver));
        copy.link("secret", now).unwrap();
        for _ in 0..FETCHES_MAX {
            copy.fetch(now).unwrap();
        }
        assert_eq!(copy.fetch(now), Err(CopyRefusal::LinkOver));
        copy.link("another", now).unwrap();
        assert_eq!(copy.fetch(now + LINK_LASTS), Err(CopyRefusal::LinkOver));
    }
}
