//! The noun: the notice of an incident on its way to everybody it affects, and what may happen to it.

use chrono::{DateTime, Utc};
use journal::events::privacy::PrivacyEvent;
use kernel::{BookEntryId, CustomerId, Fault, GroupId, Refusal, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::fields::required;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "breach_notices")]
pub struct Model {
    /// That of the incident.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BookEntryId,
    pub group_id: GroupId,
    pub words: NoticeWords,
    pub state: NoticeState,
    /// Affected when it began.
    pub total: i64,
    /// With a message on its way to them.
    pub told: i64,
    /// Who can be reached on no way: they are told by hand, or in public.
    pub unreached: i64,
    /// Everybody up to here, in the order of ids, is done.
    pub walked_to: Option<CustomerId>,
    pub begun_by: Option<StaffId>,
    pub begun_name: String,
    pub begun_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type BreachNotice = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
#[schema(as = BreachNoticeState)]
pub enum NoticeState {
    #[sea_orm(string_value = "running")]
    Running,
    #[sea_orm(string_value = "done")]
    Done,
}

/// What people are told beside the kinds of data: short enough for an SMS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, FromJsonQueryResult)]
#[serde(deny_unknown_fields)]
pub struct NoticeWords {
    /// Why it happened; at most 60 characters, like the next two at most 100.
    pub cause: String,
    /// What harm may come of it.
    pub harm: String,
    /// What was done, and what they can do themselves.
    pub measures: String,
    /// Whom they can ask; at most 60 characters.
    pub contact: String,
}

impl NoticeWords {
    /// Trims what was typed and says what is wrong with it.
    pub fn check(&mut self) -> Vec<Fault> {
        let mut faults = Vec::new();
        required("words.cause", &mut self.cause, 60, &mut faults);
        required("words.harm", &mut self.harm, 100, &mut faults);
        required("words.measures", &mut self.measures, 100, &mut faults);
        required("words.contact", &mut self.contact, 60, &mut faults);
        faults
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeRefusal {
    NoIncident,
    Closed,
    NobodyAffected,
    AlreadyBegun,
}

impl Refusal for NoticeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoIncident => "breach_notice.no_incident",
            Self::Closed => "book_entry.closed",
            Self::NobodyAffected => "breach_notice.nobody_affected",
            Self::AlreadyBegun => "breach_notice.already_begun",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NoIncident => "Only an incident has people to be told.",
            Self::Closed => "This line is closed; reopen it before changing it.",
            Self::NobodyAffected => {
                "Say on the page of the incident whom it affects, by filters that some customers meet."
            }
            Self::AlreadyBegun => "The people this affects are being told, or were told already.",
        }
        .into()
    }
}

impl Model {
    /// One more is done, on whichever way.
    pub fn pass(&mut self, customer: CustomerId, is_told: bool) {
        self.walked_to = Some(customer);
        if is_told {
            self.told += 1;
        } else {
            self.unreached += 1;
        }
    }

    /// Everybody is done.
    pub fn finish(&mut self, title: &str, now: DateTime<Utc>) -> PrivacyEvent {
        self.state = NoticeState::Done;
        self.finished_at = Some(now);
        PrivacyEvent::PersonsTold {
            entry: self.id,
            title: title.to_owned(),
            told: self.told,
            unreached: self.unreached,
        }
    }
}
